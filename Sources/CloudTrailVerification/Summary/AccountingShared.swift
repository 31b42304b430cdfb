extension AccountingSummary {
    /// What each shard judges alike, because it belongs to no single account (SHARD-2). The shard's other numbers
    /// include it, so a merge counts it once.
    public struct Shared: Hashable, Sendable {
        /// Files without an owner, and obstacles above account folders. The same in all shards.
        public var files: FileCounts
        /// The share of these files in `VerificationSummary.digests`.
        public var digests: VerificationSummary.DigestCounts
        /// The share of these files in `VerificationSummary.logs`.
        public var logs: VerificationSummary.LogCounts
        /// Combinations of filter values without a chain in this shard. Another shard may have one, so they don't count
        /// in `AccountingSummary.isBalanced`.
        public var combinations: [LackingCombination]

        /// Creates the shared counts.
        public init(
            files: FileCounts = FileCounts(), digests: VerificationSummary.DigestCounts = .init(),
            logs: VerificationSummary.LogCounts = .init(), combinations: [LackingCombination] = []
        ) {
            self.files = files
            self.digests = digests
            self.logs = logs
            self.combinations = combinations
        }

        /// Adds the counts of another part of the same shard. No two parts have a combination in common.
        mutating func add(_ other: Shared) {
            files.add(other.files)
            digests.add(other.digests)
            logs.add(other.logs)
            combinations += other.combinations
        }
    }

    /// A combination of filter values without a chain in a shard.
    public struct LackingCombination: Hashable, Sendable {
        /// The filter values.
        public let combination: Combination
        /// Whether an allowance excuses it. The excuse is then in `AccountingSummary.excuses`.
        public let isExcused: Bool

        /// Creates the record of a combination.
        public init(_ combination: Combination, isExcused: Bool) {
            self.combination = combination
            self.isExcused = isExcused
        }
    }
}
