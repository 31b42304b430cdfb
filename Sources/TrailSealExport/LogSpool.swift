internal import TrailSealGzip
internal import TrailSealVerification

/// Holds the content of one log until its hash is checked.
final class LogSpool: LogSink {
    enum Ended {
        case released(SpoolWriter, events: Int)
        /// The content isn't what the digest records.
        case discarded
        case failed(ExportFailure)
    }

    /// Bytes collected before they are written.
    private static let pieceSize = 256 * 1_024

    private let writer: SpoolWriter
    private let deflater: GzipDeflater?
    private let finished: (Ended) -> Void
    /// Nil if the content is written as it is.
    private var splitter: RecordSplitter?
    private var pending: [UInt8] = []
    private var failure: ExportFailure?

    init(
        writer: SpoolWriter, isCompressed: Bool, splitter: RecordSplitter? = nil, finished: @escaping (Ended) -> Void
    ) throws(ExportFailure) {
        self.writer = writer
        self.splitter = splitter
        self.finished = finished
        do throws(GzipError) { deflater = isCompressed ? try GzipDeflater() : nil } catch {
            throw ExportFailure(description: error.description)
        }
    }

    func take(_ chunk: UnsafeRawBufferPointer) {
        if splitter == nil { pending.append(contentsOf: chunk) } else { splitter?.read(chunk, to: &pending) }
        if pending.count >= Self.pieceSize { flush(isLast: false) }
    }

    private func flush(isLast: Bool) {
        if let deflater {
            do throws(GzipError) {
                try deflater.feed(pending, isLast: isLast) { writer.write($0) }
            } catch { failure = ExportFailure(description: error.description) }
        } else {
            pending.withUnsafeBytes { writer.write($0) }
        }
        pending.removeAll(keepingCapacity: true)
    }

    func release() {
        flush(isLast: true)
        if let failure {
            writer.abandon()
            return finished(.failed(failure))
        }
        finished(.released(writer, events: splitter?.eventCount ?? 0))
    }

    func discard() {
        writer.abandon()
        finished(.discarded)
    }
}
