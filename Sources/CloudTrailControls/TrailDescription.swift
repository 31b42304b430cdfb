public import Primitives

/// What one AWS call answered, as far as a description file says so.
public enum Answer<Payload: Sendable>: Sendable {
    /// The call was not made, its answer was not kept, or the answer lacks what it is asked for.
    case notCollected
    /// AWS answered with an error of this code.
    case error(code: String)
    /// It names another trail or bucket, `subject`, than the one that it is kept under, and says nothing of either.
    case misfiled(subject: ByteString)
    /// Two answers say different things, and nothing tells which is the newer.
    case contradictory
    case payload(Payload)

    /// The answer's content.
    public var payload: Payload? {
        if case .payload(let value) = self { value } else { nil }
    }

    /// The error's code.
    public var errorCode: String? {
        if case .error(let code) = self { code } else { nil }
    }
}

/// One account's settings, from saved answers of AWS calls: what the seven controls are judged by.
///
/// Nothing in it is proved. It is as true as the file that the user names (rule CONTROL-25).
public struct TrailDescription: Sendable {
    /// Twelve digits; nil if the file doesn't say it.
    public var accountID: String?
    /// When the answers were saved.
    public var capturedAt: UnixTime?
    /// The Region that was asked for trails; empty if the file doesn't say it.
    var region: String
    /// The Regions that were asked, as far as the file lists them.
    var regions: [String] = []
    /// Whether every enabled Region was asked for trails.
    var asksEveryRegion: Bool
    /// Whether the list holds all trails that the Region shows. `get-trail` shows one.
    var listsAllTrails: Bool
    /// `DescribeTrails`, each trail once.
    public var trails: Answer<[DescribedTrail]>
    /// `GetTrailStatus` and `GetEventSelectors` by the trail's ARN, of trails listed in another file too.
    var answers: [ByteString: TrailAnswers]
    /// By name.
    public var buckets: [ByteString: DescribedBucket]
    /// The buckets that answered this account itself, and not only another one.
    var reachedBuckets: Set<ByteString>
    /// Of the whole account (`s3control get-public-access-block`).
    public var publicAccessBlock: Answer<PublicAccessBlock>
    /// Members that this version does not know.
    public var unknownMemberCount: Int
    /// What a reader of every result should know.
    var notes: [String] = []

    /// Whether `trail` belongs to another account; nil if one of the accounts isn't known.
    public func isForeign(_ trail: DescribedTrail) -> Bool? {
        guard let accountID, let owner = trail.ownerID else { return nil }
        return owner != ByteString(accountID)
    }
}

/// A trail: its entry in `DescribeTrails` with the answers about it. What isn't known is nil.
public struct DescribedTrail: Sendable {
    public var arn: ByteString
    public var name: String
    /// The log bucket.
    public var bucket: ByteString?
    public var homeRegion: String
    public var isMultiRegion: Bool?
    public var isOrganizationTrail: Bool?
    public var validatesLogFiles: Bool?
    public var hasCustomEventSelectors: Bool?
    /// Empty if the trail has none.
    public var kmsKeyID: String?
    /// Empty if the trail has none.
    public var logGroupARN: String?
    /// Members of which its entries say different things, and nothing tells which is right: they are not known.
    var contradicted: Set<String> = []
    /// Whether the list of trails has it. If not, there are answers about it in the same file.
    var isListed = true
    public var status: Answer<TrailStatus>
    public var selectors: Answer<EventSelectors>

    /// What to call it: its ARN, or its name if that is lacking.
    public var id: ByteString { arn.isEmpty ? ByteString(name) : arn }

    /// The account in its ARN.
    public var ownerID: ByteString? {
        let parts = arn.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 6, !parts[4].isEmpty else { return nil }
        return ByteString(parts[4])
    }

    /// The home Region, by the ARN if the entry doesn't say it; empty if neither does.
    var region: String {
        if !homeRegion.isEmpty { return homeRegion }
        let parts = arn.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count >= 6 ? String(decoding: parts[3], as: UTF8.self) : ""
    }
}

/// What is asked about each trail.
struct TrailAnswers: Sendable {
    var status: Answer<TrailStatus> = .notCollected
    var selectors: Answer<EventSelectors> = .notCollected

    /// Whether they show that there is such a trail.
    var isOfTrail: Bool {
        status.payload?.isLogging != nil
            || selectors.payload.map { !$0.classic.isEmpty || !$0.advanced.isEmpty } ?? false
    }
}

/// `GetTrailStatus`.
public struct TrailStatus: Sendable {
    /// When the file was captured that holds this answer.
    public var capturedAt: UnixTime?
    public var isLogging: Bool?
    public var startLoggingTime: UnixTime?
    public var stopLoggingTime: UnixTime?
    public var latestDigestDeliveryTime: UnixTime?
    public var latestLogGroupDeliveryTime: UnixTime?
    /// Errors of the latest deliveries; empty if there was none.
    public var latestDeliveryError: String
    public var latestDigestDeliveryError: String
    public var latestLogGroupDeliveryError: String
    /// Times that weren't taken because they are after the capture, by their members.
    var laterThanCapture: [String: UnixTime] = [:]
}

/// `GetEventSelectors`: of the two lists one is in use.
public struct EventSelectors: Hashable, Sendable {
    /// A classic event selector; what is absent has the value that the API gives it.
    public struct Classic: Hashable, Sendable {
        public var readWriteType: String
        public var includesManagementEvents: Bool
        public var excludedSources: [String]
        /// Whether it holds nothing but members of the API.
        public var isUnderstood: Bool
    }

    /// An advanced event selector: the conditions on one field each.
    public struct Advanced: Hashable, Sendable {
        public struct Condition: Hashable, Sendable {
            public var name: String
            public var values: [String]
        }
        public struct Field: Hashable, Sendable {
            public var name: String
            public var equals: [String]
            /// Operators other than `Equals` that have values, with them.
            public var others: [Condition]
        }
        public var fields: [Field]
        /// Whether it holds nothing but members of the API.
        public var isUnderstood: Bool
    }

    public var classic: [Classic]
    public var advanced: [Advanced]
    /// Whether the answer holds nothing but members of the API.
    public var isUnderstood: Bool
}

/// `GetPublicAccessBlock`, of a bucket or of an account. Only a setting that is shown to be on lifts anything.
public struct PublicAccessBlock: Hashable, Sendable {
    public var ignoresPublicACLs: Bool?
    public var restrictsPublicBuckets: Bool?

    /// All off: what an account or bucket without a configuration has.
    public static let none = PublicAccessBlock(ignoresPublicACLs: false, restrictsPublicBuckets: false)
}

/// A log bucket's settings.
public struct DescribedBucket: Sendable {
    /// A grant of an access control list.
    public struct Grant: Hashable, Sendable {
        public enum Grantee: Hashable, Sendable {
            /// A group of S3's, by its URI.
            case group(String)
            case person
            /// What the entry says names neither.
            case unknown
        }
        public var grantee: Grantee
        public var permission: String
    }

    public var publicAccessBlock: Answer<PublicAccessBlock> = .notCollected
    /// `GetBucketPolicyStatus`: S3's own verdict.
    public var policyStatus: Answer<Bool> = .notCollected
    /// `GetBucketPolicy`: the policy's text.
    public var policy: Answer<String> = .notCollected
    /// `GetBucketAcl`.
    public var grants: Answer<[Grant]> = .notCollected
    /// `GetBucketLogging`: the bucket that receives the access logs, empty if there is none.
    public var loggingTarget: Answer<String> = .notCollected
}
