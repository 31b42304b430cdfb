internal import Glibc

/// Reads bytes in place. A span checks every index, so nothing outside it can be read.
extension Span<UInt8> {
    /// Whether the span begins with `prefix`.
    public func starts(with prefix: borrowing Span<UInt8>) -> Bool {
        holds(prefix, at: 0)
    }

    /// Whether the bytes at `offset` equal `other`. False if `other` doesn't fit there.
    public func holds(_ other: borrowing Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, offset <= count, other.count <= count - offset else { return false }
        return withUnsafeBytes { own in
            other.withUnsafeBytes { wanted in
                guard let left = own.baseAddress, let right = wanted.baseAddress else { return wanted.isEmpty }
                return left + offset == right || memcmp(left + offset, right, wanted.count) == 0
            }
        }
    }

    /// Whether the span sorts before `other` by bytes. A prefix sorts before the longer span.
    public func precedes(_ other: borrowing Span<UInt8>) -> Bool {
        let order = withUnsafeBytes { own in
            other.withUnsafeBytes { second in
                guard let left = own.baseAddress, let right = second.baseAddress else { return Int32(0) }
                return memcmp(left, right, Swift.min(own.count, second.count))
            }
        }
        return order != 0 ? order < 0 : count < other.count
    }

    /// Whether the span contains `byte`.
    public func contains(_ byte: UInt8) -> Bool {
        withUnsafeBytes { own in own.baseAddress.map { memchr($0, Int32(byte), own.count) != nil } ?? false }
    }

    /// Reads eight bytes at `offset` as a big-endian number. Traps if fewer than eight bytes are left.
    @inline(__always)
    public func word(at offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The index of the first quotation mark, backslash or control character at or after `start`, or `count` if there
    /// is none.
    ///
    /// Most JSON text is strings without any of these, so the loop tests eight bytes at a time.
    public func plainEnd(from start: Int) -> Int {
        guard start >= 0 else { return start }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index <= count - 8 {
            let bytes = word(at: index)
            let quotes = bytes ^ (ones &* 0x22)
            let backslashes = bytes ^ (ones &* 0x5C)
            // Subtracting a limit sets the high bit of each byte that is smaller than the limit. A borrow can also set the
            // bit of the next higher byte, but only if the lower byte was a hit. So `hits` is nonzero exactly if the word
            // has a hit.
            let hits =
                ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | (bytes &- ones &* 0x20) & ~bytes)
                & highs
            if hits != 0 { break }
            index += 8
        }
        while index < count {
            let byte = self[index]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { return index }
            index += 1
        }
        return index
    }
}
