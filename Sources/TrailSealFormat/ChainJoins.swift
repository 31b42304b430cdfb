/// Which chains are one. Chains that differ only in the organization id are one if a verified digest of one names a
/// digest of the other as its predecessor (CHAIN-3). Otherwise each has a line of its own.
public struct ChainJoins: Sendable {
    /// The lines of chains that no link joins to the first of their name. Almost always empty.
    private var apart: [ChainID: ChainID] = [:]

    /// Creates joins that keep no chains apart.
    public init() {}

    /// Joins `chains`. `predecessors` returns what the verified digests of a chain name as their predecessors. It is asked
    /// only of chains that share their names with another one.
    public init(_ chains: some Sequence<ChainID>, predecessors: (ChainID) -> [S3Location]) {
        let namesakes = Dictionary(grouping: Set(chains), by: \.standard.withoutOrganization)
        for (name, chains) in namesakes where chains.count > 1 {
            var group = Group()
            for chain in chains {
                for previous in predecessors(chain) {
                    guard let other = previous.digestKey?.chain.standard, other.withoutOrganization == name else {
                        continue
                    }
                    group.join(chain.standard, other)
                }
            }
            guard let first = chains.map(\.standard).min().map({ group.first(of: $0) }) else { continue }
            for chain in Set(chains.map(\.standard)).union(group.joined.keys) {
                let line = group.first(of: chain)
                guard line != first else { continue }
                apart[chain] = line
                apart[chain.backfill] = line.backfill
            }
        }
    }

    /// The line of a chain: the chain without its organization, or, if others of that name are a line of their own, the
    /// first chain of its line. What shows no organization belongs to the line of the first of its name.
    public func line(of chain: ChainID) -> ChainID {
        apart.isEmpty ? chain.withoutOrganization : apart[chain] ?? chain.withoutOrganization
    }

    /// Whether chains that differ only in the organization are always one.
    public var isEachNameOneLine: Bool { apart.isEmpty }

    /// Standard chains of one name, each joined to a smaller one.
    private struct Group {
        private(set) var joined: [ChainID: ChainID] = [:]

        /// The smallest chain of the line. Shortens the way to it.
        mutating func first(of chain: ChainID) -> ChainID {
            var chain = chain
            while let next = joined[chain] {
                if let further = joined[next] { joined[chain] = further }
                chain = next
            }
            return chain
        }

        mutating func join(_ one: ChainID, _ other: ChainID) {
            let (one, other) = (first(of: one), first(of: other))
            if one != other { joined[max(one, other)] = min(one, other) }
        }
    }
}
