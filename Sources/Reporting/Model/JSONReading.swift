internal import Primitives

extension JSONWriter {
    /// Bytes as a JSON value. Numbers that are no whole numbers stay as they are written. Deeper than the scanner's
    /// limit, a member given twice, or anything behind the value: an error with its offset.
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

/// Why a JSON text is no report.
public struct ReportReadingError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// A value of a report that is being read, and where it stands. Members that are not asked for are passed over: a newer
/// version may have added them.
struct JSONPath {
    let value: JSONWriter
    /// For messages, such as `chains[3].verdict`.
    let path: String

    func fail(_ expected: String) -> ReportReadingError { ReportReadingError("\(path) is \(expected)") }

    /// A member; null where it is absent.
    func member(_ name: String) throws(ReportReadingError) -> JSONPath {
        guard case .members(let members) = value else { throw fail("no object") }
        let found = members.first { $0.name == name }?.value ?? .null
        return JSONPath(value: found, path: path.isEmpty ? name : path + "." + name)
    }

    var isNull: Bool { value == .null }

    func string() throws(ReportReadingError) -> String {
        guard case .string(let text) = value else { throw fail("no string") }
        // The file may have been edited since it was written.
        return EscapedText.mended(text)
    }

    func int() throws(ReportReadingError) -> Int {
        guard case .int(let number) = value else { throw fail("no whole number") }
        return number
    }

    /// A number of things: none, or as many as a sum of them can be.
    func count() throws(ReportReadingError) -> Int {
        let number = try int()
        guard (0...Self.countLimit).contains(number) else { throw fail("no count") }
        return number
    }

    /// The largest whole number that every reader of JSON agrees on.
    private static let countLimit = 1 << 53

    func bool() throws(ReportReadingError) -> Bool {
        guard case .bool(let flag) = value else { throw fail("neither true nor false") }
        return flag
    }

    func unsigned() throws(ReportReadingError) -> UInt64 {
        switch value {
        case .int(let number) where number >= 0: return UInt64(number)
        case .unsigned(let number): return number
        default: throw fail("no count")
        }
    }

    func time() throws(ReportReadingError) -> UnixTime {
        guard let time = UnixTime(iso8601: Array(try string().utf8)[...]) else { throw fail("no ISO 8601 time") }
        return time
    }

    func one<Value: RawRepresentable>(of type: Value.Type) throws(ReportReadingError) -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: try string()) else { throw fail("none of the known values") }
        return value
    }

    func optional<Value>(
        _ read: (JSONPath) throws(ReportReadingError) -> Value
    ) throws(ReportReadingError) -> Value? {
        isNull ? nil : try read(self)
    }

    /// Null counts as an empty array.
    func array<Value>(
        _ read: (JSONPath) throws(ReportReadingError) -> Value
    ) throws(ReportReadingError) -> [Value] {
        if isNull { return [] }
        guard case .array(let items) = value else { throw fail("no array") }
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            values.append(try read(JSONPath(value: item, path: "\(path)[\(index)]")))
        }
        return values
    }

    func strings() throws(ReportReadingError) -> [String] {
        try array { (place) throws(ReportReadingError) in try place.string() }
    }
}
