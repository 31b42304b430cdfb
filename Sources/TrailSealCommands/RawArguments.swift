internal import TrailSealPrimitives

/// Finds the bytes of an argument. Paths need not be UTF-8, but the argument parser returns text in which U+FFFD replaces
/// every invalid byte.
enum RawArguments {
    /// Returns the bytes of the argument, or of the option value, that the parser returned as `text`.
    static func bytes(of text: String) -> ByteString {
        guard text.unicodeScalars.contains("\u{FFFD}") else { return ByteString(text) }
        for raw in all {
            // The value may follow `--option=` or `format=`.
            var start = raw.startIndex
            while true {
                if String(decoding: raw[start...], as: UTF8.self) == text { return ByteString(raw[start...]) }
                guard let separator = raw[start...].firstIndex(of: UInt8(ascii: "=")) else { break }
                start = separator + 1
            }
        }
        return ByteString(text)
    }

    /// All arguments, beginning with the name of the program.
    static var all: [[UInt8]] {
        (0..<Int(CommandLine.argc)).compactMap { index in
            guard let pointer = CommandLine.unsafeArgv[index] else { return nil }
            var length = 0
            while pointer[length] != 0 { length += 1 }
            return (0..<length).map { UInt8(bitPattern: pointer[$0]) }
        }
    }
}
