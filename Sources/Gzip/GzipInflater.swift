internal import CZlib

/// Inflates exactly one gzip member (RFC 1952), through a buffer that fits the processor's cache.
///
/// zlib checks header, CRC-32 and length; it stops at the end of the first member. Whatever follows is counted in
/// `trailingByteCount`, never inflated: other tools would read a second member as content. One inflater serves one
/// thread and any number of streams in turn.
public final class GzipInflater {
    /// Size of the output buffer in bytes: large enough that most log files pass in one call of zlib, small enough for
    /// the second-level cache of current processors.
    public static let bufferSize = 256 * 1_024
    /// gzip header and trailer only, and the largest window (zlib manual, inflateInit2).
    private static let gzipWindowBits: Int32 = 31

    /// zlib keeps the stream's address, so it lives on the heap for as long as the inflater.
    private let stream: UnsafeMutablePointer<z_stream>
    private let buffer: UnsafeMutableRawBufferPointer
    private var isAtEnd = false

    /// Bytes of content given out since `begin`.
    public private(set) var inflatedByteCount: UInt64 = 0
    /// Bytes fed after the end of the member.
    public private(set) var trailingByteCount: UInt64 = 0

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
        guard inflateReset(stream) == Z_OK else { throw .libraryFailure }
    }

    /// Inflates `input` and hands the content to `sink` piece by piece. `isLast` promises that nothing follows, which
    /// lets zlib write straight into the buffer. `isCancelled` is asked between two pieces.
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
        stream.pointee.next_in = UnsafeMutablePointer(mutating: start)
        stream.pointee.avail_in = size
        var hasMoreOutput = true
        while !isAtEnd, stream.pointee.avail_in > 0 || hasMoreOutput {
            stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            let answer = inflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
            let produced = buffer.count - Int(stream.pointee.avail_out)
            hasMoreOutput = stream.pointee.avail_out == 0
            inflatedByteCount += UInt64(produced)
            guard inflatedByteCount <= limit else { throw .limitExceeded(limit: limit) }
            if hasMoreOutput, isCancelled() { throw .cancelled }
            if produced > 0 { sink(UnsafeRawBufferPointer(rebasing: buffer.prefix(produced))) }
            switch answer {
            case Z_STREAM_END:
                isAtEnd = true
                trailingByteCount += UInt64(stream.pointee.avail_in)
            case Z_OK:
                break
            case Z_BUF_ERROR:
                // No progress was possible: the input is used up, or with Z_FINISH the buffer was full.
                if !hasMoreOutput { return }
            case Z_NEED_DICT:
                throw .corrupt(reason: "a preset dictionary")
            case Z_DATA_ERROR:
                throw .corrupt(reason: stream.pointee.msg.map { String(cString: $0) } ?? "bad data")
            default:
                throw .libraryFailure
            }
        }
    }

    /// Ends the stream; throws `truncated` where the member has not ended.
    public func finish() throws(GzipError) {
        guard isAtEnd else { throw .truncated }
    }
}
