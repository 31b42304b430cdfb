internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// Exports verified log files as files, in the layout of S3: `BUCKET/KEY`, compressed with gzip. `index.jsonl` lists
/// them.
///
/// A file is written from the bytes that were hashed, under a temporary name until the hash agrees. A hard link is made
/// only after the same open file was read and hashed again.
package final class FileExporter: LogExporter {
    private let folder: ByteString
    private let makesLinks: Bool
    private let ledger = ExportLedger()
    private let index = ExportIndex()

    /// Creates an exporter that writes below `folder`.
    ///
    /// With `makesLinks`, a file of the archive gets another name in `folder` instead of being written again. If that
    /// isn't possible, it is written.
    package init(_ folder: ByteString, makesLinks: Bool) {
        self.folder = folder
        self.makesLinks = makesLinks
    }

    /// How much was exported so far.
    package var totals: ExportCounts { ledger.counts }
    /// The first thing that couldn't be written. If set, the export is incomplete.
    package var failure: ExportFailure? { ledger.failure }

    /// Writes the index. Without it, an export isn't complete.
    package func complete() {
        guard failure == nil else { return }
        do throws(ExportFailure) {
            try index.write(to: folder, number: ledger.nextSpoolNumber())
        } catch { ledger.fail(error) }
    }

    /// Opens a sink for a log. Returns nil after a failure.
    package func open(_ log: OfferedLog) -> (any LogSink)? {
        guard failure == nil else { return nil }
        do throws(ExportFailure) {
            let path = try path(of: log)
            guard makesLinks, let source = SourceFile(log.path) else {
                return try spool(log, path) { [self] writer in
                    // Several files may stand for one object.
                    if ledger.isFirst(log.location) { commit(log, writer) } else { writer.abandon() }
                }
            }
            return LinkSink { [self] isVerified in
                if isVerified { link(log, source, path) } else { ledger.count { $0.discarded += 1 } }
            }
        } catch {
            ledger.fail(error)
            return nil
        }
    }

    private func path(of log: OfferedLog) throws(ExportFailure) -> ByteString {
        guard let path = log.location.outputPath else {
            throw ExportFailure(description: "\(log.location) can't be the name of a file")
        }
        guard log.location.bucket != ExportIndex.name else {
            throw ExportFailure(description: "\(log.location) would lie below \(ExportIndex.name), which is the index")
        }
        try ledger.take(path, for: log.location)
        return folder.appending(component: path)
    }

    private func spool(
        _ log: OfferedLog, _ path: ByteString, released: @escaping (SpoolWriter) -> Void
    ) throws(ExportFailure) -> LogSpool {
        try LogSpool(writer: try .file(path, number: ledger.nextSpoolNumber()), isCompressed: true) { [ledger] ended in
            switch ended {
            case .released(let writer, _): released(writer)
            case .discarded: ledger.count { $0.discarded += 1 }
            case .failed(let failure): ledger.fail(failure)
            }
        }
    }

    /// Links a file whose content was just verified, or writes it if it can't be linked.
    private func link(_ log: OfferedLog, _ source: SourceFile, _ path: ByteString) {
        guard ledger.isFirst(log.location) else { return }
        // Another file may have had this name when it was verified, and any file can change at any time.
        if let content = source.read(), content.hash == log.hash, content.isPlainGzip, source.link(to: path) {
            return record(log, isLink: true)
        }
        do throws(ExportFailure) {
            let spool = try spool(log, path) { [self] in commit(log, $0) }
            guard source.read(spool.take)?.hash == log.hash else {
                spool.discard()
                throw ExportFailure(description: "\(log.path) changed while it was exported")
            }
            spool.release()
        } catch { ledger.fail(error) }
    }

    private func commit(_ log: OfferedLog, _ writer: SpoolWriter) {
        do throws(ExportFailure) { try writer.commit() } catch { return ledger.fail(error) }
        record(log, isLink: false)
    }

    private func record(_ log: OfferedLog, isLink: Bool) {
        index.add(log)
        ledger.count {
            $0.logs += 1
            if isLink { $0.links += 1 }
        }
    }
}

/// Takes no content, because the file itself will be linked.
private struct LinkSink: LogSink {
    let finished: (_ isVerified: Bool) -> Void

    func take(_ chunk: UnsafeRawBufferPointer) {}
    func release() { finished(true) }
    func discard() { finished(false) }
}
