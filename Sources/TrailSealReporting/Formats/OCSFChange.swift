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
