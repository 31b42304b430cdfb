public import TrailSealVerification

/// The accounting as a report shows it (REPORT-3). Texts are display texts, as in all records.
public struct AccountingRecord: Hashable, Sendable {
    /// A chain in scope, and the time that it must cover.
    public struct Chain: Hashable, Sendable {
        /// Its name.
        public var name: ChainName
        /// The number of its verified digests.
        public var digests: Int
        /// The required time; nil if there is none.
        public var required: TimeSpan?
        /// Whether verified digests cover the required time, apart from what is excused.
        public var isCovered: Bool
    }

    /// One use of an allowance, for one item.
    public struct Excuse: Hashable, Sendable {
        /// The code of the excused finding.
        public var code: ReportedCode
        /// The value of `--allow`, as the user gave it.
        public var allowance: String
        /// The excused item.
        public var item: ExcusedItem
    }

    /// What belongs to no single account. Every shard judges it (SHARD-2).
    public struct Shared: Hashable, Sendable {
        /// Files without an owner, and obstacles above account folders.
        public var files: AccountingSummary.FileCounts
        /// How much these files contribute to the digests of the summary.
        public var digests: VerificationSummary.DigestCounts
        /// How much these files contribute to the logs of the summary.
        public var logs: VerificationSummary.LogCounts
        /// The combinations of filter values for which this shard has no chain.
        public var combinations: [LackingCombination]
    }

    /// A combination of filter values for which a shard has no chain.
    public struct LackingCombination: Hashable, Sendable {
        /// The filter values.
        public var combination: FilterCombination
        /// Whether `--allow` excuses that no chain matches.
        public var isExcused: Bool
    }

    /// The number of files in each bin.
    public var files: AccountingSummary.FileCounts
    /// The number of listed logs with each disposition.
    public var listedLogs: AccountingSummary.ListedCounts
    /// The chains in canonical order.
    public var chains: [Chain]
    /// The excuses in canonical order.
    public var excuses: [Excuse]
    /// What decides each end of the required time: the window, the state or the archive.
    public var ends: AccountingSummary.Ends
    /// Whether the accounting balances. In the report of a shard, `shared.combinations` don't count.
    public var isBalanced: Bool
    /// What belongs to no single account. Nil unless the report is of a shard.
    public var shared: Shared?

    /// Whether the accounting grants `verified`: it balances, and every combination without a chain is excused.
    var grants: Bool { isBalanced && (shared?.combinations ?? []).allSatisfy(\.isExcused) }
}

/// A combination of filter values. Nil means any value.
public struct FilterCombination: Hashable, Sendable {
    /// The account.
    public var accountID: String?
    /// The Region.
    public var region: String?
    /// The trail.
    public var trail: String?

    /// The combination as a selector: `ACCOUNT/REGION/TRAIL`, with `*` for nil.
    var selector: String { [accountID, region, trail].map { $0 ?? "*" }.joined(separator: "/") }
}

/// An item that an allowance excuses.
public enum ExcusedItem: Hashable, Sendable {
    /// A digest file.
    case digest(path: String)
    /// Time of a chain that isn't covered.
    case time(ChainName, TimeSpan)
    /// A combination of filter values without a chain.
    case combination(FilterCombination)
    /// A log file that a digest lists.
    case log(bucket: String, key: String)
    /// A file or an obstacle.
    case path(String)

    /// The names of the kinds in reports.
    enum Kind: String, CaseIterable { case digest, time, combination, log, path }

    /// The kind of the item.
    var kind: Kind {
        switch self {
        case .digest: .digest
        case .time: .time
        case .combination: .combination
        case .log: .log
        case .path: .path
        }
    }
}
