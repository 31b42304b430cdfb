/// An event of the test world that changes a trail, its bucket, its key, its log group or its organization. It is
/// written as CloudTrail writes its records.
public struct Event: Sendable {
    /// When the request was made.
    public var time: Moment
    /// The service, for example `cloudtrail.amazonaws.com`.
    public var source: String
    /// The name of the event.
    public var name: String
    /// The account that receives the event.
    public var account = "111122223333"
    /// The Region of the request.
    public var region = "us-east-1"
    /// Who made the request.
    public var identity = Identity.role()
    /// The address from which the request came, or a service.
    public var sourceIP = "192.0.2.7"
    /// The program that made the request.
    public var userAgent = "aws-cli/2.17"
    /// The error code. Nil if the request succeeded.
    public var errorCode: String?
    /// The parameters of the request.
    public var request: RecordValue
    /// The elements of the response.
    public var response: RecordValue
    /// The resources. Empty if the service doesn't list any.
    public var resources: [RecordValue] = []
    /// False for data events.
    public var isManagement = true
    /// Makes the identifiers of equal events differ.
    public var seed = 0
    /// The event's id. Nil for one that is derived from the event.
    public var fixedID: String?

    /// Creates an event of any service.
    public init(
        _ name: String, of source: String, at time: Moment, _ request: RecordValue, response: RecordValue = .null
    ) {
        (self.name, self.source, self.time, self.request, self.response) = (name, source, time, request, response)
    }

    /// The event's id, in the form of a UUID.
    public var id: String { fixedID ?? Self.uuid(digest("event")) }

    /// Returns a copy with some changes.
    public func with(_ change: (inout Event) -> Void) -> Event {
        var event = self
        change(&event)
        return event
    }

    /// Returns a copy that failed with an error.
    public func failing(_ code: String) -> Event {
        with {
            $0.errorCode = code
            $0.response = .null
        }
    }

    /// The record as JSON text.
    public var json: String {
        var members: [(String, RecordValue)] = [
            ("eventVersion", "1.09"), ("userIdentity", identity), ("eventTime", .text(time.iso)),
            ("eventSource", .text(source)), ("eventName", .text(name)), ("awsRegion", .text(region)),
            ("sourceIPAddress", .text(sourceIP)), ("userAgent", .text(userAgent)),
        ]
        if let errorCode {
            members += [("errorCode", .text(errorCode)), ("errorMessage", "The request was not carried out.")]
        }
        members += [
            ("requestParameters", request), ("responseElements", response),
            ("requestID", .text(Self.uuid(digest("request")))), ("eventID", .text(id)), ("readOnly", false),
        ]
        if !resources.isEmpty { members.append(("resources", .list(resources))) }
        members += [
            ("eventType", "AwsApiCall"), ("managementEvent", .bool(isManagement)),
            ("recipientAccountId", .text(account)), ("eventCategory", isManagement ? "Management" : "Data"),
        ]
        return RecordValue.object(members).json
    }

    private func digest(_ kind: String) -> String {
        let parts = [kind, source, name, time.iso, account, region, request.json, String(seed)]
        return Hashes.hex(Hashes.sha256(Array(parts.joined(separator: "\n").utf8)))
    }

    private static func uuid(_ digits: String) -> String {
        var rest = digits[...]
        return [8, 4, 4, 4, 12].map { count in
            defer { rest = rest.dropFirst(count) }
            return String(rest.prefix(count))
        }.joined(separator: "-")
    }
}

extension Event {
    /// Creates an event of CloudTrail.
    public static func trail(
        _ name: String, at time: Moment, _ request: RecordValue, response: RecordValue = .null
    ) -> Event {
        Event(name, of: "cloudtrail.amazonaws.com", at: time, request, response: response)
    }

    /// Creates a management event of a bucket. `parameter` is the name of the subresource, for example `policy`.
    public static func bucket(
        _ name: String, at time: Moment, _ bucket: String, _ parameter: String? = nil,
        _ request: [(String, RecordValue)] = []
    ) -> Event {
        var members: [(String, RecordValue)] = [("bucketName", .text(bucket)), ("Host", "s3.amazonaws.com")]
        if let parameter { members.append((parameter, "")) }
        var event = Event(name, of: "s3.amazonaws.com", at: time, .object(members + request))
        event.resources = [bucketResource(bucket)]
        return event
    }

