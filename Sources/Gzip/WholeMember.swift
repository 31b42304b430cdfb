#if Libdeflate
    internal import CLibdeflate

    /// Inflates gzip members that lie in memory as a whole, by libdeflate.
    ///
    /// libdeflate accepts some malformed streams that zlib refuses: a wrong header checksum, symbols that no code may
    /// hold, bits that stand for no symbol. An attacker could so make a file that other tools cannot read and that would
    /// be called verified. What is taken here is therefore narrow: a plain header, and one deflate block whose codes
    /// leave nothing to interpret (`SoleBlock`). Everything else, and whatever libdeflate refuses, is left to zlib, whose
    /// verdict and words then count.
    final class WholeMember {
        /// A member's content, valid until the next one is inflated, and its size in the file, header and trailer
        /// included.
        struct Inflated {
            let content: UnsafeRawBufferPointer
            let compressedByteCount: Int
        }

        /// Content for which there is room from the start, in bytes: that of most log files.
        private static let initialSize = 256 * 1_024
        /// Largest content in bytes: what current processors hold in the second-level cache.
        private static let sizeLimit = 1_024 * 1_024
        /// Identification, method, and flags, of which none may be set (RFC 1952, 2.3).
        private static let plainHeader: [UInt8] = [0x1F, 0x8B, 8, 0]
        private static let headerSize = 10
        private static let trailerSize = 8

        private let decompressor: OpaquePointer
        private var buffer: UnsafeMutableRawBufferPointer

        /// Nil where there is no memory for it.
        init?() {
            guard let decompressor = libdeflate_alloc_decompressor() else { return nil }
            self.decompressor = decompressor
            buffer = .allocate(byteCount: Self.initialSize, alignment: 64)
        }

        deinit {
            libdeflate_free_decompressor(decompressor)
            buffer.deallocate()
        }

        /// Inflates the member at the start of `input`, which is all that there is; nil where that is zlib's business.
        func inflate(_ input: UnsafeRawBufferPointer, limit: UInt64) -> Inflated? {
            guard input.count >= Self.headerSize + Self.trailerSize, input.starts(with: Self.plainHeader),
                SoleBlock.begins(UnsafeRawBufferPointer(rebasing: input.dropFirst(Self.headerSize)))
            else { return nil }
            // What the trailer says of the size decides on nothing but the room that is made.
            let declared = UInt32(littleEndian: input.loadUnaligned(fromByteOffset: input.count - 4, as: UInt32.self))
            guard declared <= Self.sizeLimit else { return nil }
            if declared > buffer.count {
                buffer.deallocate()
                buffer = .allocate(byteCount: Self.sizeLimit, alignment: 64)
            }
            var compressedCount = 0
            var count = 0
            let answer = libdeflate_gzip_decompress_ex(
                decompressor, input.baseAddress, input.count, buffer.baseAddress, buffer.count, &compressedCount, &count
            )
            guard answer == LIBDEFLATE_SUCCESS, count <= limit, count <= buffer.count, compressedCount <= input.count
            else { return nil }
            return Inflated(
                content: UnsafeRawBufferPointer(rebasing: buffer.prefix(count)), compressedByteCount: compressedCount)
        }
    }
#endif
