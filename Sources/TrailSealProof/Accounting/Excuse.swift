public import TrailSealFormat
public import TrailSealPrimitives

/// One allowance, used for one item (ACCOUNT-6).
public struct Excuse: Hashable, Sendable {
    /// The codes of findings that can be excused. Those of invalid findings and `unaccounted` can't.
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
        /// The code of the finding for a doubt about a digest.
        public init?(_ doubt: DigestDoubt) { self.init(rawValue: doubt.rawValue) }
        /// Whether the code is about lack of proof, which is excused only for the newest digest of a chain (ALLOW-6).
        public var isAboutProof: Bool { DigestDoubt(rawValue: rawValue) != nil }
    }

    /// What is excused.
    public enum Item: Hashable, Sendable {
        /// An unproved digest file, by its path.
        case digest(path: ByteString)
        /// Time that a chain doesn't cover.
        case time(ChainID, Interval)
        /// A filter combination without a chain.
        case combination(Combination)
        /// A listed log.
        case log(S3Location)
        /// A file or an obstacle, by its path.
        case path(ByteString)
    }

    /// Index in `Question.allowances`.
    public let allowance: Int
    /// What is excused.
    public let item: Item
    /// Creates an excuse.
    public init(allowance: Int, _ item: Item) { (self.allowance, self.item) = (allowance, item) }
}

/// A combination of filter values. Nil means any.
public struct Combination: Hashable, Sendable {
    /// The account.
    public let account: ByteString?
    /// The Region.
    public let region: ByteString?
    /// The name or ARN of the trail.
    public let trail: ByteString?
    /// Creates a combination.
    public init(account: ByteString?, region: ByteString?, trail: ByteString?) {
        (self.account, self.region, self.trail) = (account, region, trail)
    }

    func matches(_ chain: ChainID) -> Bool {
        (account == nil || account == chain.accountID) && (region == nil || region == chain.region)
            && (trail.map { [$0].asksFor(chain) } ?? true)
    }
}
