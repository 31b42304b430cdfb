package import TrailSealPrimitives

/// Any JSON value, for files whose shape depends on the tool that wrote them.
///
/// Read in one pass by `JSONScanner`. A repeated member is an error, as in a digest, because another reader could see
/// the other value and judge differently. Names are bytes, so two names that Unicode calls equivalent stay different.
/// Oddities that don't affect AWS's settings are tolerated: a number may have any size, and half of a surrogate pair
/// becomes U+FFFD.
package enum JSONValue: Sendable {
    /// An object. Names are decoded bytes.
    case object([ByteString: JSONValue])
    /// An array.
    case array([JSONValue])
    /// A string.
    case string(String)
    /// A number. Infinite if a Double can't hold it.
    case number(Double)
    /// A boolean.
    case bool(Bool)
    /// The literal `null`.
    case null

    /// Deepest nesting that is accepted. AWS's answers need ten levels, and wrappers add a few. Each level takes one
    /// stack frame, and 512 fit easily.
    static let depthLimit = 512

    /// Most values in one file. The largest description that is accepted has half as many. The limit bounds the
    /// memory that a file of commas can demand.
    static let valueLimit = 8 << 20

    /// Reads one value, in UTF-8, or in UTF-16 with a byte order mark. Offsets in errors refer to `saved`.
    package init(_ saved: [UInt8]) throws(JSONSyntaxError) {
        self = try Self.reading(saved) { (reader) throws(JSONSyntaxError) in try reader.document() }
    }

    /// Reads one or more values that follow each other, with optional white space between them: JSON Lines, or
    /// answers appended to one file. The limits apply to the file as a whole.
    package static func sequence(_ saved: [UInt8]) throws(JSONSyntaxError) -> [JSONValue] {
        try reading(saved) { (reader) throws(JSONSyntaxError) in try reader.sequence() }
    }

    private static func reading<Result>(
        _ saved: [UInt8], _ body: (inout LooseJSONReader) throws(JSONSyntaxError) -> Result
    ) throws(JSONSyntaxError) -> Result {
        let text = TranscodedText(saved)
        var reader = LooseJSONReader(text.bytes)
        do throws(JSONSyntaxError) {
            return try body(&reader)
        } catch {
            throw JSONSyntaxError(offset: text.savedOffset(of: error.offset), reason: error.reason)
        }
    }

    /// The string, or nil if this isn't one.
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, or nil if this isn't an array.
    package var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, or nil if this isn't an object.
    package var object: [ByteString: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// Returns a member by name, ignoring ASCII case. An exact match wins, then the first match in byte order.
    subscript(_ name: ByteString) -> JSONValue? {
        guard let members = object else { return nil }
        if let exact = members[name] { return exact }
        let wanted = name.lowercasedASCII
        return members.keys.filter { $0.count == wanted.count && $0.lowercasedASCII == wanted }.min()
            .flatMap { members[$0] }
    }

    /// The time, in any form that AWS tools write: ISO 8601 with any offset, a number, or a string of seconds.
    /// Fractions are truncated.
    package var time: UnixTime? {
        switch self {
        case .number(let seconds): return Self.whole(seconds)
        case .string(let text):
            if let time = UnixTime(iso8601: Array(text.utf8)[...]) { return time }
            return Double(text).flatMap(Self.whole)
        default: return nil
        }
    }

    private static func whole(_ seconds: Double) -> UnixTime? {
        // Far beyond the year 9999, and still exact in a Double.
        guard seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        return UnixTime(seconds: Int64(seconds.rounded(.down)))
    }
}

/// Builds values from the scanner's tokens.
private struct LooseJSONReader {
    private var scanner: JSONScanner
    private var count = 0
    /// Names seen so far. Most files repeat a few dozen, so each is stored once.
    private var names: Set<ByteString> = []

    /// How many names are kept. Names of trails and buckets occur only once or twice.
    private static let nameLimit = 1024

    init(_ bytes: [UInt8]) {
        scanner = JSONScanner(bytes, depthLimit: JSONValue.depthLimit)
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let document = try value()
        try scanner.end()
        return document
    }

    mutating func sequence() throws(JSONSyntaxError) -> [JSONValue] {
        var values: [JSONValue] = []
        repeat { values.append(try value()) } while !scanner.isAtEnd()
        return values
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        let kind = try scanner.kind()
        count += 1
        guard count <= JSONValue.valueLimit else {
            throw JSONSyntaxError(offset: scanner.offset, reason: "more than \(JSONValue.valueLimit) values")
        }
        switch kind {
        case .object: return .object(try members())
        case .array:
            var items: [JSONValue] = []
            try scanner.enterArray()
            while try scanner.nextElement() { items.append(try value()) }
            return .array(items)
        case .string: return .string(try string())
        case .number: return .number(Self.number(scanner.spelling(try scanner.number())))
        case .bool: return .bool(try scanner.bool())
        case .null:
            _ = try scanner.null()
            return .null
        }
    }

    private mutating func members() throws(JSONSyntaxError) -> [ByteString: JSONValue] {
        var members: [ByteString: JSONValue] = [:]
        try scanner.enterObject()
        while let text = try scanner.nextMember() {
            let name = try name(text)
            guard members.updateValue(try value(), forKey: name) == nil else {
                throw JSONSyntaxError(offset: text.range.lowerBound, reason: "a member is given twice")
            }
        }
        return members
    }

    private mutating func name(_ text: JSONScanner.Text) throws(JSONSyntaxError) -> ByteString {
        let name = ByteString(try scanner.value(of: text, replacesHalfPairs: true))
        if let known = names.firstIndex(of: name) { return names[known] }
        guard String(validating: name.bytes, as: UTF8.self) != nil else { throw Self.noUTF8(text) }
        if names.count < Self.nameLimit { names.insert(name) }
        return name
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        let text = try scanner.string()
        let value =
            text.isEscaped
            ? String(validating: try scanner.value(of: text, replacesHalfPairs: true), as: UTF8.self)
            : String(validating: scanner.rawBytes(of: text), as: UTF8.self)
        guard let value else { throw Self.noUTF8(text) }
        return value
    }

    private static func noUTF8(_ text: JSONScanner.Text) -> JSONSyntaxError {
        JSONSyntaxError(offset: text.range.lowerBound, reason: "a string that isn't UTF-8")
    }

    /// Reads a number. Infinite if a Double can't hold it.
    private static func number(_ digits: ArraySlice<UInt8>) -> Double {
        Double(String(decoding: digits, as: UTF8.self)) ?? .infinity
    }
}
