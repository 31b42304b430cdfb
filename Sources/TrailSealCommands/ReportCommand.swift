internal import ArgumentParser
internal import TrailSealReporting

/// The command `trailseal report`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", _superCommandName: TrailSealCommand.name,
        abstract: "Render a saved JSON report in any other format.",
        discussion: """
            RESULT is a report of verify or controls --report json=PATH. The output is \
            what that run itself would have written. Without --report, the text goes to \
            standard output. --report jsonl is refused: JSON Lines has a record of every \
            file, and a JSON report doesn't. Only verify can write it.

            EXAMPLES
              trailseal report result.json
              trailseal report result.json --report html=r.html --report sarif=r.sarif

            EXIT STATUS
              0    the reports are written, whatever their verdict
              64   usage: an option or its value is wrong
              65   the file isn't a JSON report
              66   the file is missing
              73   a report can't be written
            """)

    @Argument(help: ArgumentHelp("A JSON report.", valueName: "result"), completion: .file())
    var result: String

    @OptionGroup(title: "Reports") var output: ReportOptions

    @OptionGroup(title: "Text") var text: TextOptions

    mutating func validate() throws {
        if output.report.contains(where: \.format.needsFiles) {
            throw ValidationError("jsonl can't be made from a JSON report: give verify --report jsonl=PATH")
        }
    }

    mutating func run() throws { try Command.run(render) }

    private func render() throws -> ExitStatus {
        let document = try SavedReport.read(result).document
        try ReportSinks(output.report, inputs: [("the report", RawArguments.bytes(of: result))]).write(
            document, files: nil, text, showsText: output.report.isEmpty)
        return .verified
    }
}
