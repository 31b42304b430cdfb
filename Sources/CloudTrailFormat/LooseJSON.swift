internal import FoundationEssentials
package import Primitives

/// Any JSON value, for files whose shape depends on the tool that wrote them.
///
/// Read with FoundationEssentials' decoder, which bounds nesting itself. Not used for digests: those are signed, and
/// their bytes count (see `DigestDocumentDecoder`).
package enum LooseJSON: Decodable {
    case object([String: LooseJSON])
    case array([LooseJSON])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    package init(from decoder: any Decoder) throws {
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
    package init?(_ bytes: some Collection<UInt8>) {
        guard let value = try? JSONDecoder().decode(LooseJSON.self, from: Data(bytes)) else { return nil }
        self = value
    }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var array: [LooseJSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var object: [String: LooseJSON]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// A member of an object by its name in any case; the first in the order of names where several match.
    subscript(_ name: String) -> LooseJSON? {
        guard let members = object else { return nil }
        if let exact = members[name] { return exact }
        let wanted = name.lowercased()
        return members.keys.sorted().first { $0.lowercased() == wanted }.flatMap { members[$0] }
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
