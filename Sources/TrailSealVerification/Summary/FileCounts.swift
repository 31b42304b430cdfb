extension AccountingSummary {
    /// The number of files that the walk saw, and the number in each bin (ACCOUNT-4). Each file is in one bin.
    public struct FileCounts: Hashable, Sendable {
        /// Entries that aren't folders, and folders that couldn't be listed. Counted by the walk.
        public var walked = 0

        // Good bins.
        /// Verified digest files.
        public var verifiedDigests = 0
        /// Verified log files.
        public var verifiedLogs = 0
        /// Files with the bytes of a verified file, under no other object's name (PLACE-12).
        public var identicalCopies = 0
        /// Saved signatures (FILE-17).
        public var savedSignatures = 0
        /// Files that the command line names (FILE-18).
        public var namedOnCommandLine = 0
        /// Files that aren't CloudTrail's.
        public var notCloudTrail = 0
        /// Files in a digest folder that aren't digests (FILE-12).
        public var unrecognized = 0
        /// Hidden files (FILE-14, FILE-15, FILE-20).
        public var hidden = 0
        /// Empty files that mark folders (FILE-16, FILE-21).
        public var emptyMarkers = 0
        /// Files of kinds that are judged only if listed, for example CloudTrail Insights (FILE-9).
        public var notJudged = 0
        /// Logs that no digest can list yet (SCOPE-7).
        public var notDue = 0
        /// Logs that an earlier run verified (STATE-4).
        public var verifiedEarlier = 0
        /// Files out of scope (SCOPE-6).
        public var outOfScope = 0

        /// Files that an allowance moves from a bad bin to this one.
        public var excused = 0

        // Bad bins. If the accounting balances, they are empty, except for obstacles that hide nothing in scope.
        /// Digest files without a proof.
        public var unverifiedDigests = 0
        /// Digest files that the evidence contradicts.
        public var invalidDigests = 0
        /// Log files without a proof.
        public var unverifiedLogs = 0
        /// Log files of logs that the evidence contradicts.
        public var invalidLogs = 0
        /// Log files that no verified digest lists (FILE-5).
        public var unreferencedLogs = 0
        /// Links, devices, FIFOs, sockets, and folders that couldn't be listed.
        public var obstacles = 0

        /// Creates counts of zero.
        public init() {}
    }

    /// A bin of walked files. The raw value is its name in reports.
    public enum FileBin: String, Hashable, Sendable, CaseIterable {
        /// The good bins.
        case verifiedDigests, verifiedLogs, identicalCopies, savedSignatures, namedOnCommandLine, notCloudTrail
        case unrecognized, hidden, emptyMarkers, notJudged, notDue, verifiedEarlier, outOfScope
        /// Files that an allowance excuses.
        case excused
        /// The bad bins.
        case unverifiedDigests, invalidDigests, unverifiedLogs, invalidLogs, unreferencedLogs, obstacles
    }
}

extension AccountingSummary.FileCounts: BinnedCounts {
    /// The name of the total in reports.
    package static let totalName = "walked"

    /// The number of walked files.
    package var total: Int {
        get { walked }
        set { walked = newValue }
    }

    /// The count of a bin.
    package static func member(_ bin: AccountingSummary.FileBin) -> WritableKeyPath<Self, Int> {
        switch bin {
        case .verifiedDigests: \.verifiedDigests
        case .verifiedLogs: \.verifiedLogs
        case .identicalCopies: \.identicalCopies
        case .savedSignatures: \.savedSignatures
        case .namedOnCommandLine: \.namedOnCommandLine
        case .notCloudTrail: \.notCloudTrail
        case .unrecognized: \.unrecognized
        case .hidden: \.hidden
        case .emptyMarkers: \.emptyMarkers
        case .notJudged: \.notJudged
        case .notDue: \.notDue
        case .verifiedEarlier: \.verifiedEarlier
        case .outOfScope: \.outOfScope
        case .excused: \.excused
        case .unverifiedDigests: \.unverifiedDigests
        case .invalidDigests: \.invalidDigests
        case .unverifiedLogs: \.unverifiedLogs
        case .invalidLogs: \.invalidLogs
        case .unreferencedLogs: \.unreferencedLogs
        case .obstacles: \.obstacles
        }
    }

    /// Number of files in bad bins, without obstacles. None is left if the accounting balances. Obstacles may remain,
    /// because one that hides nothing in scope needs no excuse.
    package var bad: Int {
        [unverifiedDigests, invalidDigests, unverifiedLogs, invalidLogs, unreferencedLogs]
            .reduce(0) { $0.addingClamped($1) }
    }
}
