package import TrailSealPrimitives
package import TrailSealVerification

/// The head of a report: the tool, the run, its inputs and the totals.
package struct ReportHead: Hashable, Sendable {
    /// The program that wrote the report.
    package struct Tool: Hashable, Sendable {
        /// The version of this source code.
        package static let currentVersion = "0.1.0"

        /// Its version.
        package var version: String
        /// The version of libcrypto; nil in a deterministic report.
        package var libcrypto: String?
        /// The version of zlib; nil in a deterministic report.
        package var zlib: String?

        /// Creates a tool.
        package init(version: String, libcrypto: String? = nil, zlib: String? = nil) {
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
    package struct Run: Hashable, Sendable {
        /// When the run began.
        package var startedAt: UnixTime
        /// When the run ended.
        package var finishedAt: UnixTime
        /// The arguments of the command line, without the program.
        package var arguments: [String]
        /// The name of the machine.
        package var host: String
        /// The number of threads.
        package var jobs: Int
        /// Whether what differs between two runs over the same files was left out: times, machine, user, threads.
        package var isDeterministic = false
        /// The shard of the accounts that the run judged; nil if it judged all.
        package var shard: Shard?
        /// The shards of a merged report; nil in any other report.
        package var shards: Shards?
        /// False if the run was stopped before everything was judged.
        package var isComplete: Bool
        /// The chain-of-custody record, if the report has one.
        package var custody: Custody?

        /// Creates a run.
        package init(
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
    package struct Shard: Hashable, Sendable {
        /// Its number, from 1.
        package var index: Int
        /// The number of shards.
        package var count: Int
        /// The positions, from 0, of the archives in which this shard found no CloudTrail objects.
        package var emptyArchives: [Int]
        /// SHA-256 of the list of all account folders that this shard found, those of other shards too. Nil in a report of an
        /// earlier version.
        package var accountFolders: String?
        /// The path of a file that refers to accounts outside this shard, or nil. This version always writes nil.
        package var crossAccountReference: String?
        /// Whether the report is about all accounts because of that file. This version always writes false.
        package var isOfAll: Bool

        /// Creates a shard.
        package init(
            index: Int, count: Int, emptyArchives: [Int] = [], accountFolders: String? = nil,
            crossAccountReference: String? = nil, isOfAll: Bool = false
        ) {
            self.index = index
            self.count = count
            self.emptyArchives = emptyArchives
            self.accountFolders = accountFolders
            self.crossAccountReference = crossAccountReference
            self.isOfAll = isOfAll
        }

        /// The shard in words, with what the report says about other accounts.
        package var label: String {
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
    package struct Custody: Hashable, Sendable {
        /// The case number or name.
        package var caseID: String?
        /// The evidence numbers or names.
        package var evidenceIDs: [String] = []
        /// The name of the examiner.
        package var examiner: String?
        /// The examiner's organization.
        package var organization: String?
        /// A remark.
        package var note: String?
        /// The SHA-256 of the program's own file.
        package var toolSHA256: String?
        /// The working directory.
        package var workingDirectory: String?
        /// The name and number of the user who ran the program.
        package var user: String?
        /// The operating system and its version.
        package var platform: String?
        /// Whether the program's self-test gave the known answers on this machine; nil if it wasn't run.
        package var isSelfTestPassed: Bool?
        /// The manifest of the archive; nil if it wasn't hashed.
        package var manifest: Manifest?

        /// Creates an empty record.
        package init() {}
    }

    /// The summary of the files of the archive as stored on disk.
    package struct Manifest: Hashable, Sendable {
        /// The number of files.
        package var files: Int
        /// Their total size in bytes.
        package var bytes: UInt64
        /// The SHA-256 of the text that `trailseal manifest --format sha256sum` prints.
        package var sha256: String

        /// Creates a summary.
        package init(files: Int, bytes: UInt64, sha256: String) {
            self.files = files
            self.bytes = bytes
            self.sha256 = sha256
        }
    }

    /// A file or folder that the user named.
    package struct Input: Hashable, Sendable {
        /// Its path as the user gave it.
        package var path: String
        /// The SHA-256 of the file; nil for folders, except folders of signatures.
        package var sha256: String?
        /// The number of public keys in a key file.
        package var keys: Int?
        /// The number of saved answers in a path of signatures.
        package var read: Int?
        /// The number of those that are for a digest that was read.
        package var used: Int?
        /// In a shard: the number of those for digests that every shard reads.
        package var usedByAll: Int?

        /// Creates an input.
        package init(
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
    package struct Inputs: Hashable, Sendable {
        /// The folders of the archive.
        package var archives: [Input] = []
        /// The files with public keys.
        package var keyFiles: [Input] = []
        /// The paths with saved signatures.
        package var signatures: [Input] = []
        /// The trail descriptions.
        package var trailDescriptions: [Input] = []
        /// The state file as it was before the run; without a hash if there was none.
        package var state: Input?
        /// The chains that the user removed from the state since the last full run, in that order (STATE-10).
        package var forgotten: [ForgottenRecord] = []
        /// Whether everything was read again, regardless of the state (STATE-4).
        package var isFull = false
        /// The value of `--retention`: how long the archive keeps digests, in seconds (STATE-8).
        package var retention: Int64?
        /// The value of `--max-age`: how old the newest verified digest of a chain may be, in seconds (TIME-23).
        package var maximumAge: Int64?
        /// The beginning of the window.
        package var from: UnixTime?
        /// The end of the window, exclusive.
        package var to: UnixTime?
        /// Which log files were copied, according to the options (SCOPE-8, SCOPE-9).
        package var copiedLogs = CopiedLogs.all
        /// The accounts of the filter, as display text; empty means all.
        package var accounts: [String] = []
        /// The Regions of the filter, as display text; empty means all.
        package var regions: [String] = []
        /// The trails of the filter, as display text; empty means all.
        package var trails: [String] = []
        /// The values of `--allow`.
        package var allowances: [String] = []

        /// Creates empty inputs.
        package init() {}
    }

    /// The verdict and totals of `verify`.
    package struct Verification: Hashable, Sendable {
        /// The verdict.
        package var verdict: Verdict
        /// The totals.
        package var summary: VerificationSummary
        /// The warnings of the run.
        package var warnings: [String]
        /// The time from which files were read; nil if all were read.
        package var readSince: UnixTime?
        /// The accounting; nil in a report of an older version.
        package var accounting: AccountingRecord?
    }

    /// The program.
    package var tool: Tool
    /// The run.
    package var run: Run
    /// The inputs.
    package var inputs: Inputs
    /// The verdict and totals; nil in a report of `controls`.
    package var verification: Verification?
    /// The numbers of control changes; nil if the run didn't look for any.
    package var changeCounts: ChangeCounts?
}

/// A whole report without the records of single files.
package struct ReportDocument: Hashable, Sendable {
    /// The head.
    package var head: ReportHead
    /// The chains in canonical order.
    package var chains: [ChainRecord] = []
    /// The findings in canonical order.
    package var findings: [FindingRecord] = []
    /// The control changes by time, then by event id. They are reported only if the head has their numbers.
    package var changes: [ChangeRecord] = []
    /// The controls by account; nil if no trail description was given.
    package var accounts: [AccountRecord]?

    /// Whether some control FAILED.
    package var isAnyControlFailed: Bool { controls.contains(where: \.isFailed) }
    /// Whether all controls PASSED.
    package var isEveryControlPassed: Bool { controls.allSatisfy(\.isPassed) }

    /// The controls of all accounts.
    var controls: some Sequence<ControlRecord> { (accounts ?? []).lazy.flatMap(\.controls) }

    /// Returns the number of controls of all accounts with a status.
    func count(_ status: String) -> Int { controls.count { $0.status == status } }

    /// The exit status of the run: by the verdict on the archive if there is one, otherwise by the controls.
    package var exitStatus: Int {
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
package protocol FileRecords: Sendable {
    /// Calls `body` for every digest file in scope, in canonical order.
    func forEachDigest(_ body: (DigestRecord) -> Void)
    /// Calls `body` for every log file in scope.
    func forEachLog(_ body: (LogRecord) -> Void)
}
