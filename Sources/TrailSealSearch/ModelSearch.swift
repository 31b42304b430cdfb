internal import VirtualTrail

/// The model check: each tampering and plant of a small world alone, and combinations of them.
package struct ModelSearch: Sendable {
    private let store: ActStore
    private let trial: Trial
    private let seed: Int
    private let isExtended: Bool

    /// One archive, as indices of acts.
    private struct Item: Sendable {
        let acts: [Int]

        /// The acts in order, for example `12` or `12+3000`.
        var id: String { acts.isEmpty ? "none" : acts.map(String.init).joined(separator: "+") }
    }

    /// Prepares a search. Without `isExtended`, it tries a sample that depends on `seed`.
    package init(_ verifier: any Verifier, seed: Int = 1, isExtended: Bool) {
        store = .shared(.accounts)
        trial = Trial(verifier, Oracle(store.world))
        self.seed = seed
        self.isExtended = isExtended
    }

    /// Number of random archives with two plants and a tampering.
    private static let tripleCount = 4_000
    /// An ordinary run takes one archive of this many.
    private static let sampleStep = 16

    /// Takes some of each kind. The step is odd, so that every parameter value gets its turn.
    private static func some(_ kinds: [[Int]], ofEach limit: Int) -> [Int] {
        kinds.flatMap { $0.count <= limit ? $0 : $0.everyOther($0.count / limit | 1) }
    }

    private var items: [Item] {
        let singles = store.acts.indices.map { Item(acts: [$0]) }
        let numbers = Dictionary(
            store.acts.indices.map { ("\(store.acts[$0].kind) \(store.acts[$0])", $0) },
            uniquingKeysWith: { first, _ in first })
        let tamperings = Tamperings(world: store.world).representative.compactMap { numbers["\($0.kind) \($0)"] }
        let ends = Tamperings(world: store.world).ends.compactMap { numbers["\($0.kind) \($0)"] }
        let erasures = ends + tamperings.everyOther(23) + Self.some(store.tamperings, ofEach: 1)
        let plants = Self.some(store.quietPlants, ofEach: 6) + Self.some(store.plants, ofEach: 1)
        let names = store.quietPlants.joined().filter { store.acts[$0].family == "plant-digest-name" }
        var pairs = names.flatMap { plant in ends.map { Item(acts: [plant, $0]) } }
        pairs += plants.flatMap { plant in erasures.map { Item(acts: [plant, $0]) } }
        let paths = Dictionary(tamperings.map { ($0, store.change($0).paths) }) { first, _ in first }
        for (position, second) in tamperings.enumerated() {
            for first in tamperings.prefix(position) where (first + second) % 37 == 0 {
                pairs.append(Item(acts: [first, second]))
                // The last one wins if both change the same path. Otherwise the order doesn't matter.
                if let some = paths[first], let others = paths[second], !some.isDisjoint(with: others) {
                    pairs.append(Item(acts: [second, first]))
                }
            }
        }
        // What two plants by one adversary might hide: a log that was edited, emptied or deleted.
        let log = store.world.chains[0].digests[0].logs[0].key
        let losses: [Tampering] = [.change(Path(log), .flipContent(eighths: 4)), .change(Path(log), .empty)]
        let chosen =
            losses.compactMap { numbers["\($0.kind) \($0)"] }
            + Self.some(
                store.tamperings.filter { store.acts[$0[0]].kind == "erase-logs" }, ofEach: 1)
        let alliances = store.alliances.flatMap { plants in chosen.map { Item(acts: plants + [$0]) } }
        let triples = (0..<Self.tripleCount).map { index in
            var random = Random(seed: seed, index: index)
            let plants = (0..<2).map { _ in random.pick(random.pick(store.quietPlants)) }
            return Item(acts: plants + [random.pick(random.pick(store.tamperings))])
        }
        return [Item(acts: [])] + singles + pairs + alliances + triples
    }

    /// Runs the search.
    package func run() throws -> SearchReport {
        var items = items
        if !isExtended {
            // A sample that depends on the seed.
            items = items.enumerated().filter { ($0.offset + seed) % Self.sampleStep == 0 }.map(\.element)
        }
        return try run(items)
    }

    /// Tries one archive. Throws `SearchError` if there is no archive with this id.
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
            // Divides each single act, and half of the combinations, depending on the seed.
            trial.isDivided = items[index].acts.count < 2 || (index + seed) % 2 == 0
            return try ArchiveRunner(store: store, trial: trial).run(
                items[index].acts, id: items[index].id, setting: nil)
        }
        var report = SearchReport(search: "model")
        for (_, result) in results { report.add(result) }
        return report
    }
}

/// Why a search can't run.
package enum SearchError: Error {
    /// No archive has this id.
    case noSuchArchive
}

extension SearchReport {
    mutating func add(_ result: ArchiveRunner.Result) {
        archives += 1
        if !result.isJudged { skipped += 1 }
        if result.passes { passing += 1 }
        if result.isDivided { divided += 1 }
        if result.isInFiles { inFiles += 1 }
        failures += result.failures
        if let id = result.failures.first?.id { failing.insert(id) }
    }
}
