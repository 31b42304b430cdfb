internal import CloudTrailFormat
internal import Primitives

/// Who names whom: digests grouped by name, and for every name the digests that call it their predecessor. Built, not
/// judged.
struct DigestGraph: Sendable {
    /// Index of a digest in `digests`.
    typealias Node = Int

    /// One name: the digests present under it, and those that name it.
    struct Slot: Sendable {
        var nodes: [Node] = []
        var successors: [Node] = []
    }

    /// In canonical order: chain, end time, bucket, key, then hash and file. Of several files with the same bytes for one
    /// name, only the first is here.
    let digests: [UnauthenticatedDigest]
    /// Further files with the same bytes as a digest: by node.
    let copies: [Node: [UnauthenticatedDigest]]
    private let slots: [Slot]
    private let slotOfName: [ObjectName: Int32]
    private let slotOfNode: [Int32]
    private let slotOfPrevious: [Int32]

    /// The indices of `read` in canonical order. Sorts small keys, for the digests themselves are dear to move.
    private static func canonicalOrder(_ read: [UnauthenticatedDigest], _ names: ObjectNames) -> [Int] {
        struct SortKey {
            let rank: Int
            let end: UnixTime
            let position: Int
        }
        let chains = Set(read.map(\.chain)).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: chains.enumerated().map { ($1, $0) })
        // A family belongs to one chain, and looking up its number costs less than hashing the chain.
        var rankOfFamily: [Int32: Int] = [:]
        var keys: [SortKey] = []
        keys.reserveCapacity(read.count)
        for (position, digest) in read.enumerated() {
            let rank = rankOfFamily[digest.name.family] ?? ranks[digest.chain] ?? 0
            rankOfFamily[digest.name.family] = rank
            keys.append(SortKey(rank: rank, end: digest.end, position: position))
        }
        keys.sort { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.end != right.end { return left.end < right.end }
            // Locations are only built to order digests of one chain and time, which is rare.
            let (first, second) = (read[left.position], read[right.position])
            if first.name != second.name { return names.location(of: first.name) < names.location(of: second.name) }
            if first.hasRole != second.hasRole { return first.hasRole }
            return first.file < second.file
        }
        return keys.map(\.position)
    }

    init(_ read: [UnauthenticatedDigest], names: ObjectNames) {
        let ordered = Self.canonicalOrder(read, names)
        var digests: [UnauthenticatedDigest] = []
        digests.reserveCapacity(ordered.count)
        var copies: [Node: [UnauthenticatedDigest]] = [:]
        var slots: [Slot] = []
        var slotOfName: [ObjectName: Int32] = [:]
        slotOfName.reserveCapacity(ordered.count)
        func slot(_ name: ObjectName) -> Int {
            if let number = slotOfName[name] { return Int(number) }
            slotOfName[name] = Int32(truncatingIfNeeded: slots.count)
            slots.append(Slot())
            return slots.count - 1
        }
        var slotOfNode: [Int32] = []
        var slotOfPrevious: [Int32] = []
        for position in ordered {
            let digest = read[position]
            let own = slot(digest.name)
            if digest.hasRole {
                if let twin = slots[own].nodes.first(where: { digests[$0].hasRole && digests[$0].hash == digest.hash })
                {
                    copies[twin, default: []].append(digest)
                    continue
                }
                slots[own].nodes.append(digests.count)
            }
            slotOfNode.append(Int32(truncatingIfNeeded: own))
            if let previous = digest.previous {
                let named = slot(previous.name)
                slots[named].successors.append(digests.count)
                slotOfPrevious.append(Int32(truncatingIfNeeded: named))
            } else {
                slotOfPrevious.append(-1)
            }
            digests.append(digest)
        }
        self.digests = digests
        self.copies = copies
        self.slots = slots
        self.slotOfName = slotOfName
        self.slotOfNode = slotOfNode
        self.slotOfPrevious = slotOfPrevious
    }

    var nodes: Range<Node> { digests.indices }

    /// Digests with a role that are present under `name`.
    func nodes(named name: ObjectName) -> [Node] {
        slotOfName[name].map { slots[Int($0)].nodes } ?? []
    }

    /// Every digest present that names `name` as its predecessor, in its place or not.
    func successors(naming name: ObjectName) -> [Node] {
        slotOfName[name].map { slots[Int($0)].successors } ?? []
    }

    /// Every digest that names `node` as its predecessor.
    func successors(of node: Node) -> [Node] {
        slots[Int(slotOfNode[node])].successors
    }

    /// Digests present under the name that `node` gives as its predecessor.
    func predecessors(of node: Node) -> [Node] {
        slotOfPrevious[node] < 0 ? [] : slots[Int(slotOfPrevious[node])].nodes
    }

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
