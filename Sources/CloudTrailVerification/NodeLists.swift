internal import Primitives

/// Lists of digests, one for each name, in three flat arrays: nearly every list has one member or none.
struct NodeLists: Sendable {
    private var firsts: [Int32] = []
    private var lasts: [Int32] = []
    /// What follows in its list: by node.
    private var nexts: [Int32]

    init(nodeCount: Int) {
        nexts = Array(repeating: -1, count: nodeCount)
    }

    /// Puts `node`, which is in no list yet, at the end of a list.
    mutating func append(_ node: DigestGraph.Node, to slot: Int32) {
        while firsts.count <= Int(slot) {
            firsts.append(-1)
            lasts.append(-1)
        }
        let number = Int32(truncatingIfNeeded: node)
        let last = lasts[Int(slot)]
        if last < 0 { firsts[Int(slot)] = number } else { nexts[Int(last)] = number }
        lasts[Int(slot)] = number
    }

    /// The list of a slot; empty where there is no such slot.
    subscript(slot: Int32) -> NodeList {
        NodeList(head: slot >= 0 && Int(slot) < firsts.count ? firsts[Int(slot)] : -1, nexts: nexts)
    }
}

/// Some digests, in canonical order.
struct NodeList: Sequence, IteratorProtocol {
    fileprivate var head: Int32
    fileprivate let nexts: [Int32]

    var isEmpty: Bool { head < 0 }

    mutating func next() -> DigestGraph.Node? {
        guard head >= 0 else { return nil }
        let node = Int(head)
        head = nexts[node]
        return node
    }
}

/// Gives every name a small number.
///
/// Names are added in canonical order, in which those of one family have ascending times; so they need no hashing, and
/// a name is mostly the one that was added last. A name that comes out of order, as that of an absent predecessor, goes
/// into a dictionary.
struct NameSlots: Sendable {
    private struct Row: Sendable {
        let end: UnixTime
        let slot: Int32
    }

    /// By family, in the order of time.
    private var rows: [[Row]] = []
    private var others: [ObjectName: Int32] = [:]
    private var last: (name: ObjectName, slot: Int32)?
    private(set) var count = 0

    /// The number of `name`, which is given one where it has none.
    mutating func add(_ name: ObjectName) -> Int32 {
        if let slot = self[name] { return slot }
        let slot = Int32(truncatingIfNeeded: count)
        count += 1
        let family = Int(name.family)
        if family >= 0 {
            while rows.count <= family { rows.append([]) }
            if rows[family].last.map({ $0.end < name.end }) ?? true {
                rows[family].append(Row(end: name.end, slot: slot))
                last = (name, slot)
                return slot
            }
        }
        others[name] = slot
        return slot
    }

    /// The number of `name`; nil where it was not added.
    subscript(name: ObjectName) -> Int32? {
        if let last, last.name == name { return last.slot }
        let family = Int(name.family)
        if family >= 0, family < rows.count, let newest = rows[family].last, name.end <= newest.end {
            var low = 0
            var high = rows[family].count
            while low < high {
                let middle = low + (high - low) / 2
                if rows[family][middle].end < name.end { low = middle + 1 } else { high = middle }
            }
            if low < rows[family].count, rows[family][low].end == name.end { return rows[family][low].slot }
        }
        return others.isEmpty ? nil : others[name]
    }
}
