public import Primitives

/// What earlier runs verified of an archive, and what a user made them forget (STATE-1, STATE-10).
public struct KnownArchive: Hashable, Sendable {
    /// In their order, each once.
    public let chains: [KnownChain]
    /// In the order in which they were forgotten.
    public let forgotten: [ForgottenChain]
    /// When the last verified run that read everything began. Nil if that isn't known.
    public let fullRunAt: UnixTime?

    public init(chains: [KnownChain] = [], forgotten: [ForgottenChain] = [], fullRunAt: UnixTime? = nil) {
        self.chains = chains
        self.forgotten = forgotten
        self.fullRunAt = fullRunAt
    }

    /// Takes the chains that `order` matches out and records the order. Without a match nothing changes.
    public func forgetting(_ order: ForgottenChain) -> (archive: KnownArchive, taken: [KnownChain]) {
        let taken = chains.filter { order.matches($0.chain) }
        guard !taken.isEmpty else { return (self, []) }
        let kept = chains.filter { !order.matches($0.chain) }
        return (KnownArchive(chains: kept, forgotten: forgotten + [order], fullRunAt: fullRunAt), taken)
    }
}
