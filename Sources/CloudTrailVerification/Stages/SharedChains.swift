internal import CloudTrailFormat
internal import Synchronization

/// The chains that were met, so that all digests of one share what names it, whoever reads them.
final class SharedChains: Sendable {
    private let chains = Mutex<[ChainID: ChainID]>([:])

    /// The chain that a name shows, as it was met first, with its organization if it has one; `chain` if it is new.
    func met(_ chain: ChainID) -> ChainID {
        chains.withLock { $0[chain.withoutOrganization] ?? chain }
    }

    func meet(_ chain: ChainID) {
        chains.withLock { known in
            if known[chain.withoutOrganization] == nil { known[chain.withoutOrganization] = chain }
        }
    }
}
