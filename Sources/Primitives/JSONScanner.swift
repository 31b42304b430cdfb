/// A forward-only reader of one JSON text (RFC 8259) held in memory.
///
/// General decoders keep the last of two members with one name and compare names as Unicode; a signed document must
/// be read as bytes, and one member given twice must be seen. The reader allocates nothing for what is not asked for,
/// never recurses deeper than `depthLimit`, and refuses what it does not know.
public struct JSONScanner: Sendable {
    /// Nesting allowed; CloudTrail's documents need three levels. The limit only bounds the work and the stack.
    public static let defaultDepthLimit = 64

    /// A string in the text, not yet decoded.
    public struct Text: Sendable {
        /// Where its content lies, without the quotation marks.
        public let range: Range<Int>
        /// Whether it holds a backslash, so that its bytes are not its value.
        public let isEscaped: Bool
    }

    /// What the next value is.
    public enum Kind: Sendable {
        case object, array, string, number, bool, null
    }

    private let bytes: [UInt8]
    private let depthLimit: Int
    private var position = 0
    private var depth = 0

    public init(_ bytes: [UInt8], depthLimit: Int = JSONScanner.defaultDepthLimit) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// Byte offset of what is read next.
    public var offset: Int { position }

    // MARK: Values

    /// The kind of the next value, which is not consumed.
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
        default: throw error("no JSON value")
        }
    }

    /// Reads a string.
    public mutating func string() throws(JSONSyntaxError) -> Text {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw error("no string") }
        let start = position + 1
        var isEscaped = false
        var index = start
        while true {
            index = plainEnd(from: index)
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
                throw error("control character in a string")
            }
        }
        position = bytes.count
        throw error("string does not end")
    }

    /// Where the next quotation mark, backslash or control character stands, or the end. Strings are most of a digest
    /// file, so this is the hottest loop of the scanner.
    private func plainEnd(from start: Int) -> Int {
        bytes.withUnsafeBufferPointer { buffer in
            var index = start
            while index < buffer.count {
                let byte = buffer[index]
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return index }
                index += 1
            }
            return index
        }
    }

    /// Reads `null` if that is next.
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

    /// Reads a number; its digits are `spelling`.
    public mutating func number() throws(JSONSyntaxError) -> Range<Int> {
        guard try kind() == .number else { throw error("no number") }
        let start = position
        try passNumber()
        return start..<position
    }

    /// The bytes of the text in `range`, which the scanner gave.
    public func spelling(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    /// Reads the value up to its end and drops it; members given twice inside it are refused as everywhere.
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

    /// Whether nothing but white space is left.
    public mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    /// Requires that nothing but white space is left.
    public mutating func end() throws(JSONSyntaxError) {
        skipSpace()
        guard position == bytes.count else { throw error("bytes after the value") }
    }

    // MARK: Objects and arrays

    /// Reads `{`; call `nextMember` until it gives nil.
    public mutating func enterObject() throws(JSONSyntaxError) {
        try enter(UInt8(ascii: "{"), "no object")
    }

    /// Reads the next member's name and colon, or the closing brace (nil).
    public mutating func nextMember() throws(JSONSyntaxError) -> Text? {
        guard try next(closing: UInt8(ascii: "}")) else { return nil }
        let name = try string()
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw error("no colon") }
        position += 1
        return name
    }

    /// Reads `[`; call `nextElement` until it gives false.
    public mutating func enterArray() throws(JSONSyntaxError) {
        try enter(UInt8(ascii: "["), "no array")
    }

    /// Whether another element follows, which is read next; reads the closing bracket otherwise.
    public mutating func nextElement() throws(JSONSyntaxError) -> Bool {
        try next(closing: UInt8(ascii: "]"))
    }

    // MARK: Strings

    /// Whether the string is exactly `name`, without decoding it where it holds no escapes.
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

    /// The bytes of the string as they stand in the text; its value unless `isEscaped`.
    public func rawBytes(of text: Text) -> ArraySlice<UInt8> {
        bytes[text.range]
    }

    /// The value of the string. Bytes above 0x7F are taken as they are.
    ///
    /// Half of a surrogate pair is an error, as no UTF-8 spells it; where `replacesHalfPairs` is set it becomes U+FFFD,
    /// for files whose bytes nobody signed.
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
                throw JSONSyntaxError(offset: index, reason: "unknown escape in a string")
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
            default: throw JSONSyntaxError(offset: index - 1, reason: "unknown escape in a string")
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
                // What follows is a character of its own.
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
                throw JSONSyntaxError(offset: index, reason: "bad \\u escape in a string")
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

    /// True until the first member or element after an opening bracket has been asked for.
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
        guard bytes[position] == UInt8(ascii: ",") else { throw error("no comma") }
        position += 1
        skipSpace()
        if position < bytes.count, bytes[position] == closing { throw error("comma before the end") }
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
        guard matches else { throw error("no JSON value") }
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
