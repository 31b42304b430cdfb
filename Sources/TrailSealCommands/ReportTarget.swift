internal import ArgumentParser
internal import Glibc
internal import TrailSealPrimitives
internal import TrailSealReporting

/// A value of `--report`: FORMAT=PATH.
struct ReportTarget {
    /// The format.
    let format: ReportFormat
    /// The path; `-` for standard output.
    let path: String

    /// Parses a value. Errors: `ValidationError` with a suggestion.
    init(argument: String) throws {
        let names = ReportFormat.allCases.map(\.rawValue)
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, let format = ReportFormat(rawValue: name) else {
            let ending = argument.split(separator: ".").last.map(String.init) ?? ""
            let near = EditDistance.nearest(names.map { ByteString($0) }, to: ByteString(parts.first ?? ""))
            let path = EscapedText.string(of: parts.last ?? argument)
            let meant =
                ReportFormat(rawValue: ending).map { "give \($0.rawValue)=\(path)" }
                ?? near.map { "did you mean \($0)=PATH?" } ?? "give FORMAT=PATH"
            throw ValidationError("\(meant) (FORMAT is one of \(names.joined(separator: ", ")))")
        }
        guard parts.count == 2, let path = parts.last, !path.isEmpty else {
            throw ValidationError(
                "give \(name)=PATH, such as --report \(name)=report.\(name); PATH may be - for standard output")
        }
        self.format = format
        self.path = path
    }

    /// Whether the report goes to standard output.
    var isStandardOutput: Bool { path == "-" || path == "/dev/stdout" }
}

/// The option `--report` of every command that reports.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Write a report. FORMAT is one of \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")). PATH may be "
                + "- for standard output, where the report replaces the text. report and merge can't write jsonl. "
                + "Repeatable.", valueName: "format=path"),
        completion: .list(ReportFormat.allCases.map { $0.rawValue + "=" }),
        transform: { try ReportTarget(argument: $0) })
    var report: [ReportTarget] = []

    mutating func validate() throws {
        if report.filter(\.isStandardOutput).count > 1 {
            throw ValidationError("only one --report can go to standard output")
        }
        let paths = report.filter { !$0.isStandardOutput }.map(\.path)
        if Set(paths).count < paths.count {
            throw ValidationError("two reports can't go to one path; give each --report its own PATH")
        }
    }

    /// Refuses what needs the time of the run if reports are to be deterministic. Errors: `ValidationError`.
    func refuseTimes(_ isDeterministic: Bool, _ scope: ScopeOptions) throws {
        guard isDeterministic else { return }
        if report.contains(where: { $0.format == .prometheus }) {
            throw ValidationError("--deterministic leaves out times, which --report prometheus needs; drop one of them")
        }
        if let option = scope.relativeOptions.first {
            throw ValidationError("with --deterministic, give \(option) as ISO 8601, such as 2026-10-01T00:00:00Z")
        }
    }

    /// Whether a report holds the chain-of-custody record.
    var wantsCustody: Bool { report.contains { $0.format == .html } }
}

/// The options for the text report.
struct TextOptions: ParsableArguments {
    enum Color: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Flag(
        name: .shortAndLong,
        help: "Print nothing if all is well, otherwise a short report on standard error.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Show all findings (-v), and every file (-vv).")
    var verbose: Int

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Color: auto (on a terminal, unless NO_COLOR is set), always or never.", valueName: "when"))
    var color = Color.auto

    @Flag(name: .long, help: "Write only ASCII characters.")
    var ascii = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Progress on standard error: auto (on a terminal), always (plain lines elsewhere) or never.",
            valueName: "when"))
    var progress = ProgressMode.auto

    mutating func validate() throws {
        if quiet, verbose > 0 { throw ValidationError("give either --quiet or --verbose") }
    }

    /// The style for standard output.
    var style: TextStyle {
        let isColored =
            switch color {
            case .always: true
            case .never: false
            case .auto: Terminal.showsColor
            }
        let columns = Terminal.columns(of: STDOUT_FILENO)
        return TextStyle(
            isColored: isColored, isASCII: ascii || !Terminal.isUTF8, verbosity: verbose,
            width: columns ?? TextStyle.standardWidth, wrapsVerdict: columns != nil)
    }
}
