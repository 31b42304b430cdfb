package import Primitives

/// Any JSON value, for files whose shape depends on the tool that wrote them.
///
/// Read in one pass by `JSONScanner`, and as strictly as a digest where it matters: a member that is given twice is an
/// error, because a reader who sees the other one would judge differently. Names are bytes, so that none equals another
/// by canonical equivalence. What says nothing about AWS's settings does not fail a file: a number of any size is a
/// number, and half of a surrogate pair becomes U+FFFD.
package enum JSONValue: Sendable {
    case object([ByteString: JSONValue])
    case array([JSONValue])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    /// Nesting allowed. AWS's answers need ten levels, and wrappers of them few more; reading takes a stack frame for
    /// each, and 512 of them fit any thread's stack many times over.
    static let depthLimit = 512

    /// Most values in one file. The largest description that is read has half of it; it bounds the memory that a
    /// file of nothing but commas can ask for.
    static let valueLimit = 8 << 20

    /// The value that `saved` spells, in UTF-8 or in UTF-16 with a byte order mark. Offsets in errors are those in
    /// `saved`.
    package init(_ saved: [UInt8]) throws(JSONSyntaxError) {
        self = try Self.reading(saved) { (reader) throws(JSONSyntaxError) in try reader.document() }
    }

    /// The values that `saved` spells one after the other, with white space between them or nothing: JSON Lines, and
    /// answers that were appended to one file. There is at least one. The limits are those of one value.
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

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var object: [ByteString: JSONValue]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// A member of an object by its name in any case; the first in the order of names where several match.
    subscript(_ name: ByteString) -> JSONValue? {
        guard let members = object else { return nil }
        if let exact = members[name] { return exact }
        let wanted = name.lowercasedASCII
        return members.keys.filter { $0.count == wanted.count && $0.lowercasedASCII == wanted }.min()
            .flatMap { members[$0] }
    }

    /// A time as AWS's tools write it: ISO 8601 with any offset, a number, or a string of seconds; parts of a second
    /// are cut.
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
        // Far beyond year 9999, and exact in a Double.
        guard seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        return UnixTime(seconds: Int64(seconds.rounded(.down)))
    }
}

/// Builds values from what the scanner meets.
private struct LooseJSONReader {
    private var scanner: JSONScanner
    private var count = 0
    /// Names met so far: most files repeat a few dozen, and each need be kept once.
    private var names: Set<ByteString> = []

    /// Most names that are kept for reuse; those of trails and buckets are met once or twice.
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
        JSONSyntaxError(offset: text.range.lowerBound, reason: "a string that is no UTF-8")
    }

    /// The number that `digits` spell; infinite where a Double cannot hold it.
    private static func number(_ digits: ArraySlice<UInt8>) -> Double {
        Double(String(decoding: digits, as: UTF8.self)) ?? .infinity
    }
}
