import ArgumentParser
import TrailSealSearch
import TrailSealSearchAdapter

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@main
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trailseal-search",
        abstract: "Search for archives on which the verifier says what the contract doesn't allow.",
        discussion: """
            Exit status 1 if a class of failures occurs that the file of known failures does not list, or, in a full \
            search, if one that it lists does not occur.
            """,
        subcommands: [Model.self, Worlds.self])
}

/// Options of both searches.
struct SearchOptions: ParsableArguments {
    @Option(help: "The same seed gives the same search.")
    var seed = 1

    @Option(help: "The classes of failures that are known.")
    var known: String?

    @Flag(help: "Print the classes that occur, as the file of known failures has them, and nothing else.")
    var classes = false

    @Option(help: "A program that is judged in place of the code that this one is built with.")
    var program: String?

    /// Calls `body` with the verifier to judge.
    func judging<Result>(_ body: (any Verifier) throws -> Result) throws -> Result {
        guard let program else { return try body(RunVerifier()) }
        let verifier = try ProgramVerifier(program)
        defer { verifier.removeFolder() }
        return try body(verifier)
    }

    func knownFailures() throws -> KnownFailures {
        guard let known else { return KnownFailures() }
        return KnownFailures(try String(contentsOfFile: known, encoding: .utf8))
    }

    func finish(_ report: SearchReport, _ search: String, isComplete: Bool) throws {
        if classes {
            for name in report.classNames { print("\(search): \(name)") }
            return
        }
        let command = "trailseal-search \(search) --seed \(seed)" + (program.map { " --program \($0)" } ?? "")
        // Known failures belong to the code that is built in, not to other programs.
        let isComplete = isComplete && program == nil
        let isExpected = try report.print(known: try knownFailures(), isComplete: isComplete, command: command) {
            print($0)
        }
        if !isExpected { throw ExitCode(1) }
    }
}

extension SearchCommand {
    struct Model: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every tampering and plant of a small world alone, and pairs of them.")

        @OptionGroup var options: SearchOptions

        @Flag(help: "All of them.")
        var extended = false

        @Option(help: "One archive, by its ID.")
        var only: String?

        func run() throws {
            try options.judging { verifier in
                let search = ModelSearch(verifier, seed: options.seed, isExtended: extended)
                let report = try only.map { try search.run(only: $0) } ?? search.run()
                try options.finish(report, "model", isComplete: extended && only == nil && options.seed == 1)
            }
        }
    }

    struct Worlds: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Random worlds under random settings.")

        @OptionGroup var options: SearchOptions

        @Option(help: "Number of worlds.")
        var count = 20_000

        @Option(help: "One world, by its number.")
        var only: Int?

        @Option(help: "The program, which has to say the same of some of the worlds in files.")
        var binary: String?

        func run() throws {
            let program = try binary.map { try ProgramVerifier($0) }
            defer { program?.removeFolder() }
            try options.judging { verifier in
                let search = try WorldSearch(
                    verifier, seed: options.seed, count: count, program: program.map { ($0, ProgramVerifier.noState) })
                let report = try only.map { try search.run(only: $0) } ?? search.run()
                try options.finish(report, "worlds", isComplete: count >= 20_000 && only == nil && options.seed == 1)
            }
        }
    }
}
