internal import TrailSealFormat
internal import TrailSealPrimitives

/// Which digests declare an object, and which name it as their predecessor.
struct NameGraph {
    private let names: DigestNames
    /// For each name, the digests in their places that declare it, in order.
    let files: AdjacencyLists
    /// For each name, the digests that name it as their predecessor, except those that declare it.
    let successors: AdjacencyLists
    init(_ names: DigestNames) {
        self.names = names
        files = AdjacencyLists(names.own, count: names.count)
        successors = AdjacencyLists(names.previous, count: names.count)
    }

    /// The names, each after all names whose files name it. Circles come last, in the order in which they were read: no
    /// link proves them, because a text can't contain a hash that depends on it.
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
