import Foundation
import TestSupport
import Testing

/// The cases, through the binary.
@Suite struct BinaryTests {
    @Test(arguments: ConformanceCase.all) func binary(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        let outcome = try Program.trailseal(["verify"] + one.arguments + ["--report", "json=report.json"])
            .run(in: folder.path("case"), timeout: 60)
        #expect(outcome.status == one.exitStatus, "\(one.name): \(outcome.errors)")
        let report = folder.path("case/report.json")
        guard let verdict = one.verdict else {
            #expect(!TestPaths.exists(URL(filePath: report)), "\(one.name): a report without a verdict")
            #expect(outcome.errors.hasPrefix("trailseal: ") || outcome.errors.hasPrefix("Error: "))
            return
        }
        let written = try WrittenReport(file: report)
        #expect(written.verdict == verdict)
        one.expect(written.findings)
        if let summary = one.summary {
            #expect(written.summary.digests == summary.digests)
            #expect(written.summary.logs == summary.logs)
        }
        // What a person sees ends with the verdict.
        let last = try #require(outcome.output.split(separator: "\n").last)
        #expect(last.lowercased().contains(verdict), "\(one.name): \(last)")
    }
}
