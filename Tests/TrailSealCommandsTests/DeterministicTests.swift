import Foundation
import TestSupport
import Testing

/// Two examiners over the same files.
@Suite struct DeterministicTests {
    /// Another machine, time and number of threads give the same bytes in every format.
    @Test(arguments: ["json", "jsonl", "html", "csv", "junit", "sarif", "asff", "ocsf", "text"])
    func twice(_ format: String) throws {
        let archive = try SmallArchive()
        try FileManager.default.removeItem(atPath: archive.log(1))
        func run(_ name: String, _ more: [String]) throws -> Data {
            let outcome = try Program.trailseal(
                ["verify", "--deterministic", "--case", "2026-17", "--note", "n"] + archive.arguments
                    + ["--report", "\(format)=\(name)"] + more
            ).run(in: archive.folder.path)
            #expect(outcome.status == 1, "\(outcome.errors)")
            return try #require(FileManager.default.contents(atPath: archive.folder.path(name)))
        }
        let first = try run("first", ["--jobs", "1", "--ascii"])
        sleep(1)
        let second = try run("second", ["--jobs=5", "-q", "--lock", "lock", "--report", "json=third"])
        #expect(first == second && !first.isEmpty)
        let text = String(decoding: first, as: UTF8.self)
        #expect(!text.contains(Date.now.formatted(.iso8601.year().month().day())))
        #expect(!text.contains(ProcessInfo.processInfo.hostName + "\""))
        // The options stay in the report.
        if format == "json" { #expect(text.contains("\"--note\"") && !text.contains("--report")) }
    }

    /// The archive lies elsewhere on the disk, under the same relative paths.
    @Test func elsewhere() throws {
        let archive = try SmallArchive()
        let other = try TemporaryFolder()
        for name in ["tree", "keys", "signatures"] {
            try other.copy(URL(filePath: archive.folder.path(name)), to: "deeper/" + name)
        }
        let run = Program.trailseal(
            ["verify", "--deterministic", "--examiner", "E"] + archive.arguments + ["--report", "json=report.json"])
        #expect(try run.run(in: archive.folder.path).status == 0)
        #expect(try run.run(in: other.path("deeper")).status == 0)
        #expect(try archive.folder.read("report.json") == other.read("deeper/report.json"))
    }

    @Test func anAgeIsNotDeterministic() throws {
        let outcome = try Program.trailseal("verify", ".", "--keys", ".", "--deterministic", "--max-age", "1h").run()
        #expect(outcome.status == 64)
    }
}
