internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives
internal import Synchronization
internal import WorkerPool

/// What reading the listed log files gave: a byte for each healthy one, details for the others.
final class LogInspection: Sendable {
    /// How a file compares with what is claimed of it.
    struct Details: Sendable {
        let outcome: ArtifactReading.Outcome
        /// SHA-256 of the inflated content, where all of it could be read.
        let hash: SHA256Digest?
        let isStoredInflated: Bool
    }

    enum State: UInt8 {
        case notRead, matches, detailed
    }

    /// What one worker holds.
    private struct Worker<Reader: ArtifactReader> {
        let reader: Reader
        let hasher: SHA256Hasher
    }

    /// Bytes read so far, by all workers.
    private final class Totals: Sendable {
        let compressed = Atomic<UInt64>(0)
        let inflated = Atomic<UInt64>(0)
    }

    private let states: [UInt8]
    private let details: [FileNumber: Details]
    let compressedByteCount: UInt64
    let inflatedByteCount: UInt64

    /// Reads `files`, each once and all of it, spread over the workers. `open` gives what takes a file's content too, and
    /// the hash that it must have.
    init<Source: ArtifactSource>(
        _ files: [FileNumber], of source: Source, claims: LogClaims, pool: WorkerPool,
        isCancelled: @Sendable () -> Bool,
        open: @Sendable (FileNumber) -> (sink: any LogSink, hash: SHA256Digest)? = { _ in nil }
    ) throws {
        let marks = Slots<Bool>(count: files.count)
        let totals = Totals()
        let exceptions = Mutex<[FileNumber: Details]>([:])
        try pool.forEach(count: files.count, batch: 8, isCancelled: isCancelled) {
            Worker<Source.Reader>(reader: try source.makeReader(), hasher: try SHA256Hasher())
        } body: { (worker: inout Worker<Source.Reader>, index) throws in
            let file = files[index]
            try worker.hasher.begin()
            var failure: LibCryptoError?
            let hasher = worker.hasher
            let taking = open(file)
            let reading = worker.reader.read(file, limit: ContentLimit.log) { chunk in
                guard failure == nil else { return }
                do throws(LibCryptoError) { try hasher.update(chunk) } catch { failure = error }
                taking?.sink.take(chunk)
            }
            var isReleased = false
            defer { if !isReleased { taking?.sink.discard() } }
            if let failure { throw failure }
            // What was broken off because the run is to stop says nothing of the file.
            if case .unreadable = reading.outcome, isCancelled() { return }
            let hash: SHA256Digest?
            switch reading.outcome {
            case .whole, .trailingBytes: hash = try hasher.finish()
            default: hash = nil
            }
            // The bytes that were hashed are the bytes that were handed on.
            if let taking, reading.outcome == .whole, hash == taking.hash {
                isReleased = true
                taking.sink.release()
            }
            let isHealthy =
                reading.outcome == .whole && !reading.isStoredInflated
                && claims.soleClaim(on: file).map { $0.hash == hash } == true
            totals.compressed.wrappingAdd(reading.compressedByteCount, ordering: .relaxed)
            totals.inflated.wrappingAdd(reading.inflatedByteCount, ordering: .relaxed)
            if isHealthy {
                marks.set(index, true)
            } else {
                let details = Details(
                    outcome: reading.outcome, hash: hash, isStoredInflated: reading.isStoredInflated)
                exceptions.withLock { $0[file] = details }
            }
        }
        var states = [UInt8](repeating: State.notRead.rawValue, count: source.listing.fileCount)
        for (index, mark) in marks.take().enumerated() where mark == true {
            states[Int(files[index])] = State.matches.rawValue
        }
        details = exceptions.withLock { $0 }
        for file in details.keys { states[Int(file)] = State.detailed.rawValue }
        self.states = states
        compressedByteCount = totals.compressed.load(ordering: .relaxed)
        inflatedByteCount = totals.inflated.load(ordering: .relaxed)
    }

    func state(of file: FileNumber) -> State {
        State(rawValue: states[Int(file)]) ?? .notRead
    }

    func details(of file: FileNumber) -> Details? { details[file] }
}
