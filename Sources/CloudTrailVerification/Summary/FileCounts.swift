extension AccountingSummary {
    /// How many files the walk saw, and how many are in each bin (ACCOUNT-4). Each file is in one bin.
    public struct FileCounts: Hashable, Sendable {
        /// Entries that aren't folders, and folders that couldn't be listed. Counted by the walk.
        public var walked = 0

        // Good bins.
        public var verifiedDigests = 0
        public var verifiedLogs = 0
        /// Files with the bytes of a verified one, under no other object's name.
        public var identicalCopies = 0
        public var savedSignatures = 0
        public var namedOnCommandLine = 0
        public var notCloudTrail = 0
        /// Files in a folder of digests that have no digest's name and aren't one.
        public var unrecognized = 0
        public var hidden = 0
        /// Empty files that stand for folders.
        public var emptyMarkers = 0
        /// Files of kinds that no digest lists, such as CloudTrail Insights.
        public var notJudged = 0
        public var notDue = 0
        /// Logs that an earlier run verified (STATE-4).
        public var verifiedEarlier = 0
        public var outOfScope = 0

        /// Files that would be in one of the bad bins, and that an allowance excuses.
        public var excused = 0

        // Bad bins. If the accounting balances, they are empty, but for obstacles that hide nothing in scope.
        public var unverifiedDigests = 0
        public var invalidDigests = 0
        public var unverifiedLogs = 0
        public var invalidLogs = 0
        public var unreferencedLogs = 0
        /// Links, devices, FIFOs, sockets, and folders that couldn't be listed.
        public var obstacles = 0

        public init() {}
    }

    /// A bin of walked files. The raw value is its name in reports.
    public enum FileBin: String, Hashable, Sendable, CaseIterable {
        case verifiedDigests, verifiedLogs, identicalCopies, savedSignatures, namedOnCommandLine, notCloudTrail
        case unrecognized, hidden, emptyMarkers, notJudged, notDue, verifiedEarlier, outOfScope
        case excused
        case unverifiedDigests, invalidDigests, unverifiedLogs, invalidLogs, unreferencedLogs, obstacles
    }
}

extension AccountingSummary.FileCounts: BinnedCounts {
    package static let totalName = "walked"

    package var total: Int {
        get { walked }
        set { walked = newValue }
    }

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

    /// Files in bins that only an excuse empties.
    package var bad: Int {
        [unverifiedDigests, invalidDigests, unverifiedLogs, invalidLogs, unreferencedLogs]
            .reduce(0) { $0.addingClamped($1) }
    }
}