    /// Creates a data event of an object. Without `key` it is one that doesn't name its objects.
    public static func object(
        _ name: String, at time: Moment, _ bucket: String, _ key: String?, _ more: [(String, RecordValue)] = []
    ) -> Event {
        var members: [(String, RecordValue)] = [("bucketName", .text(bucket)), ("Host", "s3.amazonaws.com")]
        if let key { members.append(("key", .text(key))) }
        var event = Event(name, of: "s3.amazonaws.com", at: time, .object(members + more))
        let place = "arn:aws:s3:::\(bucket)/"
        event.resources = [
            key.map { ["type": "AWS::S3::Object", "ARN": .text(place + $0)] }
                ?? ["type": "AWS::S3::Object", "ARNPrefix": .text(place)],
            bucketResource(bucket),
        ]
        event.isManagement = false
        return event
    }

    private static func bucketResource(_ bucket: String) -> RecordValue {
        ["accountId": "111122223333", "type": "AWS::S3::Bucket", "ARN": .text("arn:aws:s3:::\(bucket)")]
    }

    /// Creates an event of KMS. `key` is what the request names, and `arn` the key's ARN.
    public static func key(
        _ name: String, at time: Moment, _ key: String, arn: String, _ more: [(String, RecordValue)] = []
    ) -> Event {
        var event = Event(name, of: "kms.amazonaws.com", at: time, .object([("keyId", .text(key))] + more))
        event.response = ["keyId": .text(arn)]
        event.resources = [["accountId": .text(event.account), "type": "AWS::KMS::Key", "ARN": .text(arn)]]
        return event
    }

    /// Creates an event of CloudWatch Logs.
    public static func logGroup(
        _ name: String, at time: Moment, _ group: String, _ more: [(String, RecordValue)] = []
    ) -> Event {
        Event(name, of: "logs.amazonaws.com", at: time, .object([("logGroupName", .text(group))] + more))
    }

    /// Creates an event of AWS Organizations.
    public static func organization(_ name: String, at time: Moment, _ request: RecordValue) -> Event {
        Event(name, of: "organizations.amazonaws.com", at: time, request)
    }
}

/// The values of `userIdentity`.
public enum Identity {
    private static func digits(_ text: String) -> String {
        String(Hashes.hex(Hashes.sha256(Array(text.utf8))).prefix(16)).uppercased()
    }

    private static func attributes(_ isMFA: Bool) -> RecordValue {
        ["creationDate": .text(Moment.beginning.iso), "mfaAuthenticated": isMFA ? "true" : "false"]
    }

    /// A session of a role.
    public static func role(
        account: String = "111122223333", name: String = "Admin", session: String = "alice", isMFA: Bool = false
    ) -> RecordValue {
        let id = "AROA" + digits(account + name)
        return [
            "type": "AssumedRole", "principalId": .text("\(id):\(session)"),
            "arn": .text("arn:aws:sts::\(account):assumed-role/\(name)/\(session)"), "accountId": .text(account),
            "accessKeyId": .text("ASIA" + digits(account + name + session)),
            "sessionContext": [
                "sessionIssuer": [
                    "type": "Role", "principalId": .text(id), "arn": .text("arn:aws:iam::\(account):role/\(name)"),
                    "accountId": .text(account), "userName": .text(name),
                ], "attributes": attributes(isMFA),
            ],
        ]
    }

    /// A user with a long-term access key.
    public static func user(account: String = "111122223333", name: String) -> RecordValue {
        [
            "type": "IAMUser", "principalId": .text("AIDA" + digits(account + name)),
            "arn": .text("arn:aws:iam::\(account):user/\(name)"), "accountId": .text(account),
            "accessKeyId": .text("AKIA" + digits(account + name)), "userName": .text(name),
        ]
    }

    /// The root user, in a session.
    public static func root(account: String = "111122223333", isMFA: Bool) -> RecordValue {
        [
            "type": "Root", "principalId": .text(account), "arn": .text("arn:aws:iam::\(account):root"),
            "accountId": .text(account), "accessKeyId": .text("ASIA" + digits(account)),
            "sessionContext": ["attributes": attributes(isMFA)],
        ]
    }

    /// An AWS service.
    public static func service(_ name: String) -> RecordValue { ["type": "AWSService", "invokedBy": .text(name)] }
}

extension Log {
    /// Creates a log with events, among ordinary ones. `seed` makes logs differ.
    public init(_ trail: Trail, at time: Moment, events: [Event], seed: Int) {
        self.init(trail, at: time, written: events.map(\.json), seed: seed)
    }

    /// Creates a log with records given as text, among ordinary ones: one before each, and one at the end.
    public init(_ trail: Trail, at time: Moment, written: [String], seed: Int) {
        self.init(trail, at: time, records: 0, seed: seed)
        let ordinary = (0...written.count).map { ordinaryRecord(trail, at: time, $0) }
        let pairs = zip(ordinary, written).flatMap { [$0, $1] } + [ordinary[written.count]]
        content = Array(("{\"Records\":[" + pairs.joined(separator: ",") + "]}").utf8)
    }
}
