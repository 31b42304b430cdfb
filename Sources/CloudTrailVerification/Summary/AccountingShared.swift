extension AccountingSummary {
    /// What each shard of a run judges alike, because it belongs to no single account (SHARD-2). It is counted in the
    /// shard's other numbers too; a merge counts it once.
    public struct Shared: Hashable, Sendable {
        /// Files without an owner, and obstacles above account folders. The same in all shards.
        public var files: FileCounts
        /// What these files give to the numbers of `VerificationSummary`.
        public var digests: VerificationSummary.DigestCounts
        public var logs: VerificationSummary.LogCounts
        /// Filter values for which this shard has no chain. Another shard may have one, so they don't count in
        /// `AccountingSummary.isBalanced`.
        public var combinations: [LackingCombination]

        public init(
            files: FileCounts = FileCounts(), digests: VerificationSummary.DigestCounts = .init(),
            logs: VerificationSummary.LogCounts = .init(), combinations: [LackingCombination] = []
        ) {
            self.files = files
            self.digests = digests
            self.logs = logs
            self.combinations = combinations
        }

        /// Adds what another part of the same shard found. Each part names combinations of its own.
        mutating func add(_ other: Shared) {
            files.add(other.files)
            digests.add(other.digests)
            logs.add(other.logs)
            combinations += other.combinations
        }
    }

    /// Filter values for which a shard has no chain.
    public struct LackingCombination: Hashable, Sendable {
        public let combination: Combination
        /// Whether an allowance excuses it. Then the excuse is in `AccountingSummary.excuses`.
        public let isExcused: Bool

        public init(_ combination: Combination, isExcused: Bool) {
            self.combination = combination
            self.isExcused = isExcused
        }
    }
}
