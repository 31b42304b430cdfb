internal import VirtualTrail

/// Random worlds: a true world with up to four plants and two tamperings, copied and judged under random settings.
package struct WorldSearch: Sendable {
    private let verifier: any Verifier
    private let seed: Int
    private let count: Int
    private let states: [TrueWorld.Template: State]
    private let oracles: [TrueWorld.Template: Oracle]
    private let program: (any Verifier)?
    private let programStates: [TrueWorld.Template: State]

    /// How often each combination of two settings must occur in 20,000 worlds.
    private static let combinationMinimum = 150

    /// How many of 20,000 worlds the program must judge, and how many are tried. Not all can be written to disk.
    private static let (fileMinimum, fileTries) = (300, 500)

    /// Prepares a search. `noState` is the state with which the program begins.
    package init(
        _ verifier: any Verifier, seed: Int = 1, count: Int, program: (verifier: any Verifier, noState: State)? = nil
    ) throws {
        self.verifier = verifier
        self.seed = seed
        self.count = count
        var states: [TrueWorld.Template: State] = [:]
        var oracles: [TrueWorld.Template: Oracle] = [:]
        var programStates: [TrueWorld.Template: State] = [:]
        for template in TrueWorld.Template.allCases {
            let world = TrueWorld.shared(template)
            oracles[template] = Oracle(world)
            var options = Options()
            options.to = TrueWorld.night
            let empty = State(content: [String](), keys: [])
            var run = Run(roots: [world.firstNight], options: options, state: empty)
            states[template] = try verifier.answer(run)?.state
            run.state = program?.noState
            programStates[template] = try program?.verifier.answer(run)?.state
        }
        self.states = states
        self.oracles = oracles
        self.program = program?.verifier
        self.programStates = programStates
    }

    /// The random choices for one world.
    struct Drawn: Sendable {
        let settings: Settings
        let acts: [Int]
    }

    func draw(_ index: Int) -> Drawn {
        var random = Random(seed: seed, index: index)
        let settings = Settings(&random)
        let store = ActStore.shared(settings.template)
        // Mostly few acts: of many, some are noticed whatever the others hide.
        let plants = random.pick([0, 1, 1, 1, 2, 2, 2, 2, 3, 4])
        let tamperings = random.pick([0, 1, 1, 1, 2])
        var acts: [Int] = []
        if plants == 2, random.below(3) == 0 {
            acts = random.pick(store.alliances)
        }
        for _ in acts.count..<max(acts.count, plants) {
            acts.append(random.pick(random.pick(random.below(4) > 0 ? store.quietPlants : store.plants)))
        }
        for _ in 0..<tamperings { acts.append(random.pick(random.pick(store.tamperings))) }
        return Drawn(settings: settings, acts: acts)
    }

    func trial(_ settings: Settings) -> Trial? {
        guard let oracle = oracles[settings.template] else { return nil }
        var trial = Trial(verifier, oracle)
        trial.options = settings.options(oracle.world)
        trial.layout = settings.layout
        trial.otherDepth = settings.otherDepth
        trial.shards = settings.shards.rawValue
        if settings.nights != .none { trial.state = states[settings.template] }
        return trial
    }

    /// Runs the search.
    package func run() throws -> SearchReport {
        let drawn = (0..<count).map(draw)
        let results = try Parallel.map(count: count) { try run(drawn[$0], $0) }
        var report = SearchReport(search: "worlds")
        for (_, result) in results { report.add(result) }
        countCombinations(drawn, &report)
        let minimum = Self.fileMinimum * count / 20_000
        if program != nil, report.inFiles < minimum {
            report.defects.append("\(report.inFiles) worlds are judged by the program, and \(minimum) have to be")
        }
        return report
    }

    /// Tries one world.
    package func run(only index: Int) throws -> SearchReport {
        var report = SearchReport(search: "worlds")
        if let result = try run(draw(index), index) { report.add(result) }
        return report
    }

    private func run(_ drawn: Drawn, _ index: Int) throws -> ArchiveRunner.Result? {
        guard var trial = trial(drawn.settings) else { return nil }
        trial.triesThreads = index % 16 == 0
        trial.isDivided = index % 2 == 0
        if let program, index * Self.fileTries % 20_000 < Self.fileTries {
            let state = drawn.settings.nights == .none ? nil : programStates[drawn.settings.template]
            trial.program = (program, state)
        }
        trial.options.namesBuckets = index % 3 != 0
        let runner = ArchiveRunner(store: .shared(drawn.settings.template), trial: trial)
        return try runner.run(drawn.acts, id: "\(index)", setting: drawn.settings.description)
    }

    private func countCombinations(_ drawn: [Drawn], _ report: inout SearchReport) {
        var counts: [String: Int] = [:]
        var expected = 0
        let numbers = [
            TrueWorld.Template.allCases.count, Layout.Depth.allCases.count, Layout.Roots.allCases.count,
            Settings.Window.allCases.count, Settings.Filters.allCases.count, Allowance.allCases.count,
            Settings.Nights.allCases.count, Settings.Shards.allCases.count,
        ]
        for first in numbers.indices { for second in 0..<first { expected += numbers[first] * numbers[second] } }
        expected -= Settings.impossible
        for world in drawn {
            let values = world.settings.values
            for first in values.indices {
                for second in 0..<first { counts["\(values[second]) and \(values[first])", default: 0] += 1 }
            }
        }
        let rarest = counts.min { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }
        report.remarks.append(
            "\(counts.count) of \(expected) combinations of two settings; the rarest \(rarest?.value ?? 0) times: "
                + (rarest?.key ?? "none"))
        let minimum = Self.combinationMinimum * count / 20_000
        if counts.count < expected && minimum > 0 || (rarest?.value ?? 0) < minimum {
            report.defects.append("a combination of two settings occurs less than \(minimum) times")
        }
    }
}
