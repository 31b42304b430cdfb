internal import Synchronization

/// The acts on a true world with the changes they make. Changes are computed on demand, because signing is slow.
final class ActStore: Sendable {
    let world: TrueWorld
    let acts: [Tampering]
    /// Indices of tamperings in `acts`, by kind.
    let tamperings: [[Int]]
    /// Indices of plants in `acts`, by kind.
    let plants: [[Int]]
    /// Plants that the contract allows if they are alone. An adversary would combine these.
    let quietPlants: [[Int]]
    /// Pairs of plants that belong together.
    let alliances: [[Int]]
    private let changes: Mutex<[Int: Archive.Change]>

    init(_ world: TrueWorld) {
        let tamperings = Tamperings(world: world).all
        let acts = tamperings + Plants(world: world).all
        func byKind(_ numbers: Range<Int>) -> [[Int]] {
            let kinds = Dictionary(grouping: numbers) { acts[$0].kind }
            return kinds.keys.sorted().map { kinds[$0] ?? [] }
        }
        self.world = world
        self.acts = acts
        self.tamperings = byKind(0..<tamperings.count)
        plants = byKind(tamperings.count..<acts.count)
        var changes: [Int: Archive.Change] = [:]
        for number in tamperings.count..<acts.count { changes[number] = acts[number].change(world) }
        let oracle = Oracle(world)
        let scope = Scope(world.options, nil)
        quietPlants = plants.compactMap { numbers in
            let quiet = numbers.filter { number in
                var archive = world.archive
                archive.apply(changes[number].map { [$0] } ?? [])
                return oracle.difference(archive, scope).reasons.isEmpty
            }
            return quiet.isEmpty ? nil : quiet
        }
        let byName = Dictionary((tamperings.count..<acts.count).map { (acts[$0].description, $0) }) { first, _ in first
        }
        alliances = Plants.alliances.map { [$0.0, $0.1].compactMap { byName[$0.description] } }
        self.changes = Mutex(changes)
    }

    func change(_ number: Int) -> Archive.Change {
        if let known = changes.withLock({ $0[number] }) { return known }
        let made = acts[number].change(world)
        changes.withLock { $0[number] = made }
        return made
    }

    static func shared(_ template: TrueWorld.Template) -> ActStore {
        switch template {
        case .accounts: accounts
        case .organization: organization
        case .single: single
        case .namesakes: namesakes
        }
    }

    private static let accounts = ActStore(.shared(.accounts))
    private static let organization = ActStore(.shared(.organization))
    private static let single = ActStore(.shared(.single))
    private static let namesakes = ActStore(.shared(.namesakes))
}
