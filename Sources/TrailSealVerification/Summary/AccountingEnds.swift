extension AccountingSummary {
    /// What decides where the required time begins or ends, from the strongest to the weakest.
    public enum End: String, Hashable, Sendable, CaseIterable {
        /// The option `--from` or `--to`.
        case window
        /// The checkpoint of the state (STATE-3). Only a beginning can be this.
        case state
        /// The oldest or newest verified digest of each chain. Nothing shows whether the archive should be longer
        /// (TIME-25).
        case archive

        private var rank: Int {
            switch self {
            case .window: 0
            case .state: 1
            case .archive: 2
            }
        }

        /// Returns the weaker of two, which holds for all chains together.
        package func weaker(_ other: End) -> End { other.rank > rank ? other : self }
    }

    /// What decides where the required time begins and ends (ACCOUNT-2). If chains differ, the weakest counts.
    public struct Ends: Hashable, Sendable {
        /// What decides the beginning.
        public var from: End
        /// What decides the end.
        public var to: End

        /// Creates a pair of ends.
        public init(from: End, to: End) {
            self.from = from
            self.to = to
        }

        /// Adds the ends of another chain.
        package mutating func add(_ other: Ends) {
            from = from.weaker(other.from)
            to = to.weaker(other.to)
        }
    }
}
