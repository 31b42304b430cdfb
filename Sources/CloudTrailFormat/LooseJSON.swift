internal import FoundationEssentials

/// Any JSON value, for files whose shape depends on the tool that wrote them.
///
/// Read with FoundationEssentials' decoder, which bounds nesting itself. Not used for digests: those are signed, and
/// their bytes count (see `DigestDocumentDecoder`).
enum LooseJSON: Decodable {
    case object([String: LooseJSON])
    case array([LooseJSON])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([String: LooseJSON].self) {
            self = .object(value)
        } else if let value = try? container.decode([LooseJSON].self) {
            self = .array(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .bool(try container.decode(Bool.self))
        }
    }

    /// The value that `bytes` spell, or nil where they are no JSON.
    init?(_ bytes: some Collection<UInt8>) {
        guard let value = try? JSONDecoder().decode(LooseJSON.self, from: Data(bytes)) else { return nil }
        self = value
    }

    var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    var array: [LooseJSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    var object: [String: LooseJSON]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// A member of an object by its name in any case; the first in the order of names where several match.
    subscript(_ name: String) -> LooseJSON? {
        guard let members = object else { return nil }
        if let exact = members[name] { return exact }
        let wanted = name.lowercased()
        return members.keys.sorted().first { $0.lowercased() == wanted }.flatMap { members[$0] }
    }
}
