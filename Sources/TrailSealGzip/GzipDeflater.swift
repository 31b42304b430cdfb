internal import CTrailSealZlib

/// Compresses one gzip member with zlib, in chunks.
public final class GzipDeflater {
    /// zlib's default level.
    private static let level: Int32 = 6
    /// 15 for the largest window, plus 16 for a gzip header and trailer (zlib manual, deflateInit2).
    private static let gzipWindowBits: Int32 = 31
    private static let bufferSize = 64 * 1_024

    /// zlib keeps the stream's address, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let buffer: UnsafeMutableRawBufferPointer

    /// Creates a compressor. Throws `libraryFailure` if zlib can't be initialized.
    public init() throws(GzipError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        buffer = .allocate(byteCount: Self.bufferSize, alignment: 64)
        guard trailseal_deflateInit2(stream, Self.level, Self.gzipWindowBits) == Z_OK else {
            stream.deinitialize(count: 1)
            stream.deallocate()
            buffer.deallocate()
            throw .libraryFailure
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        buffer.deallocate()
    }

    /// Compresses `input` and passes finished output to `sink`. Pass `isLast` with the last input; the member is then
    /// complete.
    public func feed(_ input: [UInt8], isLast: Bool, sink: (UnsafeRawBufferPointer) -> Void) throws(GzipError) {
        var failure: GzipError?
        var rest = input[...]
        repeat {
            let piece = rest.prefix(1 << 30)
            rest = rest.dropFirst(piece.count)
            piece.withUnsafeBufferPointer { bytes in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
                stream.pointee.avail_in = UInt32(bytes.count)
                var isDone = false
                while !isDone {
                    stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
                    stream.pointee.avail_out = UInt32(buffer.count)
                    let answer = deflate(stream, isLast && rest.isEmpty ? Z_FINISH : Z_NO_FLUSH)
                    guard answer == Z_OK || answer == Z_STREAM_END || answer == Z_BUF_ERROR else {
                        failure = .libraryFailure
                        return
                    }
                    let produced = buffer.count - Int(stream.pointee.avail_out)
                    if produced > 0 { sink(UnsafeRawBufferPointer(rebasing: buffer.prefix(produced))) }
                    isDone = stream.pointee.avail_out > 0
                }
            }
        } while !rest.isEmpty && failure == nil
        if let failure { throw failure }
    }
}
