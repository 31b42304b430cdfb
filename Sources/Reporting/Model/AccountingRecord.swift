public import CloudTrailVerification

/// What a report shows of the accounting (REPORT-3). Texts are display text, as in all records.
public struct AccountingRecord: Hashable, Sendable {
    /// A chain in scope, and the time that it had to cover.
    public struct Chain: Hashable, Sendable {
        public var name: ChainName
        /// Number of its verified digests.
        public var digests: Int
        public var required: TimeSpan?
        /// Whether verified digests cover the required time, apart from what is excused.
        public var isCovered: Bool
    }

    /// One allowance, used for one item.
    public struct Excuse: Hashable, Sendable {
        public var code: ReportedCode
        /// The value of `--allow`, as the user gave it.
        public var allowance: String
        public var item: ExcusedItem
    }

    /// What each shard judges alike.
    public struct Shared: Hashable, Sendable {
        public var files: AccountingSummary.FileCounts
        public var digests: VerificationSummary.DigestCounts
        public var logs: VerificationSummary.LogCounts
        public var combinations: [LackingCombination]
    }

    /// Filter values for which a shard has no chain.
    public struct LackingCombination: Hashable, Sendable {
        public var combination: FilterCombination
        public var isExcused: Bool
    }

    public var files: AccountingSummary.FileCounts
    public var listedLogs: AccountingSummary.ListedCounts
    /// In canonical order.
    public var chains: [Chain]
    /// In canonical order.
    public var excuses: [Excuse]
    public var ends: AccountingSummary.Ends
    /// In a report of a shard this is about everything but `shared.combinations`.
    public var isBalanced: Bool
    /// Nil in a report about all accounts.
    public var shared: Shared?

    /// Whether the accounting lets the run say `verified`: it balances, and no combination lacks a chain without excuse.
    var grants: Bool { isBalanced && (shared?.combinations ?? []).allSatisfy(\.isExcused) }
}

/// Filter values; nil means any.
public struct FilterCombination: Hashable, Sendable {
    public var accountID: String?
    public var region: String?
    public var trail: String?

    /// The form of a selector.
    var selector: String { [accountID, region, trail].map { $0 ?? "*" }.joined(separator: "/") }
}

/// What an allowance excuses.
public enum ExcusedItem: Hashable, Sendable {
    case digest(path: String)
    case time(ChainName, TimeSpan)
    case combination(FilterCombination)
    case log(bucket: String, key: String)
    case path(String)

    /// Its name in reports.
    enum Kind: String, CaseIterable { case digest, time, combination, log, path }

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
