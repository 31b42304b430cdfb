/// What the accounting counted before the verdict was granted (ACCOUNT-0 to ACCOUNT-6). Reports show it (REPORT-3).
///
/// It holds no words. The finding `unaccounted` names the first item that doesn't balance.
public struct AccountingSummary: Hashable, Sendable {
    /// The walked files by bin.
    public var files: FileCounts
    /// The listed logs by disposition.
    public var listedLogs: ListedCounts
    /// The chains in scope, in no particular order.
    public var chains: [Chain]
    /// The excuses, in no particular order.
    public var excuses: [Excuse]
    /// What decides the ends of the required time.
    public var ends: Ends
    /// Whether everything balances. For a shard, everything except `shared.combinations`.
    public var isBalanced: Bool
    /// What the shard judged alike with all others. Nil if the run judged all accounts.
    public var shared: Shared?

    /// Creates an accounting.
    public init(
        files: FileCounts = FileCounts(), listedLogs: ListedCounts = ListedCounts(), chains: [Chain] = [],
        excuses: [Excuse] = [], ends: Ends, isBalanced: Bool, shared: Shared? = nil
    ) {
        self.files = files
        self.listedLogs = listedLogs
        self.chains = chains
        self.excuses = excuses
        self.ends = ends
        self.isBalanced = isBalanced
        self.shared = shared
    }

    /// Adds the accounting of another part of the same run. The parts have no chain, file or listed log in common. A
    /// sum that overflows is clamped to the largest integer, and then `addsUp` is false.
    public mutating func add(_ other: AccountingSummary) {
        files.add(other.files)
        listedLogs.add(other.listedLogs)
        chains += other.chains
        excuses += other.excuses
        ends.add(other.ends)
        isBalanced = isBalanced && other.isBalanced
        if let others = other.shared {
            var sum = shared ?? Shared()
            sum.add(others)
            shared = sum
        }
    }

    /// Whether the bins of the files, and those of the listed logs, add up to their totals (ACCOUNT-3, ACCOUNT-4).
    public var addsUp: Bool { files.addsUp && listedLogs.addsUp && shared?.files.addsUp ?? true }
}
