internal import Glibc
internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealWorkerPool

/// Writes the reports. A file appears whole or not at all. Files are opened before the run, so that a run of hours doesn't end
/// with a report that can't be written.
struct ReportSinks {
    /// A report file. `@unchecked Sendable` is safe because only the thread that writes the report uses the writer.
    private struct File: @unchecked Sendable {
        let target: ReportTarget
        let writer: AtomicFileWriter
        /// The content of the file that the report replaces, for formats that continue it.
        let former: String?
    }

    /// The most bytes of a replaced file that are read.
    private static let formerLimit = 16 << 20

    private let files: [File]
    /// What text and CSV show.
    private let table: ReportFormat.Table
    private let streams: [ReportTarget]
    private let pool: WorkerPool

    /// Opens the files. `inputs` are the files that the run reads. Reports are written on up to `jobs` threads. Errors:
    /// `OperationalError` with 64 or 73.
    init(
        _ targets: [ReportTarget], inputs: @autoclosure () -> [ReplacedInput.Input],
        jobs: Int = WorkerPool.processorCount,
        table: ReportFormat.Table = .findings
    ) throws(OperationalError) {
        try ReplacedInput.refuse(targets, inputs)
        var files: [File] = []
        for (index, target) in targets.enumerated() where !target.isStandardOutput {
            let former =
                target.format.continuesFormer
                ? (try? OpenFile(userPath: RawArguments.bytes(of: target.path)).contents(limit: Self.formerLimit))
                    ?? nil : nil
            files.append(
                File(
                    target: target, writer: try ReportParts.writer(target, path: target.path, index: index),
                    former: former.map { String(decoding: $0, as: UTF8.self) }))
        }
        self.files = files
        self.table = table
        pool = WorkerPool(jobs: min(jobs, files.count))
        streams = targets.filter(\.isStandardOutput)
    }

    /// Writes every report. Standard output gets the text or the report that replaces it. If one can't be written, the verdict is
    /// printed nevertheless (VERDICT-12): as usual, or on standard error if that would print nothing. Errors: `OperationalError`
    /// with 73.
    func write(
        _ document: ReportDocument, files records: (any FileRecords)?, _ options: TextOptions, showsText: Bool = true
    ) throws(OperationalError) {
        let groups = FindingGroups(of: document)
        var failure = writeFiles(document, groups, records)
        var isWritten = true
        var pending = ""
        let output = ReportOutput(write: { text in
            pending += text
            if pending.utf8.count > 1 << 16 {
                isWritten = Console.write(pending) && isWritten
                pending = ""
            }
        })
        // A machine-readable report on standard output replaces the text, so that it can be parsed.
        let context = ReportFormat.Context(style: options.style, groups: groups, table: table)
        if streams.isEmpty, showsText, !options.quiet {
            ReportFormat.text.write(document, files: records, context: context, to: output)
        }
        for target in streams {
            target.format.write(
                document, files: records, context: ReportFormat.Context(groups: groups, table: table), to: output)
        }
        isWritten = Console.write(pending) && isWritten
        if !isWritten {
            failure = failure ?? OperationalError(.cannotCreate, "the report can't be written to standard output")
        }
        let isUntold = failure != nil && (!isWritten || options.quiet)
        if showsText, isUntold || (options.quiet && document.exitStatus != 0) {
            ShortText.lines(document).forEach(Console.printError)
        }
        if let failure { throw failure }
    }

    /// Returns the error of the first report that can't be written.
    private func writeFiles(
        _ document: ReportDocument, _ groups: FindingGroups, _ records: (any FileRecords)?
    ) -> OperationalError? {
        let files = files
        let failures = IndexedResults<OperationalError>(count: files.count)
        pool.divide(count: files.count) { _, index in
            do throws(OperationalError) {
                try write(document, groups, records, files[index], index)
            } catch { failures.set(index, error) }
        }
        return failures.take().lazy.compactMap(\.self).first
    }

    /// Writes one report, in as many files as its format needs.
    private func write(
        _ document: ReportDocument, _ groups: FindingGroups, _ records: (any FileRecords)?, _ file: File, _ index: Int
    ) throws(OperationalError) {
        let parts = ReportParts(file.target, file.writer, index: index)
        let context = ReportFormat.Context(
            style: TextStyle(verbosity: 1), former: file.former, groups: groups, table: table)
        file.target.format.write(document, files: records, context: context, to: parts.output)
        try parts.commit()
    }
}
