import Foundation
import TestSupport
import Testing
import TrailSealSearchAdapter

@testable import TrailSealSearch

/// The searches: a part of them by the program `trailseal-search`, and what they rest on.
@Suite struct ModelTests {
    /// A sample of both searches finds only what is known. `Scripts/test --extended` runs them in full.
    @Test(
        .enabled(if: !TestPaths.isSanitized), arguments: [["model"], ["worlds", "--count", "1200"]])
    func sample(_ arguments: [String]) throws {
        let program = TestPaths.binary.deletingLastPathComponent().appending(path: "trailseal-search").path
        let known = TestPaths.package.appending(path: "Tests/Search/known-failures.txt").path
        let outcome = try Program(program, arguments + ["--known", known]).run(timeout: 900)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains(" passed, 0 failed"))
    }

    /// The same seed draws the same worlds, and another one others.
    @Test func seeds() throws {
        let search = try WorldSearch(RunVerifier(), seed: 5, count: 10)
        let other = try WorldSearch(RunVerifier(), seed: 6, count: 10)
        let drawn = (0..<10).map { search.draw($0) }
        #expect(drawn.map(\.acts) == (0..<10).map { search.draw($0).acts })
        #expect(drawn.map(\.acts) != (0..<10).map { other.draw($0).acts })
        #expect(Set(drawn.map(\.settings.description)).count > 5)
    }

    /// Every kind of act changes something, and none needs another one.
    @Test func actsChangeSomething() {
        let store = ActStore.shared(.accounts)
        #expect(!store.quietPlants.isEmpty)
        for numbers in store.plants + store.tamperings {
            #expect(numbers.contains { !store.change($0).paths.isEmpty }, "\(store.acts[numbers[0]].kind)")
        }
    }

    /// What isn't needed for a failure is left out.
    @Test func minimum() {
        let needed = Minimizer.minimum([1, 2, 3, 4, 5]) { Set($0).isSuperset(of: [2, 5]) }
        #expect(needed == [2, 5])
        #expect(Minimizer.minimum([1, 2]) { _ in true }.isEmpty)
    }

    /// A class that isn't known fails, and so does one that is known and doesn't occur in a complete search.
    @Test func knownFailures() throws {
        let known = KnownFailures(
            "# A comment.\nmodel: exit 0 over a loss: plant-log + edit-log\nworlds: refused: nothing\n")
        var report = SearchReport(search: "model")
        report.archives = 1
        let failure = { (kinds: [String]) in
            SearchReport.Failure(id: "7", failureClass: FailureClass(.lossUnnoticed, kinds)) { ["what was found"] }
        }
        report.failures = [failure(["plant-log", "edit-log"])]
        // Classes are made of sorted kinds.
        #expect(try !report.print(known: known, isComplete: false, command: "") { _ in })
        let sorted = KnownFailures("model: exit 0 over a loss: edit-log + plant-log\n")
        #expect(try report.print(known: sorted, isComplete: true, command: "") { _ in })
        report.failures = []
        #expect(try report.print(known: sorted, isComplete: false, command: "") { _ in })
        #expect(try !report.print(known: sorted, isComplete: true, command: "") { _ in })
    }
}
