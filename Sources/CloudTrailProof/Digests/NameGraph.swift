internal import CloudTrailFormat
internal import Primitives

/// The digests in their places by the names of the objects that they declare, and who names whom.
struct NameGraph {
    private let names: DigestNames
    /// By name: the digests that declare it, in order.
    let files: AdjacencyLists
    /// By name: the digests that name it as their predecessor; those that declare it are left out.
    let successors: AdjacencyLists

    init(_ names: DigestNames) {
        self.names = names
        files = AdjacencyLists(names.own, count: names.count)
        successors = AdjacencyLists(names.previous, count: names.count)
    }

    /// Every name after all names whose files name it. Those that name each other in a circle come last, in the order in
    /// which they were read: nothing proves them by a link, because no hash can stand in a text that stands in its own.
    func successorsFirst() -> [Int] {
        var waiting = [Int](repeating: 0, count: names.count)
        for (own, older) in zip(names.own, names.previous) where own != nil {
            if let older { waiting[older] += 1 }
        }
        var ready = waiting.indices.filter { waiting[$0] == 0 }
        var order: [Int] = []
        while let next = ready.popLast() {
            order.append(next)
            for file in files[next] {
                guard let older = names.previous[file] else { continue }
                waiting[older] -= 1
                if waiting[older] == 0 { ready.append(older) }
            }
        }
        return order + waiting.indices.filter { waiting[$0] > 0 }
    }
}
