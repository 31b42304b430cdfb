extension AccountingSummary {
    /// The results that several shards may have: about files of no account, and about filter values (SHARD-2).
    ///
    /// The totals of each shard include these files. A merge takes them away from all shards but the first, so they
    /// count once.
    public struct Shared: Hashable, Sendable {
        /// Files that belong to no account, and obstacles above account folders. All shards have the same numbers.
        public var files: FileCounts
        /// The number of these files in `VerificationSummary.digests`, by verdict.
        public var digests: VerificationSummary.DigestCounts
        /// The number of these files in `VerificationSummary.logs`, by verdict.
        public var logs: VerificationSummary.LogCounts
        /// Combinations of filter values for which this shard has no chain. Another shard may have one, so they don't
        /// affect `AccountingSummary.isBalanced`.
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

        /// Adds the results of another part of this shard. A shard is judged in parts, and each combination is in only
        /// one of them.
        mutating func add(_ other: Shared) {
            files.add(other.files)
            digests.add(other.digests)
            logs.add(other.logs)
            combinations += other.combinations
        }
    }

    /// A combination of filter values for which a shard has no chain.
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
