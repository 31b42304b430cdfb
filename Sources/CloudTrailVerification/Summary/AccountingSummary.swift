/// What was counted before the verdict was granted (ACCOUNT-0 to ACCOUNT-6). Reports show it (REPORT-3).
///
/// It holds no words. The first thing that doesn't balance is the finding `unaccounted`.
public struct AccountingSummary: Hashable, Sendable {
    public var files: FileCounts
    public var listedLogs: ListedCounts
    /// The chains in scope, in any order.
    public var chains: [Chain]
    /// In any order.
    public var excuses: [Excuse]
    public var ends: Ends
    /// Whether everything balances. In a run over one shard this is about everything but `shared.combinations`.
    public var isBalanced: Bool
    /// Nil if the run judged all accounts.
    public var shared: Shared?

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

    /// Adds the accounting of another part of the same run. The parts have no chain, file or listed log in common. A sum
    /// that doesn't fit stays at the largest number, and then `addsUp` is false.
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

    /// Whether each walked file is in one bin and each listed log has one disposition.
    public var addsUp: Bool { files.addsUp && listedLogs.addsUp && shared?.files.addsUp ?? true }
}
