internal import CloudTrailFormat
internal import Primitives

/// Why a file is no trail description.
public struct TrailDescriptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Path of the member concerned, for example `DescribeTrails.trailList[0].TrailARN`; nil where the file as a whole
    /// is meant.
    public let member: String?
    public let reason: String

    public var description: String { member.map { "\($0) \(reason)" } ?? reason }
}

/// How many members were met that this version does not know.
final class UnknownMembers {
    var count = 0
}

/// The members of an object in a description file, and where it stands.
///
/// A JSON null and, for texts and times, an empty string equal absence (reference/controls.md, rule 2).
struct DescriptionMembers {
    let object: [String: LooseJSON]
    let path: String
    let unknown: UnknownMembers

    init(
        _ value: LooseJSON, path: String, known: Set<String>?, unknown: UnknownMembers
    ) throws(TrailDescriptionError) {
        guard let object = value.object else {
            throw TrailDescriptionError(member: path.isEmpty ? nil : path, reason: "is no JSON object")
        }
        self.object = object
        self.path = path
        self.unknown = unknown
        if let known { unknown.count += object.keys.count { !known.contains($0) } }
    }

    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// A member's value, nil where it is absent or null.
    func value(_ name: String) -> LooseJSON? {
        switch object[name] {
        case nil, .null: nil
        case let value: value
        }
    }

    private func wrong(_ name: String, _ expected: String) -> TrailDescriptionError {
        TrailDescriptionError(member: EscapedText.string(of: path(of: name)), reason: "is no \(expected)")
    }

    func flag(_ name: String) throws(TrailDescriptionError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrong(name, "boolean") }
        return flag
    }

    func text(_ name: String) throws(TrailDescriptionError) -> String {
        guard let value = value(name) else { return "" }
        guard let text = value.string else { throw wrong(name, "string") }
        return text
    }

    func time(_ name: String) throws(TrailDescriptionError) -> UnixTime? {
        guard let value = value(name) else { return nil }
        if let text = value.string, text.isEmpty { return nil }
        guard let time = value.time else { throw wrong(name, "time (ISO 8601, or seconds since 1970)") }
        return time
    }

    func texts(_ name: String) throws(TrailDescriptionError) -> [String] {
        guard let value = value(name) else { return [] }
        guard let items = value.array else { throw wrong(name, "array") }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.string else { throw wrong("\(name)[\(index)]", "string") }
            texts.append(text)
        }
        return texts
    }

    /// The members of an object that may be absent.
    func members(_ name: String, known: Set<String>?) throws(TrailDescriptionError) -> DescriptionMembers? {
        guard let value = value(name) else { return nil }
        return try DescriptionMembers(value, path: path(of: name), known: known, unknown: unknown)
    }

    /// What `body` makes of each object in an array; nil where there is no array.
    func list<Item>(
        _ name: String, known: Set<String>?, _ body: (DescriptionMembers) throws(TrailDescriptionError) -> Item
    ) throws(TrailDescriptionError) -> [Item]? {
        guard let value = value(name) else { return nil }
        guard let items = value.array else { throw wrong(name, "array") }
        var found: [Item] = []
        found.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            found.append(
                try body(
                    DescriptionMembers(item, path: "\(path(of: name))[\(index)]", known: known, unknown: unknown)))
        }
        return found
    }

    /// The answer of a call: absent, an error, or what `body` makes of its members.
    func answer<Payload>(
        _ name: String, known: Set<String>,
        _ body: (DescriptionMembers) throws(TrailDescriptionError) -> Payload
    ) throws(TrailDescriptionError) -> Answer<Payload> {
        guard let members = try members(name, known: nil) else { return .notCollected }
        if let error = try members.members("Error", known: nil) { return .error(code: try error.text("Code")) }
        let always: Set<String> = ["Error", "ResponseMetadata"]
        unknown.count += members.object.keys.count { !known.contains($0) && !always.contains($0) }
        return .payload(try body(members))
    }
}
