internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealPrimitives

/// A record of an event whose name is in the table of `ChangeKind`, with what the effect needs. Texts are cut to limits.
struct EventRecord: Sendable {
    /// What comes of the bytes of an event.
    enum Reading: Sendable {
        case record(EventRecord)
        /// It has the name of an event of the table, but isn't a change: another service, an object elsewhere, a delivery of CloudTrail.
        case other
        /// It isn't a JSON object, repeats a member, has no time, or succeeded and doesn't say what it is about.
        case unreadable
    }

    /// What an event is about.
    private enum About {
        case subject(Change.Subject)
        /// Something that isn't CloudTrail's.
        case otherThing
        /// The record doesn't say.
        case unknown

        init(_ subject: Change.Subject?) { self = subject.map { .subject($0) } ?? .unknown }
    }

    /// The longest ARN, key or name that is kept, in bytes.
    static let nameLimit = 1_024
    /// The longest id, address, user agent or error code that is kept, in bytes.
    static let textLimit = 256

    let kind: ChangeKind
    let time: UnixTime
    let accountID: String?
    let region: String?
    let source: String
    let eventID: String
    let who: Change.Who
    let sourceIP: String?
    let userAgent: String?
    let error: String?
    let subject: Change.Subject
    let detail: ChangeDetail

    /// About how many bytes of memory it takes.
    var size: Int {
        let texts = [
            accountID, region, eventID, who.arn, who.issuer, who.principalID, who.userName, sourceIP, userAgent, error,
        ].reduce(0) { $0 + ($1?.utf8.count ?? 0) }
        return texts + subject.size + detail.size + 512
    }

    /// Reads the bytes of one event.
    static func read(_ bytes: ArraySlice<UInt8>) -> Reading {
        guard let value = try? JSONValue(Array(bytes)), case .object = value else { return .unreadable }
        let members = RecordMembers(value)
        guard let name = members.text("eventName"), let kind = ChangeKind(rawValue: name) else { return .other }
        guard let source = members.text("eventSource"), kind.sources.contains(source) else { return .other }
        guard let text = members.text("eventTime"), let time = UnixTime(iso8601: Array(text.utf8)[...]) else {
            return .unreadable
        }
        let identity = members["userIdentity"]
        let account = members.text("recipientAccountId") ?? identity.text("accountId")
        let region = members.text("awsRegion")
        let error = ["errorCode", "errorMessage"].lazy.compactMap { members.failure($0) }.first
        // Even where values were left out, some requests still name what they are about.
        let (given, response) = (members["requestParameters"], members["responseElements"].unlessOmitted)
        let request = given.unlessOmitted
        let session = identity["sessionContext"]
        let who = Change.Who(
            type: identity.name("type"), arn: identity.name("arn"), issuer: session["sessionIssuer"].name("arn"),
            isMFA: session["attributes"].flag("mfaAuthenticated"), accessKeyID: identity.name("accessKeyId"),
            invokedBy: identity.name("invokedBy"), accountID: identity.name("accountId"),
            principalID: identity.name("principalId"), userName: identity.name("userName"))
        if isDelivery(kind, who) { return .other }
        let subject: Change.Subject
        switch about(kind, given, response, members.resources, account: account, region: region) {
        case .subject(let known): subject = known
        case .otherThing: return .other
        // A refused request changed nothing, and AWS doesn't always say what it was about.
        case .unknown: return error == nil ? .unreadable : .other
        }
        return .record(
            EventRecord(
                kind: kind, time: time, accountID: account, region: region, source: source,
                eventID: members.text("eventID") ?? "", who: who, sourceIP: members.text("sourceIPAddress"),
                userAgent: members.text("userAgent"), error: error, subject: subject,
                detail: ChangeDetail(kind, request, response)))
    }

    /// Whether CloudTrail wrote an object of its own.
    private static func isDelivery(_ kind: ChangeKind, _ who: Change.Who) -> Bool {
        [.putObject, .copyObject, .completeMultipartUpload].contains(kind) && who.invokedBy == principal
    }

    /// CloudTrail's name as a service.
    private static let principal = "cloudtrail.amazonaws.com"

    private static func about(
        _ kind: ChangeKind, _ request: RecordMembers, _ response: RecordMembers, _ resources: [String],
        account: String?,
        region: String?
    ) -> About {
        func name(_ members: String...) -> String? { members.lazy.compactMap { request.name($0) }.first }
        // CloudTrail leaves out parameters that are too long, and names the resources then too. A request through an access point
        // gives its ARN or alias in place of the bucket.
        func bucket() -> String? {
            if let given = name("bucketName"), !given.hasPrefix("arn:"), !given.hasSuffix("-s3alias") { return given }
            return resources.lazy.compactMap(S3ResourceName.bucket).first
        }
        switch kind.topic {
        case .trail:
            let given = response.name("trailARN") ?? name("name", "trailName")
            // AWS writes no parameters of some requests that it refused.
            return About(
                given.map { .trail(TrailName($0, account: account, region: region)) } ?? account.map { .account($0) })
        case .bucket: return About(bucket().map { .bucket($0, object: nil) })
        case .object:
            guard let bucket = bucket() else { return .unknown }
            if kind == .deleteObjects { return .subject(.bucket(bucket, object: nil)) }
            guard let key = name("key") ?? resources.lazy.compactMap(S3ResourceName.key).first else { return .unknown }
            return ByteString(key).hasComponent("AWSLogs") ? .subject(.bucket(bucket, object: key)) : .otherThing
        case .accountBlock: return About(account.map { .account($0) })
        case .key:
            // An alias may mean another key today than it did then. The record's resource is the key itself.
            let given = name("keyId").flatMap { $0.contains("alias/") ? nil : $0 }
            return About((given ?? resources.first { $0.contains(":key/") } ?? name("keyId")).map { .key($0) })
        case .logGroup: return About(name("logGroupName", "logGroupIdentifier").map { .logGroup(OwnedName($0).name) })
        case .organization:
            // The others are about any service.
            let isAboutAccount = kind == .removeAccountFromOrganization || kind == .leaveOrganization
            if !isAboutAccount, let service = request.text("servicePrincipal"), service != principal {
                return .otherThing
            }
            return About(
                isAboutAccount || request.text("servicePrincipal") != nil
                    ? (name("accountId") ?? account).map { .account($0) } : nil)
        }
    }
}
