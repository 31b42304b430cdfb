public import TrailSealPrimitives

/// The answer of one AWS call, as far as a description has it.
public enum Answer<Payload: Sendable>: Sendable {
    /// The call wasn't made, its answer wasn't saved, or the answer lacks what is needed.
    case notCollected
    /// AWS returned an error with this code.
    case error(code: String)
    /// The answer names another trail or bucket, `subject`, than it was saved for. So it says nothing about either
    /// (CONTROL-28).
    case misfiled(subject: ByteString)
    /// Two answers differ, and nothing orders them by time (CONTROL-29).
    case contradictory
    /// The content of the answer.
    case payload(Payload)

    /// The content, or nil.
    public var payload: Payload? {
        if case .payload(let value) = self { value } else { nil }
    }

    /// The error code, or nil.
    public var errorCode: String? {
        if case .error(let code) = self { code } else { nil }
    }
}

/// One account's settings, from saved answers of AWS calls. The controls are judged by them.
///
/// Nothing here is proved. It is as reliable as the user's file.
public struct TrailDescription: Sendable {
    /// Twelve digits, or nil if the file doesn't say.
    public var accountID: String?
    /// When the answers were saved, or nil if the file doesn't say.
    public var capturedAt: UnixTime?
    /// The times of capture of all files whose answers may be used here. Nil if one of them doesn't say it.
    var captures: ClosedRange<UnixTime>?
    /// The Region that was asked for trails. Empty if the file doesn't say.
    var region: String
    /// The Regions that were asked, if the file lists them.
    var regions: [String] = []
    /// Whether every enabled Region was asked for trails.
    var asksEveryRegion: Bool
    /// Whether the list has all trails visible in its Region. The answer of `get-trail` has one.
    var listsAllTrails: Bool
    /// The answer of `DescribeTrails`, each trail once.
    public var trails: Answer<[DescribedTrail]>
    /// `GetTrailStatus` and `GetEventSelectors` by ARN, including trails listed in other files.
    var answers: [ByteString: TrailAnswers]
    /// The settings of log buckets, by name.
    public var buckets: [ByteString: DescribedBucket]
    /// The buckets that answered this account itself.
    var reachedBuckets: Set<ByteString>
    /// The account's public access block (`s3control get-public-access-block`).
    public var publicAccessBlock: Answer<PublicAccessBlock>
    /// Number of members that this version doesn't know.
    public var unknownMemberCount: Int
    /// Remarks for the reader of every result.
    var notes: [String] = []

    /// Whether `trail` belongs to another account. Nil if either account is unknown.
    public func isForeign(_ trail: DescribedTrail) -> Bool? {
        guard let accountID, let owner = trail.ownerID else { return nil }
        return owner != ByteString(accountID)
    }
}

/// A trail: its entry in `DescribeTrails` and the answers about it. Nil means unknown.
public struct DescribedTrail: Sendable {
    /// The ARN. Empty if unknown.
    public var arn: ByteString
    /// The name. Empty if unknown.
    public var name: String
    /// The log bucket.
    public var bucket: ByteString?
    /// The Region in which the trail was created. Empty if unknown.
    public var homeRegion: String
    /// Whether the trail records events of all Regions.
    public var isMultiRegion: Bool?
    /// Whether it is an organization's trail.
    public var isOrganizationTrail: Bool?
    /// Whether log file validation is on.
    public var validatesLogFiles: Bool?
    /// Whether the trail has event selectors other than the default.
    public var hasCustomEventSelectors: Bool?
    /// The KMS key. Empty if the trail has none.
    public var kmsKeyID: String?
    /// The CloudWatch Logs log group. Empty if the trail has none.
    public var logGroupARN: String?
    /// Members on which the trail's entries disagree. Their values are unknown.
    var contradicted: Set<String> = []
    /// Whether the list of trails has it. If not, the same file has answers about it.
    var isListed = true
    /// Whether a newer list of another Region lacks it, although it was multi-Region before. Whether it still is, is unknown.
    private(set) var isLackedByNewerList = false
    /// The answer of `GetTrailStatus`.
    public var status: Answer<TrailStatus>
    /// The answer of `GetEventSelectors`.
    public var selectors: Answer<EventSelectors>

    /// Notes that a newer list of another Region lacks it.
    mutating func loseMultiRegion() { (isMultiRegion, isLackedByNewerList) = (nil, true) }

    /// The ARN, or the name if there is no ARN.
    public var id: ByteString { arn.isEmpty ? ByteString(name) : arn }

    /// The account in the ARN, or nil.
    public var ownerID: ByteString? {
        let parts = arn.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 6, !parts[4].isEmpty else { return nil }
        return ByteString(parts[4])
    }

    /// The home Region, taken from the ARN if the entry doesn't say. Empty if neither does.
    var region: String {
        if !homeRegion.isEmpty { return homeRegion }
        let parts = arn.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return parts.count >= 6 ? String(decoding: parts[3], as: UTF8.self) : ""
    }
}

/// The answers about one trail.
struct TrailAnswers: Sendable {
    var status: Answer<TrailStatus> = .notCollected
    var selectors: Answer<EventSelectors> = .notCollected

    /// Whether the answers show that the trail exists.
    var isOfTrail: Bool {
        status.payload?.isLogging != nil
            || selectors.payload.map { !$0.classic.isEmpty || !$0.advanced.isEmpty } ?? false
    }
}

