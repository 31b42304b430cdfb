internal import TrailSealFormat
internal import TrailSealPrimitives

/// Why a file isn't a trail description.
public struct TrailDescriptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Path of the member at fault, escaped, for example `DescribeTrails.trailList[0].TrailARN`. Nil if the file as a
    /// whole is.
    public let member: String?
    /// What is wrong.
    public let reason: String

    init(_ path: DescriptionPath, _ reason: String) {
        member = path == .document ? nil : path.text
        self.reason = reason
    }

    /// The member and what is wrong with it.
    public var description: String { "\(member ?? "it") \(reason)" }
}

/// Counts members that this version doesn't know.
final class UnknownMembers {
    var count = 0
}

/// The members of an object in a description file, with its path.
///
/// A null, and for strings and times an empty string, equals absence. In a list it stands for something unknown
/// (CONTROL-27).
struct DescriptionMembers {
    let object: [ByteString: JSONValue]
    let path: DescriptionPath
    let unknown: UnknownMembers
    /// Whether AWS returns every member that the object has. If not, an absent member is unknown.
    let isUnderstood: Bool

    /// Reads an object. `known` is nil if the names are those of trails or buckets. Throws if a member that decides
    /// something is misspelled or in the wrong place (CONTROL-2).
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
            // The first by name, because the order of a dictionary varies.
            if known.expectation(for: name) != nil { misspelled = misspelled.map { min($0, name) } ?? name }
        }
        if let misspelled, let expected = known.expectation(for: misspelled) {
            throw TrailDescriptionError(
                path.member(misspelled), "isn't a member that AWS's answer has here; expected \(expected)")
        }
        unknown.count += strangers
        isUnderstood = strangers == 0
    }

    /// A null in a list of objects, about which nothing is known.
    private init(nullAt path: DescriptionPath, unknown: UnknownMembers) {
        (object, self.path, self.unknown, isUnderstood) = ([:], path, unknown, false)
    }

    /// Returns the value of a member, or nil if it is absent or null.
    func value(_ name: ByteString) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    private func wrong(_ name: ByteString, _ expected: String) -> TrailDescriptionError {
        TrailDescriptionError(path.member(name), "isn't \(expected)")
    }

    /// Returns a boolean that AWS always gives of a trail. Nil if it is absent or has another type: then the value was lost, and
    /// what depends on it isn't known (CONTROL-2).
    func shownFlag(_ name: ByteString) -> Bool? {
        if case .bool(let flag)? = value(name) { flag } else { nil }
    }

    /// Returns a boolean, or nil if it is absent. Throws if it has another type.
    func flag(_ name: ByteString) throws(TrailDescriptionError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrong(name, "a boolean") }
        return flag
    }

    /// Returns a string, empty if it is absent. Throws if it has another type.
    func text(_ name: ByteString) throws(TrailDescriptionError) -> String {
        guard let value = value(name) else { return "" }
        guard let text = value.string else { throw wrong(name, "a string") }
        return text
    }

    /// Returns a string that AWS may have returned, empty if it is absent. Nil for what tools write instead of
    /// nothing, such as `None`: then the value was lost, and isn't known to be empty (CONTROL-2).
    func word(_ name: ByteString) throws(TrailDescriptionError) -> String? {
        let text = try text(name)
        return text.isEmpty ? text : Self.word(text)
    }

    private static let fillers: Set<String> = ["", "none", "null", "nil", "nan", "undefined", "n/a"]

    /// Returns nil for such a filler and for an empty string.
    private static func word(_ text: String) -> String? {
        let word = text.filter { !$0.isWhitespace }
        return word.utf8.count < 10 && fillers.contains(word.lowercased()) ? nil : text
    }

    /// Returns a time, or nil if it is absent or empty. Throws if it isn't a time.
    func time(_ name: ByteString) throws(TrailDescriptionError) -> UnixTime? {
        guard let value = value(name) else { return nil }
        if let text = value.string, text.isEmpty { return nil }
        guard let time = value.time else { throw wrong(name, "a time (ISO 8601, or seconds since 1970)") }
        return time
    }

    /// Returns the strings of an array, nil for each unknown one. Empty if there is no array.
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

    /// Returns an object, or nil if it is absent.
    func members(_ name: ByteString, known: KnownMembers?) throws(TrailDescriptionError) -> DescriptionMembers? {
        guard let value = value(name) else { return nil }
        return try DescriptionMembers(value, path: path.member(name), known: known, unknown: unknown)
    }

    /// Maps the objects of an array with `body`. Returns nil if there is no array.
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

    /// Reads the answer of a call: absent, an error, or the result of `body`.
    ///
    /// `body` returns nil if the answer lacks what is needed. `known` must contain `Error`. If the answer has the
    /// member `subject.member`, it must name `subject.id`.
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
