/// A JSON value whose members keep their order, so that the same report is the same bytes.
public enum JSONWriter: Hashable, Sendable {
    /// A name and its value.
    public struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONWriter

        package init(name: String, value: JSONWriter) {
            self.name = name
            self.value = value
        }
    }

    case null
    case bool(Bool)
    case int(Int)
    case unsigned(UInt64)
    /// A number with a fraction, as it is written.
    case decimal(String)
    case string(String)
    case array([JSONWriter])
    case members([Member])

    package static func object(_ members: [(String, JSONWriter)]) -> JSONWriter {
        .members(members.map { Member(name: $0.0, value: $0.1) })
    }

    package static func optional(_ text: String?) -> JSONWriter { text.map { .string($0) } ?? .null }
    package static func optional(_ time: UnixTime?) -> JSONWriter { optional(time?.iso8601) }
    package static func optional(_ count: Int?) -> JSONWriter { count.map { .int($0) } ?? .null }
    /// Bytes of unknown origin: shown escaped where they are not printable UTF-8.
    package static func optional(_ bytes: ByteString?) -> JSONWriter { optional(bytes?.description) }

    /// The text; over several lines where `indent` is given.
    package func serialized(indent: Int? = nil) -> String {
        var text = ""
        write(to: &text, indent: indent)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .unsigned(let value): text += String(value)
        case .decimal(let value): text += value
        case .string(let value): Self.quote(value, to: &text)
        case .array(let items):
            Self.list(items.map { (nil, $0) }, "[", "]", &text, indent)
        case .members(let members):
            Self.list(members.map { ($0.name, $0.value) }, "{", "}", &text, indent)
        }
    }

    private static func list(
        _ items: [(String?, JSONWriter)], _ open: String, _ close: String, _ text: inout String, _ indent: Int?
    ) {
        text += open
        for (index, (name, value)) in items.enumerated() {
            if index > 0 { text += "," }
            if let indent { text += "\n" + String(repeating: " ", count: 2 * (indent + 1)) }
            if let name {
                quote(name, to: &text)
                text += indent == nil ? ":" : ": "
            }
            value.write(to: &text, indent: indent.map { $0 + 1 })
        }
        if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: 2 * indent) }
        text += close
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
