public import TrailSealPrimitives

/// What earlier runs verified of an archive, and what a user made them forget (STATE-1, STATE-10).
public struct KnownArchive: Hashable, Sendable {
    /// The known chains, sorted, each once.
    public let chains: [KnownChain]
    /// The orders to forget chains, in the order in which they were given.
    public let forgotten: [ForgottenChain]
    /// When the last run began that read everything and was verified. Nil if that isn't known.
    public let fullRunAt: UnixTime?

    /// Creates a state.
    public init(chains: [KnownChain] = [], forgotten: [ForgottenChain] = [], fullRunAt: UnixTime? = nil) {
        self.chains = chains
        self.forgotten = forgotten
        self.fullRunAt = fullRunAt
    }

    /// Removes the chains that `order` matches and records the order. If none match, nothing changes. Returns the new
    /// state and the chains that were removed.
    public func forgetting(_ order: ForgottenChain) -> (archive: KnownArchive, taken: [KnownChain]) {
        let taken = chains.filter { order.matches($0.chain) }
        guard !taken.isEmpty else { return (self, []) }
        let kept = chains.filter { !order.matches($0.chain) }
        return (KnownArchive(chains: kept, forgotten: forgotten + [order], fullRunAt: fullRunAt), taken)
    }
}
