internal import Primitives

/// The bytes behind an argument. Paths need not be UTF-8, and the parser of arguments has text only, in which every
/// other byte became U+FFFD.
enum RawArguments {
    static func bytes(of text: String) -> ByteString {
        guard text.unicodeScalars.contains("\u{FFFD}") else { return ByteString(text) }
        for raw in all {
            // The value may stand behind `--option=` or `format=`.
            var start = raw.startIndex
            while true {
                if String(decoding: raw[start...], as: UTF8.self) == text { return ByteString(raw[start...]) }
                guard let separator = raw[start...].firstIndex(of: UInt8(ascii: "=")) else { break }
                start = separator + 1
            }
        }
        return ByteString(text)
    }

    /// All arguments, the name of the program first.
    static var all: [[UInt8]] {
        (0..<Int(CommandLine.argc)).compactMap { index in
            guard let pointer = CommandLine.unsafeArgv[index] else { return nil }
            var length = 0
            while pointer[length] != 0 { length += 1 }
            return (0..<length).map { UInt8(bitPattern: pointer[$0]) }
        }
    }
}
