internal import Synchronization
internal import TrailSealFormat

/// The chains seen so far. All digests of a chain share one value of it, whichever worker reads them, which saves
/// memory.
final class SharedChains: Sendable {
    private let chains = Mutex<[ChainID: ChainID]>([:])

    /// Returns the value of the chain that was seen first, with its organization if it has one. Returns `chain` itself
    /// if it is new.
    func met(_ chain: ChainID) -> ChainID {
        chains.withLock { $0[chain.withoutOrganization] ?? chain }
    }

    /// Records a chain, unless it was seen before.
    func meet(_ chain: ChainID) {
        chains.withLock { known in
            if known[chain.withoutOrganization] == nil { known[chain.withoutOrganization] = chain }
        }
    }
}
