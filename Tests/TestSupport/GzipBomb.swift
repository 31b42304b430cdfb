internal import CTrailSealZlib

/// Makes a genuine gzip member of zeros quickly. A deflate block between two full flushes doesn't depend on others, so
/// one block is repeated.
public enum GzipBomb {
    /// Returns a member that inflates to `size` zero bytes, rounded down to a multiple of 16 MiB.
    public static func zeros(_ size: Int) -> [UInt8] {
        let block = 16 << 20
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib can't be set up")
        defer { deflateEnd(&stream) }
        var content = [UInt8](repeating: 0, count: block)
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        func run(_ input: inout [UInt8], _ flush: Int32) -> [UInt8] {
            input.withUnsafeMutableBufferPointer { source in
                buffer.withUnsafeMutableBufferPointer { target in
                    stream.next_in = source.baseAddress
                    stream.avail_in = UInt32(source.count)
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    _ = deflate(&stream, flush)
                    return Array(target.prefix(target.count - Int(stream.avail_out)))
                }
            }
        }
        let part = run(&content, Z_FULL_FLUSH)
        var empty: [UInt8] = []
        let end = run(&empty, Z_FINISH)
        let sum = crc32(0, content, UInt32(block))
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]
        var total: uLong = 0
        for index in 0..<(size / block) {
            member += part
            total = index == 0 ? sum : crc32_combine(total, sum, block)
        }
        member += end
        for value in [UInt32(truncatingIfNeeded: total), UInt32(truncatingIfNeeded: size / block * block)] {
            for shift in [0, 8, 16, 24] { member.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
        }
        return member
    }
}
