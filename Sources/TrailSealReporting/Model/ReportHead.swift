public import TrailSealPrimitives
public import TrailSealVerification

/// The head of a report: the tool, the run, its inputs and the totals.
public struct ReportHead: Hashable, Sendable {
    /// The program that wrote the report.
    public struct Tool: Hashable, Sendable {
        /// The version of this source code.
        public static let currentVersion = "0.1.0"

        /// Its version.
        public var version: String
        /// The version of libcrypto; nil in a deterministic report.
        public var libcrypto: String?
        /// The version of zlib; nil in a deterministic report.
        public var zlib: String?

        /// Creates a tool.
        public init(version: String, libcrypto: String? = nil, zlib: String? = nil) {
            self.version = version
            self.libcrypto = libcrypto
            self.zlib = zlib
        }

        /// The libraries that judged, with their versions; nil in a deterministic report.
        var libraries: String? {
            let known = [libcrypto, zlib.map { "zlib \($0)" }].compactMap(\.self)
            return known.isEmpty ? nil : known.joined(separator: ", ")
        }
    }

    /// How the run was made.
    public struct Run: Hashable, Sendable {
        /// When the run began.
        public var startedAt: UnixTime
        /// When the run ended.
        public var finishedAt: UnixTime
        /// The arguments of the command line, without the program.
        public var arguments: [String]
        /// The name of the machine.
        public var host: String
        /// The number of threads.
        public var jobs: Int
        /// Whether what differs between two runs over the same files was left out: times, machine, user, threads.
        public var isDeterministic = false
        /// The shard of the accounts that the run judged; nil if it judged all.
        public var shard: Shard?
        /// The shards of a merged report; nil in any other report.
        public var shards: Shards?
        /// False if the run was stopped before everything was judged.
        public var isComplete: Bool
        /// The chain-of-custody record, if the report has one.
        public var custody: Custody?

        /// Creates a run.
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

    /// A shard: one of several parts of the accounts.
    public struct Shard: Hashable, Sendable {
        /// Its number, from 1.
        public var index: Int
        /// The number of shards.
        public var count: Int
        /// The positions, from 0, of the archives in which this shard found no CloudTrail objects.
        public var emptyArchives: [Int]
        /// The path of a file that refers to accounts outside this shard, or nil. This version always writes nil.
        public var crossAccountReference: String?
        /// Whether the report is about all accounts because of that file. This version always writes false.
        public var isOfAll: Bool

        /// Creates a shard.
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

        /// The shard in words, with what the report says about other accounts.
        public var label: String {
            let tie = crossAccountReference.map { "\($0) refers to accounts outside this shard" }
            let scope =
                switch (tie, isOfAll) {
                case (let tie?, true): "\(tie), so all accounts are judged"
                case (let tie?, false): "\(tie), so the verdict may not hold: run without --shard"
                case (nil, _): "other accounts aren't judged"
                }
            return "\(index) of \(count); \(scope)"
        }
    }

    /// The chain-of-custody record: what the examiner states and what the run recorded (rule REPORT-9).
    public struct Custody: Hashable, Sendable {
        /// The case number or name.
        public var caseID: String?
        /// The evidence numbers or names.
        public var evidenceIDs: [String] = []
        /// The name of the examiner.
        public var examiner: String?
        /// The examiner's organization.
        public var organization: String?
        /// A remark.
        public var note: String?
        /// The SHA-256 of the program's own file.
        public var toolSHA256: String?
        /// The working directory.
        public var workingDirectory: String?
        /// The name and number of the user who ran the program.
        public var user: String?
        /// The operating system and its version.
        public var platform: String?
        /// Whether the program's self-test gave the known answers on this machine; nil if it wasn't run.
        public var isSelfTestPassed: Bool?
        /// The manifest of the archive; nil if it wasn't hashed.
        public var manifest: Manifest?

        /// Creates an empty record.
        public init() {}
    }

