/// A trail of the test world: its names, and where it writes.
public struct Trail: Sendable {
    /// The bucket.
    public var bucket = "virtual-trail-logs"
    /// The part of keys before `AWSLogs`, without its last slash.
    public var prefix = ""
    /// The organization's folder, if it is an organization trail.
    public var organization: String?
    /// The account.
    public var account = "111122223333"
    /// The Region of the events.
    public var region = "us-east-1"
    /// The name of the trail.
    public var name = "management"
    /// The Region in which the trail was created.
    public var home = "us-east-1"

    /// Creates a trail with default names.
    public init() {}

    private var root: String {
        (prefix.isEmpty ? "" : prefix + "/") + "AWSLogs/" + (organization.map { $0 + "/" } ?? "") + account
    }

    /// The key of the digest that ends at `end`.
    public func digestKey(_ end: Moment, isBackfill: Bool) -> String {
        "\(root)/CloudTrail-Digest/\(region)/\(end.folder)/\(account)_CloudTrail-Digest_\(region)_\(name)_\(home)_"
            + "\(end.digestStamp)\(isBackfill ? "_backfill" : "").json.gz"
    }

    /// The key of a log delivered at `time`. `unique` is the end of its name.
    public func logKey(_ time: Moment, unique: String) -> String {
        "\(root)/CloudTrail/\(region)/\(time.folder)/\(account)_CloudTrail_\(region)_\(time.logStamp)_\(unique).json.gz"
    }
}

/// A log file of the test world.
public struct Log: Sendable {
    /// The bucket.
    public var bucket: String
    /// The key.
    public var key: String
    /// The inflated content.
    public var content: [UInt8]
    /// From which the identifiers of the ordinary records are derived.
    private let mixed: String

    /// Creates a log with `records` events. `seed` makes logs differ.
    public init(_ trail: Trail, at time: Moment, records: Int, seed: Int) {
        bucket = trail.bucket
        mixed = Hashes.hex(
            Hashes.sha256(Array("\(trail.account)\(trail.region)\(trail.name)\(time.seconds)\(seed)".utf8)))
        key = trail.logKey(time, unique: String(mixed.prefix(16)))
        content = []
        let texts = (0..<records).map { ordinaryRecord(trail, at: time, $0) }
        content = Array(("{\"Records\":[" + texts.joined(separator: ",") + "]}").utf8)
    }

    /// Returns the record of a request that changes nothing.
    func ordinaryRecord(_ trail: Trail, at time: Moment, _ index: Int) -> String {
        let id = Hashes.hex(Hashes.sha256(Array("\(mixed)\(index)".utf8)))
        return "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROA"
            + id.prefix(16).uppercased()
            + ":session\",\"accountId\":\"\(trail.account)\"},\"eventTime\":\"\(time.iso)\","
            + "\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\",\"awsRegion\":\"\(trail.region)\","
            + "\"sourceIPAddress\":\"192.0.2.\(index % 250)\",\"userAgent\":\"aws-cli/2.17\",\"requestParameters\":"
            + "{\"bucketName\":\"data\",\"key\":\"\(id.suffix(20))\"},\"responseElements\":null,\"requestID\":\""
            + id.prefix(32) + "\",\"eventID\":\"" + id.suffix(32) + "\",\"readOnly\":true,\"eventType\":"
            + "\"AwsApiCall\",\"managementEvent\":false,\"recipientAccountId\":\"\(trail.account)\"}"
    }
}

/// A digest file before it is signed: its members in order, as JSON text.
public struct DigestDraft: Sendable {
    /// The members, as JSON text.
    public var members: [(name: String, value: String)] = []

    /// Puts quotation marks around a text. Doesn't escape.
    public static func quoted(_ text: String) -> String { "\"\(text)\"" }

    /// Changes a member, or adds it at the end.
    public mutating func set(_ name: String, _ value: String) {
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append((name, value))
        }
    }

    /// Removes a member.
    public mutating func remove(_ name: String) { members.removeAll { $0.name == name } }

    var json: String { "{" + members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}" }
}

/// A digest file as CloudTrail would have written it.
public struct Digest: Sendable {
    /// The bucket.
    public let bucket: String
    /// The key.
    public let key: String
    /// The start of the interval.
    public let start: Moment
    /// The end of the interval.
    public let end: Moment
    /// The key that signed it.
    public let signingKey: SigningKey
    /// The logs that it lists.
    public let logs: [Log]
    /// The inflated content.
    public let content: [UInt8]
    /// The signature in lower-case hexadecimal.
    public let signature: String
    /// Whether it is a backfill digest.
    public let isBackfill: Bool

    /// Creates and signs the digest of `trail` for `start` to `end`. `previous` is its predecessor. `edit` changes
    /// the draft before it is signed, so the result still counts as written by CloudTrail.
    public init(
        _ trail: Trail, from start: Moment, to end: Moment, logs: [Log], after previous: Digest?,
        signedBy key: SigningKey,
        isBackfill: Bool = false, edit: (inout DigestDraft) -> Void = { _ in }
    ) {
        let ownKey = trail.digestKey(end, isBackfill: isBackfill)
        var draft = DigestDraft()
        func add(_ name: String, _ value: String?) {
            draft.members.append((name, value.map(DigestDraft.quoted) ?? "null"))
        }
        add("awsAccountId", trail.account)
        add("digestStartTime", start.iso)
        add("digestEndTime", end.iso)
        add("digestS3Bucket", trail.bucket)
        add("digestS3Object", ownKey)
        add("digestPublicKeyFingerprint", key.fingerprint)
        add("digestSignatureAlgorithm", "SHA256withRSA")
        add("newestEventTime", logs.isEmpty ? nil : (start + 3_000).iso)
        add("oldestEventTime", logs.isEmpty ? nil : start.iso)
        add("previousDigestS3Bucket", previous?.bucket)
        add("previousDigestS3Object", previous?.key)
        add("previousDigestHashValue", previous.map { Hashes.hex(Hashes.sha256($0.content)) })
        add("previousDigestHashAlgorithm", previous.map { _ in "SHA-256" })
        add("previousDigestSignature", previous?.signature)
        draft.members.append(("logFiles", "[" + logs.map { Self.entry($0, start) }.joined(separator: ",") + "]"))
        edit(&draft)
        let content = Array(draft.json.utf8)
        let repeated = draft.members.first { $0.name == "previousDigestSignature" }?.value ?? "null"
        let message = [
            end.iso, trail.bucket + "/" + ownKey, Hashes.hex(Hashes.sha256(content)),
            repeated.replacing("\"", with: ""),
        ].joined(separator: "\n")
        bucket = trail.bucket
        self.key = ownKey
        self.start = start
        self.end = end
        signingKey = key
        self.logs = logs
        self.content = content
        signature = Hashes.hex(key.signature(over: Array(message.utf8)))
        self.isBackfill = isBackfill
    }

    private static func entry(_ log: Log, _ start: Moment) -> String {
        "{\"s3Bucket\":\"\(log.bucket)\",\"s3Object\":\"\(log.key)\",\"hashValue\":\""
            + Hashes.hex(Hashes.sha256(log.content)) + "\",\"hashAlgorithm\":\"SHA-256\",\"newestEventTime\":\""
            + (start + 3_000).iso + "\",\"oldestEventTime\":\"\(start.iso)\"}"
    }
}
