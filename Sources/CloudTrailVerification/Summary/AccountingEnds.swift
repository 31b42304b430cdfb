extension AccountingSummary {
    /// What says where the required time begins or ends. From the strongest to the weakest.
    public enum End: String, Hashable, Sendable, CaseIterable {
        /// The option `--from` or `--to`.
        case window
        /// The time through which an earlier run verified (STATE-3). Only a beginning can be that.
        case state
        /// The oldest or newest verified digest of each chain: nobody knows whether the archive should be longer.
        case archive

        private var rank: Int {
            switch self {
            case .window: 0
            case .state: 1
            case .archive: 2
            }
        }

        /// The weaker of two: what holds for all chains together.
        package func weaker(_ other: End) -> End { other.rank > rank ? other : self }
    }

    /// What says where the required time begins and ends (ACCOUNT-2). If chains differ, the weakest counts.
    public struct Ends: Hashable, Sendable {
        public var from: End
        public var to: End

        public init(from: End, to: End) {
            self.from = from
            self.to = to
        }

        package mutating func add(_ other: Ends) {
            from = from.weaker(other.from)
            to = to.weaker(other.to)
        }
    }
}
