public import CloudTrailFormat

extension AccountingSummary {
    /// A chain in scope, and the time that it had to cover (ACCOUNT-0, ACCOUNT-2).
    public struct Chain: Hashable, Sendable {
        public let id: ChainID
        /// Number of its verified digests, in scope or not.
        public let digests: Int
        /// Nil if it had to cover none, as a chain of backfill digests.
        public let required: TimeSpan?
        /// Whether verified digests cover the required time, apart from what is excused. True if none is required.
        public let isCovered: Bool

        public init(_ id: ChainID, digests: Int, required: TimeSpan?, isCovered: Bool) {
            self.id = id
            self.digests = digests
            self.required = required
            self.isCovered = isCovered
        }
    }
}
