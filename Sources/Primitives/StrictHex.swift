/// Hexadecimal text. Either case is read; any other character, and an odd length, is refused.
public enum StrictHex {
    /// The bytes that `text` spells, or nil.
    public static func decode(_ text: [UInt8]) -> [UInt8]? { decode(text.span) }

    /// The bytes that `text` spells, or nil.
    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        let words = text.count / 8
        let isRead = text.withUnsafeBytes { text in
            for index in 0..<words {
                let digits = UInt64(bigEndian: text.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
                guard let word = word(digits) else { return false }
                withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
            }
            return true
        }
        guard isRead else { return nil }
        for index in 4 * words..<text.count / 2 {
            guard let high = value(of: text[2 * index]), let low = value(of: text[2 * index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// Lower-case hexadecimal of `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: encodedBytes(bytes), as: UTF8.self)
    }

    /// Lower-case hexadecimal of `bytes`, as ASCII bytes.
    public static func encodedBytes(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var text = [UInt8]()
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 0x0F))
        }
        return text
    }

    /// The 32 bits that eight hexadecimal digits spell, first digit highest, or nil. `text` holds the digits as they
    /// stand in memory, read big-endian. All eight are looked at in one go.
    @inline(__always)
    static func word(_ text: UInt64) -> UInt32? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Bit 6 tells letters from digits; "a" and "A" are 1 in their lower four bits.
        let letters = (text >> 6) & ones
        var digits = (text & (ones &* 0x0F)) &+ letters &* 9
        guard digits & (ones &* 0xF0) == 0 else { return nil }
        // Written again in lower case, they must be what was read: that refuses every other character.
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
