import Foundation
import TestSupport
import Testing

/// For an unknown command or option, the answer suggests similar ones, in one line and with 64 (VERDICT-8).
@Suite struct CommandLineAdviceTests {
    private static let good = ["verify", "tree", "--keys", "keys"]

    static let cases: [(arguments: [String], words: [String])] = [
        (["verfy", "x"], ["verfy", "trailseal verify?"]),
        (["help", "verfy"], ["verfy", "trailseal verify?"]),
        (["check", "tree"], ["check", "trailseal verify?"]),
        (["validate-logs"], ["trailseal verify?"]),
        (["tree"], ["trailseal verify tree --keys"]),
        (["quux"], ["quux", "verify, changes, controls", "--help"]),
        (["version"], ["--version"]),
        (["a\u{1B}[31m"], ["a\\x1b[31m"]),
        (good + ["--json"], ["--json", "--report json=PATH"]),
        (good + ["--html=x"], ["--html", "--report html=PATH"]),
        (good + ["--output", "x"], ["--report FORMAT=PATH"]),
        (good + ["--reports", "html=x"], ["did you mean --report?"]),
        (good + ["--signature", "x"], ["did you mean --signatures?"]),
        (good + ["--start-time", "x"], ["--from TIME"]),
        (good + ["--profile", "x"], ["no network is used", "aws s3 sync"]),
        (good + ["--threads", "3"], ["--jobs N"]),
        (good + ["--fast"], ["--fast", "trailseal verify --help"]),
        (["verify", "tree", "--key", "keys"], ["did you mean --keys?"]),
        (["verify", "tree"], ["--keys is missing", "list-public-keys", "--output json"]),
        (["plan", "tree", "--keys", "keys", "--state", "x"], ["an option of trailseal"]),
        (["--json"], ["--json", "--report json=PATH", "trailseal verify"]),
    ]

    @Test(arguments: [
        "verify", "controls", "report", "merge", "plan", "keys", "state", "export", "manifest", "explain", "selftest",
    ]) func helpNamesTheProgram(_ command: String) throws {
        for arguments in [[command, "--help"], [command, "-h"], ["help", command]] {
            let outcome = try Program.trailseal(arguments).run()
            #expect(outcome.status == 0 && outcome.output.contains("\nUSAGE: trailseal \(command)"), "\(arguments)")
        }
    }

    @Test(arguments: cases) func advice(_ arguments: [String], _ words: [String]) throws {
        let archive = try SmallArchive()
        let outcome = try Program.trailseal(arguments).run(in: archive.folder.path)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("trailseal: "))
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }

    /// The parser answers invalid values with what the option expects.
    @Test(arguments: [
        (good + ["--report", "html"], "give html=PATH"), (good + ["--report", "report.json"], "json=report.json"),
        (good + ["--report", "jsn=x"], "did you mean json=PATH?"), (good + ["--report", "json="], "give json=PATH"),
        (good + ["--allow", "log-unreferencd"], "did you mean log-unreferenced?"),
        (["explain", "log-mising"], "did you mean log-missing?"),
    ]) func values(_ arguments: [String], _ words: String) throws {
        let outcome = try Program.trailseal(arguments).run()
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test(arguments: [[], ["--help"], ["help"], ["help", "verify"], ["verify", "--help"], ["--version"]])
    func helpIsNoError(_ arguments: [String]) throws {
        let outcome = try Program.trailseal(arguments).run()
        #expect(outcome.status == 0)
        #expect(!outcome.output.isEmpty && outcome.errors.isEmpty)
    }
}
