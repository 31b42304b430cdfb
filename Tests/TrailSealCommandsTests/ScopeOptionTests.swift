import Foundation
import TestSupport
import Testing

/// Options that set the scope of a run.
@Suite struct ScopeOptionTests {
    private func window(_ archive: SmallArchive, _ options: [String]) throws -> (from: Date, to: Date) {
        let report = archive.folder.path + "/r.json"
        _ = try Program.trailseal(["verify"] + archive.arguments + ["-q", "--report", "json=\(report)"] + options)
            .run(in: archive.folder.path)
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
        let inputs = try #require((json as? [String: Any])?["inputs"] as? [String: Any])
        return (
            try #require(ISO8601DateFormatter().date(from: inputs["from"] as? String ?? "")),
            try #require(ISO8601DateFormatter().date(from: inputs["to"] as? String ?? ""))
        )
    }

    @Test(arguments: [
        ["--from", "-2d", "--to", "-6h"], ["--from=-2880m", "--to=-21600s"], ["--from=-2d", "--to", "-6h"],
    ])
    func relativeTimes(_ options: [String]) throws {
        let archive = try SmallArchive()
        let now = Date()
        let found = try window(archive, options)
        // The report holds the resolved times.
        #expect(abs(found.from.timeIntervalSince(now) + 172_800) < 60)
        #expect(abs(found.to.timeIntervalSince(now) + 21_600) < 60)
        let fixed = try Program.trailseal(["verify"] + archive.arguments + options + ["--deterministic"])
            .run(in: archive.folder.path)
        #expect(fixed.status == 64)
        #expect(fixed.errors.contains("--from"))
    }

    @Test(arguments: ["-6x", "-", "-6", "--to", "-99999999999999999999d", "-300000w", "6h", "-0h"])
    func timesThatAreNone(_ text: String) throws {
        let archive = try SmallArchive()
        let run = try Program.trailseal(["verify"] + archive.arguments + ["--from", text]).run(in: archive.folder.path)
        #expect(run.status == 64)
        #expect(run.errors.contains("--from"))
    }

    /// The parser would find `-h` in `-6h`, and print the help instead of an error.
    @Test func aRelativeTimeIsNoCryForHelp() throws {
        let archive = try SmallArchive()
        let run = try Program.trailseal(["verify"] + archive.arguments + ["--from", "-6h", "--account", "1"])
            .run(in: archive.folder.path)
        #expect(run.status == 64)
        #expect(run.errors.contains("twelve digits"))
    }

    @Test func logsThatWereNotCopied() throws {
        let archive = try SmallArchive()
        let both = try Program.trailseal(
            ["verify"] + archive.arguments + ["--digests-only", "--logs-from", "2026-10-01T00:00:00Z"]
        ).run(in: archive.folder.path)
        #expect(both.status == 64)
        let logs = "find tree -path '*/CloudTrail/*' -type f -delete"
        #expect(try Program("/bin/sh", ["-c", logs]).run(in: archive.folder.path).status == 0)
        let formats = ["json", "jsonl", "csv", "sarif", "junit", "html", "prometheus"]
        let reports = formats.flatMap { ["--report", "\($0)=r.\($0)"] }
        let run = try Program.trailseal(
            ["verify"] + archive.arguments + reports + ["--digests-only", "--state", "state.json"]
        ).run(in: archive.folder.path)
        #expect(run.status == 0)
        #expect(run.output.contains("Verdict: verified, absent logs not asked for (--digests-only)"))
        for format in formats {
            let text = try String(contentsOfFile: archive.folder.path + "/r.\(format)", encoding: .utf8)
            #expect(
                text.contains("not asked for") || text.contains("not_asked_for")
                    || text.contains("\"digestsOnly\":true") || text.contains("\"digestsOnly\": true"), "\(format)")
        }
        // Nothing was read that a later run may skip.
        #expect(run.errors.contains("state.json was not written"))
        let nagios = try Program.trailseal(
            ["verify"] + archive.arguments + ["--digests-only", "--exit-style", "nagios"]
        ).run(in: archive.folder.path)
        #expect(nagios.output.contains("not asked for (--digests-only)"))
    }

    @Test(arguments: [
        (["--account", "111122223334"], "account 111122223333"), (["--region", "us-east-2"], "Region us-east-1"),
        (["--trail", "managment"], "trail management"), (["--region", "US-EAST-1"], "Region us-east-1"),
        (
            ["--trail", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/management"],
            "the home Region of trail management is us-east-1"
        ),
    ])
    func valuesThatMatchNothing(_ options: [String], _ answer: String) throws {
        let archive = try SmallArchive()
        let run = try Program.trailseal(["verify"] + archive.arguments + options).run(in: archive.folder.path)
        #expect(run.status == 2)
        #expect(run.errors.contains(answer))
    }

    @Test(arguments: ["1111", "11112222333x", "1111222233334"])
    func accountsHaveTwelveDigits(_ text: String) throws {
        let archive = try SmallArchive()
        let run = try Program.trailseal(["verify"] + archive.arguments + ["--account", text]).run(
            in: archive.folder.path)
        #expect(run.status == 64)
        #expect(run.errors.contains("twelve digits"))
    }
}
