internal import Synchronization
internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealProof
internal import TrailSealWorkerPool

/// Stage 5, Read: reads the files that may stand for listed logs. Each is opened once, and inflated and hashed in one
/// pass (LIMIT-12).
///
/// Next: `JudgeFiles`.
struct ReadLogs: Sendable {
    let source: any ArtifactSource
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool

    /// A worker's reader and hasher, which it reuses for each file.
    private struct Worker {
        let reader: any ArtifactReader
        let hasher: SHA256Hasher
        let bytes: ByteCounts
    }

    /// What one worker read. Counters that all workers share would be slow.
    private final class ByteCounts: Sendable {
        let compressed = Atomic<UInt64>(0)
        let inflated = Atomic<UInt64>(0)
    }

    /// Reads `files`, which are in order. `offer` returns a sink for a file's content, with the hash that the content
    /// must have. Throws if libcrypto or zlib fails, or if no reader can be made.
    func output(
        _ files: [FileNumber],
        offer: @Sendable (FileNumber) -> (sink: any LogSink, hash: SHA256Digest)? = { _ in nil }
    ) throws -> FileContents {
        let slots = IndexedResults<FileContents.Content>(count: files.count)
        let counts = Mutex<[ByteCounts]>([])
        try pool.read(count: files.count, batch: 8, isCancelled: isCancelled) {
            let bytes = ByteCounts()
            counts.withLock { $0.append(bytes) }
            return Worker(reader: try source.makeReader(), hasher: try SHA256Hasher(), bytes: bytes)
        } body: { (worker: inout Worker, index) throws in
            let (reading, content) = try read(files[index], worker, offer(files[index]))
            // A read that was broken off by an interruption says nothing about the file.
            if case .unreadable = reading.outcome, isCancelled() { return }
            worker.bytes.compressed.wrappingAdd(reading.compressedByteCount, ordering: .relaxed)
            worker.bytes.inflated.wrappingAdd(reading.inflatedByteCount, ordering: .relaxed)
            slots.set(index, content)
        }
        let all = counts.withLock { $0 }
        return FileContents(
            files: files, slots.take(),
            compressedByteCount: all.reduce(0) { $0 &+ $1.compressed.load(ordering: .relaxed) },
            inflatedByteCount: all.reduce(0) { $0 &+ $1.inflated.load(ordering: .relaxed) })
    }

    private static let logBeginning = Array("{\"Records\":".utf8)

    private func read(
        _ file: FileNumber, _ worker: borrowing Worker, _ taking: (sink: any LogSink, hash: SHA256Digest)?
    ) throws -> (ArtifactReading, FileContents.Content) {
        var isReleased = false
        defer { if !isReleased { taking?.sink.discard() } }
        let hasher = worker.hasher
        try hasher.begin()
        var failure: LibCryptoError?
        var (isLogLike, isFirst) = (false, true)
        var beginning: [UInt8] = []
        let reading = worker.reader.read(file, limit: ContentLimit.log) { chunk in
            guard failure == nil else { return }
            do throws(LibCryptoError) { try hasher.update(chunk) } catch { failure = error }
            if isFirst { isLogLike = chunk.starts(with: Self.logBeginning) }
            isFirst = false
            if !isLogLike, beginning.count < FileContents.beginningLength {
                beginning += chunk.prefix(FileContents.beginningLength - beginning.count)
            }
            taking?.sink.take(chunk)
        }
        if let failure { throw failure }
        let outcome: LogContent.Outcome
        var reason: String?
        switch reading.outcome {
        case .whole: outcome = .whole(try hasher.finish(), isStoredInflated: reading.isStoredInflated)
        case .trailingBytes(let count): outcome = .trailing(try hasher.finish(), count)
        case .damaged(let text): (outcome, reason) = (.damaged, text)
        case .unreadable(let text): (outcome, reason) = (.unreadable, text)
        case .absent: outcome = .unreadable
        }
        // The sink got exactly the bytes that were hashed, so it may release them.
        if let taking, case .whole(let hash, _) = outcome, hash == taking.hash {
            isReleased = true
            taking.sink.release()
        }
        return (
            reading, FileContents.Content(outcome: outcome, reason: reason, beginning: isLogLike ? nil : beginning)
        )
    }
}

/// The results of reading, by file.
struct FileContents: Sendable {
    /// Number of bytes of the inflated content that are kept, to tell later what a damaged file looks like (LOG-18).
    static let beginningLength = 512

    /// The result for one file.
    struct Content: Sendable {
        let outcome: LogContent.Outcome
        /// Why the file is damaged or can't be read, in the words of zlib or the system. Nil for a file that is gone.
        let reason: String?
        /// The first bytes of the inflated content. Nil if it begins like a log, because it then looks like nothing
        /// else.
        let beginning: [UInt8]?
    }

    private let contents: [Content?]
    /// The position in `contents` by number of the file, plus one. 0 stands for a file that wasn't read.
    private let positions: [UInt32]
    let compressedByteCount: UInt64
    let inflatedByteCount: UInt64

    /// Collects results. `files` are in order.
    init(files: [FileNumber], _ read: [Content?], compressedByteCount: UInt64, inflatedByteCount: UInt64) {
        var positions = [UInt32](repeating: 0, count: files.last.map { Int($0) + 1 } ?? 0)
        for (index, file) in files.enumerated() { positions[Int(file)] = UInt32(index) + 1 }
        self.positions = positions
        contents = read
        self.compressedByteCount = compressedByteCount
        self.inflatedByteCount = inflatedByteCount
    }

    /// The result for a file. Nil if it wasn't read.
    subscript(file: FileNumber) -> Content? {
        guard positions.indices.contains(Int(file)), positions[Int(file)] > 0 else { return nil }
        return contents[Int(positions[Int(file)]) - 1]
    }

    /// The hash of a file's content. Nil unless the file is whole.
    func hash(of file: FileNumber) -> SHA256Digest? {
        if case .whole(let hash, _)? = self[file]?.outcome { hash } else { nil }
    }
}
