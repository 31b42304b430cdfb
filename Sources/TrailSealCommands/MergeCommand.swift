internal import ArgumentParser
internal import CloudTrailVerification
internal import Reporting

/// `trailseal merge`.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Make one report of the reports of all shards.",
        discussion: """
            Each RESULT is what verify --shard I/N wrote with --report json=PATH. Findings, \
            chains and counts are those of one run over everything. A shard that is \
            missing or given twice makes the verdict unverified, and a warning and the last \
            line say which. So does an accounting that doesn't balance over all shards \
            together. Reports of different keys, windows, trail descriptions or versions are \
            not merged, nor are those that count the files of no account differently.

            EXAMPLES
              trailseal merge shard-*.json
              trailseal merge shard-*.json -q --report json=all.json --report html=all.html

            EXIT STATUS
              0    verified: every byte in scope of every shard is what CloudTrail signed
              1    invalid: the evidence contradicts the signed record (wins over 2)
              2    unverified: no proof either way for something, or a shard is missing
              3    verified, and a control of the trail description FAILED
              64   usage: an option or its value is wrong
              65   a file is no JSON report of a shard, or of another run
              66   a file is missing
              73   a report cannot be written
            """)

    @Argument(
        help: ArgumentHelp("JSON reports, one of each shard, in any order.", valueName: "result"), completion: .file())
    var results: [String]

    @OptionGroup(title: "Reports") var output: ReportOptions

    @OptionGroup(title: "Text") var text: TextOptions

    mutating func validate() throws {
        if output.report.contains(where: \.format.needsFiles) {
            throw ValidationError("jsonl cannot be made of JSON reports: give verify --shard --report jsonl=PATH")
        }
    }

    mutating func run() throws { try Command.run(merge) }

    /// Errors: `OperationalError` with 66 where a single run would have had nothing to judge.
    private func expectSomething(_ document: ReportDocument, _ reports: [SavedReport]) throws(OperationalError) {
        let archives = document.head.inputs.archives
        if let empty = ReportMerging.emptyArchives(reports.map(\.document)).first, archives.indices.contains(empty) {
            throw OperationalError(
                .noInput, "\(archives[empty].path) holds no CloudTrail digest or log file in any shard; was it there?")
        }
        guard let summary = document.head.verification?.summary else { return }
        let isEmpty =
            document.chains.isEmpty && document.findings.isEmpty && summary.notJudged == 0
            && summary.digests.present == 0 && summary.logs.listed == 0
        // What a shard that is missing holds, nobody knows.
        if isEmpty, document.head.run.shards?.missing.isEmpty ?? true {
            throw OperationalError(.noInput, "nothing is in scope in any shard; check the filters and the window")
        }
    }

    private func merge() throws -> ExitStatus {
        var reports: [SavedReport] = []
        for result in results { reports.append(try SavedReport.read(result)) }
        let sinks = try ReportSinks(output.report, inputs: results.map { ("the report", RawArguments.bytes(of: $0)) })
        let document: ReportDocument
        do throws(ReportMergingError) { document = try ReportMerging.merge(reports.map(\.document)) } catch {
            let name = error.position.map { reports[$0].name } ?? "one of the reports"
            throw OperationalError(.malformedInput, "\(name) cannot be merged: \(error)")
        }
        try expectSomething(document, reports)
        for warning in document.head.verification?.warnings ?? [] { Console.printError("warning: \(warning)") }
        try sinks.write(document, files: nil, text)
        return ExitStatus(rawValue: Int32(document.exitStatus)) ?? .internalError
    }
}
