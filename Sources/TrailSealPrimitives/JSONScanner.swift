/// A forward-only reader of one JSON text (RFC 8259) in memory.
///
/// General-purpose decoders keep the last of two members with the same name and compare names as Unicode. A signed
/// document must be read as bytes, and a repeated member must be detected. The scanner allocates nothing for values
/// that the caller skips, never recurses deeper than `depthLimit`, and rejects everything outside the grammar.
public struct JSONScanner: Sendable {
    /// Default limit on nesting. CloudTrail's documents need three levels; the limit only bounds the work and the
    /// stack.
    public static let defaultDepthLimit = 64

    /// A string in the text, not yet decoded.
    public struct Text: Sendable {
        /// The byte range of the content, without the quotation marks.
        public let range: Range<Int>
        /// Whether the content has a backslash, so that its bytes differ from its value.
        public let isEscaped: Bool
    }

    /// The kind of a JSON value.
    public enum Kind: Sendable {
        case object, array, string, number, bool, null
    }

    private let bytes: [UInt8]
    private let depthLimit: Int
    private var position = 0
    private var depth = 0

    /// Creates a scanner at the beginning of `bytes`. `depthLimit` is the deepest nesting of objects and arrays that
    /// is accepted.
    public init(_ bytes: [UInt8], depthLimit: Int = JSONScanner.defaultDepthLimit) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// Byte offset of the next byte to read.
    public var offset: Int { position }

    // MARK: Values

    /// Returns the kind of the next value without consuming it. Throws if the text ends or no value begins here.
    public mutating func kind() throws(JSONSyntaxError) -> Kind {
        skipSpace()
        guard position < bytes.count else { throw error("ends too early") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw error("expected a JSON value")
        }
    }

