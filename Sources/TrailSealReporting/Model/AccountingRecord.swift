package import TrailSealVerification

/// The accounting as a report shows it (REPORT-3). Texts are display texts, as in all records.
package struct AccountingRecord: Hashable, Sendable {
    /// A chain in scope, and the time that it must cover.
    package struct Chain: Hashable, Sendable {
        /// Its name.
        package var name: ChainName
        /// The number of its verified digests.
        package var digests: Int
        /// The required time; nil if there is none.
        package var required: TimeSpan?
        /// Whether verified digests cover the required time, apart from what is excused.
        package var isCovered: Bool
    }

    /// One use of an allowance, for one item.
    package struct Excuse: Hashable, Sendable {
        /// The code of the excused finding.
        package var code: ReportedCode
        /// The value of `--allow`, as the user gave it.
        package var allowance: String
        /// The excused item.
        package var item: ExcusedItem
    }

    /// What belongs to no single account. Every shard judges it (SHARD-2).
    package struct Shared: Hashable, Sendable {
        /// Files without an owner, and obstacles above account folders.
        package var files: AccountingSummary.FileCounts
        /// How much these files contribute to the digests of the summary.
        package var digests: VerificationSummary.DigestCounts
        /// How much these files contribute to the logs of the summary.
        package var logs: VerificationSummary.LogCounts
        /// The combinations of filter values for which this shard has no chain.
        package var combinations: [LackingCombination]
    }

    /// A combination of filter values for which a shard has no chain.
    package struct LackingCombination: Hashable, Sendable {
        /// The filter values.
        package var combination: FilterCombination
        /// Whether `--allow` excuses that no chain matches.
        package var isExcused: Bool
    }

    /// The number of files in each bin.
    package var files: AccountingSummary.FileCounts
    /// The number of listed logs with each disposition.
    package var listedLogs: AccountingSummary.ListedCounts
    /// The chains in canonical order.
    package var chains: [Chain]
    /// The excuses in canonical order.
    package var excuses: [Excuse]
    /// What decides each end of the required time: the window, the state or the archive.
    package var ends: AccountingSummary.Ends
    /// Whether the accounting balances. In the report of a shard, `shared.combinations` don't count.
    package var isBalanced: Bool
    /// What belongs to no single account. Nil unless the report is of a shard.
    package var shared: Shared?

    /// Whether the accounting grants `verified`: it balances, and every combination without a chain is excused.
    var grants: Bool { isBalanced && (shared?.combinations ?? []).allSatisfy(\.isExcused) }
}

/// A combination of filter values. Nil means any value.
package struct FilterCombination: Hashable, Sendable {
    /// The account.
    package var accountID: String?
    /// The Region.
    package var region: String?
    /// The trail.
    package var trail: String?

    /// The combination as a selector: `ACCOUNT/REGION/TRAIL`, with `*` for nil.
    var selector: String { [accountID, region, trail].map { $0 ?? "*" }.joined(separator: "/") }
}

/// An item that an allowance excuses.
package enum ExcusedItem: Hashable, Sendable {
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
