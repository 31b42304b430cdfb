public import CloudTrailVerification
public import Primitives

/// What a report says before its records: the tool, the run, its inputs and the totals.
public struct ReportHead: Hashable, Sendable {
    public struct Tool: Hashable, Sendable {
        public var version: String
        public var library: String?

        public init(version: String, library: String? = nil) {
            self.version = version
            self.library = library
        }
    }

    /// How the run was made.
    public struct Run: Hashable, Sendable {
        public var startedAt: UnixTime
        public var finishedAt: UnixTime
        public var arguments: [String]
        public var host: String
        /// Number of threads.
        public var jobs: Int
        /// Whether what differs between two runs over the same files was left out: times, machine, user, threads.
        public var isDeterministic = false
        /// Which of the accounts it judged; nil where all.
        public var shard: Shard?
        /// Of which shards a merged report is made; nil in any other.
        public var shards: Shards?
        /// False where the run was stopped before everything was judged.
        public var isComplete: Bool
        public var custody: Custody?

        public init(
            startedAt: UnixTime, finishedAt: UnixTime, arguments: [String], host: String, jobs: Int,
            isComplete: Bool = true, custody: Custody? = nil
        ) {
            self.startedAt = startedAt
            self.finishedAt = finishedAt
            self.arguments = arguments
            self.host = host
            self.jobs = jobs
            self.isComplete = isComplete
            self.custody = custody
        }
    }

    /// One of `count` parts of the accounts, from 1.
    public struct Shard: Hashable, Sendable {
        public var index: Int
        public var count: Int
        /// Positions, from 0, of the archives in which this shard found nothing of CloudTrail.
        public var emptyArchives: [Int]
        /// A path of what ties accounts of this shard to those of others; nil where nothing does.
        public var crossAccountReference: String?
        /// Whether the report is about all accounts, because of what ties them.
        public var isOfAll: Bool

        public init(
            index: Int, count: Int, emptyArchives: [Int] = [], crossAccountReference: String? = nil,
            isOfAll: Bool = false
        ) {
            self.index = index
            self.count = count
            self.emptyArchives = emptyArchives
            self.crossAccountReference = crossAccountReference
            self.isOfAll = isOfAll
        }

        /// What a reader of the report has to know of it, in a few words.
        public var label: String {
            let tie = crossAccountReference.map { "\($0) ties its accounts to those of others" }
            let scope =
                switch (tie, isOfAll) {
                case (let tie?, true): "\(tie), so all are judged"
                case (let tie?, false): "\(tie), and what is said may not hold: judge without --shard"
                case (nil, _): "nothing is said of other accounts"
                }
            return "\(index) of \(count); \(scope)"
        }
    }

    /// What an examiner states, and what the run recorded for the chain of custody (rule REPORT-9).
    public struct Custody: Hashable, Sendable {
        public var caseID: String?
        public var evidenceIDs: [String] = []
        public var examiner: String?
        public var organization: String?
        public var note: String?
        /// SHA-256 of the program's own file.
        public var toolSHA256: String?
        public var workingDirectory: String?
        public var user: String?
        public var platform: String?
        /// Whether the program's self-test gave the known answers on this machine; nil where it was not run.
        public var isSelfTestPassed: Bool?
        public var manifest: Manifest?

        public init() {}
    }

    /// The files of the archive as they lie on the disk.
    public struct Manifest: Hashable, Sendable {
        public var files: Int
        public var bytes: UInt64
        /// SHA-256 of the text that `trailseal manifest --format sha256sum` prints.
        public var sha256: String

        public init(files: Int, bytes: UInt64, sha256: String) {
            self.files = files
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// A file or folder that the user named.
    public struct Input: Hashable, Sendable {
        public var path: String
        /// Nil for folders.
        public var sha256: String?
        /// Number of public keys in a key file.
        public var keys: Int?
        /// Number of saved answers of a path of signatures, and of those that were saved for a digest that was read.
        public var read: Int?
        public var used: Int?
        /// Of a shard: those used for what every shard reads.
        public var usedByAll: Int?

        public init(
            path: String, sha256: String? = nil, keys: Int? = nil, read: Int? = nil, used: Int? = nil,
            usedByAll: Int? = nil
        ) {
            self.usedByAll = usedByAll
            self.path = path
            self.sha256 = sha256
            self.keys = keys
            self.read = read
            self.used = used
        }
    }

    public struct Inputs: Hashable, Sendable {
        public var archives: [Input] = []
        public var keyFiles: [Input] = []
        public var signatures: [Input] = []
        public var trailDescriptions: [Input] = []
        /// The state file as it was before the run; without a hash where there was none.
        public var state: Input?
        /// What the state was made to forget since the last full run (STATE-10), in the order in which it was forgotten.
        public var forgotten: [ForgottenRecord] = []
        /// Whether everything was read again, whatever the state knows (STATE-4).
        public var isFull = false
        /// How long the archive is said to keep digests, in seconds (STATE-8).
        public var retention: Int64?
        /// How old the newest verified digest of a chain may be, in seconds (TIME-23).
        public var maximumAge: Int64?
        public var from: UnixTime?
        public var to: UnixTime?
        /// Which log files were copied, as the user says (SCOPE-8, SCOPE-9).
        public var copiedLogs = CopiedLogs.all
        /// What the filters let through; empty means all. As display text.
        public var accounts: [String] = []
        public var regions: [String] = []
        public var trails: [String] = []
        /// Values of `--allow`.
        public var allowances: [String] = []

        public init() {}
    }

    /// Verdict and totals of `verify`.
    public struct Verification: Hashable, Sendable {
        public var verdict: Verdict
        public var summary: VerificationSummary
        public var warnings: [String]
        /// Since when files were read; nil where all were.
        public var readSince: UnixTime?
        /// Nil from an engine that doesn't count.
        public var accounting: AccountingRecord?
    }

    public var tool: Tool
    public var run: Run
    public var inputs: Inputs
    /// Nil in a report of `controls`.
    public var verification: Verification?
}

/// A whole report but for the records of single files.
public struct ReportDocument: Hashable, Sendable {
    public var head: ReportHead
    public var chains: [ChainRecord] = []
    public var findings: [FindingRecord] = []
    /// Nil where no trail description was given.
    public var accounts: [AccountRecord]?

    /// Whether some control FAILED, and whether all PASSED.
    public var isAnyControlFailed: Bool { controls.contains(where: \.isFailed) }
    public var isEveryControlPassed: Bool { controls.allSatisfy(\.isPassed) }

    var controls: some Sequence<ControlRecord> { (accounts ?? []).lazy.flatMap(\.controls) }

    /// How many controls of all accounts have a status.
    func count(_ status: String) -> Int { controls.count { $0.status == status } }

    /// The status with which the run ended: of the archive where there is one, else of the controls.
    public var exitStatus: Int {
        guard let verification = head.verification else {
            return isAnyControlFailed ? 3 : isEveryControlPassed ? 0 : 2
        }
        switch verification.verdict {
        case .verified: return isAnyControlFailed ? 3 : 0
        case .unverified: return 2
        case .invalid: return 1
        }
    }
}

/// The records of single files, which only some formats show.
public protocol FileRecords: Sendable {
    /// Calls `body` for every digest file in scope, in canonical order.
    func forEachDigest(_ body: (DigestRecord) -> Void)
    /// Calls `body` for every log file in scope.
    func forEachLog(_ body: (LogRecord) -> Void)
}
