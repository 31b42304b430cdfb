internal import FileTree
internal import Glibc
internal import Primitives
internal import Reporting

/// Writes the reports; a file appears whole or not at all. Files are begun before the run, so that a run of hours does
/// not end with a report that cannot be written.
struct ReportSinks {
    private struct File {
        let target: ReportTarget
        let writer: AtomicFileWriter
        /// The content of the file that will be replaced, for formats that continue it.
        let former: String?
    }

    /// Most bytes of a former file that are read.
    private static let formerLimit = 16 << 20

    private let files: [File]
    private let streams: [ReportTarget]

    /// `inputs` are the files that the run reads.
    init(_ targets: [ReportTarget], inputs: [ReplacedInput.Input]) throws(OperationalError) {
        try ReplacedInput.refuse(targets, inputs)
        var files: [File] = []
        for (index, target) in targets.enumerated() where !target.isStandardOutput {
            let former =
                target.format.continuesFormer
                ? (try? OpenFile(userPath: RawArguments.bytes(of: target.path)).contents(limit: Self.formerLimit))
                    ?? nil : nil
            files.append(
                File(
                    target: target, writer: try Self.writer(target, path: target.path, index: index),
                    former: former.map { String(decoding: $0, as: UTF8.self) }))
        }
        self.files = files
        streams = targets.filter(\.isStandardOutput)
    }

    private static func writer(
        _ target: ReportTarget, path: String, index: Int
    ) throws(OperationalError) -> AtomicFileWriter {
        do throws(FileTreeError) {
            // The collector of metrics runs as another user, whatever the umask of a service.
            return try AtomicFileWriter(
                path: RawArguments.bytes(of: path),
                // In a container each run may have the number of one that was killed.
                uniqueSuffix: "\(getpid())-\(index)-\(UInt32.random(in: 0...UInt32.max))",
                isWorldReadable: target.format == .prometheus)
        } catch { throw failure(path, error) }
    }

    private static func failure(_ path: String, _ error: FileTreeError) -> OperationalError {
        OperationalError(
            .cannotCreate, "the report \(EscapedText.string(of: path)) cannot be written: \(error.reason)")
    }

    /// Writes every report, and on standard output the text or the report that takes its place.
    func write(
        _ document: ReportDocument, files records: (any FileRecords)?, _ options: TextOptions, showsText: Bool = true
    ) throws(OperationalError) {
        for (index, file) in files.enumerated() { try write(document, records, file, index) }
        var isWritten = true
        var pending = ""
        let output = ReportOutput(write: { text in
            pending += text
            if pending.utf8.count > 1 << 16 {
                isWritten = Console.write(pending) && isWritten
                pending = ""
            }
        })
        // A machine-readable report on standard output takes the place of the text, or nobody could parse it.
        let context = ReportFormat.Context(style: options.style)
        if streams.isEmpty, showsText, !options.quiet {
            ReportFormat.text.write(document, files: records, context: context, to: output)
        }
        for target in streams { target.format.write(document, files: records, to: output) }
        isWritten = Console.write(pending) && isWritten
        if !isWritten { throw OperationalError(.cannotCreate, "the report cannot be written to standard output") }
        if options.quiet, showsText, document.exitStatus != 0 { ShortText.lines(document).forEach(Console.printError) }
    }

    /// One report, in as many files as its format wants.
    private func write(
        _ document: ReportDocument, _ records: (any FileRecords)?, _ file: File, _ index: Int
    ) throws(OperationalError) {
        var writers = [file.writer]
        var failed: OperationalError?
        let output = ReportOutput(
            write: { text in writers.last?.write(Array(text.utf8)) },
            beginPart: {
                guard failed == nil else { return }
                writers.last?.seal()
                let path = Self.partPath(file.target.path, writers.count + 1)
                do throws(OperationalError) {
                    writers.append(try Self.writer(file.target, path: path, index: index))
                } catch { failed = error }
            })
        let style = TextStyle(verbosity: 1)
        file.target.format.write(
            document, files: records, context: ReportFormat.Context(style: style, former: file.former), to: output)
        if let failed { throw failed }
        if let empty = file.target.format.emptyPart { try emptyOldParts(file.target, empty, after: &writers, index) }
        for writer in writers {
            do throws(FileTreeError) { try writer.commit() } catch { throw Self.failure(file.target.path, error) }
        }
    }

    /// Parts that an earlier, longer report left must not be taken for this one's: they become empty lists. A file that
    /// is no such part keeps its content.
    private func emptyOldParts(
        _ target: ReportTarget, _ empty: String, after writers: inout [AtomicFileWriter], _ index: Int
    ) throws(OperationalError) {
        var number = writers.count + 1
        while Self.isPart(Self.partPath(target.path, number), target.format) {
            let writer = try Self.writer(target, path: Self.partPath(target.path, number), index: index)
            writer.write(Array(empty.utf8))
            writer.seal()
            writers.append(writer)
            number += 1
        }
    }

    private static func isPart(_ path: String, _ format: ReportFormat) -> Bool {
        let content = try? OpenFile(userPath: RawArguments.bytes(of: path)).contents(limit: formerLimit)
        return content.map { format.isPart(String(decoding: $0.prefix(256), as: UTF8.self)) } ?? false
    }

    /// `out.json` becomes `out-002.json`.
    private static func partPath(_ path: String, _ number: Int) -> String {
        let digits = String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(path)-\(digits)" }
        return path.dropLast(name.count) + name[..<dot] + "-\(digits)" + name[dot...]
    }
}
