/// Hexadecimal text. Accepts either case; rejects any other character and an odd length.
public enum StrictHex {
    /// Returns the bytes that `text` encodes, or nil.
    public static func decode(_ text: [UInt8]) -> [UInt8]? { decode(text.span) }

    /// Returns the bytes that `text` encodes, or nil.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        let count = text.count / 2
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for index in 0..<count / 4 {
                guard let word = word(text.word(at: 8 * index)) else { return }
                raw.storeBytes(of: word.bigEndian, toByteOffset: 4 * index, as: UInt32.self)
            }
            for index in count / 4 * 4..<count {
                guard let high = value(of: text[2 * index]), let low = value(of: text[2 * index + 1]) else { return }
                buffer[index] = high << 4 | low
            }
            initialized = count
        }
        return bytes.count == count ? bytes : nil
    }

    /// 256 bytes as big-endian words, which is the size of a 2,048-bit RSA signature.
    public typealias Words = InlineArray<32, UInt64>
    /// The number of hexadecimal digits that encode `Words`.
    public static let wordDigits = 512

    /// Reads 512 lower-case hexadecimal digits into `words`. Returns false for any other text. Doesn't allocate.
    public static func read(_ text: Span<UInt8>, into words: inout Words) -> Bool {
        guard text.count == wordDigits else { return false }
        return text.withUnsafeBytes { text in
            var areDigits = Sixteen.Mask(repeating: true)
            for index in words.indices {
                let sixteen = Sixteen(text.loadUnaligned(fromByteOffset: 16 * index, as: SIMD16<UInt8>.self))
                words[index] = sixteen.value
                areDigits = (areDigits .& sixteen.areDigits)
            }
            return Sixteen.holdsEverywhere(areDigits)
        }
    }

    /// Reads 512 lower-case hexadecimal digits. Returns nil for any other text. Doesn't allocate.
    public static func words(_ text: Span<UInt8>) -> Words? {
        var words = Words(repeating: 0)
        return read(text, into: &words) ? words : nil
    }

    /// Sixteen characters, read at once as lower-case hexadecimal digits.
    struct Sixteen {
        typealias Mask = SIMDMask<SIMD16<Int8>>

        /// The number that the digits write, the first one highest. Has no meaning if one of the characters isn't a digit.
        let value: UInt64
        /// Which of the characters are digits.
        let areDigits: Mask

        @inline(__always)
        init(_ text: SIMD16<UInt8>) {
            let decimal = text &- SIMD16<UInt8>(repeating: 0x30)
            let letter = text &- SIMD16<UInt8>(repeating: 0x61)
            let isDecimal = decimal .< SIMD16<UInt8>(repeating: 10)
            areDigits = (isDecimal .| (letter .< SIMD16<UInt8>(repeating: 6)))
            let digits = (letter &+ SIMD16<UInt8>(repeating: 10)).replacing(with: decimal, where: isDecimal)
            let halves = unsafeBitCast(digits, to: SIMD2<UInt64>.self)
            value = Self.joined(halves[0]) << 32 | Self.joined(halves[1])
        }

        /// The number that eight digits write. Each is in a byte of its own, the first one in the lowest byte.
        @inline(__always)
        private static func joined(_ digits: UInt64) -> UInt64 {
            var bytes = (digits << 4 | digits >> 8) & 0x00FF_00FF_00FF_00FF
            bytes = (bytes | bytes >> 8) & 0x0000_FFFF_0000_FFFF
            return UInt64(UInt32(truncatingIfNeeded: bytes | bytes >> 16).byteSwapped)
        }

        @inline(__always)
        static func holdsEverywhere(_ mask: Mask) -> Bool {
            let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
            return halves[0] & halves[1] == .max
        }
    }

    /// Returns the bytes of `words`.
    public static func bytes(_ words: Words) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 8 * words.count) { buffer, initialized in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            for index in words.indices {
                raw.storeBytes(of: words[index].bigEndian, toByteOffset: 8 * index, as: UInt64.self)
            }
            initialized = 8 * words.count
        }
    }

    /// Whether any byte lacks bit 5. In hexadecimal text only capital letters do.
    public static func holdsCapital(_ text: Span<UInt8>) -> Bool {
        let small: UInt64 = 0x2020_2020_2020_2020
        var index = 0
        while index <= text.count - 8 {
            if text.word(at: index) & small != small { return true }
            index += 8
        }
        while index < text.count {
            if text[index] & 0x20 == 0 { return true }
            index += 1
        }
        return false
    }

    /// Returns `bytes` in lower-case hexadecimal.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: encodedBytes(bytes), as: UTF8.self)
    }

    /// Returns `bytes` in lower-case hexadecimal, as ASCII bytes.
    public static func encodedBytes(_ bytes: some Collection<UInt8>) -> [UInt8] { encodedBytes(Array(bytes)) }

    /// Returns `bytes` in lower-case hexadecimal, as ASCII bytes.
    public static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes.count * 2) { buffer, initialized in
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index] = digit(byte >> 4)
                buffer[2 * index + 1] = digit(byte & 0x0F)
            }
            initialized = bytes.count * 2
        }
    }

    /// Reads eight hexadecimal digits of either case, the first one highest, or returns nil. `text` is the eight
    /// characters read as a big-endian number. Handles all eight at once.
    @inline(__always)
    static func word(_ text: UInt64) -> UInt32? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Bit 6 tells letters from digits; "a" and "A" are 1 in their lower four bits.
        let letters = (text >> 6) & ones
        var digits = (text & (ones &* 0x0F)) &+ letters &* 9
        guard digits & (ones &* 0xF0) == 0 else { return nil }
        // Encoding the value again in lower case must give the input. That rejects every other character.
        let aboveNine = ((digits &+ ones &* 6) >> 4) & ones
        guard digits &+ ones &* 0x30 &+ aboveNine &* 0x27 == text | letters &* 0x20 else { return nil }
        digits = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: digits | digits >> 16)
    }

    @inline(__always)
    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x61...0x66: character - 0x61 + 10
        case 0x41...0x46: character - 0x41 + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x61 + value - 10
    }
}
