/// Converts untrusted bytes to text that is safe to show.
///
/// A terminal would act on control characters, bidirectional overrides would reorder what a reader sees, and invalid
/// UTF-8 has no text at all. Each of these is written as `\xHH` (one byte) or `\u{HEX}` (one scalar). A backslash is
/// doubled, so the escaped form is unambiguous.
public enum EscapedText {
    /// Returns `bytes` as one line of printable text.
    public static func string(of bytes: some Collection<UInt8>) -> String {
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var result = ""
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var index = bytes.startIndex
        decoding: while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded):
                append(UTF8.decode(encoded), to: &result)
                index = bytes.index(index, offsetBy: encoded.count)
            case .error(let length):
                let end = bytes.index(index, offsetBy: length)
                for byte in bytes[index..<end] { result += "\\x" + hex(UInt32(byte), digits: 2) }
                index = end
            case .emptyInput:
                break decoding
            }
        }
        return result
    }

    /// Returns untrusted text as one line of printable text.
    public static func string(of text: String) -> String {
        string(of: Array(text.utf8))
    }

    /// Escapes only the unsafe characters of text that should be escaped already, for example in a report that
    /// somebody may have edited. Backslashes stay as they are.
    public static func mended(_ text: String) -> String {
        func isSafe(_ scalar: Unicode.Scalar) -> Bool { scalar == "\\" || !needsEscape(scalar) }
        if text.unicodeScalars.allSatisfy(isSafe) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isSafe(scalar) { result.unicodeScalars.append(scalar) } else { append(scalar, to: &result) }
        }
        return result
    }

    /// Returns the bytes that escaped text stands for. A backslash that doesn't begin a valid escape stands for
    /// itself, so any text has a value.
    public static func bytes(of escaped: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(escaped.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let kind = rest.first else {
                bytes.append(byte)
                continue
            }
            if kind == byte {
                bytes.append(byte)
                rest = rest.dropFirst()
            } else if kind == UInt8(ascii: "x"), let value = value(rest.dropFirst().prefix(2), 2...2) {
                bytes.append(UInt8(truncatingIfNeeded: value))
                rest = rest.dropFirst(3)
            } else if kind == UInt8(ascii: "u"), rest.dropFirst().first == UInt8(ascii: "{"),
                let end = rest.prefix(10).firstIndex(of: UInt8(ascii: "}")),
                let scalar = value(rest[(rest.startIndex + 2)..<end], 1...6).flatMap({ Unicode.Scalar($0) })
            {
                bytes += Array(String(scalar).utf8)
                rest = rest[(end + 1)...]
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func value(_ digits: ArraySlice<UInt8>, _ counts: ClosedRange<Int>) -> UInt32? {
        guard counts.contains(digits.count) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x5C, 0x00..<0x20, 0x7F..<0xA0: true
        case 0x20..<0x7F: false
        default: isInvisible(scalar)
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar.value {
        case 0x5C:
            result += "\\\\"
        case 0x00..<0x20, 0x7F..<0xA0:
            if scalar.value < 0x80 {
                result += "\\x" + hex(scalar.value, digits: 2)
            } else {
                result += "\\u{" + hex(scalar.value, digits: 1) + "}"
            }
        default:
            if isInvisible(scalar) {
                result += "\\u{" + hex(scalar.value, digits: 1) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether a scalar changes how the text around it looks: formats, separators, and unassigned or private-use
    /// scalars.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned, .control:
            true
        default:
            false
        }
    }

    private static func hex(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
