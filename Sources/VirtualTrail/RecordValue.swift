/// A JSON value in an event of the test world, written without white space.
public indirect enum RecordValue: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    case text(String)
    /// A boolean.
    case bool(Bool)
    /// A whole number.
    case number(Int)
    /// The value null.
    case null
    /// An array.
    case list([RecordValue])
    /// An object, with its members in order.
    case object([(String, RecordValue)])
    /// Written exactly as given, even if it isn't JSON.
    case raw(String)

    /// Creates a string.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Creates a boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Creates a number.
    public init(integerLiteral value: Int) { self = .number(value) }
    /// Creates an array.
    public init(arrayLiteral elements: RecordValue...) { self = .list(elements) }
    /// Creates an object.
    public init(dictionaryLiteral elements: (String, RecordValue)...) { self = .object(elements) }

    /// The value as JSON text.
    public var json: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .bool(let value): value ? "true" : "false"
        case .number(let value): String(value)
        case .null: "null"
        case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\(Self.quoted($0.0)):\($0.1.json)" }.joined(separator: ",") + "}"
        case .raw(let text): text
        }
    }

    /// Returns an object with further members at the end. Any other value becomes these members.
    public func adding(_ more: [(String, RecordValue)]) -> RecordValue {
        if case .object(let members) = self { .object(members + more) } else { .object(more) }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\", "\"": "\\" + String(scalar)
            case "\0"..<" ": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
