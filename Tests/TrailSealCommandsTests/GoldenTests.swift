import Foundation
import TestSupport
import Testing

/// Three runs in every format, compared byte for byte. So review shows every change of a report, intended or not.
///
/// `Tests/Golden/NAME/result.json` is the run's report, without the values that differ between machines. `trailseal
/// report` makes the other files from it. `result.jsonl` holds the run's own records. To rewrite them:
///
///     TRAILSEAL_GOLDEN=write swift test --filter GoldenTests
@Suite(.serialized) struct GoldenTests {
    static let formats = ["text", "html", "junit", "sarif", "csv", "asff", "ocsf", "prometheus", "json"]

    @Test(arguments: GoldenRun.all) func whatTheRunWrites(_ run: GoldenRun) throws {
        try compare(run.outcome(format: "json").masked, with: "result.json", of: run)
        // The summary comes last and holds facts about the machine. The JSON report has the same content.
        let records = try run.outcome(format: "jsonl").output.split(separator: "\n").dropLast()
        try compare(records.map { $0 + "\n" }.joined(), with: "result.jsonl", of: run)
    }

    @Test(arguments: GoldenRun.all) func whatIsMadeOfIt(_ run: GoldenRun) throws {
        // If files are written, the report that this test reads must be written first.
        if GoldenFile.isWriting { try whatTheRunWrites(run) }
        for format in Self.formats {
            let outcome = try Program.trailseal(["report", run.path("result.json"), "--report", "\(format)=-"]).run()
            #expect(outcome.status == 0, "\(run): \(format): \(outcome.errors)")
            try compare(outcome.output, with: "result.\(format)", of: run)
        }
    }

    /// The report that `ReportingTests` makes by hand, because it shows members that no run gives yet.
    @Test(arguments: formats) func whatIsMadeOfAnAccounting(_ format: String) throws {
        let report = GoldenFile("accounting/result.json").url.path
        let outcome = try Program.trailseal(["report", report, "--report", "\(format)=-"]).run()
        #expect(outcome.status == 0, "\(format): \(outcome.errors)")
        guard !GoldenFile.isWriting else { return }
        let difference = try GoldenFile("accounting/result.\(format)").difference(from: outcome.output)
        #expect(difference == nil)
    }

    private func compare(_ text: String, with name: String, of run: GoldenRun) throws {
        if let difference = try GoldenFile("\(run.name)/\(name)").difference(from: text) {
            Issue.record("\(run): \(difference)")
        }
    }
}

/// One run whose reports are kept.
struct GoldenRun: Sendable, CustomTestStringConvertible {
    let name: String
    /// The command, and the options after the case's arguments.
    let command: String
    let options: [String]
    /// A case of the conformance suite, or one of the controls.
    let archive: String?
    let controls: String?

    var testDescription: String { name }

    /// Tampering with a failed control, gaps in proof (some of them accepted), and controls alone.
    static let all = [
        GoldenRun(
            name: "invalid", command: "verify",
            options: [
                "--case", "2026-17", "--evidence-id", "E-1", "--examiner", "A. Examiner", "--note", "R&D <disk 2>",
            ], archive: "description-control-failed-invalid", controls: nil),
        GoldenRun(
            name: "unverified", command: "verify", options: ["--allow", "log-digest-unverified"],
            archive: "key-unknown", controls: nil),
        GoldenRun(
            name: "controls", command: "controls", options: [], archive: nil, controls: "document-two-accounts"),
    ]

    func path(_ file: String) -> String { GoldenFile("\(name)/\(file)").url.path }

    func outcome(format: String) throws -> Program.Outcome {
        let report = ["--report", "\(format)=-"]
        if let archive {
            let one = try #require(ConformanceCase.all.first { $0.name == archive })
            let folder = try one.prepared()
            return try Program.trailseal([command] + one.arguments + options + report).run(in: folder.path("case"))
        }
        let one = try #require(ControlCase.all.first { $0.name == controls })
        return try Program.trailseal([command] + one.arguments + options + report).run(in: one.folder)
    }
}

extension Program.Outcome {
    /// Values that differ between machines and runs, in the JSON form of a report.
    private static let values = [
        "\"version\"": "\"0.0.0\"", "\"libcrypto\"": "\"OpenSSL 3\"", "\"startedAt\"": "\"2026-10-02T00:00:00Z\"",
        "\"finishedAt\"": "\"2026-10-02T00:00:05Z\"", "\"host\"": "\"machine\"", "\"jobs\"": "1",
        "\"toolSha256\"": "\"\(String(repeating: "0", count: 64))\"", "\"workingDirectory\"": "\"/evidence\"",
        "\"user\"": "\"examiner (1000)\"", "\"platform\"": "\"Linux\"",
    ]

    /// The output with those values replaced, in the members before `inputs`.
    fileprivate var masked: String {
        var isHead = true
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            if line.hasPrefix("  \"inputs\"") { isHead = false }
            guard isHead, let colon = line.firstIndex(of: ":") else { return String(line) }
            let name = line[..<colon].trimmingCharacters(in: .whitespaces)
            guard let value = Self.values[name] else { return String(line) }
            return line[...colon] + " " + value + (line.hasSuffix(",") ? "," : "")
        }
        return lines.joined(separator: "\n")
    }
}
