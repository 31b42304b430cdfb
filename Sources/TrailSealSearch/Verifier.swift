package import VirtualTrail

/// What a verifier gets, and what it is asked.
package struct Run: Sendable {
    /// Files and obstacles of each root. Signatures are taken from the first one.
    package var roots: [Archive]
    /// The options.
    package var options: Options
    /// The state of an earlier run, or nil.
    package var state: State?
    /// For each path as the verifier names it, a number. Paths with the same number are one directory entry, or hard
    /// links of one file.
    package var identities: [Path: Int] = [:]
    /// Whether two roots contain the same directory entries.
    package var isOverlapping = false

    /// Creates a run.
    package init(roots: [Archive], options: Options, state: State? = nil) {
        self.roots = roots
        self.options = options
        self.state = state
    }

    /// How the verifier names a root.
    package static func name(ofRoot number: Int) -> Path { Path("root\(number)") }
}

/// The options of a run.
package struct Options: Sendable {
    /// How the archive is divided.
    package enum Division: Sendable { case whole, accounts }

    /// The start of the window, or nil.
    package var from: Moment?
    /// The end of the window, or nil.
    package var to: Moment?
    /// The accounts in scope. Empty means all.
    package var accounts: [Path] = []
    /// The Regions in scope. Empty means all.
    package var regions: [Path] = []
    /// The trails in scope. Empty means all.
    package var trails: [Path] = []
    /// The allowance.
    package var allowance: Allowance = .none
    /// Whether what the state knows is read again.
    package var isFull = false
    /// The shard to judge, or nil.
    package var shard: Shard?
    /// The number of threads.
    package var jobs = 1
    /// Whether saved signatures name their buckets.
    package var namesBuckets = true
    /// How the archive is divided.
    package var division = Division.whole
    /// The trusted keys.
    package var keys: [SigningKey] = [.first, .second]

    /// Creates options that ask about everything.
    package init() {}
}

/// One of several runs that share an archive.
package struct Shard: Hashable, Sendable {
    /// The number of the shard, from 1.
    package let index: Int
    /// The number of shards.
    package let count: Int
}

/// The value of `--allow`.
package enum Allowance: String, CaseIterable, Sendable {
    /// Nothing is allowed.
    case none = ""
    /// All gaps.
    case coverageGap = "coverage-gap"
    /// A gap in the first hour.
    case firstHour = "coverage-gap=2026-10-01T21:00:00Z/2026-10-01T22:00:00Z"
    /// A missing signature.
    case signatureUnavailable = "digest-signature-unavailable"
    /// Unreadable files.
    case fileUnreadable = "file-unreadable"
    /// References outside the archive.
    case referenceOutside = "reference-outside-archive"
}

/// What a run leaves for the next one. Only the verifier understands the content.
package struct State: Sendable {
    /// The verifier's own state.
    package let content: any Sendable
    /// Keys of the newest verified digests.
    package let keys: Set<Path>

    /// Creates a state.
    package init(content: any Sendable, keys: Set<Path>) {
        self.content = content
        self.keys = keys
    }
}

/// What a verifier says.
package struct Answer: Sendable {
    /// The standing of an object. If several records have the same object, the highest raw value counts.
    package enum Standing: Int, Sendable { case unreferenced, verified, unverified, missing, invalid }

    /// A digest or log in scope.
    package struct Record: Sendable {
        /// The bucket.
        package let bucket: Path?
        /// The key.
        package let key: Path?
        /// The path as the verifier names it.
        package let path: Path?
        /// SHA-256 of the content.
        package let hash: [UInt8]?
        /// The standing.
        package let standing: Standing

        /// Creates a record.
        package init(bucket: Path?, key: Path?, path: Path?, hash: [UInt8]?, standing: Standing) {
            self.bucket = bucket
            self.key = key
            self.path = path
            self.hash = hash
            self.standing = standing
        }
    }

    /// A finding.
    package struct Finding: Sendable {
        /// The finding code.
        package let code: String
        /// `invalid`, `unverified` or `note`.
        package let verdict: String
        /// The key concerned.
        package let key: Path?
        /// The path concerned.
        package let path: Path?
        /// Whether it concerns the run as a whole, and no chain or file.
        package let isGeneral: Bool
        /// The interval concerned, in ISO 8601.
        package let from: String?
        /// The end of the interval.
        package let to: String?

        /// Creates a finding.
        package init(
            code: String, verdict: String, key: Path?, path: Path?, isGeneral: Bool, from: String?, to: String?
        ) {
            self.code = code
            self.verdict = verdict
            self.key = key
            self.path = path
            self.isGeneral = isGeneral
            self.from = from
            self.to = to
        }
    }

    /// The exit status.
    package var status: Int
    /// Whether there is more than the status.
    package var holdsRecords = true
    /// The digests in scope.
    package var digests: [Record] = []
    /// The logs in scope.
    package var logs: [Record] = []
    /// The findings.
    package var findings: [Finding] = []
    /// Numbers of verified, unverified and invalid digests, and of unreferenced, verified, unverified, missing and
    /// invalid logs.
    package var counts: [Int] = []
    /// Each finding as a line of text.
    package var findingWords: @Sendable () -> [String] = { [] }
    /// The chains and the summary as lines of text, for comparisons.
    package var words: @Sendable () -> [String] = { [] }
    /// The state for the next run, or nil.
    package var state: State?

    /// Creates an answer.
    package init(status: Int) { self.status = status }
}

/// A verifier under test.
package protocol Verifier: Sendable {
    /// Judges an archive. Returns nil if it can't be divided as the options ask, or can't be created for this
    /// verifier.
    func answer(_ run: Run) throws -> Answer?
}
