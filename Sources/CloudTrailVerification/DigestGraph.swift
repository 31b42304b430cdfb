internal import CloudTrailFormat
internal import Primitives

/// Who names whom: digests grouped by name, and for every name the digests that call it their predecessor. Built, not
/// judged.
struct DigestGraph: Sendable {
    /// Index of a digest in `digests`.
    typealias Node = Int

    /// In canonical order: chain, end time, bucket, key, then hash and file. Of several files with the same bytes for one
    /// name, only the first is here.
    let digests: DigestTable
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

    /// Where in what was read a digest stands, and by what it is ordered: the digests themselves are dear to move.
    private struct SortKey {
        let chain: Int32
        let batch: Int32
        let position: Int
        let end: UnixTime
    }

    /// What was read in canonical order, and the chains.
    private static func canonicalOrder(
        _ read: [[UnauthenticatedDigest]], _ names: ObjectNames
    ) -> (order: [SortKey], chains: [ChainID]) {
        // A family belongs to one chain, and its number costs less to look up than the chain. Neighbours mostly share it.
        var chainOfFamily: [Int32: ChainID] = [:]
        var last: Int32?
        for batch in read {
            for position in batch.indices where batch[position].name.family != last {
                let family = batch[position].name.family
                last = family
                if chainOfFamily[family] == nil { chainOfFamily[family] = batch[position].chain }
            }
        }
        let chains = Set(chainOfFamily.values).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: chains.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) })
        let numberOfFamily = chainOfFamily.mapValues { numbers[$0] ?? 0 }
        var keys: [SortKey] = []
        keys.reserveCapacity(read.reduce(0) { $0 + $1.count })
        var chain: Int32 = 0
        last = nil
        for (number, batch) in read.enumerated() {
            for position in batch.indices {
                let family = batch[position].name.family
                if family != last { (last, chain) = (family, numberOfFamily[family] ?? 0) }
                keys.append(
                    SortKey(
                        chain: chain, batch: Int32(truncatingIfNeeded: number), position: position,
                        end: batch[position].end))
            }
        }
        keys.sort { left, right in
            if left.chain != right.chain { return left.chain < right.chain }
            if left.end != right.end { return left.end < right.end }
            // Locations are only built to order digests of one chain and time, which is rare.
            let (first, second) = (read[Int(left.batch)][left.position], read[Int(right.batch)][right.position])
            if first.name != second.name { return names.location(of: first.name) < names.location(of: second.name) }
            if first.hasRole != second.hasRole { return first.hasRole }
            return first.file < second.file
        }
        return (keys, chains)
    }

    /// `read` holds the digests in any order; that of their files costs least.
    init(_ read: [[UnauthenticatedDigest]], names: ObjectNames) {
        let (ordered, chains) = Self.canonicalOrder(read, names)
        var digests = DigestTable(of: read, capacity: ordered.count)
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
        for key in ordered {
            let digest = read[Int(key.batch)][key.position]
            let own = slots.add(digest.name)
            if digest.hasRole {
                if let twin = present[own].first(where: { digests[$0].hash == digest.hash }) {
                    copies[twin, default: []].append(digest)
                    continue
                }
                present.append(digests.count, to: own)
            }
            slotOfNode.append(own)
            if let previous = digest.previous {
                let named = slots.add(previous.name)
                naming.append(digests.count, to: named)
                slotOfPrevious.append(named)
            } else {
                slotOfPrevious.append(-1)
            }
            digests.append(batch: key.batch, position: key.position)
            chainNumbers.append(key.chain)
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

    /// The digests in their places under `name`.
    func present(_ name: ObjectName) -> NodeList { present[slots[name] ?? -1] }

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
