internal import Primitives

/// Reads a file of saved answers piece by piece, so that memory depends on the longest answer, not on the file.
public struct SignatureListingReader {
    /// Largest answer, or line, in bytes; a real one has about 1,500.
    public static let entryLimit = SignatureMetadataParser.sizeLimit

    private enum Shape {
        /// Only white space was read.
        case unknown
        case json(JSONAnswers)
        case lines(AnswerLines)
    }

    private var text = PlainTextStream()
    private var shape = Shape.unknown

    public init() {}

    /// Takes the next bytes of the file, at least one, and calls `body` for each answer that says something. False if the
    /// file is none of the shapes; what was said of it then counts for nothing.
    public mutating func take(_ chunk: ArraySlice<UInt8>, _ body: (SignatureListing.Entry) -> Void) -> Bool {
        var text = text
        self.text = PlainTextStream()
        defer { self.text = text }
        return chunk.isEmpty || text.take(chunk) { read($0, body) }
    }

    /// Ends the file. False if it is none of the shapes.
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