/// The answer of `GetTrailStatus`. Nil means unknown.
public struct TrailStatus: Sendable {
    /// When the file with this answer was captured.
    public var capturedAt: UnixTime?
    /// Whether the trail is logging.
    public var isLogging: Bool?
    /// When logging started last.
    public var startLoggingTime: UnixTime?
    /// When logging stopped last.
    public var stopLoggingTime: UnixTime?
    /// When a digest file was delivered last.
    public var latestDigestDeliveryTime: UnixTime?
    /// When events were delivered to the log group last.
    public var latestLogGroupDeliveryTime: UnixTime?
    /// The error of the latest log file delivery. Empty if there was none.
    public var latestDeliveryError: String
    /// The error of the latest digest file delivery. Empty if there was none.
    public var latestDigestDeliveryError: String
    /// The error of the latest log group delivery. Empty if there was none.
    public var latestLogGroupDeliveryError: String
    /// Times that aren't used because they are after the capture, by member (CONTROL-30).
    var laterThanCapture: [String: UnixTime] = [:]
}

/// The answer of `GetEventSelectors`. A trail uses one of the two lists.
public struct EventSelectors: Hashable, Sendable {
    /// A classic event selector. Absent members have the API's default values.
    public struct Classic: Hashable, Sendable {
        /// `All`, `ReadOnly` or `WriteOnly`, as written.
        public var readWriteType: String
        /// Whether management events are recorded.
        public var includesManagementEvents: Bool
        /// Event sources that are left out.
        public var excludedSources: [String]
        /// Whether all members belong to the API.
        public var isUnderstood: Bool

        /// Creates a selector.
        package init(
            readWriteType: String, includesManagementEvents: Bool, excludedSources: [String], isUnderstood: Bool
        ) {
            self.readWriteType = readWriteType
            self.includesManagementEvents = includesManagementEvents
            self.excludedSources = excludedSources
            self.isUnderstood = isUnderstood
        }
    }

    /// An advanced event selector: conditions on several fields that must all hold.
    public struct Advanced: Hashable, Sendable {
        /// An operator and its values.
        public struct Condition: Hashable, Sendable {
            /// The operator, for example `NotEquals`.
            public var name: String
            /// The values.
            public var values: [String]

            /// Creates an operator with values.
            package init(name: String, values: [String]) {
                self.name = name
                self.values = values
            }
        }
        /// The conditions on one field.
        public struct Field: Hashable, Sendable {
            /// The field, for example `eventCategory`.
            public var name: String
            /// The values of `Equals`.
            public var equals: [String]
            /// The operators other than `Equals` that have values.
            public var others: [Condition]

            /// Creates the conditions on a field.
            package init(name: String, equals: [String], others: [Condition]) {
                self.name = name
                self.equals = equals
                self.others = others
            }
        }
        /// The fields with conditions.
        public var fields: [Field]
        /// Whether all members belong to the API and every condition has a value.
        public var isUnderstood: Bool

        /// Creates a selector.
        package init(fields: [Field], isUnderstood: Bool) {
            self.fields = fields
            self.isUnderstood = isUnderstood
        }
    }

    /// The classic selectors.
    public var classic: [Classic]
    /// The advanced selectors.
    public var advanced: [Advanced]
    /// Whether all members of the answer belong to the API.
    public var isUnderstood: Bool

    /// Creates the selectors of a trail.
    package init(classic: [Classic], advanced: [Advanced], isUnderstood: Bool) {
        self.classic = classic
        self.advanced = advanced
        self.isUnderstood = isUnderstood
    }
}

/// The answer of `GetPublicAccessBlock` for a bucket or an account. Only a setting that is known to be on protects.
public struct PublicAccessBlock: Hashable, Sendable {
    /// Whether public access control lists are ignored, or nil if unknown.
    public var ignoresPublicACLs: Bool?
    /// Whether access by public policies is restricted, or nil if unknown.
    public var restrictsPublicBuckets: Bool?

    /// All settings off, which is the state without a configuration.
    public static let none = PublicAccessBlock(ignoresPublicACLs: false, restrictsPublicBuckets: false)
}

/// The settings of a log bucket.
public struct DescribedBucket: Sendable {
    /// A grant in an access control list.
    public struct Grant: Hashable, Sendable {
        /// Who gets a grant.
        public enum Grantee: Hashable, Sendable {
            /// A predefined group of S3, by its URI.
            case group(String)
            /// An AWS account.
            case person
            /// The entry names neither.
            case unknown
        }
        /// Who gets the grant.
        public var grantee: Grantee
        /// The permission, for example `READ`.
        public var permission: String
    }

    /// The answer of `GetPublicAccessBlock`.
    public var publicAccessBlock: Answer<PublicAccessBlock> = .notCollected
    /// The answer of `GetBucketPolicyStatus`: S3's own verdict.
    public var policyStatus: Answer<Bool> = .notCollected
    /// The answer of `GetBucketPolicy`: the text of the policy.
    public var policy: Answer<String> = .notCollected
    /// The answer of `GetBucketAcl`.
    public var grants: Answer<[Grant]> = .notCollected
    /// The answer of `GetBucketLogging`: the bucket that receives the access logs. Empty if there is none.
    public var loggingTarget: Answer<String> = .notCollected
}
