internal import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives
internal import Synchronization
internal import WorkerPool

/// Stage 5: reads the files that may stand for listed objects, each opened once, inflated and hashed in one pass.
struct ReadLogs: Sendable {
    let source: any ArtifactSource
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool

    /// What one worker holds.
    private struct Worker {
        let reader: any ArtifactReader
        let hasher: SHA256Hasher
    }

    /// Reads `files`, in their order. `offer` gives what takes a file's content too, and the hash that it must have. Throws
    /// if libcrypto or zlib fails, or no reader can be made.
    func output(
        _ files: [FileNumber],
        offer: @Sendable (FileNumber) -> (sink: any LogSink, hash: SHA256Digest)? = { _ in nil }
    ) throws -> FileContents {
        let slots = IndexedResults<FileContents.Content>(count: files.count)
        let compressed = Atomic<UInt64>(0)
        let inflated = Atomic<UInt64>(0)
        try pool.read(count: files.count, batch: 8, isCancelled: isCancelled) {
            Worker(reader: try source.makeReader(), hasher: try SHA256Hasher())
        } body: { (worker: inout Worker, index) throws in
            let (reading, content) = try read(files[index], worker, offer(files[index]))
            // What was broken off because the run is to stop says nothing of the file.
            if case .unreadable = reading.outcome, isCancelled() { return }
            compressed.wrappingAdd(reading.compressedByteCount, ordering: .relaxed)
            inflated.wrappingAdd(reading.inflatedByteCount, ordering: .relaxed)
            slots.set(index, content)
        }
        return FileContents(
            files: files, slots.take(), compressedByteCount: compressed.load(ordering: .relaxed),
            inflatedByteCount: inflated.load(ordering: .relaxed))
    }

    private static let logBeginning = Array("{\"Records\":".utf8)

    private func read(
        _ file: FileNumber, _ worker: borrowing Worker, _ taking: (sink: any LogSink, hash: SHA256Digest)?
    ) throws -> (ArtifactReading, FileContents.Content) {
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
        var isReleased = false
        defer { if !isReleased { taking?.sink.discard() } }
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
        // The bytes that were hashed are the bytes that were handed on.
        if let taking, case .whole(let hash, _) = outcome, hash == taking.hash {
            isReleased = true
            taking.sink.release()
        }
        return (
            reading, FileContents.Content(outcome: outcome, reason: reason, beginning: isLogLike ? nil : beginning)
        )
    }
}

/// What reading gave, by file.
struct FileContents: Sendable {
    /// Bytes of the inflated content that are kept until it is known whether they are needed to say what a file looks like.
    static let beginningLength = 512

    struct Content: Sendable {
        let outcome: LogContent.Outcome
        /// Why it is damaged or can't be read, as zlib or the system says it; nil for a file that is gone.
        let reason: String?
        /// The first bytes of the inflated content; nil for what begins like a log, which looks like nothing else.
        let beginning: [UInt8]?
    }

    private let contents: [Content?]
    /// By number of the file: its position in `contents`, and 0 for one that was not read; there nothing stands.
    private let positions: [UInt32]
    let compressedByteCount: UInt64
    let inflatedByteCount: UInt64

    /// `files` are in order.
    init(files: [FileNumber], _ read: [Content?], compressedByteCount: UInt64, inflatedByteCount: UInt64) {
        var positions = [UInt32](repeating: 0, count: files.last.map { Int($0) + 1 } ?? 0)
        for (index, file) in files.enumerated() { positions[Int(file)] = UInt32(index) + 1 }
        self.positions = positions
        contents = [nil] + read
        self.compressedByteCount = compressedByteCount
        self.inflatedByteCount = inflatedByteCount
    }

    /// Nil if it was not read.
    subscript(file: FileNumber) -> Content? {
        positions.indices.contains(Int(file)) ? contents[Int(positions[Int(file)])] : nil
    }

    /// The content of a whole file.
    func hash(of file: FileNumber) -> SHA256Digest? {
        if case .whole(let hash, _)? = self[file]?.outcome { hash } else { nil }
    }
}
