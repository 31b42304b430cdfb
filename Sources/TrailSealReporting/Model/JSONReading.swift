internal import TrailSealPrimitives

extension JSONWriter {
    /// Parses bytes as a JSON value. Numbers other than whole numbers keep their text. Errors: `JSONSyntaxError` with the offset,
    /// also if the value is nested too deeply, a member is given twice, or bytes follow the value.
    static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONWriter {
        var scanner = JSONScanner(bytes)
        let value = try value(&scanner, bytes)
        try scanner.end()
        return value
    }

    private static func value(_ scanner: inout JSONScanner, _ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONWriter {
        switch try scanner.kind() {
        case .null:
            _ = try scanner.null()
            return .null
        case .string: return .string(try text(scanner.string(), scanner))
        case .bool:
            let isTrue = bytes[scanner.offset] == UInt8(ascii: "t")
            try scanner.skipValue()
            return .bool(isTrue)
        case .number:
            let start = scanner.offset
            try scanner.skipValue()
            let digits = String(decoding: bytes[start..<scanner.offset], as: UTF8.self)
            if let whole = Int(digits) { return .int(whole) }
            return UInt64(digits).map { .unsigned($0) } ?? .decimal(digits)
        case .array:
            var items: [JSONWriter] = []
            try scanner.enterArray()
            while try scanner.nextElement() { items.append(try value(&scanner, bytes)) }
            return .array(items)
        case .object:
            var members: [Member] = []
            var names = MemberNames()
            try scanner.enterObject()
            while let name = try scanner.nextMember() {
                try names.insert(scanner.value(of: name), at: scanner.offset)
                members.append(Member(name: try text(name, scanner), value: try value(&scanner, bytes)))
            }
            return .members(members)
        }
    }

    private static func text(_ text: JSONScanner.Text, _ scanner: JSONScanner) throws(JSONSyntaxError) -> String {
        String(decoding: try scanner.value(of: text), as: UTF8.self)
    }
}

/// The reason why a JSON text isn't a report.
package struct ReportReadingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, for a message.
    package let description: String

    init(_ description: String) { self.description = description }
}

/// A value of a report that is being read, with its path. Members that nobody reads are ignored, because a newer version may
/// have added them.
struct JSONPath {
    /// The value.
    let value: JSONWriter
    /// The path for messages, such as `chains[3].verdict`.
    let path: String

    /// Returns an error that says that the value isn't what was expected, for example `a string`.
    func fail(_ expected: String) -> ReportReadingError { ReportReadingError("\(path) isn't \(expected)") }

    /// Returns a member, or null if it is absent. Errors: the value isn't an object.
    func member(_ name: String) throws(ReportReadingError) -> JSONPath {
        guard case .members(let members) = value else { throw fail("an object") }
        let found = members.first { $0.name == name }?.value ?? .null
        return JSONPath(value: found, path: path.isEmpty ? name : path + "." + name)
    }

    /// Whether the value is null or absent.
    var isNull: Bool { value == .null }

    /// Returns a string as display text.
    func string() throws(ReportReadingError) -> String {
        guard case .string(let text) = value else { throw fail("a string") }
        // The file may have been edited, so the text is made safe to show again.
        return EscapedText.mended(text)
    }

    /// Returns a whole number.
    func int() throws(ReportReadingError) -> Int {
        guard case .int(let number) = value else { throw fail("a whole number") }
        return number
    }

    /// Returns a count from 0 to `countLimit`.
    func count() throws(ReportReadingError) -> Int {
        let number = try int()
        guard (0...Self.countLimit).contains(number) else { throw fail("a count") }
        return number
    }

    /// The largest whole number that every JSON reader represents exactly.
    private static let countLimit = 1 << 53

    /// Returns a boolean.
    func bool() throws(ReportReadingError) -> Bool {
        guard case .bool(let flag) = value else { throw fail("true or false") }
        return flag
    }

    /// Returns a number of at least 0.
    func unsigned() throws(ReportReadingError) -> UInt64 {
        switch value {
        case .int(let number) where number >= 0: return UInt64(number)
        case .unsigned(let number): return number
        default: throw fail("a count")
        }
    }

    /// Returns an ISO 8601 time.
    func time() throws(ReportReadingError) -> UnixTime {
        guard let time = UnixTime(iso8601: Array(try string().utf8)[...]) else { throw fail("an ISO 8601 time") }
        return time
    }

    /// Returns one of the values of an enumeration.
    func one<Value: RawRepresentable>(of type: Value.Type) throws(ReportReadingError) -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: try string()) else { throw fail("one of the known values") }
        return value
    }

    /// Returns what `read` returns, or nil if the value is null.
    func optional<Value>(
        _ read: (JSONPath) throws(ReportReadingError) -> Value
    ) throws(ReportReadingError) -> Value? {
        isNull ? nil : try read(self)
    }

    /// Returns the elements of an array. Null counts as an empty array.
    func array<Value>(
        _ read: (JSONPath) throws(ReportReadingError) -> Value
    ) throws(ReportReadingError) -> [Value] {
        if isNull { return [] }
        guard case .array(let items) = value else { throw fail("an array") }
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            values.append(try read(JSONPath(value: item, path: "\(path)[\(index)]")))
        }
        return values
    }

    /// Returns the elements of an array of strings.
    func strings() throws(ReportReadingError) -> [String] {
        try array { (place) throws(ReportReadingError) in try place.string() }
    }
}
