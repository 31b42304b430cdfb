internal import TrailSealControls
package import TrailSealPrimitives

/// One control change: an event in a verified log file that changes what a control judges, or the life of the evidence.
///
/// Its texts come from the record as they are, cut to a limit. Whoever shows them must escape them.
package struct Change: Sendable {
    /// Who made the request: members of `userIdentity` (CloudTrail User Guide, "CloudTrail userIdentity element").
    package struct Who: Hashable, Sendable {
        /// The type, for example `AssumedRole`.
        package var type: String?
        /// The ARN.
        package var arn: String?
        /// The ARN of the role of a session.
        package var issuer: String?
        /// Whether the session was authenticated with MFA. Nil if the record doesn't say.
        package var isMFA: Bool?
        /// The id of the access key.
        package var accessKeyID: String?
        /// The AWS service that made the request.
        package var invokedBy: String?
        /// The account that the identity belongs to.
        package var accountID: String?
        /// The id of the identity. Some identities have no ARN.
        package var principalID: String?
        /// The name of a user or of a federated identity.
        package var userName: String?
    }

    /// What a change is about.
    package enum Subject: Hashable, Sendable {
        /// A trail.
        case trail(TrailName)
        /// A bucket, and the key of an object if the change is about one.
        case bucket(String, object: String?)
        /// A KMS key, as the record names it.
        case key(String)
        /// A log group of CloudWatch Logs.
        case logGroup(String)
        /// An account: its public access block, or its place in the organization.
        case account(String)

        /// The bytes of its texts.
        var size: Int {
            switch self {
            case .trail(let name): name.account.utf8.count + name.region.utf8.count + name.name.utf8.count
            case .bucket(let name, let object): name.utf8.count + (object?.utf8.count ?? 0)
            case .key(let name), .logGroup(let name), .account(let name): name.utf8.count
            }
        }
    }

    /// A verified log file that holds the event.
    package struct Proof: Hashable, Comparable, Sendable {
        /// The bucket of the log file.
        package let bucket: ByteString
        /// The key of the log file.
        package let logKey: ByteString
        /// The SHA-256 of its inflated content.
        package let hash: SHA256Digest
        /// The key of the verified digest file that lists it.
        package let digestKey: ByteString

        /// Orders by digest, then by log.
        package static func < (left: Proof, right: Proof) -> Bool {
            (left.digestKey, left.logKey, left.bucket) < (right.digestKey, right.logKey, right.bucket)
        }
    }

    /// The kind of the event.
    package let kind: ChangeKind
    /// When the request was made.
    package let time: UnixTime
    /// The account that received the event.
    package let accountID: String?
    /// The Region of the request.
    package let region: String?
    /// The service.
    package let eventSource: String
    /// The id of the event. Empty if the record has none.
    package let eventID: String
    /// Who made the request.
    package let who: Who
    /// The address from which the request came, or the name of a service.
    package let sourceIP: String?
    /// The program that made the request.
    package let userAgent: String?
    /// The error code. Nil if the request succeeded.
    package let error: String?
    /// What it is about.
    package let subject: Subject
    /// What changed, in words (CHANGE-5).
    package let effect: String
    /// The log files that hold the event, in order.
    package let proofs: [Proof]
    /// Its place in the order in which the events happened. Within a second, that isn't the order of the list.
    package let sequence: Int
    /// The trails that use it, if it is about a key or a log group. Empty if only its name is known.
    package let trails: Set<TrailName>
    /// What it tells about the settings that controls judge.
    let told: ToldStates

    /// Whether the request succeeded.
    package var isDone: Bool { error == nil }
}
