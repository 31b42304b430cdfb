internal import Synchronization
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealGzip
public import TrailSealPrimitives
public import TrailSealVerification

/// Exports the events of verified log files, and nothing else.
///
/// A log's content is held in a temporary file until the hash of exactly these bytes agrees with the verified digest.
/// If it doesn't, the file is removed.
public final class EventExporter: LogConsumer {
    /// Where events are written.
    public enum Target: Sendable {
        /// One file per log below this folder: `BUCKET/KEY`, with `.jsonl` instead of `.json.gz`.
        case folder(ByteString)
        /// One stream. Logs must be read one at a time. The closure returns whether all bytes could be written.
        case stream(@Sendable (UnsafeRawBufferPointer) -> Bool)
    }

    /// How much was exported.
    public struct Totals: Sendable {
        /// Logs exported.
        public var logs = 0
        /// Events exported.
        public var events = 0
        /// Logs that weren't exported, because they aren't what the digest records or couldn't be processed.
        public var discarded = 0
    }

    /// Why something couldn't be written.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The path and the cause.
        public let description: String
    }

    private struct State {
        var totals = Totals()
        var released: Set<ByteString> = []
        var failure: Failure?
        var spoolNumber = 0
        /// The object for which each output file was opened.
        var owners: [ByteString: ByteString] = [:]
    }

    private let target: Target
    private let isCompressed: Bool
    private let hasProvenance: Bool
    /// Where logs for a stream wait until their hash is checked.
    private let spoolFolder: ByteString
    private let state = Mutex(State())

    /// Creates an exporter.
    ///
    /// `isCompressed` compresses each log as one gzip member. `hasProvenance` adds a member `trailseal` to each
    /// event. `spoolFolder` holds one log at a time, under a name that begins with `.trailseal-`.
    public init(_ target: Target, isCompressed: Bool, hasProvenance: Bool, spoolFolder: ByteString) {
        self.target = target
        self.isCompressed = isCompressed
        self.hasProvenance = hasProvenance
        self.spoolFolder = spoolFolder
    }

    /// How much was exported so far.
    public var totals: Totals { state.withLock { $0.totals } }
    /// The first thing that couldn't be written. If set, the export is incomplete.
    public var failure: Failure? { state.withLock { $0.failure } }

    /// Opens a sink for a log. Returns nil after a failure.
    public func open(_ log: OfferedLog) -> (any LogSink)? {
        guard failure == nil else { return nil }
        do throws(Failure) {
            return try LogSpool(
                writer: try writer(for: log), isCompressed: isCompressed,
                addition: hasProvenance ? Self.provenance(log) : [], finished: { [self] in finish(log, $0) })
        } catch {
            fail(error)
            return nil
        }
    }

    private func writer(for log: OfferedLog) throws(Failure) -> SpoolWriter {
        let number = state.withLock { state in
            state.spoolNumber += 1
            return state.spoolNumber
        }
        switch target {
        case .folder(let folder):
            guard let path = Self.path(of: log) else {
                throw Failure(description: "\(log.location) can't be the name of a file")
            }
            let owner = state.withLock { state in
                let known = state.owners[path] ?? log.location.joined
                state.owners[path] = known
                return known
            }
            guard owner == log.location.joined else {
                throw Failure(description: "\(log.location) and s3://\(owner) would be one file; export to - instead")
            }
            let suffix = isCompressed ? ".jsonl.gz" : ".jsonl"
            return try .file(folder.appending(component: path) + suffix, number: number)
        case .stream: return try .spool(spoolFolder, number: number)
        }
    }

    /// Returns the path of a log below the output folder, without its suffix. Nil if a component is unsafe.
    private static func path(of log: OfferedLog) -> ByteString? {
        let joined = log.location.joined
        let isSafe = joined.components.allSatisfy { part in
            let part = ByteString(part)
            return !part.isEmpty && part != "." && part != ".." && !part.bytes.contains(0)
        }
        guard isSafe else { return nil }
        return joined.hasSuffix(".json.gz")
            ? joined.dropLast(8) : joined.hasSuffix(".json") ? joined.dropLast(5) : joined
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

    private func fail(_ failure: Failure) {
        state.withLock { $0.failure = $0.failure ?? failure }
    }

    /// Ends a log. Several files may stand for one object, but only the first is exported.
    private func finish(_ log: OfferedLog, _ ended: LogSpool.Ended) {
        guard case .released(let writer, let events) = ended else {
            state.withLock { $0.totals.discarded += 1 }
            return
        }
        let isFirst = state.withLock { $0.released.insert(log.location.joined).inserted }
        guard isFirst else { return writer.abandon() }
        do throws(Failure) {
            switch target {
            case .folder: try writer.commit()
            case .stream(let write): try writer.copy(to: write)
            }
        } catch { return fail(error) }
        state.withLock { state in
            state.totals.logs += 1
            state.totals.events += events
        }
    }
}

/// Holds the content of one log until its hash is checked.
private final class LogSpool: LogSink {
    enum Ended {
        case released(SpoolWriter, events: Int)
        case discarded
    }

    /// Bytes collected before they are written.
    private static let pieceSize = 256 * 1_024

    private let writer: SpoolWriter
    private let deflater: GzipDeflater?
    private let finished: (Ended) -> Void
    private var splitter: RecordSplitter
    private var pending: [UInt8] = []
    private var isBroken = false

    init(
        writer: SpoolWriter, isCompressed: Bool, addition: [UInt8], finished: @escaping (Ended) -> Void
    ) throws(EventExporter.Failure) {
        self.writer = writer
        self.finished = finished
        splitter = RecordSplitter(addition: addition)
        do throws(GzipError) { deflater = isCompressed ? try GzipDeflater() : nil } catch {
            throw EventExporter.Failure(description: error.description)
        }
    }

    func take(_ chunk: UnsafeRawBufferPointer) {
        splitter.read(chunk, to: &pending)
        if pending.count >= Self.pieceSize { flush(isLast: false) }
    }

    private func flush(isLast: Bool) {
        if let deflater {
            do throws(GzipError) {
                try deflater.feed(pending, isLast: isLast) { writer.write($0) }
            } catch { isBroken = true }
        } else {
            pending.withUnsafeBytes { writer.write($0) }
        }
        pending.removeAll(keepingCapacity: true)
    }

    func release() {
        flush(isLast: true)
        if isBroken { return discard() }
        finished(.released(writer, events: splitter.eventCount))
    }

    func discard() {
        writer.abandon()
        finished(.discarded)
    }
}
