internal import TrailSealPrimitives

/// Writes control changes, their numbers and the history of controls as JSON (Documentation/OUTPUT.md, "Control
/// changes").
enum ChangeMembers {
    /// Returns the members of a change.
    static func change(_ change: ChangeRecord) -> [(String, JSONWriter)] {
        [
            ("time", .optional(change.time)), ("accountId", .optional(change.accountID)),
            ("region", .optional(change.region)), ("eventSource", .string(change.eventSource)),
            ("eventName", .string(change.eventName)), ("eventId", .optional(change.eventID)),
            ("who", who(change.who)), ("sourceIp", .optional(change.sourceIP)),
            ("userAgent", .optional(change.userAgent)), ("outcome", .string(change.outcome)),
            ("error", .optional(change.error)), ("effect", .string(change.effect)),
            ("subject", subject(change.subject)), ("controls", ReportMembers.texts(change.controls)),
            ("proofs", .array(change.proofs.map(proof))),
        ]
    }

    private static func who(_ who: ChangeRecord.Who) -> JSONWriter {
        .object([
            ("type", .optional(who.type)), ("arn", .optional(who.arn)), ("issuer", .optional(who.issuer)),
            ("mfa", who.isMFA.map { .bool($0) } ?? .null), ("accessKeyId", .optional(who.accessKeyID)),
            ("invokedBy", .optional(who.invokedBy)), ("accountId", .optional(who.accountID)),
            ("principalId", .optional(who.principalID)), ("userName", .optional(who.userName)),
        ])
    }

    /// Returns a subject. The name of the first member is the kind.
    private static func subject(_ subject: ChangeRecord.Subject) -> JSONWriter {
        .object(
            [(subject.kind.rawValue, .string(subject.id))] + (subject.object.map { [("object", .string($0))] } ?? []))
    }

    private static func proof(_ proof: ChangeRecord.Proof) -> JSONWriter {
        .object([
            ("bucket", .string(proof.bucket)), ("logKey", .string(proof.logKey)), ("sha256", .string(proof.sha256)),
            ("digestKey", .string(proof.digestKey)),
        ])
    }

    /// Returns the numbers of changes.
    static func counts(_ counts: ChangeCounts) -> JSONWriter {
        .object([
            ("changes", .int(counts.changes)), ("omitted", .int(counts.omitted)),
            ("unreadable", .int(counts.unreadable)), ("unconnectedOmitted", .int(counts.unconnectedOmitted)),
        ])
    }

    /// Returns the history of a control; null if there is none.
    static func history(_ history: [ControlHistory]?) -> JSONWriter {
        guard let history else { return .null }
        return .array(
            history.map { one in
                .object([
                    ("resource", .string(one.resource)), ("spans", .array(one.spans.map(span))),
                    ("atCapture", .string(one.atCapture.rawValue)), ("text", .string(one.text)),
                ])
            })
    }

    private static func span(_ span: ControlHistory.Span) -> JSONWriter {
        .object([
            ("state", .string(span.state.rawValue)), ("from", .optional(span.from)), ("to", .optional(span.to)),
            ("eventId", .optional(span.eventID)),
        ])
    }
}

// MARK: Reading

extension ChangeMembers {
    /// Reads a change. Errors: `ReportReadingError` that names the wrong member.
    static func change(_ place: JSONPath) throws(ReportReadingError) -> ChangeRecord {
        let outcome = try place.member("outcome")
        let word = try outcome.string()
        guard word == "done" || word == "denied" else { throw outcome.fail("done or denied") }
        return ChangeRecord(
            time: try place.member("time").time(), accountID: try text(place, "accountId"),
            region: try text(place, "region"), eventSource: try place.member("eventSource").string(),
            eventName: try place.member("eventName").string(), eventID: try text(place, "eventId"),
            who: try who(place.member("who")), sourceIP: try text(place, "sourceIp"),
            userAgent: try text(place, "userAgent"), isDone: word == "done", error: try text(place, "error"),
            effect: try place.member("effect").string(), subject: try subject(place.member("subject")),
            controls: try place.member("controls").strings(),
            proofs: try place.member("proofs").array { (place) throws(ReportReadingError) in
                ChangeRecord.Proof(
                    bucket: try place.member("bucket").string(), logKey: try place.member("logKey").string(),
                    sha256: try place.member("sha256").string(), digestKey: try place.member("digestKey").string())
            })
    }

    private static func who(_ place: JSONPath) throws(ReportReadingError) -> ChangeRecord.Who {
        ChangeRecord.Who(
            type: try text(place, "type"), arn: try text(place, "arn"), issuer: try text(place, "issuer"),
            isMFA: try place.member("mfa").optional { (place) throws(ReportReadingError) in try place.bool() },
            accessKeyID: try text(place, "accessKeyId"), invokedBy: try text(place, "invokedBy"),
            accountID: try text(place, "accountId"), principalID: try text(place, "principalId"),
            userName: try text(place, "userName"))
    }

    private static func subject(_ place: JSONPath) throws(ReportReadingError) -> ChangeRecord.Subject {
        for kind in ChangeRecord.Subject.Kind.allCases {
            guard let id = try text(place, kind.rawValue) else { continue }
            return ChangeRecord.Subject(kind: kind, id: id, object: try text(place, "object"))
        }
        throw place.fail("about a trail, bucket, key, log group or account")
    }

    /// Reads the numbers of changes. Errors: as above.
    static func counts(_ place: JSONPath) throws(ReportReadingError) -> ChangeCounts {
        ChangeCounts(
            changes: try place.member("changes").count(), omitted: try place.member("omitted").count(),
            unreadable: try place.member("unreadable").count(),
            unconnectedOmitted: try place.member("unconnectedOmitted").count())
    }

    /// Reads the history of a control. Errors: as above.
    static func history(_ place: JSONPath) throws(ReportReadingError) -> [ControlHistory] {
        try place.array { (place) throws(ReportReadingError) in
            ControlHistory(
                resource: try place.member("resource").string(),
                spans: try place.member("spans").array { (place) throws(ReportReadingError) in
                    ControlHistory.Span(
                        state: try place.member("state").one(of: ControlHistory.State.self),
                        from: try place.member("from").time(), to: try place.member("to").time(),
                        eventID: try text(place, "eventId"))
                }, atCapture: try place.member("atCapture").one(of: ControlHistory.State.self),
                text: try place.member("text").string())
        }
    }

    private static func text(_ place: JSONPath, _ name: String) throws(ReportReadingError) -> String? {
        try place.member(name).optional { (place) throws(ReportReadingError) in try place.string() }
    }
}
