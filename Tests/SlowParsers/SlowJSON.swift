/// A JSON value, read in the plainest way from the grammar of RFC 8259. Tests compare the real readers with it. An
/// object keeps all its members in order, doubled ones included.
public indirect enum SlowJSON {
    /// One case for each kind of value.
    case object([(name: [UInt8], value: SlowJSON)])
    case array([SlowJSON])
    case string([UInt8])
    case number(String)
    case bool(Bool)
    case null

    /// Reads `text`. Nil if it isn't JSON text, if it is nested deeper than `depth` levels, or if a string has half of
    /// a surrogate pair. With `halfPairs` such a half becomes U+FFFD.
    public static func parse(_ text: [UInt8], depth: Int, halfPairs: Bool = false) -> SlowJSON? {
        var reader = SlowJSONReader(rest: text.reversed(), depth: depth, halfPairs: halfPairs)
        guard let value = reader.value() else { return nil }
        reader.space()
        return reader.rest.isEmpty ? value : nil
    }

    /// The members of an object. Nil for any other value.
    public var members: [(name: [UInt8], value: SlowJSON)]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The items of an array. Nil for any other value.
    public var items: [SlowJSON]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// The bytes of a string. Nil for any other value.
    public var text: [UInt8]? {
        if case .string(let text) = self { text } else { nil }
    }

    /// Whether the value is null.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// Every string in the value, with the names of members.
    public var strings: [[UInt8]] {
        switch self {
        case .object(let members): members.flatMap { [$0.name] + $0.value.strings }
        case .array(let items): items.flatMap(\.strings)
        case .string(let text): [text]
        case .number, .bool, .null: []
        }
    }

    /// The first member with this name.
    public subscript(_ name: String) -> SlowJSON? {
        members?.first { $0.name == Array(name.utf8) }?.value
    }

    /// Whether any object in the value has a member twice.
    public var doublesAMember: Bool {
        switch self {
        case .object(let members):
            Set(members.map(\.name)).count < members.count || members.contains { $0.value.doublesAMember }
        case .array(let items): items.contains { $0.doublesAMember }
        case .string, .number, .bool, .null: false
        }
    }
}

/// Reads a text from its front. `rest` is reversed, so the front is its end.
private struct SlowJSONReader {
    var rest: [UInt8]
    var depth: Int
    let halfPairs: Bool

    mutating func space() {
        while let byte = rest.last, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { rest.removeLast() }
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.suffix(text.utf8.count).elementsEqual(text.utf8.reversed()) else { return false }
        rest.removeLast(text.utf8.count)
        return true
    }

    mutating func value() -> SlowJSON? {
        space()
        if take("true") { return .bool(true) }
        if take("false") { return .bool(false) }
        if take("null") { return .null }
        if rest.last == UInt8(ascii: "\"") { return string().map { .string($0) } }
        guard rest.last == UInt8(ascii: "{") || rest.last == UInt8(ascii: "[") else { return number() }
        guard depth > 0 else { return nil }
        depth -= 1
        defer { depth += 1 }
        return take("{") ? object() : array()
    }

    private mutating func object() -> SlowJSON? {
        var members: [(name: [UInt8], value: SlowJSON)] = []
        space()
        if take("}") { return .object([]) }
        repeat {
            space()
            guard let name = string() else { return nil }
            space()
            guard take(":"), let value = value() else { return nil }
            members.append((name, value))
            space()
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func array() -> SlowJSON? {
        guard take("[") else { return nil }
        var items: [SlowJSON] = []
        space()
        if take("]") { return .array([]) }
        repeat {
            guard let item = value() else { return nil }
            items.append(item)
            space()
        } while take(",")
        return take("]") ? .array(items) : nil
    }

    private mutating func digits() -> String? {
        var text = ""
        while let byte = rest.last, (0x30...0x39).contains(byte) {
            text.unicodeScalars.append(Unicode.Scalar(byte))
            rest.removeLast()
        }
        return text.isEmpty ? nil : text
    }

    private mutating func number() -> SlowJSON? {
        var text = take("-") ? "-" : ""
        guard let whole = digits(), whole == "0" || !whole.hasPrefix("0") else { return nil }
        text += whole
        if take(".") {
            guard let fraction = digits() else { return nil }
            text += "." + fraction
        }
        if take("e") || take("E") {
            text += "e"
            if take("-") { text += "-" } else { _ = take("+") }
            guard let exponent = digits() else { return nil }
            text += exponent
        }
        return .number(text)
    }

    private mutating func string() -> [UInt8]? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while let byte = rest.popLast() {
            switch byte {
            case UInt8(ascii: "\""): return text
            case 0..<0x20: return nil
            case UInt8(ascii: "\\"):
                guard let character = escape() else { return nil }
                text += character
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> [UInt8]? {
        let single: [(String, UInt8)] = [
            ("\"", 0x22), ("\\", 0x5C), ("/", 0x2F), ("b", 0x08), ("f", 0x0C), ("n", 0x0A), ("r", 0x0D), ("t", 0x09),
        ]
        for (letter, byte) in single where take(letter) { return [byte] }
        guard take("u"), let first = unit() else { return nil }
        if (0xD800...0xDBFF).contains(first) {
            let saved = rest
            if take("\\u") {
                guard let second = unit() else { return nil }
                if (0xDC00...0xDFFF).contains(second) {
                    return Array(String(decoding: [first, second], as: UTF16.self).utf8)
                }
            }
            rest = saved
        }
        guard !(0xD800...0xDFFF).contains(first) || halfPairs else { return nil }
        return Array(String(decoding: [first], as: UTF16.self).utf8)
    }

    private mutating func unit() -> UInt16? {
        let digits = rest.suffix(4).reversed().map { $0 }
        guard digits.count == 4, let bytes = SlowText.hex(digits) else { return nil }
        rest.removeLast(4)
        return UInt16(bytes[0]) * 256 + UInt16(bytes[1])
    }
}
