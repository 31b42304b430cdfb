import Foundation
import TestSupport
import Testing

/// What cannot be done ends with one clear line and a status of sysexits.h; nothing is half written.
@Suite struct OperationalErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        let status: Int32
        /// What the line has to name.
        let words: [String]
        var testDescription: String { name }
    }

    static let good = ["tree", "--keys", "keys", "--signatures", "signatures"]

    static let cases: [Case] = [
        Case(
            name: "no folder", arguments: ["nowhere", "--keys", "keys"], status: 66,
            words: ["nowhere", "check the path"]),
        Case(
            name: "a file", arguments: ["file.txt", "--keys", "keys"], status: 66, words: ["file.txt", "give a folder"]),
        Case(
            name: "an empty folder", arguments: ["empty", "--keys", "keys"], status: 66, words: ["empty", "AWSLogs"]),
        Case(name: "no key file", arguments: ["tree", "--keys", "none.json"], status: 66, words: ["none.json"]),
        Case(
            name: "a key folder without keys", arguments: ["tree", "--keys", "empty"], status: 66,
            words: ["empty", "list-public-keys"]),
        Case(
            name: "keys that are text", arguments: ["tree", "--keys", "file.txt"], status: 65,
            words: ["file.txt", "list-public-keys"]),
        Case(
            name: "keys of another shape", arguments: ["tree", "--keys", "other.json"], status: 65,
            words: ["other.json", "PublicKeyList"]),
        Case(
            name: "keys of the wrong type", arguments: ["tree", "--keys", "typed.json"], status: 65,
            words: ["typed.json", "PublicKeyList[0].Value"]),
        Case(
            name: "no signatures", arguments: ["tree", "--keys", "keys", "--signatures", "none"], status: 66,
            words: ["none"]),
        Case(
            name: "signatures of no shape", arguments: ["tree", "--keys", "keys", "--signatures", "file.txt"],
            status: 65, words: ["file.txt"]),
        Case(
            name: "a report in no folder", arguments: good + ["--report", "json=none/r.json"], status: 73,
            words: ["none/r.json"]),
        Case(
            name: "a report in place of a folder", arguments: good + ["--report", "json=empty"], status: 73,
            words: ["empty"]),
        Case(name: "a report of no format", arguments: good + ["--report", "yaml=r"], status: 64, words: ["yaml=r"]),
        Case(name: "no keys", arguments: ["tree"], status: 64, words: ["--keys"]),
        Case(name: "no archive", arguments: ["--keys", "keys"], status: 64, words: ["archive"]),
        Case(name: "an unknown option", arguments: good + ["--fast"], status: 64, words: ["--fast"]),
        Case(name: "no time", arguments: good + ["--from", "yesterday"], status: 64, words: ["--from", "yesterday"]),
        Case(
            name: "a window backwards",
            arguments: good + ["--from", "2026-10-02T00:00:00Z", "--to", "2026-10-01T00:00:00Z"], status: 64,
            words: ["--to"]),
        Case(
            name: "an invalid code allowed", arguments: good + ["--allow", "log-missing"], status: 64,
            words: ["log-missing"]),
        Case(
            name: "an unknown code allowed", arguments: good + ["--allow", "nothing"], status: 64, words: ["nothing"]),
        Case(
            name: "a selector of no shape", arguments: good + ["--allow", "log-unreferenced=x"], status: 64,
            words: ["ACCOUNT/REGION/TRAIL"]),
        Case(name: "no threads", arguments: good + ["--jobs", "0"], status: 64, words: ["--jobs"]),
        Case(
            name: "a window without anything",
            arguments: good + ["--from", "2030-01-01T00:00:00Z", "--account", "999988887777"], status: 2,
            words: ["archive holds verified digests of account 111122223333; Region us-east-1; trail management"]),
        Case(
            name: "only files that are not judged", arguments: ["insight", "--keys", "keys"], status: 66,
            words: ["insight", "a file of CloudTrail Insights"]),
        Case(
            name: "a CloudTrail Lake export", arguments: ["lake", "--keys", "keys"], status: 66,
            words: ["lake", "CloudTrail Lake export", "verify-query-results"]),
    ]

    @Test(arguments: cases) func operationalErrors(_ one: Case) throws {
        let archive = try SmallArchive()
        try archive.folder.write("no JSON", to: "file.txt")
        try archive.folder.write("{\"Trails\":[]}", to: "other.json")
        try archive.folder.write("{\"PublicKeyList\":[{\"Value\":7}]}", to: "typed.json")
        try FileManager.default.createDirectory(atPath: archive.folder.path("empty"), withIntermediateDirectories: true)
        try archive.folder.write("x", to: "insight/AWSLogs/111122223333/CloudTrail-Insight/us-east-1/x.json.gz")
        try archive.folder.write("{}", to: "lake/results/result_sign.json")
        let before = try names(in: archive.folder.path)
        let outcome = try Program.trailseal(["verify"] + one.arguments).run(in: archive.folder.path)
        #expect(outcome.status == one.status, "\(outcome.output)\(outcome.errors)")
        for word in one.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
        #expect(try names(in: archive.folder.path) == before)
        if outcome.status > 64 {
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("trailseal: "))
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        }
    }

    @Test func standardOutputThatIsFull() throws {
        let archive = try SmallArchive()
        let outcome = try Program(
            "/bin/sh",
            ["-c", "exec '\(TestPaths.binary.path)' verify tree --keys keys --signatures signatures >/dev/full"]
        ).run(in: archive.folder.path)
        #expect(outcome.status == 73)
        #expect(outcome.errors.split(separator: "\n").count == 1)
    }

    /// An existing report is replaced as a whole, and only by a whole one.
    @Test func reportsAreReplacedWhole() throws {
        let archive = try SmallArchive()
        try archive.folder.write("kept", to: "report.json")
        let failing = try Program.trailseal("verify", "nowhere", "--keys", "keys", "--report", "json=report.json")
            .run(in: archive.folder.path)
        #expect(failing.status == 66)
        #expect(try String(contentsOfFile: archive.folder.path("report.json"), encoding: .utf8) == "kept")
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 0)
        #expect(report.verdict == "verified")
        #expect(try names(in: archive.folder.path).filter { $0.contains("report") } == ["report.json"])
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }
}
