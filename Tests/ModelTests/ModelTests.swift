import Synchronization
import TestSupport
import Testing
import WorkerPool

/// Every tampering of a small world, and pairs of them, against an oracle that knows the truth. An ordinary run takes a
/// part of them, `TRAILSEAL_EXTENDED=1` all.
@Suite(.serialized) struct ModelTests {
    private let world: ModelWorld
    private let tamperings: Tamperings

    init() throws {
        world = try ModelWorld.shared.get()
        tamperings = Tamperings(world: world)
    }

    @Test func untampered() throws {
        let outcome = try Trial(world).run([])
        #expect(outcome.passes)
        #expect(outcome.violations.isEmpty)
    }

    @Test func singles() throws {
        let all = tamperings.all
        // The step divides none of the numbers of tamperings of one file (78 to 82), so every kind has its turn.
        let chosen = TestPaths.isExtended ? all : all.everyOther(7)
        try check(chosen, chosen.indices.map { [$0] })
    }

    @Test func pairs() throws {
        let chosen = tamperings.representative
        let paths = chosen.map { $0.change(world).paths }
        let pairs = chosen.indices.flatMap { first in
            (0..<first).flatMap { second in
                // The latter has the last word where both are about one path; otherwise their order does not matter.
                paths[first].isDisjoint(with: paths[second])
                    ? [[second, first]] : [[second, first], [first, second]]
            }
        }
        try check(chosen, TestPaths.isExtended ? pairs : pairs.everyOther(31))
    }

    // MARK: -

    private struct Report: CustomStringConvertible {
        var archives = 0
        var passing = 0
        /// Judged region by region too.
        var divided = 0
        var violations: [String] = []

        var description: String {
            "\(archives) archives, \(passing) of them verified, \(divided) judged in parts too, "
                + "\(violations.count) violations"
        }
    }

    /// Most violations that are shown in full.
    private static let shownLimit = 20

    /// Tries combinations of `tamperings`, given by their numbers.
    private func check(_ tamperings: [Tampering], _ combinations: [[Int]], test: String = #function) throws {
        let trial = Trial(world)
        let pool = WorkerPool(jobs: WorkerPool.processorCount)
        let changes = Mutex([Archive.Change?](repeating: nil, count: tamperings.count))
        pool.forEach(count: tamperings.count, batch: 8) {
        } body: { (_, index) in
            let change = tamperings[index].change(world)
            changes.withLock { $0[index] = change }
        }
        let prepared = changes.withLock { $0.compactMap(\.self) }
        let total = Mutex(Report())
        try pool.forEach(count: combinations.count, batch: 16) {
        } body: { (_, index) throws in
            let combination = combinations[index]
            let outcome = try trial.run(combination.map { prepared[$0] }) {
                combination.map { tamperings[$0].description }
            }
            total.withLock { report in
                report.archives += 1
                if outcome.passes { report.passing += 1 }
                if outcome.isDivided { report.divided += 1 }
                if !outcome.violations.isEmpty { report.violations.append(outcome.violations.joined(separator: "\n")) }
            }
        }
        let report = total.withLock { $0 }
        for violation in report.violations.sorted().prefix(Self.shownLimit) { Issue.record("\(violation)") }
        #expect(report.violations.count == 0, "\(test): \(report)")
        #expect(report.archives == combinations.count)
        // Neither is the verifier asked only what it must refuse.
        #expect(report.passing > 0 && report.passing < report.archives)
        #expect(report.divided > report.archives / 2)
        print("\(test): \(tamperings.count) tamperings, \(report)")
    }
}