    /// Reads a string. Its escapes are checked only when the value is decoded. Throws on a control character or a
    /// missing end quote.
    public mutating func string() throws(JSONSyntaxError) -> Text {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw error("expected a string") }
        let start = position + 1
        var isEscaped = false
        var index = start
        while true {
            index = bytes.span.plainEnd(from: index)
            guard index < bytes.count else { break }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                position = index + 1
                return Text(range: start..<index, isEscaped: isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                index += 2
            default:
                position = index
                throw error("a control character in a string")
            }
        }
        position = bytes.count
        throw error("a string doesn't end")
    }

    /// Consumes `null` if it is next. Returns whether it was.
    public mutating func null() throws(JSONSyntaxError) -> Bool {
        guard try kind() == .null else { return false }
        try literal("null")
        return true
    }

    /// Reads `true` or `false`.
    public mutating func bool() throws(JSONSyntaxError) -> Bool {
        guard try kind() == .bool else { throw error("no boolean") }
        let value = bytes[position] == UInt8(ascii: "t")
        try literal(value ? "true" : "false")
        return value
    }

    /// Reads a number and returns its range. Use `spelling` to get its characters.
    public mutating func number() throws(JSONSyntaxError) -> Range<Int> {
        guard try kind() == .number else { throw error("no number") }
        let start = position
        try passNumber()
        return start..<position
    }

    /// Returns the bytes in a range that the scanner returned.
    public func spelling(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    /// Consumes the next value. Repeated members inside it are still an error.
    public mutating func skipValue() throws(JSONSyntaxError) {
        switch try kind() {
        case .string:
            let text = try string()
            if text.isEscaped { _ = try value(of: text) }
        case .number: try passNumber()
        case .null: try literal("null")
        case .bool: _ = try bool()
        case .array:
            try enterArray()
            while try nextElement() { try skipValue() }
        case .object:
            var names = MemberNames()
            try enterObject()
            while let name = try nextMember() {
                try names.insert(value(of: name), at: position)
                try skipValue()
            }
        }
    }

    /// Whether only white space is left. Consumes it.
    public mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    /// Throws unless only white space is left.
    public mutating func end() throws(JSONSyntaxError) {
        skipSpace()
        guard position == bytes.count else { throw error("bytes after the value") }
    }

    // MARK: Objects and arrays

    /// Reads `{`. Call `nextMember` until it returns nil. Throws if the nesting exceeds the limit.
    public mutating func enterObject() throws(JSONSyntaxError) {
        try enter(UInt8(ascii: "{"), "no object")
    }

    /// Reads the next member's name and the colon. Reads the closing brace and returns nil if there are no more
    /// members.
    public mutating func nextMember() throws(JSONSyntaxError) -> Text? {
        guard try next(closing: UInt8(ascii: "}")) else { return nil }
        let name = try string()
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw error("expected a colon") }
        position += 1
        return name
    }

    /// Reads `[`. Call `nextElement` until it returns false. Throws if the nesting exceeds the limit.
    public mutating func enterArray() throws(JSONSyntaxError) {
        try enter(UInt8(ascii: "["), "no array")
    }

    /// Returns whether another element follows; the caller reads it next. Consumes the closing bracket otherwise.
    public mutating func nextElement() throws(JSONSyntaxError) -> Bool {
        try next(closing: UInt8(ascii: "]"))
    }

    // MARK: Strings

    /// Whether the value of the string is exactly `name`. Decodes only if the string has escapes.
    public func matches(_ text: Text, _ name: [UInt8]) -> Bool {
        if text.isEscaped { return (try? value(of: text)) == name }
        guard text.range.count == name.count else { return false }
        var index = text.range.lowerBound
        for byte in name {
            if bytes[index] != byte { return false }
            index += 1
        }
        return true
    }

    /// The bytes of the string as written. They are its value unless `isEscaped`.
    public func rawBytes(of text: Text) -> ArraySlice<UInt8> {
        bytes[text.range]
    }

    /// Decodes the string. Bytes above 0x7F are copied unchecked.
    ///
    /// Half of a surrogate pair has no UTF-8 form and is an error. With `replacesHalfPairs` it becomes U+FFFD
    /// instead, for files that nobody signed.
    public func value(of text: Text, replacesHalfPairs: Bool = false) throws(JSONSyntaxError) -> [UInt8] {
        guard text.isEscaped else { return Array(bytes[text.range]) }
        var result = [UInt8]()
        result.reserveCapacity(text.range.count)
        var index = text.range.lowerBound
        while index < text.range.upperBound {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            guard index < text.range.upperBound else {
                throw JSONSyntaxError(offset: index, reason: "an unknown escape in a string")
            }
            let escape = bytes[index]
            index += 1
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                let scalar = try unicodeEscape(
                    at: &index, end: text.range.upperBound, replacesHalfPairs: replacesHalfPairs)
                result.append(contentsOf: Array(String(Character(scalar)).utf8))
            default: throw JSONSyntaxError(offset: index - 1, reason: "an unknown escape in a string")
            }
        }
        return result
    }

    private func unicodeEscape(
        at index: inout Int, end: Int, replacesHalfPairs: Bool
    ) throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = index
        let first = try hexDigits(at: &index, end: end)
        let behindFirst = index
        if (0xD800...0xDBFF).contains(first), index + 1 < end, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        {
            index += 2
            let second = try hexDigits(at: &index, end: end)
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        guard let scalar = Unicode.Scalar(first) else {
            if replacesHalfPairs {
                // What follows isn't the second half, so it is decoded on its own.
                index = behindFirst
                return "\u{FFFD}"
            }
            throw JSONSyntaxError(offset: start, reason: "half of a surrogate pair in a string")
        }
        return scalar
    }

    private func hexDigits(at index: inout Int, end: Int) throws(JSONSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard index < end, let digit = StrictHex.value(of: bytes[index]) else {
                throw JSONSyntaxError(offset: index, reason: "a bad \\u escape in a string")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    // MARK: Grammar

    private mutating func enter(_ opening: UInt8, _ complaint: String) throws(JSONSyntaxError) {
        skipSpace()
        guard position < bytes.count, bytes[position] == opening else { throw error(complaint) }
        guard depth < depthLimit else { throw error("nested deeper than \(depthLimit) levels") }
        depth += 1
        position += 1
        isFirst = true
    }

    /// True after an opening bracket, until the first member or element is asked for.
    private var isFirst = false

    private mutating func next(closing: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw error("ends too early") }
        let wasFirst = isFirst
        isFirst = false
        if bytes[position] == closing {
            position += 1
            depth -= 1
            return false
        }
        if wasFirst { return true }
        guard bytes[position] == UInt8(ascii: ",") else { throw error("expected a comma") }
        position += 1
        skipSpace()
        if position < bytes.count, bytes[position] == closing { throw error("a comma before the closing bracket") }
        return true
    }

    private mutating func passNumber() throws(JSONSyntaxError) {
        if peek(UInt8(ascii: "-")) { position += 1 }
        if peek(UInt8(ascii: "0")) {
            position += 1
        } else {
            guard digits() > 0 else { throw error("bad number") }
        }
        if peek(UInt8(ascii: ".")) {
            position += 1
            guard digits() > 0 else { throw error("bad number") }
        }
        if peek(UInt8(ascii: "e")) || peek(UInt8(ascii: "E")) {
            position += 1
            if peek(UInt8(ascii: "+")) || peek(UInt8(ascii: "-")) { position += 1 }
            guard digits() > 0 else { throw error("bad number") }
        }
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position - start
    }

    private func peek(_ byte: UInt8) -> Bool {
        position < bytes.count && bytes[position] == byte
    }

    private mutating func literal(_ word: StaticString) throws(JSONSyntaxError) {
        let end = position + word.utf8CodeUnitCount
        let matches =
            end <= bytes.count && word.withUTF8Buffer { [bytes, position] in bytes[position..<end].elementsEqual($0) }
        guard matches else { throw error("expected a JSON value") }
        position = end
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func error(_ reason: String) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, reason: reason)
    }
}
