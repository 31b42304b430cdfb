import Foundation
import TestSupport
import Testing

/// The cases, through the binary.
@Suite struct BinaryTests {
    /// A case that the engine in use is known to fail has to fail.
    @Test(arguments: ConformanceCase.all) func binary(_ one: ConformanceCase) throws {
        try withKnownIssue("The engine in use doesn't keep the rule yet.") {
            let differences = try Self.differences(one)
            #expect(differences.isEmpty, "\(one.name): \(differences)")
        } when: {
            OldEngine.differs[one.name] != nil
        }
    }

    /// The list says of each case what the binary does, and of no other.
    @Test func listIsCurrent() {
        let names = Set(ConformanceCase.all.map(\.name))
        for (name, reason) in OldEngine.differs {
            #expect(names.contains(name), "\(name) is no case")
            #expect(reason.prefixMatch(of: /[A-Z]+-[0-9]+: ./) != nil, "\(name)")
        }
    }

    /// With `TRAILSEAL_OLD_ENGINE=write` the list is written anew from what the binary does.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["TRAILSEAL_OLD_ENGINE"] == "write")) func write() throws {
        let head = """
            # Vectors that the engine in use fails, each with the rule of Documentation/CONTRACT.md that it doesn't keep yet and what
            # differs: found for expected, counts as verified/unverified/invalid/missing/unreferenced. Written by
            # TRAILSEAL_OLD_ENGINE=write swift test --filter BinaryTests.write

            """
        var lines: [String] = []
        for one in ConformanceCase.all {
            let differences = (try? Self.differences(one)) ?? ["the first night's run fails"]
            guard !differences.isEmpty, let rule = one.rule.split(separator: ",").first else { continue }
            lines.append("\(one.name): \(rule): \(differences.joined(separator: ", "))\n")
        }
        try Data((head + lines.joined()).utf8).write(to: OldEngine.file)
    }

    /// How the run differs from what has to come.
    private static func differences(_ one: ConformanceCase) throws -> [String] {
        let folder = try one.prepared()
        let outcome = try one.run(in: folder, ["--report", "json=report.json"])
        var found: [String] = []
        if outcome.status != one.exitStatus { found.append("exit status \(outcome.status) for \(one.exitStatus)") }
        let report = folder.path("case/report.json")
        guard let verdict = one.verdict else {
            if TestPaths.exists(URL(filePath: report)) { found.append("a report without a verdict") }
            if !outcome.errors.hasPrefix("trailseal: "), !outcome.errors.hasPrefix("Error: ") {
                found.append("no complaint")
            }
            return found
        }
        guard let written = try? WrittenReport(file: report) else { return found + ["no report"] }
        found += written.verdict == verdict ? [] : ["\(written.verdict) for \(verdict)"]
        found += one.differences(written.findings)
        found += one.differences(digests: written.summary.digests, logs: written.summary.logs)
        // What a person sees ends with the verdict.
        let last = outcome.output.split(separator: "\n").last ?? ""
        if !last.lowercased().contains(written.verdict) { found.append("the last line is: \(last)") }
        return found
    }
}
