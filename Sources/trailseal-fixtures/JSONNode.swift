/// A JSON document. Test cases replace values in it by path.
indirect enum JSONNode: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case text(String)
    case bool(Bool)
    case number(Int)
    case null
    case list([JSONNode])
    case object([(String, JSONNode)])
    /// Written exactly as given, even if it isn't JSON.
    case raw(String)
    /// No value. Setting it at a path removes what is there.
    case absent

    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(arrayLiteral elements: JSONNode...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONNode)...) { self = .object(elements) }

    static func error(_ code: String) -> JSONNode { ["Error": ["Code": .text(code)]] }

    private var isAbsent: Bool {
        if case .absent = self { true } else { false }
    }

    /// Replaces the value at `path`, which consists of member names and array indices.
    ///
    /// Adds a member that is missing. An index one past the end appends, and a greater one changes nothing. If the path
    /// leads into a scalar, `value` replaces the scalar.
    mutating func set(_ path: ArraySlice<String>, _ value: JSONNode) {
        guard let name = path.first else {
            self = value
            return
        }
        let rest = path.dropFirst()
        switch self {
        case .list(var items):
            guard let index = Int(name), index <= items.count else { return }
            if index == items.count { items.append(.object([])) }
            items[index].set(rest, value)
            self = .list(items.filter { !$0.isAbsent })
        case .object(var members):
            let index = members.firstIndex { $0.0 == name } ?? members.count
            if index == members.count { members.append((name, .object([]))) }
            members[index].1.set(rest, value)
            self = .object(members.filter { !$0.1.isAbsent })
        default: self = value
        }
    }

    var serialized: String { written(indent: 0) + "\n" }

    private func written(indent: Int) -> String {
        func list(_ items: [String], _ open: String, _ close: String) -> String {
            guard !items.isEmpty else { return open + close }
            let space = String(repeating: " ", count: 2 * (indent + 1))
            let end = String(repeating: " ", count: 2 * indent)
            return open + "\n" + items.map { space + $0 }.joined(separator: ",\n") + "\n" + end + close
        }
        switch self {
        case .text(let text): return Self.quoted(text)
        case .bool(let value): return value ? "true" : "false"
        case .number(let value): return String(value)
        case .null, .absent: return "null"
        case .raw(let text): return text
        case .list(let items): return list(items.map { $0.written(indent: indent + 1) }, "[", "]")
        case .object(let members):
            return list(members.map { "\(Self.quoted($0.0)): " + $0.1.written(indent: indent + 1) }, "{", "}")
        }
    }

    static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\", "\"": "\\" + String(scalar)
            case "\0"..<" ":
                "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
