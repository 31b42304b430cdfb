public import TrailSealFormat
public import TrailSealPrimitives

/// The result of a run over an archive.
public struct VerificationResult: Sendable {
    /// The verdict on the archive.
    public internal(set) var verdict: Verdict = .unverified
    /// The counts of the run.
    public internal(set) var summary = VerificationSummary()
    /// The chains, sorted by `ChainID`.
    public internal(set) var chains: [ChainResult] = []
    /// The findings, in the order of `Finding.precedes`.
    public internal(set) var findings: [Finding] = []
    /// Warnings that no finding covers, in a fixed order.
    public var warnings: [String] = []
    /// Positions in `VerificationPolicy.allowances` of those that allowed no finding. Empty for a shard or an
    /// interrupted run, because the rest may use them.
    public internal(set) var unusedAllowances: [Int] = []
    /// The time that the archive's verified digests span, if none of them meets the window (TIME-28).
    public internal(set) var presentTime: Interval?
    /// How many saved signatures of each path that the user named were read and used, in the order of the paths
    /// (INPUT-5).
    public internal(set) var signatureUses: [SignatureUse] = []
    /// The accounts, Regions and trails that are there, if some combination of filter values has no verified digest
    /// (SCOPE-10). Nil otherwise, and in a shard.
    public internal(set) var present: PresentValues?
    /// False if the run was interrupted before everything was judged. The result then holds only what was known by that
    /// time, and the verdict is never `verified`.
    public internal(set) var isComplete = true
    /// Whether the copy holds any digest or log file, or something that may be one.
    public internal(set) var holdsArtifacts = false
    /// Positions of the roots that hold nothing of CloudTrail's.
    public internal(set) var emptyRoots: [Int] = []
    /// SHA-256 of the list of all account folders, those of other shards too. Nil without a shard.
    public internal(set) var accountFolders: SHA256Digest?

    /// The accounting on which the verdict rests. Nil if nothing was counted, or if the run was interrupted.
    public internal(set) var accounting: AccountingSummary?

    /// What the next run may rely on, chain by chain. Nil if the run has no state.
    public internal(set) var knownChains: [KnownChain]?
    /// Whether the copy holds a digest file of a chain that earlier runs knew (STATE-13).
    public internal(set) var holdsKnownChain = false

    /// The time from which on the log files of every chain were read: the latest `readSince` of all chains. Nil if
    /// every log was read.
    public var readSince: UnixTime? { chains.lazy.compactMap(\.readSince).max() }

    /// The records of single files. Nil if they weren't kept.
    var records: (any FileRecords)?

    /// Memory of a run over a single part that found little and doesn't keep records. A process that is about to end
    /// holds on to it, because freeing it takes time.
    package internal(set) var remains: (any Sendable)?

    /// Whether the records of single files were kept, so that `forEachDigest` and `forEachLog` can list them.
    public var holdsRecords: Bool { records != nil }

    /// A digest file in scope.
    public struct DigestRecord: Sendable {
        /// The bucket. Nil if it isn't known.
        public let bucket: ByteString?
        /// The key. Nil if it isn't known.
        public let key: ByteString?
        /// The path, as the user would give it.
        public let path: ByteString
        /// The chain that the file counts for. Nil if neither its name nor its content shows one.
        public let chain: ChainID?
        /// Start of the interval. Nil if the file can't be read.
        public let start: UnixTime?
        /// End of the interval, or the end time in the key if the file can't be read.
        public let end: UnixTime?
        /// SHA-256 of the inflated bytes. Nil if they couldn't be read.
        public let hash: SHA256Digest?
        /// The verdict on the file.
        public let verdict: Verdict
        /// What proves the digest. Nil if nothing does.
        public let proof: DigestProof?
        /// Number of log files that it lists. Nil if it can't be read.
        public let logFileCount: Int?
    }

    /// A log file in scope, or a listed log that is absent.
    public struct LogRecord: Sendable {
        /// How the log stands. Nil if neither a verified digest nor one in scope lists it.
        public let standing: LogStanding?
        /// The bucket. Nil if it isn't known.
        public let bucket: ByteString?
        /// The key. Nil if it isn't known.
        public let key: ByteString?
        /// The path, as the user would give it. Nil if the log is absent.
        public let path: ByteString?
        /// The chain of the digest that lists it. Nil if none does.
        public let chain: ChainID?
    }

    /// Calls `body` for each digest file in scope, sorted by end time and key within each part of the archive. Calls it
    /// for none if `holdsRecords` is false.
    public func forEachDigest(_ body: (DigestRecord) -> Void) { records?.forEachDigest(body) }

    /// Calls `body` for each log file in scope. Calls it for none if `holdsRecords` is false.
    public func forEachLog(_ body: (LogRecord) -> Void) { records?.forEachLog(body) }
}

extension VerificationResult {
    /// Creates the result of a complete run from its main values. For tests of code that reads results.
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
    }

    /// Returns the path in the copy of an object, or of a folder of objects, as the user would give it. Nil if no
    /// digest shows where it lies.
    public func place(of location: S3Location) -> ByteString? { records?.place(of: location) }
}

/// Lists the records of single files when it is asked for them.
protocol FileRecords: Sendable {
    func forEachDigest(_ body: (VerificationResult.DigestRecord) -> Void)
    func forEachLog(_ body: (VerificationResult.LogRecord) -> Void)
    func place(of location: S3Location) -> ByteString?
}

/// What proves a digest file (DIGEST-2, DIGEST-5).
public enum DigestProof: Hashable, Sendable {
    /// A signature, and its source.
    case signature(SignatureSource)
    /// A verified digest that records its hash.
    case link

    /// The source of the signature that proves a digest.
    public enum SignatureSource: Hashable, Sendable {
        /// A saved signature.
        case saved(SavedSignature.Source)
        /// The member `previousDigestSignature` of a digest that names this one as its predecessor.
        case successor
    }
}

extension SavedSignature.Source {
    /// Whether the signature lies beside the digest file or is an attribute of it.
    var isBeside: Bool {
        switch self {
        case .extendedAttribute, .sidecar: true
        case .userPath, .checkpoint: false
        }
    }

    /// The source in words.
    public var label: String {
        switch self {
        case .userPath(let path): "\(path)"
        case .extendedAttribute: "the extended attribute user.signature"
        case .sidecar(let name): "the file \(name) beside it"
        case .checkpoint: "the state file"
        }
    }
}
