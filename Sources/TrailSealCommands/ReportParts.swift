internal import Glibc
internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting

/// The files of one report: the one that the user named, and further ones beside it. No file appears before all are
/// complete.
final class ReportParts {
    private let target: ReportTarget
    /// The number of the report. It keeps the temporary files of several reports apart.
    private let index: Int
    private var writers: [AtomicFileWriter]
    /// The number of files of each account.
    private var counts: [String?: Int] = [nil: 1]
    private var failure: OperationalError?

    init(_ target: ReportTarget, _ writer: AtomicFileWriter, index: Int) {
        self.target = target
        self.index = index
        writers = [writer]
    }

    /// Where the reporter writes.
    var output: ReportOutput {
        // A device or a pipe gets no further files.
        let isAlone = writers.first?.isInPlace ?? false
        return ReportOutput(
            write: { self.writers.last?.write(Array($0.utf8)) },
            parts: isAlone ? nil : ReportOutput.Parts(begin: begin, emptyOthers: emptyOthers))
    }

    /// Puts all files in place. Errors: `OperationalError` with 73.
    func commit() throws(OperationalError) {
        if let failure { throw failure }
        for writer in writers {
            do throws(FileTreeError) { try writer.commit() } catch { throw Self.failure(target.path, error) }
        }
    }

    private func begin(_ account: String?) {
        guard failure == nil else { return }
        let number = (counts[account] ?? 0) + 1
        do throws(OperationalError) {
            let writer = try Self.writer(target, path: path(account, number), index: index)
            // Closes the descriptor: a report may have a file for each of a thousand accounts.
            writers.last?.seal()
            writers.append(writer)
            counts[account] = number
        } catch { failure = error }
    }

    /// Empties the further files of an earlier report, so that nobody takes them for files of this one. Files that aren't such
    /// parts keep their content.
    private func emptyOthers(_ account: String?) {
        guard let empty = target.format.emptyPart else { return }
        while failure == nil, isPart(path(account, (counts[account] ?? 0) + 1)) {
            begin(account)
            if failure == nil { writers.last?.write(Array(empty.utf8)) }
        }
    }

    private func isPart(_ path: String) -> Bool {
        guard let file = try? OpenFile(userPath: RawArguments.bytes(of: path)) else { return false }
        var start = [UInt8](repeating: 0, count: 256)
        let count = (try? start.withUnsafeMutableBytes { buffer in try file.read(into: buffer) }) ?? 0
        return target.format.isPart(String(decoding: start.prefix(count), as: UTF8.self))
    }

    /// Returns the path of a part. For `out.json` it is `out-002.json`, `out-111122223333.json` or
    /// `out-111122223333-002.json`.
    private func path(_ account: String?, _ number: Int) -> String {
        let digits = String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
        let label = (account.map { "-" + $0 } ?? "") + (number > 1 ? "-" + digits : "")
        let path = target.path
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return path + label }
        return path.dropLast(name.count) + name[..<dot] + label + name[dot...]
    }

    /// Creates a writer for a file. Errors: `OperationalError` with 73.
    static func writer(
        _ target: ReportTarget, path: String, index: Int
    ) throws(OperationalError) -> AtomicFileWriter {
        do throws(FileTreeError) {
            // A metrics collector runs as another user and must be able to read the file, whatever the umask.
            return try AtomicFileWriter(
                path: RawArguments.bytes(of: path),
                // In a container, a run may have the process id of an earlier run that was killed.
                uniqueSuffix: "\(getpid())-\(index)-\(UInt32.random(in: 0...UInt32.max))",
                isWorldReadable: target.format == .prometheus)
        } catch { throw failure(path, error) }
    }

    private static func failure(_ path: String, _ error: FileTreeError) -> OperationalError {
        OperationalError(
            .cannotCreate, "the report \(EscapedText.string(of: path)) can't be written: \(error.reason)")
    }
}
