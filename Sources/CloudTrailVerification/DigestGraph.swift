internal import CloudTrailFormat
internal import Primitives

/// Who names whom: digests grouped by name, and for every name the digests that call it their predecessor. Built, not
/// judged.
struct DigestGraph: Sendable {
    /// Index of a digest in `digests`.
    typealias Node = Int

    /// In canonical order: chain, end time, bucket, key, then hash and file. Of several files with the same bytes for one
    /// name, only the first is here.
    let digests: [UnauthenticatedDigest]
    /// Further files with the same bytes as a digest: by node.
    let copies: [Node: [UnauthenticatedDigest]]
    /// The chains of all digests, in order.
    let chains: [ChainID]
    /// Index of a digest's chain in `chains`: by node.
    let chainNumbers: [Int32]
    /// A slot for every name that a digest has or gives to its predecessor.
    private let slots: NameSlots
    private let slotOfNode: [Int32]
    private let slotOfPrevious: [Int32]
    /// The digests with a role under a name, and those that give it to their predecessor: by slot.
    private let present: NodeLists
    private let naming: NodeLists

    /// The positions in `read` in canonical order, each with the number of its chain. Sorts small keys, for the digests
    /// themselves are dear to move.
    private static func canonicalOrder(
        _ read: [UnauthenticatedDigest], _ names: ObjectNames
    ) -> (order: [(position: Int, chain: Int32)], chains: [ChainID]) {
        struct SortKey {
            let rank: Int32
            let position: Int32
            let end: UnixTime
        }
        // A family belongs to one chain, and its number costs less to look up than the chain. Neighbours mostly share it.
        var chainOfFamily: [Int32: ChainID] = [:]
        var last: Int32?
        for digest in read where digest.name.family != last {
            last = digest.name.family
            if chainOfFamily[digest.name.family] == nil { chainOfFamily[digest.name.family] = digest.chain }
        }
        let chains = Set(chainOfFamily.values).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: chains.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) })
        let rankOfFamily = chainOfFamily.mapValues { ranks[$0] ?? 0 }
        var keys: [SortKey] = []
        keys.reserveCapacity(read.count)
        var rank: Int32 = 0
        last = nil
        for position in read.indices {
            let family = read[position].name.family
            if family != last {
                rank = rankOfFamily[family] ?? 0
                last = family
            }
            keys.append(
                SortKey(rank: rank, position: Int32(truncatingIfNeeded: position), end: read[position].end))
        }
        keys.sort { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.end != right.end { return left.end < right.end }
            // Locations are only built to order digests of one chain and time, which is rare.
            let (first, second) = (read[Int(left.position)], read[Int(right.position)])
            if first.name != second.name { return names.location(of: first.name) < names.location(of: second.name) }
            if first.hasRole != second.hasRole { return first.hasRole }
            return first.file < second.file
        }
        return (keys.map { (Int($0.position), $0.rank) }, chains)
    }

    init(_ read: [UnauthenticatedDigest], names: ObjectNames) {
        let (ordered, chains) = Self.canonicalOrder(read, names)
        var digests: [UnauthenticatedDigest] = []
        digests.reserveCapacity(ordered.count)
        var copies: [Node: [UnauthenticatedDigest]] = [:]
        var chainNumbers: [Int32] = []
        chainNumbers.reserveCapacity(ordered.count)
        var slots = NameSlots()
        var slotOfNode: [Int32] = []
        slotOfNode.reserveCapacity(ordered.count)
        var slotOfPrevious: [Int32] = []
        slotOfPrevious.reserveCapacity(ordered.count)
        var present = NodeLists(nodeCount: ordered.count)
        var naming = NodeLists(nodeCount: ordered.count)
        for (position, chain) in ordered {
            let own = slots.add(read[position].name)
            if read[position].hasRole {
                let hash = read[position].hash
                if let twin = present[own].first(where: { digests[$0].hash == hash }) {
                    copies[twin, default: []].append(read[position])
                    continue
                }
                present.append(digests.count, to: own)
            }
            slotOfNode.append(own)
            if let previous = read[position].previous {
                let named = slots.add(previous.name)
                naming.append(digests.count, to: named)
                slotOfPrevious.append(named)
            } else {
                slotOfPrevious.append(-1)
            }
            digests.append(read[position])
            chainNumbers.append(chain)
        }
        self.digests = digests
        self.copies = copies
        self.chains = chains
        self.chainNumbers = chainNumbers
        self.slots = slots
        self.slotOfNode = slotOfNode
        self.slotOfPrevious = slotOfPrevious
        self.present = present
        self.naming = naming
    }

    var nodes: Range<Node> { digests.indices }

    /// Number of the chain of `node`, below the count of `chains`.
    func chainNumber(of node: Node) -> Int { Int(chainNumbers[node]) }

    /// Number of the name that `node` gives to its predecessor, below `nameCount`.
    func previousNameNumber(of node: Node) -> Int? {
        slotOfPrevious[node] < 0 ? nil : Int(slotOfPrevious[node])
    }

    /// Number of different names that digests have or give to their predecessors.
    var nameCount: Int { slots.count }

    /// Whether exactly one digest with a role is present under the name of `node`.
    func isAlone(_ node: Node) -> Bool {
        var list = present[slotOfNode[node]]
        return list.next() != nil && list.isEmpty
    }

    /// Every digest present that names `name` as its predecessor, in its place or not.
    func successors(naming name: ObjectName) -> NodeList { naming[slots[name] ?? -1] }

    /// Every digest that names the predecessor of `node` as its predecessor too.
    func rivals(of node: Node) -> NodeList { naming[slotOfPrevious[node]] }

    /// Every digest that names `node` as its predecessor.
    func successors(of node: Node) -> NodeList { naming[slotOfNode[node]] }

    /// Digests present under the name that `node` gives as its predecessor.
    func predecessors(of node: Node) -> NodeList { present[slotOfPrevious[node]] }

    /// All files of a node.
    func files(of node: Node) -> [UnauthenticatedDigest] {
        [digests[node]] + (copies[node] ?? [])
    }

    /// Every node after all that name it, as far as that is possible; the rest, which name each other in a circle, in
    /// reverse canonical order.
    func successorsFirst() -> [Node] {
        var waiting = nodes.map { successors(of: $0).count { digests[$0].hasRole } }
        var isDone = [Bool](repeating: false, count: digests.count)
        var order: [Node] = []
        order.reserveCapacity(digests.count)
        var ready: [Node] = []
        func take(_ node: Node) {
            guard !isDone[node] else { return }
            isDone[node] = true
            order.append(node)
            guard digests[node].hasRole else { return }
            for predecessor in predecessors(of: node) {
                waiting[predecessor] -= 1
                if waiting[predecessor] == 0 { ready.append(predecessor) }
            }
        }
        for node in nodes.reversed() where waiting[node] == 0 {
            take(node)
            while let next = ready.popLast() { take(next) }
        }
        for node in nodes.reversed() {
            take(node)
            while let next = ready.popLast() { take(next) }
        }
        return order
    }
}
