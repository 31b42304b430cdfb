internal import TrailSealPrimitives

/// Writes a control change as an API Activity (class 6003) of OCSF 1.8.0.
struct OCSFChange {
    private let change: ChangeRecord
    private let metadata: [(String, JSONWriter)]

    /// Creates the event. `metadata` holds the members that all events of the report share.
    init(_ change: ChangeRecord, metadata: [(String, JSONWriter)]) {
        self.change = change
        self.metadata = metadata
    }

    /// The event as JSON.
    var json: JSONWriter {
        let activity = activity
        let status = change.isDone ? (id: 1, name: "Success") : (id: 2, name: "Failure")
        var members: [(String, JSONWriter)] = [
            ("activity_id", .int(activity.id)), ("activity_name", .string(activity.name)), ("category_uid", .int(6)),
            ("category_name", .string("Application Activity")), ("class_uid", .int(6_003)),
            ("class_name", .string("API Activity")), ("type_uid", .int(6_003 * 100 + activity.id)),
            ("time", .int(OCSFReporter.milliseconds(change.time) ?? 0)), ("severity_id", .int(1)),
            ("severity", .string("Informational")), ("status_id", .int(status.id)), ("status", .string(status.name)),
            ("message", .string("\(change.eventName): \(change.effect)")),
            (
                "metadata",
                .object(
                    metadata + [("event_code", .string(change.eventName))]
                        + (change.eventID.map { [("uid", .string($0))] } ?? []))
            ), ("cloud", OCSFReporter.cloud(account: change.accountID, region: change.region)), ("api", api),
            ("actor", actor), ("src_endpoint", source), ("resources", .array([resource])),
        ]
        if let error = change.error { members.append(("status_code", .string(error))) }
        if let agent = change.userAgent { members.append(("http_request", .object([("user_agent", .string(agent))]))) }
        let facts = ChangeMembers.change(change).filter { ["effect", "subject", "controls", "proofs"].contains($0.0) }
        return .object(members + [("unmapped", .object(facts))])
    }

    /// The activity that the event's name stands for.
    private var activity: (id: Int, name: String) {
        let name = change.eventName
        if name.hasPrefix("Create") || name == "PutObject" || name == "CopyObject" { return (1, "Create") }
        return name.hasPrefix("Delete") ? (4, "Delete") : (3, "Update")
    }

    private var api: JSONWriter {
        .object(
            [
                ("operation", .string(change.eventName)),
                ("service", .object([("name", .string(change.eventSource))])),
            ] + (change.error.map { [("response", .object([("error", .string($0))]))] } ?? []))
    }

    private var actor: JSONWriter {
        let who = change.who
        // A user needs a name or an id.
        var user: [(String, JSONWriter)] = [who.arn.map { ("uid", .string($0)) } ?? ("name", .string(change.actor))]
        if let type = who.type { user.append(("type", .string(type))) }
        if let key = who.accessKeyID { user.append(("credential_uid", .string(key))) }
        var session: [(String, JSONWriter)] = []
        if let issuer = who.issuer { session.append(("issuer", .string(issuer))) }
        if let isMFA = who.isMFA { session.append(("is_mfa", .bool(isMFA))) }
        return .object(
            [("user", .object(user))] + (session.isEmpty ? [] : [("session", .object(session))])
                + (who.invokedBy.map { [("invoked_by", .string($0))] } ?? []))
    }

    /// The address, or the service that made the request. OCSF requires one of them.
    private var source: JSONWriter {
        guard let address = change.sourceIP else { return .object([("name", .string("not recorded"))]) }
        return .object([(IPAddress.isValid(address) ? "ip" : "svc_name", .string(address))])
    }

    private var resource: JSONWriter {
        let subject = change.subject
        let type =
            switch subject.kind {
            case .trail: "AWS::CloudTrail::Trail"
            case .bucket: subject.object == nil ? "AWS::S3::Bucket" : "AWS::S3::Object"
            case .key: "AWS::KMS::Key"
            case .logGroup: "AWS::Logs::LogGroup"
            case .account: "AWS Account"
            }
        let partition = Partition.of(region: change.region ?? "")
        let id = subject.kind == .bucket ? "arn:\(partition):s3:::\(subject.id)" : subject.id
        return .object(
            [
                ("uid", .string(id + (subject.object.map { "/\($0)" } ?? ""))), ("type", .string(type)),
                ("cloud_partition", .string(partition)), ("role_id", .int(1)), ("role", .string("Target")),
            ] + (change.region.map { [("region", .string($0))] } ?? []))
    }
}

/// Checks IP addresses.
enum IPAddress {
    /// Whether the text is an IPv4 or IPv6 address without a zone.
    static func isValid(_ text: String) -> Bool { isVersion4(text) || isVersion6(text) }

    private static func isVersion4(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                let isNumber = (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
                let isShort = part.count == 1 || part.first != UInt8(ascii: "0")
                return isNumber && isShort && (Int(Substring(part)) ?? 256) < 256
            }
    }

    private static func isVersion6(_ text: String) -> Bool {
        guard text.utf8.count <= 39 else { return false }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map { half in
            half.isEmpty ? [] : half.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        }
        let groups = halves.flatMap(\.self)
        let areGroups = groups.allSatisfy { group in
            (1...4).contains(group.count)
                && group.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
                }
        }
        return areGroups && (halves.count == 1 ? groups.count == 8 : halves.count == 2 && groups.count < 8)
    }
}
