/// A JSON value whose members keep their order, so the same report always has the same bytes.
public enum JSONWriter: Hashable, Sendable {
    /// A member of an object: a name and its value.
    public struct Member: Hashable, Sendable {
        /// The name, not escaped.
        package let name: String
        /// The value.
        package let value: JSONWriter

        /// Creates a member.
        package init(name: String, value: JSONWriter) {
            self.name = name
            self.value = value
        }
    }

    /// The literal `null`.
    case null
    /// A boolean.
    case bool(Bool)
    /// A signed integer.
    case int(Int)
    /// An unsigned integer.
    case unsigned(UInt64)
    /// A number that is written exactly as given, for example one with a fraction.
    case decimal(String)
    /// A string, not escaped.
    case string(String)
    /// An array.
    case array([JSONWriter])
    /// An object.
    case members([Member])

    /// Returns an object with these members, in this order.
    package static func object(_ members: [(String, JSONWriter)]) -> JSONWriter {
        .members(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// Returns a string, or `null` if `text` is nil.
    package static func optional(_ text: String?) -> JSONWriter { text.map { .string($0) } ?? .null }
    /// Returns the time in ISO 8601, or `null` if `time` is nil.
    package static func optional(_ time: UnixTime?) -> JSONWriter { optional(time?.iso8601) }
    /// Returns an integer, or `null` if `count` is nil.
    package static func optional(_ count: Int?) -> JSONWriter { count.map { .int($0) } ?? .null }
    /// Returns untrusted bytes as a string, or `null`. Bytes that aren't printable UTF-8 are escaped.
    package static func optional(_ bytes: ByteString?) -> JSONWriter { optional(bytes?.description) }

    /// Returns the JSON text: on one line, or over several lines if `indent` (the starting level, two spaces each) is
    /// given.
    package func serialized(indent: Int? = nil) -> String {
        var text: [UInt8] = []
        write(to: &text, indent: indent)
        return String(decoding: text, as: UTF8.self)
    }

    private func write(to text: inout [UInt8], indent: Int?) {
        switch self {
        case .null: text += "null".utf8
        case .bool(let value): text += (value ? "true" : "false").utf8
        case .int(let value): text += String(value).utf8
        case .unsigned(let value): text += String(value).utf8
        case .decimal(let value): text += value.utf8
        case .string(let value): Self.quote(value, to: &text)
        case .array(let items):
            Self.list(items, "[", "]", &text, indent) { item, text, indent in item.write(to: &text, indent: indent) }
        case .members(let members):
            Self.list(members, "{", "}", &text, indent) { member, text, indent in
                Self.quote(member.name, to: &text)
                text += (indent == nil ? ":" : ": ").utf8
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func list<Item>(
        _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ text: inout [UInt8], _ indent: Int?,
        _ write: (Item, inout [UInt8], Int?) -> Void
    ) {
        func line(_ indent: Int) {
            text.append(UInt8(ascii: "\n"))
            text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
        }
        text.append(UInt8(ascii: open))
        for (index, item) in items.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            if let indent { line(indent + 1) }
            write(item, &text, indent.map { $0 + 1 })
        }
        if let indent, !items.isEmpty { line(indent) }
        text.append(UInt8(ascii: close))
    }

    private static func quote(_ value: String, to text: inout [UInt8]) {
        var value = value
        text.append(UInt8(ascii: "\""))
        value.withUTF8 { bytes in
            // Copies runs of bytes that need no escape in one step.
            var start = 0
            for (index, byte) in bytes.enumerated() where mustEscape(byte) {
                text.append(contentsOf: bytes[start..<index])
                start = index + 1
                switch byte {
                case UInt8(ascii: "\""): text += "\\\"".utf8
                case UInt8(ascii: "\\"): text += "\\\\".utf8
                case UInt8(ascii: "\n"): text += "\\n".utf8
                default: text += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
                }
            }
            text.append(contentsOf: bytes[start...])
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }
}
