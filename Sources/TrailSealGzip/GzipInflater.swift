internal import CTrailSealZlib

/// Inflates exactly one gzip member (RFC 1952), through a buffer that fits the processor's cache.
///
/// zlib checks the header and stops at the end of the first member. The bytes after it are counted in
/// `trailingByteCount` and never inflated, because other tools would read a second member as content. CRC-32 and length
/// are compared with the member's last 8 bytes here, because `CRC32` is faster than zlib. An inflater belongs to one
/// thread and can be reused for any number of streams.
public final class GzipInflater {
    /// Size of the output buffer in bytes. Most log files fit, so zlib is called once, and it is small enough for a
    /// second-level cache.
    public static let bufferSize = 256 * 1_024
    /// 15 for the largest window, plus 16 for gzip only (zlib manual, inflateInit2).
    private static let gzipWindowBits: Int32 = 31

    /// zlib keeps the stream's address, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let buffer: UnsafeMutableRawBufferPointer
    // The attribute saves a look at who else uses these. Only one thread has an inflater, and none of its calls runs inside
    // another, because it calls only closures that don't know it.

    /// Whether the member has ended. What follows isn't inflated.
    @exclusivity(unchecked) public private(set) var isAtEnd = false

    /// Bytes of content produced since `begin`.
    @exclusivity(unchecked) public private(set) var inflatedByteCount: UInt64 = 0
    /// Bytes that followed the end of the member.
    @exclusivity(unchecked) public private(set) var trailingByteCount: UInt64 = 0
    @exclusivity(unchecked) private var checksum = CRC32()
    /// The last 8 bytes that zlib took: the CRC-32 and the length of the content, if the member has ended.
    @exclusivity(unchecked) private var trailer: UInt64 = 0
    /// Whether input was fed since `begin`.
    @exclusivity(unchecked) private var hasBegun = false
    /// Whether zlib checks CRC-32 and length.
    @exclusivity(unchecked) private var isCheckedByZlib = true

    /// Creates an inflater. Throws `libraryFailure` if zlib can't be initialized.
    public init() throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        buffer = .allocate(byteCount: Self.bufferSize, alignment: 64)
        guard trailseal_inflateInit2(stream, Self.gzipWindowBits) == Z_OK else {
            stream.deinitialize(count: 1)
            stream.deallocate()
            buffer.deallocate()
            throw .libraryFailure
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        buffer.deallocate()
    }

    /// Starts a new stream.
    public func begin() throws(GzipError) {
        isAtEnd = false
        inflatedByteCount = 0
        trailingByteCount = 0
        checksum.reset()
        (trailer, hasBegun) = (0, false)
        guard inflateReset(stream) == Z_OK else { throw .libraryFailure }
    }

    /// Inflates `input` and passes the content to `sink` in chunks.
    ///
    /// Pass `isLast` with the last input, so that zlib can write straight into the buffer. Throws `limitExceeded` if
    /// the content since `begin` exceeds `limit` bytes, `cancelled` if `isCancelled` returns true between two chunks,
    /// and `corrupt` if the stream is bad. An input must be smaller than 4 GiB.
    public func feed(
        _ input: UnsafeRawBufferPointer, isLast: Bool, limit: UInt64, isCancelled: () -> Bool = { false },
        sink: (UnsafeRawBufferPointer) -> Void
    ) throws(GzipError) {
        if isAtEnd {
            trailingByteCount += UInt64(input.count)
            return
        }
        guard let start = input.bindMemory(to: UInt8.self).baseAddress, let size = UInt32(exactly: input.count) else {
            return
        }
        if !hasBegun { try chooseChecks(input) }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        stream.pointee.avail_in = size
        // A local copy, which no other code can reach meanwhile.
        var checksum = checksum
        var hasMoreOutput = true
        inflating: while stream.pointee.avail_in > 0 || hasMoreOutput {
            stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            let answer = inflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            let produced = buffer.count - Int(stream.pointee.avail_out)
            hasMoreOutput = stream.pointee.avail_out == 0
            inflatedByteCount += UInt64(produced)
            guard inflatedByteCount <= limit else { throw .limitExceeded(limit: limit) }
            if hasMoreOutput, isCancelled() { throw .cancelled }
            if produced > 0 {
                let content = UnsafeRawBufferPointer(rebasing: buffer.prefix(produced))
                if !isCheckedByZlib { checksum.add(content) }
                sink(content)
            }
            switch answer {
            case Z_STREAM_END:
                isAtEnd = true
                trailingByteCount += UInt64(stream.pointee.avail_in)
                keepLast(input.dropLast(Int(stream.pointee.avail_in)))
                if !isCheckedByZlib { try checkTrailer(checksum.value) }
                return
            case Z_OK:
                break
            case Z_BUF_ERROR:
                // No progress was possible: the input is used up, or with Z_FINISH the buffer was full.
                if !hasMoreOutput { break inflating }
            case Z_NEED_DICT:
                throw .corrupt(reason: "it needs a preset dictionary")
            case Z_DATA_ERROR:
                throw .corrupt(reason: stream.pointee.msg.map { String(cString: $0) } ?? "bad data")
            default:
                throw .libraryFailure
            }
        }
        self.checksum = checksum
        keepLast(input[...])
    }

    /// Leaves the checks to zlib if the header has optional fields, because one of them may be a CRC of the header.
    private func chooseChecks(_ beginning: UnsafeRawBufferPointer) throws(GzipError) {
        hasBegun = true
        isCheckedByZlib = beginning.count < 4 || beginning[3] != 0
        guard inflateValidate(stream, isCheckedByZlib ? 1 : 0) == Z_OK else { throw .libraryFailure }
    }

    private func keepLast(_ taken: Slice<UnsafeRawBufferPointer>) {
        if taken.count >= 8 {
            let last = UnsafeRawBufferPointer(rebasing: taken.suffix(8)).loadUnaligned(as: UInt64.self)
            trailer = UInt64(littleEndian: last)
            return
        }
        for byte in taken { trailer = trailer >> 8 | UInt64(byte) << 56 }
    }

    private func checkTrailer(_ checksum: UInt32) throws(GzipError) {
        // The words are zlib's.
        guard UInt32(truncatingIfNeeded: trailer) == checksum else {
            throw .corrupt(reason: "incorrect data check")
        }
        guard UInt32(truncatingIfNeeded: trailer >> 32) == UInt32(truncatingIfNeeded: inflatedByteCount) else {
            throw .corrupt(reason: "incorrect length check")
        }
    }

    /// Ends the stream. Throws `truncated` if the end of the member wasn't reached.
    public func finish() throws(GzipError) {
        guard isAtEnd else { throw .truncated }
    }
}
