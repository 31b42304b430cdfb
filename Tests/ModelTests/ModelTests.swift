import Foundation
import TestSupport
import Testing
import TrailSealSearchAdapter

@testable import TrailSealSearch

/// The searches: a sample of them with the program `trailseal-search`, and their foundations.
@Suite struct ModelTests {
    /// A sample of both searches finds only known classes. `Scripts/test --extended` runs them in full.
    @Test(
        .enabled(if: !TestPaths.isSanitized), arguments: [["model"], ["worlds", "--count", "1200"]])
    func sample(_ arguments: [String]) throws {
        let program = TestPaths.binary.deletingLastPathComponent().appending(path: "trailseal-search").path
        let known = TestPaths.package.appending(path: "Tests/Search/known-failures.txt").path
        let outcome = try Program(program, arguments + ["--known", known]).run(timeout: 900)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains(" passed, 0 failed"))
    }

    private func search(_ arguments: String...) throws -> Program.Outcome {
        let program = TestPaths.binary.deletingLastPathComponent().appending(path: "trailseal-search").path
        return try Program(program, arguments).run(timeout: 900)
    }

    /// A program that doesn't write a report is judged by its exit status alone. One that always ends with 0 is
    /// detected.
    @Test(.enabled(if: !TestPaths.isSanitized)) func blindProgram() throws {
        let folder = try TemporaryFolder()
        let blind = try folder.write("#!/bin/sh\nexit 0\n", to: "blind")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: blind)
        let store = ActStore.shared(.accounts)
        let erasure = try #require(store.acts.firstIndex { $0.kind == "erase-logs" })
        // Another act that the failure doesn't need.
        let other = try #require(store.acts.firstIndex { $0.kind == "plant-hidden-log" })
        let outcome = try search("model", "--program", blind, "--only", "\(other)+\(erasure)")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("FAIL exit 0 over a loss: erase-logs: 1 times"))
        #expect(
            outcome.output.contains("trailseal-search model --seed 1 --program \(blind) --only \(other)+\(erasure)\n"))
        #expect(try search("model", "--program", blind, "--only", "none").output.contains("1 passed, 0 failed"))
    }

    /// The questions also cover a program's report.
    @Test(.enabled(if: !TestPaths.isSanitized)) func accusingProgram() throws {
        let folder = try TemporaryFolder()
        let key = Oracle(.shared(.accounts)).chains[0].digests[0]
        let accusing = try folder.write(
            """
            #!/bin/sh
            cat > report.jsonl <<.
            {"kind":"finding","code":"digest-missing","verdict":"invalid","key":"\(key)","path":null,\
            "from":"2024-10-01T00:00:00Z","to":"2026-10-01T21:00:00Z"}
            {"kind":"summary"}
            .
            exit 1

            """, to: "accusing")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: accusing)
        let output = try search("model", "--program", accusing, "--only", "none").output
        #expect(output.contains("FAIL untouched accused: nothing"))
        #expect(output.contains("digests of main are said to be missing"))
    }

    /// The present program passes, including closed folders, several roots and states of an earlier night.
    @Test(.enabled(if: !TestPaths.isSanitized)) func presentProgram() throws {
        let store = ActStore.shared(.accounts)
        let erasure = try #require(store.acts.firstIndex { $0.kind == "erase-logs" })
        let closed = try #require(store.acts.firstIndex { $0.kind == "plant-closed-folder" })
        let model = try search("model", "--program", TestPaths.binary.path, "--only", "\(closed)+\(erasure)")
        let worlds = try search("worlds", "--program", TestPaths.binary.path, "--count", "60")
        for outcome in [model, worlds] {
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            #expect(!outcome.output.contains("can't be made"))
        }
    }

    /// The same seed draws the same worlds, and another seed draws others.
    @Test func seeds() throws {
        let search = try WorldSearch(RunVerifier(), seed: 5, count: 10)
        let other = try WorldSearch(RunVerifier(), seed: 6, count: 10)
        let drawn = (0..<10).map { search.draw($0) }
        #expect(drawn.map(\.acts) == (0..<10).map { search.draw($0).acts })
        #expect(drawn.map(\.acts) != (0..<10).map { other.draw($0).acts })
        #expect(Set(drawn.map(\.settings.description)).count > 5)
    }

    /// Every kind of act changes something, and none depends on another.
    @Test func actsChangeSomething() {
        let store = ActStore.shared(.accounts)
        #expect(!store.quietPlants.isEmpty)
        for numbers in store.plants + store.tamperings {
            #expect(numbers.contains { !store.change($0).paths.isEmpty }, "\(store.acts[numbers[0]].kind)")
        }
    }

    /// Shrinking drops acts that a failure doesn't need.
    @Test func minimum() {
        let needed = Minimizer.minimum([1, 2, 3, 4, 5]) { Set($0).isSuperset(of: [2, 5]) }
        #expect(needed == [2, 5])
        #expect(Minimizer.minimum([1, 2]) { _ in true }.isEmpty)
    }

    /// An unknown class fails. So does a known class that doesn't occur in a complete search.
    @Test func knownFailures() throws {
        let known = KnownFailures(
            "# A comment.\nmodel: exit 0 over a loss: plant-log + edit-log\nworlds: refused: nothing\n")
        var report = SearchReport(search: "model")
        report.archives = 1
        let failure = { (kinds: [String]) in
            SearchReport.Failure(id: "7", failureClass: FailureClass(.lossUnnoticed, kinds)) { ["what was found"] }
        }
        report.failures = [failure(["plant-log", "edit-log"])]
        // The kinds in a class are sorted.
        #expect(try !report.print(known: known, isComplete: false, command: "") { _ in })
        let sorted = KnownFailures("model: exit 0 over a loss: edit-log + plant-log\n")
        #expect(try report.print(known: sorted, isComplete: true, command: "") { _ in })
        report.failures = []
        #expect(try report.print(known: sorted, isComplete: false, command: "") { _ in })
        #expect(try !report.print(known: sorted, isComplete: true, command: "") { _ in })
    }
}
