import Foundation
import TestSupport
import Testing

/// Archives from another generator, which AWS's own validator accepted.
@Suite(.enabled(if: TestPaths.exists(TestPaths.samples), "the samples are not beside the checkout"))
struct SampleTests {
    /// Digest files (backfill ones included) and log files, as the samples' README counts them.
    static let counts = [
        "clean": (12, 36), "organization-trail-with-prefix": (12, 36), "backfill-digest": (14, 38),
    ]

    @Test(arguments: counts.keys.sorted()) func sample(_ name: String) throws {
        let expected = try #require(Self.counts[name])
        let folder = TestPaths.samples.appending(path: name).path
        let scratch = try TemporaryFolder()
        for jobs in [1, 3] {
            let report = scratch.path("report-\(jobs).json")
            let outcome = try Program.trailseal(
                "verify", folder + "/archive", "--keys", folder + "/keys", "--signatures", folder + "/heads",
                "--jobs", "\(jobs)", "--report", "json=\(report)"
            ).run()
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
            let written = try WrittenReport(file: report)
            #expect(written.verdict == "verified")
            #expect(
                written.summary.digests == .init(verified: expected.0, unverified: 0, invalid: 0, missing: 0))
            #expect(
                written.summary.logs
                    == .init(verified: expected.1, unverified: 0, invalid: 0, missing: 0, unreferenced: 0))
        }
    }

    /// Without the saved signatures only the newest digest of each chain lacks proof.
    @Test(arguments: counts.keys.sorted()) func withoutSignatures(_ name: String) throws {
        let folder = TestPaths.samples.appending(path: name).path
        let scratch = try TemporaryFolder()
        let outcome = try Program.trailseal(
            "verify", folder + "/archive", "--keys", folder + "/keys", "--report", "json=\(scratch.path("r.json"))"
        ).run()
        #expect(outcome.status == 2)
        let codes = Set(try WrittenReport(file: scratch.path("r.json")).findings.map(\.code))
        #expect(codes.contains("digest-signature-unavailable"))
        #expect(codes.isSubset(of: ["digest-signature-unavailable", "log-digest-unverified", "log-unreferenced"]))
    }
}
