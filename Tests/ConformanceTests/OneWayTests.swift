import ArgumentParser
import Foundation
import Primitives
import TestSupport
import Testing

@testable import CloudTrailVerification
@testable import TrailSealCommands

/// The cases, through the run that goes one way and is to replace the engine in use.
@Suite struct OneWayTests {
    /// A case that the run is known to fail has to fail.
    @Test(arguments: ConformanceCase.all.filter(\.bindsThisProcess)) func oneWay(_ one: ConformanceCase) throws {
        try withKnownIssue("The run doesn't keep the rule yet.") {
            try judge(one)
        } when: {
            Self.differs[one.name] != nil
        }
    }

    @Test func theListNamesCases() {
        let names = Set(ConformanceCase.all.map(\.name))
        #expect(!Self.differs.isEmpty)
        for (name, rule) in Self.differs { #expect(names.contains(name) && rule.contains("-"), "\(name)") }
    }

    private static let differs: [String: String] = {
        let file = TestPaths.package.appending(path: "Tests/ConformanceTests/one-way-differs.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return Dictionary(
            text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
                let parts = line.split(separator: ": ").map(String.init)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            }
        ) { first, _ in first }
    }()

    private func judge(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        let result: VerificationResult
        do {
            let run = try LibraryRun(one.arguments, in: folder.path("case"))
            result = try run.evidence.verifyOneWay(run.policy)
            try run.state?.expectSameArchive(result)
        } catch let error as OperationalError {
            #expect(error.status.rawValue == one.exitStatus, "\(one.name): \(error.message)")
            return
        } catch {
            #expect(VerifyCommand.exitCode(for: error).rawValue == one.exitStatus, "\(one.name): \(error)")
            return
        }
        #expect(result.isComplete)
        // The library writes no report, so it doesn't fail where the command can't write one.
        guard one.exitStatus != 73 else { return }
        #expect(result.verdict.rawValue == one.verdict)
        let differences =
            one.differences(result.findings.map(FoundFinding.init))
            + one.differences(
                digests: ConformanceCase.Counts(result.summary.digests),
                logs: ConformanceCase.Counts(result.summary.logs))
        #expect(differences.isEmpty, "\(one.name): \(differences)")
    }

    /// Any number of threads gives the same findings in the same order.
    @Test(arguments: ConformanceCase.all.filter { $0.verdict != nil && $0.bindsThisProcess && differs[$0.name] == nil })
    func jobs(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        let now = RunRecord.now()
        let findings = try [1, 8].map { jobs in
            let run = try LibraryRun(one.arguments + ["--jobs", "\(jobs)"], in: folder.path("case"), now: now)
            return try run.evidence.verifyOneWay(run.policy).findings.map { "\($0.detail) \($0.subject)" }
        }
        #expect(findings[0] == findings[1], "\(one.name)")
    }
}