    /// The summary of the files of the archive as stored on disk.
    public struct Manifest: Hashable, Sendable {
        /// The number of files.
        public var files: Int
        /// Their total size in bytes.
        public var bytes: UInt64
        /// The SHA-256 of the text that `trailseal manifest --format sha256sum` prints.
        public var sha256: String

        /// Creates a summary.
        public init(files: Int, bytes: UInt64, sha256: String) {
            self.files = files
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// A file or folder that the user named.
    public struct Input: Hashable, Sendable {
        /// Its path as the user gave it.
        public var path: String
        /// The SHA-256 of the file; nil for folders, except folders of signatures.
        public var sha256: String?
        /// The number of public keys in a key file.
        public var keys: Int?
        /// The number of saved answers in a path of signatures.
        public var read: Int?
        /// The number of those that are for a digest that was read.
        public var used: Int?
        /// In a shard: the number of those for digests that every shard reads.
        public var usedByAll: Int?

        /// Creates an input.
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

    /// The inputs and options of a run.
    public struct Inputs: Hashable, Sendable {
        /// The folders of the archive.
        public var archives: [Input] = []
        /// The files with public keys.
        public var keyFiles: [Input] = []
        /// The paths with saved signatures.
        public var signatures: [Input] = []
        /// The trail descriptions.
        public var trailDescriptions: [Input] = []
        /// The state file as it was before the run; without a hash if there was none.
        public var state: Input?
        /// The chains that the user removed from the state since the last full run, in that order (STATE-10).
        public var forgotten: [ForgottenRecord] = []
        /// Whether everything was read again, regardless of the state (STATE-4).
        public var isFull = false
        /// The value of `--retention`: how long the archive keeps digests, in seconds (STATE-8).
        public var retention: Int64?
        /// The value of `--max-age`: how old the newest verified digest of a chain may be, in seconds (TIME-23).
        public var maximumAge: Int64?
        /// The beginning of the window.
        public var from: UnixTime?
        /// The end of the window, exclusive.
        public var to: UnixTime?
        /// Which log files were copied, according to the options (SCOPE-8, SCOPE-9).
        public var copiedLogs = CopiedLogs.all
        /// The accounts of the filter, as display text; empty means all.
        public var accounts: [String] = []
        /// The Regions of the filter, as display text; empty means all.
        public var regions: [String] = []
        /// The trails of the filter, as display text; empty means all.
        public var trails: [String] = []
        /// The values of `--allow`.
        public var allowances: [String] = []

        /// Creates empty inputs.
        public init() {}
    }

    /// The verdict and totals of `verify`.
    public struct Verification: Hashable, Sendable {
        /// The verdict.
        public var verdict: Verdict
        /// The totals.
        public var summary: VerificationSummary
        /// The warnings of the run.
        public var warnings: [String]
        /// The time from which files were read; nil if all were read.
        public var readSince: UnixTime?
        /// The accounting; nil in a report of an older version.
        public var accounting: AccountingRecord?
    }

    /// The program.
    public var tool: Tool
    /// The run.
    public var run: Run
    /// The inputs.
    public var inputs: Inputs
    /// The verdict and totals; nil in a report of `controls`.
    public var verification: Verification?
}

/// A whole report without the records of single files.
public struct ReportDocument: Hashable, Sendable {
    /// The head.
    public var head: ReportHead
    /// The chains in canonical order.
    public var chains: [ChainRecord] = []
    /// The findings in canonical order.
    public var findings: [FindingRecord] = []
    /// The controls by account; nil if no trail description was given.
    public var accounts: [AccountRecord]?

    /// Whether some control FAILED.
    public var isAnyControlFailed: Bool { controls.contains(where: \.isFailed) }
    /// Whether all controls PASSED.
    public var isEveryControlPassed: Bool { controls.allSatisfy(\.isPassed) }

    /// The controls of all accounts.
    var controls: some Sequence<ControlRecord> { (accounts ?? []).lazy.flatMap(\.controls) }

    /// Returns the number of controls of all accounts with a status.
    func count(_ status: String) -> Int { controls.count { $0.status == status } }

    /// The exit status of the run: by the verdict on the archive if there is one, otherwise by the controls.
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
