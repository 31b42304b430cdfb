/// Hexadecimal and base64, read by looking up each character in its alphabet.
public enum SlowText {
    /// Returns the bytes of hexadecimal text in either case. Nil for any other text.
    public static func hex(_ text: [UInt8]) -> [UInt8]? {
        let lower = Array("0123456789abcdef".utf8)
        let upper = Array("0123456789ABCDEF".utf8)
        let digits = text.compactMap { lower.firstIndex(of: $0) ?? upper.firstIndex(of: $0) }
        guard digits.count == text.count, text.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    /// Returns the bytes of base64 with its padding (RFC 4648, section 4). Nil for any other text. Unused bits may be
    /// set, as RFC 4648, section 3.5, allows a decoder to accept.
    public static func base64(_ text: [UInt8]) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        guard text.count.isMultiple(of: 4) else { return nil }
        var body = text
        while body.last == UInt8(ascii: "="), text.count - body.count < 2 { body.removeLast() }
        var bits = ""
        for character in body {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            let digits = String(value, radix: 2)
            bits += String(repeating: "0", count: 6 - digits.count) + digits
        }
        var bytes: [UInt8] = []
        while bits.utf8.count >= 8 {
            guard let byte = UInt8(bits.prefix(8), radix: 2) else { return nil }
            bytes.append(byte)
            bits.removeFirst(8)
        }
        return bytes
    }
}
