internal import CloudTrailFormat
internal import Primitives

/// Why a file is no trail description.
public struct TrailDescriptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Path of the member concerned, for example `DescribeTrails.trailList[0].TrailARN`, safe to show; nil where the
    /// file as a whole is meant.
    public let member: String?
    public let reason: String

    init(_ path: DescriptionPath, _ reason: String) {
        member = path == .document ? nil : path.text
        self.reason = reason
    }

    public var description: String { member.map { "\($0) \(reason)" } ?? reason }
}

/// How many members were met that this version does not know.
final class UnknownMembers {
    var count = 0
}

/// The members of an object in a description file, and where it stands.
///
/// A JSON null and, for texts and times, an empty string equal absence, in a list too (rule CONTROL-27).
struct DescriptionMembers {
    let object: [ByteString: JSONValue]
    let path: DescriptionPath
    let unknown: UnknownMembers

    init(
        _ value: JSONValue, path: DescriptionPath, known: Set<ByteString>?, unknown: UnknownMembers
    ) throws(TrailDescriptionError) {
        guard let object = value.object else { throw TrailDescriptionError(path, "is no JSON object") }
        self.object = object
        self.path = path
        self.unknown = unknown
        if let known { unknown.count += object.keys.count { !known.contains($0) } }
    }

    /// A member's value, nil where it is absent or null.
    func value(_ name: ByteString) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    private func wrong(_ name: ByteString, _ expected: String) -> TrailDescriptionError {
        TrailDescriptionError(path.member(name), "is no \(expected)")
    }

    func flag(_ name: ByteString) throws(TrailDescriptionError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrong(name, "boolean") }
        return flag
    }

    func text(_ name: ByteString) throws(TrailDescriptionError) -> String {
        guard let value = value(name) else { return "" }
        guard let text = value.string else { throw wrong(name, "string") }
        return text
    }

    /// A text, nil where the object has no such member. One that is null or empty is given, and says that there is
    /// none.
    func givenText(_ name: ByteString) throws(TrailDescriptionError) -> String? {
        object[name] == nil ? nil : try text(name)
    }

    func time(_ name: ByteString) throws(TrailDescriptionError) -> UnixTime? {
        guard let value = value(name) else { return nil }
        if let text = value.string, text.isEmpty { return nil }
        guard let time = value.time else { throw wrong(name, "time (ISO 8601, or seconds since 1970)") }
        return time
    }

    func texts(_ name: ByteString) throws(TrailDescriptionError) -> [String] {
        var texts: [String] = []
        for (index, item) in try items(name) ?? [] {
            guard let text = item.string else {
                throw TrailDescriptionError(path.member(name).element(index), "is no string")
            }
            if !text.isEmpty { texts.append(text) }
        }
        return texts
    }

    /// The members of an object that may be absent.
    func members(_ name: ByteString, known: Set<ByteString>?) throws(TrailDescriptionError) -> DescriptionMembers? {
        guard let value = value(name) else { return nil }
        return try DescriptionMembers(value, path: path.member(name), known: known, unknown: unknown)
    }

    /// What `body` makes of each object in an array; nil where there is no array.
    func list<Item>(
        _ name: ByteString, known: Set<ByteString>?,
        _ body: (DescriptionMembers) throws(TrailDescriptionError) -> Item
    ) throws(TrailDescriptionError) -> [Item]? {
        guard let items = try items(name) else { return nil }
        let path = path.member(name)
        var found: [Item] = []
        found.reserveCapacity(items.count)
        for (index, item) in items {
            found.append(
                try body(DescriptionMembers(item, path: path.element(index), known: known, unknown: unknown)))
        }
        return found
    }

    /// The items of an array that are not null, each with its place.
    private func items(_ name: ByteString) throws(TrailDescriptionError) -> [(index: Int, item: JSONValue)]? {
        guard let value = value(name) else { return nil }
        guard let items = value.array else { throw wrong(name, "array") }
        return items.enumerated().filter { !$0.element.isNull }.map { (index: $0.offset, item: $0.element) }
    }

    /// The answer of a call: absent, an error, or what `body` makes of its members.
    func answer<Payload>(
        _ name: ByteString, known: Set<ByteString>,
        _ body: (DescriptionMembers) throws(TrailDescriptionError) -> Payload
    ) throws(TrailDescriptionError) -> Answer<Payload> {
        guard let members = try members(name, known: nil) else { return .notCollected }
        if let error = try members.members("Error", known: nil) { return .error(code: try error.text("Code")) }
        let always: Set<ByteString> = ["Error", "ResponseMetadata"]
        unknown.count += members.object.keys.count { !known.contains($0) && !always.contains($0) }
        return .payload(try body(members))
    }
}

extension JSONValue {
    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
