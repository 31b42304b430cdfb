internal import CTrailSealZlib

/// Writes gzip members with zlib.
public enum GzipWriter {
    /// Returns one member. Level 0 stores the content, so the bytes don't depend on zlib's version.
    public static func member(_ content: [UInt8], level: Int32 = 0) -> [UInt8] {
        var stream = z_stream()
        // 15 for the largest window, plus 16 for the gzip format.
        precondition(
            deflateInit2_(
                &stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK)
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))) + 64)
        let written = content.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { buffer in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
                return Int(stream.total_out)
            }
        }
        return Array(output.prefix(written))
    }
}
