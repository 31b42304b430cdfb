internal import ArgumentParser
internal import TrailSealReporting
internal import TrailSealVerification

/// The command `trailseal merge`.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", _superCommandName: TrailSealCommand.name,
        abstract: "Merge the reports of all shards into one.",
        discussion: """
            Each RESULT is a report of verify --shard I/N --report json=PATH. The merged \
            report has the findings, chains and counts of one run over everything. Its \
            verdict is unverified if a shard is missing or given twice; a warning and the \
            last line name the shard. It is also unverified if the accounting of all \
            shards together doesn't balance.

            Reports are merged only if all of these agree:
              - the version of trailseal and the number of shards
              - the content of keys, saved signatures and trail descriptions
              - --from, --to, --logs-from, --digests-only and --max-age
              - --account, --region, --trail and --allow
              - --full, --retention, and whether --state was given
              - the number of archives
              - the results for files that belong to no account

            EXAMPLES
              trailseal merge shard-*.json
              trailseal merge shard-*.json -q --report json=all.json --report html=all.html

            EXIT STATUS
              0    verified: digests and logs in scope have the content CloudTrail signed
              1    invalid: the evidence contradicts the signed record (wins over 2)
              2    unverified: no proof either way for something, or a shard is missing
              3    verified, but a control of the trail description FAILED
              64   usage: an option or its value is wrong
              65   a file isn't a JSON report of a shard, or is of another run
              66   a file is missing, or an archive is empty in every shard
              73   a report can't be written
            """)

    @Argument(
        help: ArgumentHelp("JSON reports, one for each shard, in any order.", valueName: "result"), completion: .file())
    var results: [String]

    @OptionGroup(title: "Reports") var output: ReportOptions

    @OptionGroup(title: "Text") var text: TextOptions

    mutating func validate() throws {
        if output.report.contains(where: \.format.needsFiles) {
            throw ValidationError("jsonl can't be made from JSON reports: give verify --shard I/N --report jsonl=PATH")
        }
    }

    mutating func run() throws { try Command.run(merge) }

    /// Errors: `OperationalError` with 66 if an archive is empty in every shard.
    private func expectSomething(_ document: ReportDocument, _ reports: [SavedReport]) throws(OperationalError) {
        let archives = document.head.inputs.archives
        if let empty = ReportMerging.emptyArchives(reports.map(\.document)).first, archives.indices.contains(empty) {
            throw OperationalError(
                .noInput, "\(archives[empty].path) holds no CloudTrail digest or log file in any shard; check the path")
        }
    }

    private func merge() throws -> ExitStatus {
        var reports: [SavedReport] = []
        for result in results { reports.append(try SavedReport.read(result)) }
        let sinks = try ReportSinks(output.report, inputs: results.map { ("the report", RawArguments.bytes(of: $0)) })
        let document: ReportDocument
        do throws(ReportMergingError) { document = try ReportMerging.merge(reports.map(\.document)) } catch {
            let name = error.position.map { reports[$0].name } ?? "one of the reports"
            throw OperationalError(.malformedInput, "\(name) can't be merged: \(error)")
        }
        try expectSomething(document, reports)
        for warning in document.head.verification?.warnings ?? [] { Console.printError("warning: \(warning)") }
        try sinks.write(document, files: nil, text)
        return ExitStatus(rawValue: Int32(document.exitStatus)) ?? .internalError
    }
}
