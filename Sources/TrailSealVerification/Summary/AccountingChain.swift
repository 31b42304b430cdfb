public import TrailSealFormat

extension AccountingSummary {
    /// A chain in scope and the time that it had to cover (ACCOUNT-0, ACCOUNT-2).
    public struct Chain: Hashable, Sendable {
        /// The chain.
        public let id: ChainID
        /// Number of verified digests, in scope or not.
        public let digests: Int
        /// The time that the chain had to cover. Nil if none, for example for a backfill chain (TIME-26).
        public let required: TimeSpan?
        /// Whether verified digests cover the required time, apart from what is excused. True if no time is required.
        public let isCovered: Bool

        /// Creates the record of a chain.
        public init(_ id: ChainID, digests: Int, required: TimeSpan?, isCovered: Bool) {
            self.id = id
            self.digests = digests
            self.required = required
            self.isCovered = isCovered
        }
    }
}
