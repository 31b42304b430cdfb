internal import TrailSealFormat
internal import TrailSealGzip

/// Inflates the stored bytes of one file, piece by piece, and says how it went.
struct StoredContent: ~Copyable {
    private let inflater: GzipInflater
    private let size: UInt64
    private let limit: UInt64
    private var reading = ArtifactReading(outcome: .whole)
    private var damage: GzipError?
    private var isGzip = false

    /// `size` is the number of bytes that will come. Content of more than `limit` bytes is damage.
    init(_ inflater: GzipInflater, size: UInt64, limit: UInt64) {
        self.inflater = inflater
        self.size = size
        self.limit = limit
    }

    /// The number of bytes that are still to come. 0 once nothing more matters: no later byte can repair damage, a gzip
    /// bomb must not be read to its end, and what follows a gzip member is only counted.
    var wanted: UInt64 {
        damage == nil && !(isGzip && inflater.isAtEnd) ? size - reading.compressedByteCount : 0
    }

    /// Whether all bytes came.
    var isFull: Bool { reading.compressedByteCount == size }

    /// Takes the next bytes, at most `wanted` of them. The first piece must have two bytes, unless the file has fewer.
    mutating func take(
        _ chunk: UnsafeRawBufferPointer, isCancelled: () -> Bool, sink: (UnsafeRawBufferPointer) -> Void
    ) {
        do throws(GzipError) {
            if reading.compressedByteCount == 0 {
                isGzip = chunk.count >= 2 && chunk[0] == 0x1F && chunk[1] == 0x8B
                if isGzip { try inflater.begin() }
            }
            reading.compressedByteCount += UInt64(chunk.count)
            if isGzip {
                try inflater.feed(
                    chunk, isLast: reading.compressedByteCount == size, limit: limit, isCancelled: isCancelled,
                    sink: sink)
            } else {
                reading.inflatedByteCount += UInt64(chunk.count)
                if reading.inflatedByteCount > limit { throw .limitExceeded(limit: limit) }
                sink(chunk)
            }
        } catch {
            damage = error
        }
    }

    /// Returns how the reading ended. `failure` says why it ended before all bytes came.
    mutating func end(failure: String? = nil) -> ArtifactReading {
        reading.isStoredInflated = !isGzip && size > 0
        if isGzip {
            reading.inflatedByteCount = inflater.inflatedByteCount
            if damage == nil, failure == nil {
                do throws(GzipError) { try inflater.finish() } catch { damage = error }
            }
        }
        if damage == .cancelled {
            reading.outcome = .unreadable(reason: "the run was stopped")
        } else if let failure {
            reading.outcome = .unreadable(reason: failure)
        } else if let damage {
            reading.outcome = .damaged(reason: damage.description)
        } else if size == 0 {
            reading.outcome = .damaged(reason: "the file is empty")
        } else if isGzip {
            let trailing = inflater.trailingByteCount + size - reading.compressedByteCount
            if trailing > 0 { reading.outcome = .trailingBytes(trailing) }
        }
        return reading
    }
}
