internal import CloudTrailFormat
internal import Primitives

/// Why a file isn't a trail description.
public struct TrailDescriptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Path of the member concerned, for example `DescribeTrails.trailList[0].TrailARN`, safe to show; nil if the file
    /// as a whole is meant.
    public let member: String?
    public let reason: String

    init(_ path: DescriptionPath, _ reason: String) {
        member = path == .document ? nil : path.text
        self.reason = reason
    }

    public var description: String { "\(member ?? "it") \(reason)" }
}

/// How many members were met that this version does not know.
final class UnknownMembers {
    var count = 0
}

/// The members of an object in a description file, and where it stands.
///
/// A JSON null and, for texts and times, an empty string equal absence. In a list they stand for something that isn't
/// known (rule CONTROL-27).
struct DescriptionMembers {
    let object: [ByteString: JSONValue]
    let path: DescriptionPath
    let unknown: UnknownMembers
    /// Whether each member is one that AWS gives here. What is absent from an object with others isn't known.
    let isUnderstood: Bool

    /// `known` is nil if the names are those of trails or buckets. Errors: `TrailDescriptionError` if a member that
    /// decides something is spelled in another way than AWS's, or stands in another place.
    init(
        _ value: JSONValue, path: DescriptionPath, known: KnownMembers?, unknown: UnknownMembers
    ) throws(TrailDescriptionError) {
        guard let object = value.object else { throw TrailDescriptionError(path, "isn't a JSON object") }
        self.object = object
        self.path = path
        self.unknown = unknown
        guard let known else {
            isUnderstood = true
            return
        }
        var strangers = 0
        var misspelled: ByteString?
        for name in object.keys where !known.names.contains(name) && !KnownMembers.metadata.contains(name) {
            strangers += 1
            // The first by name: the order of a dictionary changes from run to run.
            if known.expectation(for: name) != nil { misspelled = misspelled.map { min($0, name) } ?? name }
        }
        if let misspelled, let expected = known.expectation(for: misspelled) {
            throw TrailDescriptionError(
                path.member(misspelled), "isn't where or how AWS's answer has it; expected \(expected)")
        }
        unknown.count += strangers
        isUnderstood = strangers == 0
    }

    /// A null in a list of objects: one of which nothing is known.
    private init(nullAt path: DescriptionPath, unknown: UnknownMembers) {
        (object, self.path, self.unknown, isUnderstood) = ([:], path, unknown, false)
    }

    /// A member's value, nil if it is absent or null.
    func value(_ name: ByteString) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    private func wrong(_ name: ByteString, _ expected: String) -> TrailDescriptionError {
        TrailDescriptionError(path.member(name), "isn't \(expected)")
    }

    func flag(_ name: ByteString) throws(TrailDescriptionError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrong(name, "a boolean") }
        return flag
    }

    func text(_ name: ByteString) throws(TrailDescriptionError) -> String {
        guard let value = value(name) else { return "" }
        guard let text = value.string else { throw wrong(name, "a string") }
        return text
    }

    /// A text that AWS could have given, empty if it is absent; nil for what tools write if there is nothing to write,
    /// such as `None`. It says that something was lost, and not that there is none.
    func word(_ name: ByteString) throws(TrailDescriptionError) -> String? {
        let text = try text(name)
        return text.isEmpty ? text : Self.word(text)
    }

    private static let fillers: Set<String> = ["", "none", "null", "nil", "nan", "undefined", "n/a"]

    /// Nil for an empty text too.
    private static func word(_ text: String) -> String? {
        let word = text.filter { !$0.isWhitespace }
        return word.utf8.count < 10 && fillers.contains(word.lowercased()) ? nil : text
    }

    func time(_ name: ByteString) throws(TrailDescriptionError) -> UnixTime? {
        guard let value = value(name) else { return nil }
        if let text = value.string, text.isEmpty { return nil }
        guard let time = value.time else { throw wrong(name, "a time (ISO 8601, or seconds since 1970)") }
        return time
    }

    /// The texts of an array, nil for each that isn't known; empty if there is no array.
    func texts(_ name: ByteString) throws(TrailDescriptionError) -> [String?] {
        var texts: [String?] = []
        for (index, item) in try items(name)?.enumerated() ?? [].enumerated() {
            guard item.isNull || item.string != nil else {
                throw TrailDescriptionError(path.member(name).element(index), "isn't a string")
            }
            texts.append(item.string.flatMap(Self.word))
        }
        return texts
    }

    /// The members of an object that may be absent.
    func members(_ name: ByteString, known: KnownMembers?) throws(TrailDescriptionError) -> DescriptionMembers? {
        guard let value = value(name) else { return nil }
        return try DescriptionMembers(value, path: path.member(name), known: known, unknown: unknown)
    }

    /// What `body` makes of each object in an array; nil if there is no array.
    func list<Item>(
        _ name: ByteString, known: KnownMembers?,
        _ body: (DescriptionMembers) throws(TrailDescriptionError) -> Item
    ) throws(TrailDescriptionError) -> [Item]? {
        guard let items = try items(name) else { return nil }
        let path = path.member(name)
        var found: [Item] = []
        found.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            let path = path.element(index)
            found.append(
                try body(
                    item.isNull
                        ? DescriptionMembers(nullAt: path, unknown: unknown)
                        : DescriptionMembers(item, path: path, known: known, unknown: unknown)))
        }
        return found
    }

    private func items(_ name: ByteString) throws(TrailDescriptionError) -> [JSONValue]? {
        guard let value = value(name) else { return nil }
        guard let items = value.array else { throw wrong(name, "an array") }
        return items
    }

    private static let error: KnownMembers = ["Code", "Message"]

    /// The answer of a call: absent, an error, or what `body` makes of its members. Nil from `body` says that the answer
    /// lacks what it is asked for. `known` holds `Error` too. `subject` is what the answer itself names, if it has that
    /// member, and has to be what it is kept under.
    func answer<Payload>(
        _ name: ByteString, known: KnownMembers, subject: (member: ByteString, id: ByteString)? = nil,
        _ body: (DescriptionMembers) throws(TrailDescriptionError) -> Payload?
    ) throws(TrailDescriptionError) -> Answer<Payload> {
        guard let members = try members(name, known: known) else { return .notCollected }
        if let error = try members.members("Error", known: Self.error) {
            if known.names.contains(where: { $0 != "Error" && members.value($0) != nil }) {
                throw TrailDescriptionError(members.path, "holds both an error and an answer")
            }
            return .error(code: try error.text("Code"))
        }
        if let subject, let named = try members.word(subject.member).map({ ByteString($0) }), !named.isEmpty,
            named != subject.id
        {
            return .misfiled(subject: named)
        }
        return try body(members).map { .payload($0) } ?? .notCollected
    }
}

extension JSONValue {
    var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
