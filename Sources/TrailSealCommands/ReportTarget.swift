internal import ArgumentParser
internal import FileTree
internal import Glibc
internal import Primitives

/// A value of `--report`: FORMAT=PATH.
struct ReportTarget: ExpressibleByArgument {
    enum Format: String, CaseIterable {
        case json, jsonl
    }

    let format: Format
    /// `-` for standard output.
    let path: String

    init?(argument: String) {
        guard let separator = argument.firstIndex(of: "="),
            let format = Format(rawValue: String(argument[..<separator]))
        else { return nil }
        let path = String(argument[argument.index(after: separator)...])
        guard !path.isEmpty else { return nil }
        self.format = format
        self.path = path
    }

    var isStandardOutput: Bool { path == "-" }
}

/// `--report`, of every command that reports.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Write a report: json=PATH or jsonl=PATH; - is standard output, in place of the text. Repeatable.",
            valueName: "format=path"))
    var report: [ReportTarget] = []

    mutating func validate() throws {
        if report.filter(\.isStandardOutput).count > 1 {
            throw ValidationError("only one --report can go to standard output")
        }
    }
}

/// Writes the reports; a file appears whole or not at all. Files are begun before the run, so that a run of hours does
/// not end with a report that cannot be written.
struct ReportSinks {
    private let files: [(target: ReportTarget, writer: AtomicFileWriter)]
    private let streams: [ReportTarget]

    init(_ targets: [ReportTarget]) throws(OperationalError) {
        var files: [(target: ReportTarget, writer: AtomicFileWriter)] = []
        for (index, target) in targets.enumerated() where !target.isStandardOutput {
            do throws(FileTreeError) {
                let writer = try AtomicFileWriter(path: ByteString(target.path), uniqueSuffix: "\(getpid())-\(index)")
                files.append((target, writer))
            } catch {
                throw OperationalError(
                    .cannotCreate,
                    "the report \(EscapedText.string(of: target.path)) cannot be written: \(error.reason)")
            }
        }
        self.files = files
        streams = targets.filter(\.isStandardOutput)
    }

    /// Writes every report: `machine` those in a format, `text` the one for people on standard output.
    func write(
        text: ((String) -> Void) -> Void, machine: (ReportTarget.Format, (String) -> Void) -> Void
    ) throws(OperationalError) {
        for (target, writer) in files {
            machine(target.format) { writer.write(Array($0.utf8)) }
            do throws(FileTreeError) { try writer.commit() } catch {
                throw OperationalError(
                    .cannotCreate,
                    "the report \(EscapedText.string(of: target.path)) cannot be written: \(error.reason)")
            }
        }
        var isWritten = true
        var pending = ""
        func put(_ text: String) {
            pending += text
            if pending.utf8.count > 1 << 16 {
                isWritten = Console.write(pending) && isWritten
                pending = ""
            }
        }
        // A machine-readable report on standard output takes the place of the text, or nobody could parse it.
        if streams.isEmpty { text(put) }
        for target in streams { machine(target.format, put) }
        isWritten = Console.write(pending) && isWritten
        if !isWritten { throw OperationalError(.cannotCreate, "the report cannot be written to standard output") }
    }
}
