internal import CTrailSealCRC32
internal import CTrailSealZlib

/// The CRC-32 of content that arrives in chunks (RFC 1952, section 8).
///
/// zlib computes it, but of long chunks it gets only 16 bytes with the same CRC, where the processor can find these. That
/// takes a tenth of the time.
struct CRC32 {
    private let canFold = trailseal_crc32_can_fold()
    /// Shorter chunks aren't worth folding, and cannot be folded below 64 bytes.
    private static let foldedLength = 64

    /// The CRC of all bytes so far.
    private(set) var value: UInt32 = 0

    /// Adds the bytes that follow.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard canFold, bytes.count >= Self.foldedLength, let start = bytes.baseAddress else {
            value = Self.zlib(value, bytes)
            return
        }
        let count = bytes.count & ~15
        let state = ~value
        value = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 16) { folded in
            trailseal_crc32_fold(state, start, count, folded.baseAddress)
            let rest = bytes.dropFirst(count)
            UnsafeMutableRawBufferPointer(rebasing: folded.dropFirst(16)).copyBytes(from: rest)
            // zlib inverts the register first, so that it starts with zero.
            return Self.zlib(~0, UnsafeRawBufferPointer(rebasing: folded.prefix(16 + rest.count)))
        }
    }

    /// Begins again.
    mutating func reset() { value = 0 }

    private static func zlib(_ value: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
        // zlib takes a missing address as a question for the CRC of nothing.
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress, !bytes.isEmpty else { return value }
        return UInt32(truncatingIfNeeded: crc32_z(UInt(value), start, bytes.count))
    }
}
