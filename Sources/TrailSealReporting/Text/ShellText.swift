package import TrailSealPrimitives

/// Writes bytes of unknown origin as one word of a shell command line.
///
/// Characters that are special to a shell are quoted. Bytes that a terminal could interpret are written in the form
/// `$'\x1b'`, which bash, zsh and ksh know. A path never begins with a hyphen.
package enum ShellText {
    /// Returns the bytes as one word.
    package static func word(_ bytes: ByteString) -> String { word(bytes.bytes) }
    /// Returns the text as one word.
    package static func word(_ text: String) -> String { word(Array(text.utf8)) }

    static func word(_ bytes: [UInt8]) -> String {
        if !bytes.isEmpty, bytes.allSatisfy(isPlain) { return String(decoding: bytes, as: UTF8.self) }
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) {
            return "'"
                + String(decoding: bytes, as: UTF8.self).split(separator: "'", omittingEmptySubsequences: false)
                .joined(separator: "'\\''") + "'"
        }
        var text = "$'"
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\\"): text += "\\" + String(UnicodeScalar(byte))
            case 0x20...0x7E: text += String(UnicodeScalar(byte))
            default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return text + "'"
    }

    /// Returns a path as one word that no program can take for an option.
    package static func path(_ bytes: ByteString) -> String {
        word(bytes.bytes.first == UInt8(ascii: "-") ? "./" + bytes : bytes)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "_@%+:,./-".utf8.contains(byte)
        }
    }
}
