import ArgumentParser
import Foundation
import TestSupport
import Testing
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealCommands
@testable import TrailSealVerification

/// The cases, through the library.
@Suite struct OneWayTests {
    /// A case that the run is known to fail must fail.
    @Test(arguments: ConformanceCase.all.filter(\.bindsThisProcess)) func library(_ one: ConformanceCase) throws {
        try withKnownIssue("The run doesn't keep the rule yet.") {
            try judge(one)
        } when: {
            OpenVectors.rules[one.name] != nil
        }
    }

    @Test func theListNamesCases() {
        let names = Set(ConformanceCase.all.map(\.name))
        for (name, rule) in OpenVectors.rules {
            #expect(names.contains(name), "\(name) isn't a case")
            #expect(rule.wholeMatch(of: /[A-Z]+-[0-9]+/) != nil, "\(name)")
        }
    }

    private func judge(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        let result: VerificationResult
        do {
            result = try verify(one.arguments, in: folder.path("case"))
        } catch let error as OperationalError {
            #expect(error.status.rawValue == one.exitStatus, "\(one.name): \(error.message)")
            #expect(one.verdict == nil)
            return
        } catch {
            #expect(VerifyCommand.exitCode(for: error).rawValue == one.exitStatus, "\(one.name): \(error)")
            #expect(one.verdict == nil)
            return
        }
        #expect(result.isComplete)
        // The library doesn't write reports, so it passes if the command fails to write one.
        guard one.exitStatus != 73 else {
            #expect(one.verdict == nil && result.holdsArtifacts)
            return
        }
        #expect(result.verdict.rawValue == one.verdict)
        let differences =
            one.differences(result.findings.map(FoundFinding.init))
            + one.differences(
                digests: ConformanceCase.Counts(result.summary.digests),
                logs: ConformanceCase.Counts(result.summary.logs))
        #expect(differences.isEmpty, "\(one.name): \(differences)")
        expectAgreement(result, one)
    }

    /// Every number of the summary equals the count of the records. Each object counts by its worst record.
    private func expectAgreement(_ result: VerificationResult, _ one: ConformanceCase) {
        var digestRanks: [Object: Int] = [:]
        result.forEachDigest { record in
            let rank = [.verified, .unverified, .invalid].firstIndex(of: record.verdict) ?? 0
            let object = Object(record.bucket, record.key, record.path)
            digestRanks[object] = max(digestRanks[object] ?? 0, rank)
            #expect((record.proof != nil) == (record.verdict == .verified), "\(one.name)")
        }
        let digests = result.summary.digests
        #expect(
            [0, 1, 2].map { rank in digestRanks.values.count { $0 == rank } }
                == [digests.verified, digests.unverified, digests.invalid], "\(one.name)")
        var logRanks: [Object: Int] = [:]
        result.forEachLog { record in
            // Logs that a digest of another account lists are counted separately (DIGEST-24).
            let object = Object(record.bucket, record.key, record.path, account: record.chain?.accountID)
            let order: [LogStanding?] = [nil, .verified, .unverified, .missing, .invalid]
            logRanks[object] = max(logRanks[object] ?? 0, order.firstIndex(of: record.standing) ?? 0)
        }
        let logs = result.summary.logs
        #expect(
            [0, 1, 2, 3, 4].map { rank in logRanks.values.count { $0 == rank } }
                == [logs.unreferenced, logs.verified, logs.unverified, logs.missing, logs.invalid], "\(one.name)")
        #expect(result.findings.filter { $0.verdict == .invalid }.count == result.summary.findings.invalid)
        #expect((result.verdict == .invalid) == (result.summary.findings.invalid > 0), "\(one.name)")
        if result.verdict == .verified { #expect(result.summary.findings.unverified == 0, "\(one.name)") }
    }

    /// The unit that counts once: a key, or a file without a key.
    private struct Object: Hashable {
        let bucket: ByteString?
        let name: ByteString?
        let account: ByteString?

        init(_ bucket: ByteString?, _ key: ByteString?, _ path: ByteString?, account: ByteString? = nil) {
            self.bucket = bucket
            self.account = account
            name = key ?? path
        }
    }

    /// Any number of threads gives the same findings in the same order.
    @Test(arguments: ConformanceCase.judgeable.filter { $0.verdict != nil }) func jobs(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        // All runs use one time, because the age of a chain is a fact of a finding.
        let now = RunRecord.now()
        let findings = try [1, 8].map { jobs in
            try verify(one.arguments + ["--jobs", "\(jobs)"], in: folder.path("case"), now: now).findings.map {
                "\($0.detail) \($0.subject)"
            }
        }
        #expect(findings[0] == findings[1], "\(one.name)")
    }

    private func verify(
        _ arguments: [String], in folder: String, now: UnixTime = RunRecord.now()
    ) throws -> VerificationResult {
        let run = try LibraryRun(arguments, in: folder, now: now)
        let result = try run.evidence.verify(run.policy)
        try run.state?.expectSameArchive(result)
        return result
    }
}

extension FoundFinding {
    init(_ finding: Finding) {
        self.init(
            code: finding.code.rawValue, verdict: finding.verdict.rawValue, key: finding.key?.description,
            path: finding.path?.description, from: finding.from?.iso8601, to: finding.to?.iso8601,
            count: finding.count)
    }
}

extension ConformanceCase.Counts {
    init(_ counts: VerificationSummary.DigestCounts) {
        self.init(
            verified: counts.verified, unverified: counts.unverified, invalid: counts.invalid, missing: counts.missing)
    }

    init(_ counts: VerificationSummary.LogCounts) {
        self.init(
            verified: counts.verified, unverified: counts.unverified, invalid: counts.invalid, missing: counts.missing,
            unreferenced: counts.unreferenced)
    }
}
