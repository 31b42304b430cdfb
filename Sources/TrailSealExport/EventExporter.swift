internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// Exports the events of verified log files, and nothing else.
///
/// A log's content is held in a temporary file until the hash of exactly these bytes agrees with the verified digest.
/// If it doesn't, the file is removed.
package final class EventExporter: LogExporter {
    /// Where events are written.
    package enum Target: Sendable {
        /// One file per log below this folder: `BUCKET/KEY`, with `.jsonl` instead of `.json.gz`.
        case folder(ByteString)
        /// One stream. Logs must be read one at a time. The closure returns whether all bytes could be written.
        case stream(@Sendable (UnsafeRawBufferPointer) -> Bool)
    }

    private let target: Target
    private let isCompressed: Bool
    private let hasProvenance: Bool
    /// Where logs for a stream wait until their hash is checked.
    private let spoolFolder: ByteString
    private let ledger = ExportLedger()

    /// Creates an exporter.
    ///
    /// `isCompressed` compresses each log as one gzip member. `hasProvenance` adds a member `trailseal` to each
    /// event. `spoolFolder` holds one log at a time, under a name that begins with `.trailseal-`.
    package init(_ target: Target, isCompressed: Bool, hasProvenance: Bool, spoolFolder: ByteString) {
        self.target = target
        self.isCompressed = isCompressed
        self.hasProvenance = hasProvenance
        self.spoolFolder = spoolFolder
    }

    /// How much was exported so far.
    package var totals: ExportCounts { ledger.counts }
    /// The first thing that couldn't be written. If set, the export is incomplete.
    package var failure: ExportFailure? { ledger.failure }

    /// Does nothing, because every log is written by itself.
    package func complete() {}

    /// Opens a sink for a log. Returns nil after a failure.
    package func open(_ log: OfferedLog) -> (any LogSink)? {
        guard failure == nil else { return nil }
        do throws(ExportFailure) {
            return try LogSpool(
                writer: try writer(for: log), isCompressed: isCompressed,
                splitter: RecordSplitter(addition: hasProvenance ? Self.provenance(log) : []),
                finished: { [self] in finish(log, $0) })
        } catch {
            ledger.fail(error)
            return nil
        }
    }

    private func writer(for log: OfferedLog) throws(ExportFailure) -> SpoolWriter {
        let number = ledger.nextSpoolNumber()
        switch target {
        case .folder(let folder):
            guard let path = log.location.outputPath else {
                throw ExportFailure(description: "\(log.location) can't be the name of a file")
            }
            let name = Self.withoutEnding(path) + (isCompressed ? ".jsonl.gz" : ".jsonl")
            try ledger.take(name, for: log.location)
            return try .file(folder.appending(component: name), number: number)
        case .stream: return try .spool(spoolFolder, number: number)
        }
    }

    private static func withoutEnding(_ path: ByteString) -> ByteString {
        path.hasSuffix(".json.gz") ? path.dropLast(8) : path.hasSuffix(".json") ? path.dropLast(5) : path
    }

    /// The member `"trailseal":{...}` that is added to each event of a log.
    private static func provenance(_ log: OfferedLog) -> [UInt8] {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return Array(
            "\"trailseal\":{\"log\":\(quoted("\(log.location)")),\"sha256\":\"\(log.hash.hex)\",\"digest\":\(quoted("\(log.digest)"))}"
                .utf8)
    }

    /// Ends a log. Several files may stand for one object, but only the first is exported.
    private func finish(_ log: OfferedLog, _ ended: LogSpool.Ended) {
        switch ended {
        case .discarded: ledger.count { $0.discarded += 1 }
        case .failed(let failure): ledger.fail(failure)
        case .released(let writer, let events):
            guard ledger.isFirst(log.location) else { return writer.abandon() }
            do throws(ExportFailure) {
                switch target {
                case .folder: try writer.commit()
                case .stream(let write): try writer.copy(to: write)
                }
            } catch { return ledger.fail(error) }
            ledger.count {
                $0.logs += 1
                $0.events += events
            }
        }
    }
}
