public import CloudTrailFormat
public import Primitives

/// One allowance, used for one item (ACCOUNT-6).
public struct Excuse: Hashable, Sendable {
    /// The codes that can excuse anything. `unaccounted` and codes that accuse are not among them.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case digestUnsupported = "digest-unsupported"
        case digestSignatureUnavailable = "digest-signature-unavailable"
        case digestKeyUnknown = "digest-key-unknown"
        case digestKeyOutOfValidity = "digest-key-out-of-validity"
        case logUnreferenced = "log-unreferenced"
        case logReferenceConflict = "log-reference-conflict"
        case logDigestUnverified = "log-digest-unverified"
        case referenceOutsideArchive = "reference-outside-archive"
        case coverageGap = "coverage-gap"
        case fileUnreadable = "file-unreadable"

        public init?(_ doubt: DigestDoubt) { self.init(rawValue: doubt.rawValue) }

        /// Codes that excuse the lack of a proof, and only for the newest digest of a chain (ALLOW-6).
        public var isAboutProof: Bool {
            switch self {
            case .digestUnsupported, .digestSignatureUnavailable, .digestKeyUnknown, .digestKeyOutOfValidity: true
            default: false
            }
        }
    }

    /// What is excused.
    public enum Item: Hashable, Sendable {
        /// A digest file that nothing proves, by its path.
        case digest(path: ByteString)
        var isDigest: Bool {
            if case .digest = self { true } else { false }
        }

        /// Time of one chain.
        case time(ChainID, Interval)
        /// A filter combination without a chain.
        case combination(Combination)
        /// A listed object.
        case log(S3Location)
        /// A file, or something that could not be looked at, by its path.
        case path(ByteString)
    }

    /// Position in the question's list.
    public let allowance: Int
    public let item: Item

    public init(allowance: Int, _ item: Item) {
        self.allowance = allowance
        self.item = item
    }
}

/// A combination of filter values; nil means any.
public struct Combination: Hashable, Sendable {
    public let account: ByteString?
    public let region: ByteString?
    public let trail: ByteString?

    public init(account: ByteString?, region: ByteString?, trail: ByteString?) {
        (self.account, self.region, self.trail) = (account, region, trail)
    }

    func matches(_ chain: ChainID) -> Bool {
        (account == nil || account == chain.accountID) && (region == nil || region == chain.region)
            && (trail.map { [$0].asksFor(chain) } ?? true)
    }
}
