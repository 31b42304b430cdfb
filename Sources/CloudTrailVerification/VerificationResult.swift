public import CloudTrailFormat
public import Primitives

/// What a run says of an archive.
public struct VerificationResult: Sendable {
    public internal(set) var verdict: Verdict = .unverified
    public internal(set) var summary = VerificationSummary()
    /// In canonical order.
    public internal(set) var chains: [ChainResult] = []
    /// In canonical order.
    public internal(set) var findings: [Finding] = []
    /// What the user should know and no finding says; in a fixed order.
    public var warnings: [String] = []
    /// Positions of allowances that allowed no finding; of a run that was stopped, and of a shard, nobody knows.
    public internal(set) var unusedAllowances: [Int] = []
    /// The time of which the archive holds verified digests, if none of them meets the window.
    public internal(set) var presentTime: Interval?
    /// How many of the saved signatures that the user named were used, in the order of their paths (INPUT-5).
    public internal(set) var signatureUses: [SignatureUse] = []
    /// What is there, if filter values match nothing; nil otherwise, and in a run over one shard.
    public internal(set) var present: PresentValues?
    /// False where the run was stopped before everything was judged. Then only what stands in it is known, and the
    /// verdict is never `verified`.
    public internal(set) var isComplete = true
    /// Whether the copy holds any digest or log file at all.
    public internal(set) var holdsArtifacts = false
    /// Numbers of the roots in which nothing was found.
    public internal(set) var emptyRoots: [Int] = []
    /// Whether any of them is in scope, or anything is to be said about the scope.
    public internal(set) var isAnythingInScope = false

    /// What was counted before the verdict was granted; nil where nothing was.
    public internal(set) var accounting: AccountingSummary?

    /// What the next run may take for known, chain by chain; nil if the policy knows nothing of earlier runs.
    public internal(set) var knownChains: [KnownChain]?
    /// Whether the copy holds a digest of a chain that earlier runs knew.
    public internal(set) var holdsKnownChain = false

    /// Since when files of every chain were read: the latest of all chains that were continued; nil where everything was
    /// read.
    public var readSince: UnixTime? { chains.lazy.compactMap(\.readSince).max() }

    /// Nil where they were not kept.
    var records: (any FileRecords)?

    /// What was known of the files of an archive that is one part, if it was not asked for and little was found: a process
    /// that ends anyway need not take it apart.
    package internal(set) var remains: (any Sendable)?

    /// Whether the records of single files were kept.
    public var holdsRecords: Bool { records != nil }

    /// One digest file in scope.
    public struct DigestRecord: Sendable {
        public let bucket: ByteString?
        public let key: ByteString?
        public let path: ByteString
        public let chain: ChainID?
        public let start: UnixTime?
        public let end: UnixTime?
        /// SHA-256 of the inflated bytes, where they could be read.
        public let hash: SHA256Digest?
        public let verdict: Verdict
        public let proof: DigestProof?
        public let logFileCount: Int?
    }

    /// One log file in scope.
    public struct LogRecord: Sendable {
        /// What is known of it; nil where it is not listed by a digest in scope or a verified one.
        public let standing: LogStanding?
        public let bucket: ByteString?
        public let key: ByteString?
        /// Nil where it is absent.
        public let path: ByteString?
        public let chain: ChainID?
    }

    /// Calls `body` for every digest file in scope, in canonical order; for none where `holdsRecords` is false.
    public func forEachDigest(_ body: (DigestRecord) -> Void) { records?.forEachDigest(body) }

    /// Calls `body` for every log file in scope; for none where `holdsRecords` is false.
    public func forEachLog(_ body: (LogRecord) -> Void) { records?.forEachLog(body) }
}

extension VerificationResult {
    /// A result of a whole run, of which no more is known. For tests of what reads results.
    package init(
        _ verdict: Verdict, _ summary: VerificationSummary, chains: [ChainResult] = [], findings: [Finding] = [],
        accounting: AccountingSummary?
    ) {
        self.init()
        self.verdict = verdict
        self.summary = summary
        self.chains = chains
        self.findings = findings
        self.accounting = accounting
        holdsArtifacts = true
        isAnythingInScope = true
    }

    /// Where an object, or a folder of objects, lies in the copy, as the user would name it; nil where no digest shows
    /// which part of the copy it belongs to.
    public func place(of location: S3Location) -> ByteString? { records?.place(of: location) }
}

/// The records of single files.
protocol FileRecords: Sendable {
    func forEachDigest(_ body: (VerificationResult.DigestRecord) -> Void)
    func forEachLog(_ body: (VerificationResult.LogRecord) -> Void)
    func place(of location: S3Location) -> ByteString?
}

/// What proves a digest file.
public enum DigestProof: Hashable, Sendable {
    /// A signature, and where it was found.
    case signature(SignatureSource)
    /// A verified digest names it with its hash.
    case link

    /// Where the signature was found that proves a digest.
    public enum SignatureSource: Hashable, Sendable {
        case saved(SavedSignature.Source)
        /// The member `previousDigestSignature` of a digest that names it.
        case successor
    }
}

extension SavedSignature.Source {
    /// Whether it lies with the digest file.
    var isBeside: Bool {
        switch self {
        case .extendedAttribute, .sidecar: true
        case .userPath, .checkpoint: false
        }
    }

    /// What a reader would call it.
    public var label: String {
        switch self {
        case .userPath(let path): "\(path)"
        case .extendedAttribute: "the extended attribute user.signature"
        case .sidecar(let name): "the file \(name) beside it"
        case .checkpoint: "the state file"
        }
    }
}
