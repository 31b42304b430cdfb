import Foundation
import TestSupport
import Testing

/// The cases, through the binary.
@Suite struct BinaryTests {
    /// A case that the product is known to fail must fail.
    @Test(arguments: ConformanceCase.all) func binary(_ one: ConformanceCase) throws {
        try withKnownIssue("The run doesn't keep the rule yet.") {
            let differences = try Self.differences(one)
            #expect(differences.isEmpty, "\(one.name): \(differences)")
        } when: {
            OpenVectors.rules[one.name] != nil
        }
    }

    /// How the run differs from the expected result.
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
        // The text ends with the verdict.
        let last = outcome.output.split(separator: "\n").last ?? ""
        if !last.lowercased().contains(written.verdict) { found.append("the last line is: \(last)") }
        return found
    }
}
