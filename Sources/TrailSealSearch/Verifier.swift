package import VirtualTrail

/// What a verifier is given, and what it is asked.
package struct Run: Sendable {
    /// Files and obstacles of each root. Signatures are taken from the first.
    package var roots: [Archive]
    package var options: Options
    /// What an earlier run left.
    package var state: State?
    /// Files that are one directory entry reached twice, by path as the verifier names it, and their number.
    package var identities: [Path: Int] = [:]
    /// Whether two roots hold the same directory entries.
    package var isOverlapping = false

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
    /// Which part of the archive is judged at a time.
    package enum Division: Sendable { case whole, accounts }

    package var from: Moment?
    package var to: Moment?
    package var accounts: [Path] = []
    package var regions: [Path] = []
    package var trails: [Path] = []
    package var allowance: Allowance = .none
    /// Whether what the state knows is read again.
    package var isFull = false
    package var shard: Shard?
    package var jobs = 1
    /// Whether saved signatures name their buckets.
    package var namesBuckets = true
    package var division = Division.whole
    package var keys: [SigningKey] = [.first, .second]

    package init() {}
}

/// One of several runs over an archive.
package struct Shard: Hashable, Sendable {
    package let index: Int
    package let count: Int
}

/// What `--allow` says.
package enum Allowance: String, CaseIterable, Sendable {
    case none = ""
    case coverageGap = "coverage-gap"
    case firstHour = "coverage-gap=2026-10-01T21:00:00Z/2026-10-01T22:00:00Z"
    case signatureUnavailable = "digest-signature-unavailable"
    case fileUnreadable = "file-unreadable"
    case referenceOutside = "reference-outside-archive"
}

/// What a run leaves for the next one. Only the verifier knows what is in it.
package struct State: Sendable {
    package let content: any Sendable
    /// Keys of the digests up to which chains are verified.
    package let keys: Set<Path>

    package init(content: any Sendable, keys: Set<Path>) {
        self.content = content
        self.keys = keys
    }
}

/// What a verifier says.
package struct Answer: Sendable {
    package enum Standing: Int, Sendable { case unreferenced, verified, unverified, missing, invalid }

    /// A digest or log in scope.
    package struct Record: Sendable {
        package let bucket: Path?
        package let key: Path?
        package let path: Path?
        package let hash: [UInt8]?
        package let standing: Standing

        package init(bucket: Path?, key: Path?, path: Path?, hash: [UInt8]?, standing: Standing) {
            self.bucket = bucket
            self.key = key
            self.path = path
            self.hash = hash
            self.standing = standing
        }
    }

    package struct Finding: Sendable {
        package let code: String
        /// `invalid`, `unverified` or `note`.
        package let verdict: String
        package let key: Path?
        package let path: Path?
        /// Whether it concerns no chain and no file, but the run as a whole.
        package let isGeneral: Bool
        /// When what it concerns begins and ends, in ISO 8601.
        package let from: String?
        package let to: String?

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
    /// Whether it says more than the status.
    package var holdsRecords = true
    package var digests: [Record] = []
    package var logs: [Record] = []
    package var findings: [Finding] = []
    /// Verified, unverified and invalid digests; unreferenced, verified, unverified, missing and invalid logs.
    package var counts: [Int] = []
    /// Each finding in words, for comparisons and people.
    package var findingWords: @Sendable () -> [String] = { [] }
    /// Chains and summary in words, for comparisons.
    package var words: @Sendable () -> [String] = { [] }
    package var state: State?

    package init(status: Int) { self.status = status }
}

/// What is tried.
package protocol Verifier: Sendable {
    /// Nil if the archive can't be divided as the options ask, or can't be made for the verifier.
    func answer(_ run: Run) throws -> Answer?
}
