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

    /// Whether the bytes at `offset` equal `text`. False if it doesn't fit there.
    public func holds(_ text: StaticString, at offset: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, offset <= count, length <= count - offset else { return false }
        return withUnsafeBytes { own in
            text.withUTF8Buffer { wanted in
                guard let left = own.baseAddress, let right = wanted.baseAddress else { return wanted.isEmpty }
                return memcmp(left + offset, right, length) == 0
            }
        }
    }

    /// Whether the span ends with `suffix`.
    public func ends(with suffix: StaticString) -> Bool { holds(suffix, at: count - suffix.utf8CodeUnitCount) }

    /// The index of the first `byte` at or after `start`, or nil.
    public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start >= 0, start < count else { return nil }
        return withUnsafeBytes { own in
            guard let base = own.baseAddress, let hit = memchr(base + start, Int32(byte), own.count - start) else {
                return nil
            }
            return UnsafeRawPointer(hit) - base
        }
    }

    /// The index of the last `byte` before `end`, or nil. `end` is at most the length.
    public func lastIndex(of byte: UInt8, before end: Int) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = end
        while index >= 8 {
            // A byte that is zero now sets a high bit, and without one no bit is set.
            let difference = word(at: index - 8) ^ (ones &* UInt64(byte))
            if (difference &- ones) & ~difference & (ones << 7) != 0 { break }
            index -= 8
        }
        while index > 0 {
            index -= 1
            if self[index] == byte { return index }
        }
        return nil
    }

    /// Whether the span sorts before `other` by bytes. A prefix sorts before the longer span.
    public func precedes(_ other: borrowing Span<UInt8>) -> Bool {
        // The first eight bytes mostly decide.
        if count >= 8, other.count >= 8 {
            let (own, second) = (word(at: 0), other.word(at: 0))
            if own != second { return own < second }
        }
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

    /// Number of bytes at the beginning that both have in common.
    public func commonPrefix(with other: borrowing Span<UInt8>) -> Int {
        let limit = Swift.min(count, other.count)
        var length = 0
        while length <= limit - 8 {
            let difference = word(at: length) ^ other.word(at: length)
            if difference != 0 { return length + difference.leadingZeroBitCount / 8 }
            length += 8
        }
        while length < limit, self[length] == other[length] { length += 1 }
        return length
    }

    /// Number of bytes at the end that both have in common, at most `limit`. Neither may be shorter than that.
    public func commonSuffix(with other: borrowing Span<UInt8>, limit: Int) -> Int {
        var length = 0
        while length <= limit - 8 {
            let difference = word(at: count - length - 8) ^ other.word(at: other.count - length - 8)
            if difference != 0 { return length + difference.trailingZeroBitCount / 8 }
            length += 8
        }
        while length < limit, self[count - 1 - length] == other[other.count - 1 - length] { length += 1 }
        return length
    }

    /// Reads eight bytes at `offset` as a big-endian number. Traps if fewer than eight bytes are left.
    @inline(__always)
    public func word(at offset: Int) -> UInt64 {
        UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Whether no byte has its high bit set. Tests eight bytes at a time.
    public var isASCII: Bool {
        var (index, bits) = (0, UInt64(0))
        while index <= count - 8 {
            bits |= word(at: index)
            index += 8
        }
        while index < count {
            bits |= UInt64(self[index])
            index += 1
        }
        // A single byte stands in the lowest bits.
        return bits & 0x8080_8080_8080_8080 == 0
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

extension [UInt8] {
    /// Joins three texts.
    public init(_ first: Span<UInt8>, _ second: Span<UInt8>, _ third: Span<UInt8>) {
        let (head, middle) = (first.count, second.count)
        let count = head + middle + third.count
        self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
            // The buffer has no address only if there is nothing to copy.
            guard let target = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
            first.withUnsafeBytes { text in
                if let from = text.baseAddress { target.copyMemory(from: from, byteCount: head) }
            }
            second.withUnsafeBytes { text in
                if let from = text.baseAddress { (target + head).copyMemory(from: from, byteCount: middle) }
            }
            third.withUnsafeBytes { text in
                if let from = text.baseAddress {
                    (target + head + middle).copyMemory(from: from, byteCount: text.count)
                }
            }
            initialized = count
        }
    }
}
