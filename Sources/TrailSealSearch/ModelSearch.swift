/// The model check: every tampering and plant of a small world alone, and pairs of them.
package struct ModelSearch: Sendable {
    private let store: ActStore
    private let trial: Trial
    private let seed: Int
    private let isExtended: Bool

    /// One archive: numbers of acts.
    private struct Item: Sendable {
        let acts: [Int]

        /// `12`, `12+3000`: the acts in their order.
        var id: String { acts.isEmpty ? "none" : acts.map(String.init).joined(separator: "+") }
    }

    package init(_ verifier: any Verifier, seed: Int = 1, isExtended: Bool) {
        store = .shared(.accounts)
        trial = Trial(verifier, Oracle(store.world))
        self.seed = seed
        self.isExtended = isExtended
    }

    /// Number of random archives of two plants and a tampering.
    private static let tripleCount = 8_000
    /// Of which so many have an ordinary run.
    private static let sampleStep = 24

    private var items: [Item] {
        let singles = store.acts.indices.map { Item(acts: [$0]) }
        let tamperings = Tamperings(world: store.world).representative
        let plants = Plants(world: store.world).representative
        let numbers = Dictionary(
            store.acts.indices.map { ("\(store.acts[$0].kind) \(store.acts[$0])", $0) },
            uniquingKeysWith: { first, _ in first })
        let chosen = (tamperings + plants).map { numbers["\($0.kind) \($0)"] }.map { $0 ?? 0 }
        let (chosenTamperings, chosenPlants) = (chosen.prefix(tamperings.count), chosen.suffix(plants.count))
        var pairs = chosenPlants.flatMap { plant in
            Array(chosenTamperings).everyOther(3).map { Item(acts: [plant, $0]) }
        }
        let changes = Dictionary(chosenTamperings.map { ($0, store.change($0).paths) }) { first, _ in first }
        for (position, second) in chosenTamperings.enumerated() {
            for first in chosenTamperings.prefix(position) where (first + second) % 3 == 0 {
                pairs.append(Item(acts: [first, second]))
                // The latter has the last word if both are about one path; otherwise their order doesn't matter.
                if let some = changes[first], let others = changes[second], !some.isDisjoint(with: others) {
                    pairs.append(Item(acts: [second, first]))
                }
            }
        }
        let triples = (0..<Self.tripleCount).map { index in
            var random = Random(seed: seed, index: index)
            let drawn = [
                random.pick(random.pick(store.plants)), random.pick(random.pick(store.plants)),
                random.pick(random.pick(store.tamperings)),
            ]
            return Item(acts: drawn)
        }
        return [Item(acts: [])] + singles + pairs + triples
    }

    package func run() throws -> SearchReport {
        var items = items
        if !isExtended {
            // A part that the seed chooses.
            items = items.enumerated().filter { ($0.offset + seed) % Self.sampleStep == 0 }.map(\.element)
        }
        return try run(items)
    }

    /// One archive alone. Throws if the ID isn't one.
    package func run(only id: String) throws -> SearchReport {
        let acts = id == "none" ? [] : id.split(separator: "+").compactMap { Int($0) }
        guard Item(acts: acts).id == id, acts.allSatisfy(store.acts.indices.contains) else {
            throw SearchError.noSuchArchive
        }
        return try run([Item(acts: acts)])
    }

    private func run(_ items: [Item]) throws -> SearchReport {
        let results = try Parallel.map(count: items.count) { index in
            var trial = trial
            trial.triesThreads = index % 16 == 0
            return try ArchiveRunner(store: store, trial: trial).run(
                items[index].acts, id: items[index].id, setting: nil)
        }
        var report = SearchReport(search: "model")
        for (_, result) in results { report.add(result) }
        return report
    }
}

package enum SearchError: Error {
    /// No archive has this ID.
    case noSuchArchive
}

extension SearchReport {
    mutating func add(_ result: ArchiveRunner.Result) {
        archives += 1
        if result.passes { passing += 1 }
        if result.isDivided { divided += 1 }
        failures += result.failures
        if let id = result.failures.first?.id { failing.insert(id) }
    }
}
