import Foundation
import TestSupport
import Testing

/// Tests `controls` as a program, and `verify --trail-description`.
@Suite struct DescriptionTests {
    private func text(of name: String, _ file: String = "description.json") throws -> String {
        let one = try #require(ControlCase.all.first { $0.name == name })
        return try String(contentsOfFile: one.folder + "/" + file, encoding: .utf8)
    }

    @Test func verifyCarriesTheControls() throws {
        let archive = try SmallArchive()
        try archive.folder.write(try text(of: "4-off"), to: "description.json")
        let outcome = try Program.trailseal(
            ["verify"] + archive.arguments
                + ["--trail-description", "description.json", "--report", "json=a.json", "--report", "jsonl=a.jsonl"]
        ).run(in: archive.folder.path)
        // The description is from a day after the archive's end.
        #expect(outcome.status == 2)
        let report = try WrittenControls(
            text: try String(contentsOfFile: archive.folder.path("a.json"), encoding: .utf8))
        let validation = try #require(report.accounts.first?.controls.first { $0.id == "CloudTrail.4" })
        #expect(validation.status == "FAILED")
        let half = try #require(validation.resources.first?.archive)
        #expect(half.verdict == "unverified" && half.chains == 1 && half.digests.verified == 3)
        #expect(
            validation.resources.first?.notes.contains {
                $0.hasPrefix(
                    "The archive holds validated digests of this trail for 2026-10-01T00:00:00Z to 2026-10-01T03:00:00Z."
                )
            } == true)
        #expect(
            outcome.output.replacing(/\n +/, with: " ").contains("validation off | archive unverified, 3/3 digests"))
        #expect(outcome.output.split(separator: "\n").last?.hasPrefix("Verdict: unverified") == true)
        let lines = try String(contentsOfFile: archive.folder.path("a.jsonl"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("{\"kind\":\"control\",\"accountId\":\"111122223333\"") } == 7)
        #expect(lines.last?.hasPrefix("{\"kind\":\"summary\"") == true)
    }

    /// If the setting is on, the result doesn't mention the archive.
    @Test func settingThatIsOnHasNoNote() throws {
        let archive = try SmallArchive()
        try archive.folder.write(try text(of: "4-on"), to: "description.json")
        let (outcome, _) = try archive.verify("--trail-description", "description.json")
        #expect(!outcome.output.contains("validated digests"))
    }

    /// For a stopped trail, the description shows the end. For one that runs, or runs again, it doesn't.
    @Test(arguments: [
        ("02:40", "false", true), ("03:00", "false", true), ("03:45", "false", false), ("02:40", "true", false),
    ])
    func endOfStoppedTrailIsProven(_ stop: String, _ isLogging: String, _ isProven: Bool) throws {
        let archive = try SmallArchive()
        let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management"
        try archive.folder.write(
            """
            {"accountId": "111122223333", "capturedAt": "2026-10-02T00:00:00Z",
             "DescribeTrails": {"trailList": [{"TrailARN": "\(arn)", "HomeRegion": "us-east-1"}]},
             "trails": {"\(arn)": {"GetTrailStatus": {
               "IsLogging": \(isLogging), "StopLoggingTime": "2026-10-01T\(stop):00Z"}}}}
            """, to: "description.json")
        for window in [[], ["--to", "2026-10-01T08:00:00Z"]] {
            let outcome = try Program.trailseal(
                ["verify"] + archive.arguments + window
                    + ["--trail-description", "description.json", "--report", "json=report.json"]
            ).run(in: archive.folder.path)
            let report = try WrittenReport(file: archive.folder.path("report.json"))
            #expect(report.chains.map(\.endsProven.to) == [isProven], "\(outcome.output)")
        }
    }

    /// A digest delivered in 2031 isn't evidence of a digest. The same holds for a stop or a capture in 2031.
    @Test(arguments: ["2026-10-02T00:00:00Z", "2031-01-01T00:00:00Z", nil]) func timesAfterTheCaptureAreNoEvidence(
        _ captured: String?
    ) throws {
        let archive = try SmallArchive()
        let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management"
        let capture = captured.map { "\"capturedAt\": \"\($0)\"," } ?? ""
        for member in ["LatestDigestDeliveryTime", "StopLoggingTime"] {
            try archive.folder.write(
                """
                {"accountId": "111122223333", \(capture)
                 "DescribeTrails": {"trailList": [{"TrailARN": "\(arn)", "HomeRegion": "us-east-1"}]},
                 "trails": {"\(arn)": {"GetTrailStatus": {"IsLogging": true, "\(member)": "2031-01-01T00:00:00Z"}}}}
                """, to: "description.json")
            let outcome = try Program.trailseal(
                ["verify"] + archive.arguments
                    + ["--trail-description", "description.json", "--report", "json=report.json"]
            ).run(in: archive.folder.path)
            let report = try String(contentsOfFile: archive.folder.path("report.json"), encoding: .utf8)
            #expect(!report.contains("\"coverage-gap\""))
            #expect(
                outcome.output.contains("\(member), 2031-01-01T00:00:00Z, is after the capture"), "\(outcome.output)")
            let isCaptureYetToCome = captured?.hasPrefix("2031") ?? false
            let output = outcome.output.replacing(/\n +/, with: " ")
            #expect(output.contains("capturedAt, 2031-01-01T00:00:00Z, is in the future") == isCaptureYetToCome)
        }
    }

    /// A file that holds only values is refused before it takes much memory or time.
    @Test func fiftyMegabytesOfNumbersAreRefused() throws {
        let folder = try TemporaryFolder()
        let numbers = Array(repeating: Array("1,".utf8), count: 25_000_000).joined()
        try folder.write(Array("{\"trailList\":[".utf8) + numbers + Array("1]}".utf8), to: "ones.json")
        let outcome = try Program.trailseal("controls", "ones.json").run(in: folder.path, timeout: 60)
        #expect(outcome.status == 65 && outcome.errors.contains("more than 8388608 values at byte"))
    }

    @Test func fiftyMegabytesAreHandled() throws {
        let folder = try TemporaryFolder()
        var trails: [String] = []
        for number in 0..<60_000 {
            let name = "t\(number)"
            trails.append(
                """
                {"Name":"\(name)","S3BucketName":"b\(number)","IsMultiRegionTrail":true,"HomeRegion":"us-east-1",\
                "TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/\(name)","LogFileValidationEnabled":true,\
                "IncludeGlobalServiceEvents":true,"IsOrganizationTrail":false,"HasCustomEventSelectors":false,\
                "KmsKeyId":"\(String(repeating: "k", count: 600))","CloudWatchLogsLogGroupArn":"group"}
                """)
        }
        try folder.write("{\"trailList\":[\(trails.joined(separator: ","))]}", to: "big.json")
        let outcome = try Program.trailseal("controls", "big.json").run(in: folder.path, timeout: 110)
        #expect(outcome.status == 2 && !outcome.isTimedOut, "\(outcome.errors)")
        #expect(outcome.output.contains("Each of 60000 trails validates log files."))
        #expect(outcome.output.utf8.count < 100_000)
    }

    /// Each entry of one trail names a different bucket. Time grows with the size alone.
    @Test func manyEntriesOfOneTrailAreHandled() throws {
        let folder = try TemporaryFolder()
        let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/t"
        let entries = (0..<20_000).map { "{\"TrailARN\":\"\(arn)\",\"S3BucketName\":\"b\($0)\"}" }
        try folder.write(entries.joined(separator: "\n"), to: "entries.jsonl")
        let outcome = try Program.trailseal("controls", "entries.jsonl").run(in: folder.path, timeout: 60)
        #expect(outcome.status == 2 && !outcome.isTimedOut, "\(outcome.errors)")
        #expect(outcome.output.contains("different values of S3BucketName"))
    }

    /// Time also grows only with the number of answers in a file that has a long list of trails.
    @Test func manyAnswersAreHandled() throws {
        let folder = try TemporaryFolder()
        let prefix = "arn:aws:cloudtrail:us-east-1:111122223333:trail/t"
        let trails = (0..<20_000).map { "{\"TrailARN\":\"\(prefix)\($0)\",\"IsOrganizationTrail\":false}" }
        let empty = String(repeating: "{\"trailList\":[]}", count: 200_000)
        try folder.write("{\"trailList\":[\(trails.joined(separator: ","))]}" + empty, to: "answers.json")
        let outcome = try Program.trailseal("controls", "answers.json").run(in: folder.path, timeout: 60)
        #expect(outcome.status == 2 && !outcome.isTimedOut, "\(outcome.errors)")
    }

    @Test func accountsAreShownAsAMatrix() throws {
        let folder = try TemporaryFolder()
        let first = try text(of: "document-healthy", "a.json")
        try folder.write(first, to: "a.json")
        try folder.write(
            "{\"accountId\":\"444455556666\",\"DescribeTrails\":{\"trailList\":[]}}", to: "b.json")
        let arguments = ["controls", "a.json", "b.json"]
        let output = try Program.trailseal(arguments).run(in: folder.path).output
        let lines = output.split(separator: "\n").map(String.init)
        #expect(lines.first == "Controls CloudTrail.1 to .7 of 2 accounts (n/a: NOT_AVAILABLE)")
        #expect(lines.contains { $0.hasPrefix("444455556666  FAILED  n/a") })
        let page = try Program.trailseal(arguments + ["--report", "html=-"]).run(in: folder.path).output
        #expect(page.contains("<thead><tr><th>Account</th><th>CloudTrail.1</th>"))
        let alone = try Program.trailseal("controls", "a.json").run(in: folder.path).output
        #expect(!alone.contains("of 2 accounts"))
    }

    @Test func standardInputIsRead() throws {
        let folder = try TemporaryFolder()
        try folder.write(try text(of: "document-healthy", "a.json"), to: "a.json")
        let outcome = try Program("/bin/sh", ["-c", "cat a.json | '\(TestPaths.binary.path)' controls -"]).run(
            in: folder.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let twice = try Program.trailseal("controls", "-", "-").run(in: folder.path)
        #expect(twice.status == 64)
    }

    /// Commands to run are in the CSV too, quoted for a shell.
    @Test func undecidedControlsNameTheCall() throws {
        let folder = try TemporaryFolder()
        let entry =
            "{\"TrailARN\":\"arn:aws:cloudtrail:us-east-1:111122223333:trail/a b\",\"HomeRegion\":\"us-east-1\"}"
        try folder.write("{\"trailList\":[\(entry)]}", to: "a.json")
        let outcome = try Program.trailseal("controls", "a.json", "--report", "csv=-").run(in: folder.path)
        #expect(
            outcome.output.contains(
                "aws cloudtrail get-trail-status --name 'arn:aws:cloudtrail:us-east-1:111122223333:trail/a b' --region us-east-1"
            ))
        #expect(outcome.output.contains("Add the answer of: aws cloudtrail describe-trails"))
    }

    @Test(arguments: ["a\u{1B}[31mb", "\u{202E}evil", "x\ny"]) func hostileNamesAreEscaped(_ name: String) throws {
        let folder = try TemporaryFolder()
        let quoted = String(decoding: try JSONEncoder().encode([name]), as: UTF8.self).dropFirst().dropLast()
        try folder.write("{\"trailList\":[{\"TrailARN\":\(quoted),\"S3BucketName\":\(quoted)}]}", to: "a.json")
        for arguments in [["controls", "a.json"], ["controls", "a.json", "--report", "json=-"]] {
            let outcome = try Program.trailseal(arguments).run(in: folder.path)
            #expect(outcome.status == 2)
            #expect(!outcome.output.contains("\u{1B}") && !outcome.output.contains("\u{202E}"))
            #expect(!outcome.output.contains("x\ny"))
        }
    }

    @Test func operationalErrors() throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "empty.json")
        for (arguments, status) in [
            (["controls", "absent.json"], 66), (["controls", "empty.json"], 65), (["controls"], 64),
            (["controls", "empty.json", "--report", "pdf=a"], 64),
        ] {
            let outcome = try Program.trailseal(arguments).run(in: folder.path)
            #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
            #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
        }
    }
}
