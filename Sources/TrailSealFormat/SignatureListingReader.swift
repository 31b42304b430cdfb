internal import TrailSealPrimitives

/// Reads a file of saved answers in chunks, so that memory depends on the longest answer and not on the file.
public struct SignatureListingReader {
    /// Longest answer or line, in bytes. Real ones have about 1,500.
    public static let entryLimit = SignatureMetadataParser.sizeLimit

    private enum Shape {
        /// Only white space was read so far.
        case unknown
        case json(JSONAnswers)
        case lines(AnswerLines)
    }

    private var text = PlainTextStream()
    private var shape = Shape.unknown

    /// Creates a reader.
    public init() {}

    /// Reads the next chunk of the file and calls `body` for each answer that says something. Returns false if the
    /// file has none of the shapes; the caller must then discard all its answers.
    public mutating func take(_ chunk: ArraySlice<UInt8>, _ body: (SignatureListing.Entry) -> Void) -> Bool {
        var text = text
        self.text = PlainTextStream()
        defer { self.text = text }
        return chunk.isEmpty || text.take(chunk) { read($0, body) }
    }

    /// Ends the file. Returns false if it has none of the shapes.
    public mutating func end(_ body: (SignatureListing.Entry) -> Void) -> Bool {
        var text = text
        guard text.take([], { read($0, body) }) else { return false }
        switch shape {
        case .unknown: return false
        case .json(let answers): return answers.end()
        case .lines(var lines): return lines.end(body)
        }
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, _ body: (SignatureListing.Entry) -> Void) -> Bool {
        switch shape {
        case .unknown:
            guard let start = bytes.firstIndex(where: { !(0x09...0x0D).contains($0) && $0 != 0x20 }) else {
                return true
            }
            switch bytes[start] {
            case UInt8(ascii: "["): shape = .json(JSONAnswers(isArray: true))
            case UInt8(ascii: "{"): shape = .json(JSONAnswers(isArray: false))
            default: shape = .lines(AnswerLines())
            }
            let isArray = bytes[start] == UInt8(ascii: "[")
            return read(isArray ? bytes[(start + 1)...] : bytes[start...], body)
        case .json(var answers):
            shape = .unknown
            defer { shape = .json(answers) }
            return answers.take(bytes, body)
        case .lines(var lines):
            shape = .unknown
            defer { shape = .lines(lines) }
            return lines.take(bytes, body)
        }
    }
}
