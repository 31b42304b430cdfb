internal import Glibc

/// Reading of bytes in place. A span checks every index, so nothing outside of it can be read.
extension Span<UInt8> {
    /// Whether it begins with `prefix`.
    public func starts(with prefix: borrowing Span<UInt8>) -> Bool {
        holds(prefix, at: 0)
    }

    /// Whether `other` stands in it at `offset`; false where it does not fit.
    public func holds(_ other: borrowing Span<UInt8>, at offset: Int) -> Bool {
        guard offset >= 0, offset <= count, other.count <= count - offset else { return false }
        return withUnsafeBytes { own in
            other.withUnsafeBytes { wanted in
                guard let left = own.baseAddress, let right = wanted.baseAddress else { return wanted.isEmpty }
                return left + offset == right || memcmp(left + offset, right, wanted.count) == 0
            }
        }
    }

    /// Whether it comes before `other` in the order of bytes, a prefix before what it begins.
    public func precedes(_ other: borrowing Span<UInt8>) -> Bool {
        let order = withUnsafeBytes { own in
            other.withUnsafeBytes { second in
                guard let left = own.baseAddress, let right = second.baseAddress else { return Int32(0) }
                return memcmp(left, right, Swift.min(own.count, second.count))
            }
        }
        return order != 0 ? order < 0 : count < other.count
    }

    /// Whether `byte` stands anywhere in it.
    public func contains(_ byte: UInt8) -> Bool {
        withUnsafeBytes { own in own.baseAddress.map { memchr($0, Int32(byte), own.count) != nil } ?? false }
    }

    /// Eight bytes at `offset`, the first highest. Traps where they are not there, as an index would.
    @inline(__always)
    public func word(at offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Where at or after `start` the next quotation mark, backslash or control character stands; the count where none
    /// does. Most of a JSON text is strings without any of them, so eight bytes are looked at in one go.
    public func plainEnd(from start: Int) -> Int {
        guard start >= 0 else { return start }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index <= count - 8 {
            let bytes = word(at: index)
            let quotes = bytes ^ (ones &* 0x22)
            let backslashes = bytes ^ (ones &* 0x5C)
            // The highest bit of a byte is set where the byte is below the number taken off it; a borrow may set that
            // of the byte above too, but only where the lower one was hit already.
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
