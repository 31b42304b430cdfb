internal import TrailSealFormat
internal import TrailSealPrimitives

/// The members of a JSON object of a record. A member that is absent, or isn't an object, has no members itself.
struct RecordMembers {
    let value: JSONValue?

    init(_ value: JSONValue?) { self.value = value }

    subscript(_ name: ByteString) -> RecordMembers { RecordMembers(value?.object?[name]) }

    /// Whether there is an object.
    var isObject: Bool { value?.object != nil }

    /// The members, or none if CloudTrail left them out because they are too long. It writes `omitted` then (CloudTrail User Guide,
    /// "CloudTrail record contents").
    var unlessOmitted: RecordMembers { flag("omitted") == true ? RecordMembers(nil) : self }

    /// Whether a member is absent or null.
    func lacks(_ name: ByteString) -> Bool {
        switch value?.object?[name] {
        case nil, .null?: true
        default: false
        }
    }

    /// The string of a member, cut to `limit` bytes and an ellipsis. Nil if it is absent or no string.
    func text(_ name: String, limit: Int = EventRecord.textLimit) -> String? {
        guard let text = value?.object?[ByteString(name)]?.string else { return nil }
        guard text.utf8.count > limit else { return text }
        return String(decoding: text.utf8.prefix(limit), as: UTF8.self) + "…"
    }

    /// A name or ARN. Nil if it is absent, empty or no string.
    func name(_ name: String) -> String? {
        text(name, limit: EventRecord.nameLimit).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The ARNs of a record's resources.
    var resources: [String] { elements("resources").prefix(Self.resourceLimit).compactMap { $0.name("ARN") } }

    /// The most resources of a record that are looked at.
    private static let resourceLimit = 100

    /// What a member says about a failure. Nil if it is absent, null or empty. Anything but a string is a failure without a code.
    func failure(_ name: String) -> String? {
        switch value?.object?[ByteString(name)] {
        case nil, .null?: nil
        case .string("")?: nil
        default: text(name) ?? "unknown"
        }
    }

    /// The boolean of a member, which some services write as a string.
    func flag(_ name: ByteString) -> Bool? {
        switch value?.object?[name] {
        case .bool(let flag)?: flag
        case .string("true")?: true
        case .string("false")?: false
        default: nil
        }
    }

    /// The whole number of a member, which some services write as a string. Nil if it is negative or too large.
    func count(_ name: ByteString) -> Int? {
        let number: Double? =
            switch value?.object?[name] {
            case .number(let number)?: number
            case .string(let text)?: Double(text)
            default: nil
            }
        return number.flatMap { $0.isFinite && $0 >= 0 && $0 < 1e9 ? Int($0) : nil }
    }

    /// The elements of a member: those of an array, or a single object.
    func elements(_ name: ByteString) -> [RecordMembers] {
        switch value?.object?[name] {
        case .array(let items)?: items.map { RecordMembers($0) }
        case .object(let one)?: [RecordMembers(.object(one))]
        default: []
        }
    }

    /// Whether a member is an array of strings.
    func isList(_ name: ByteString) -> Bool {
        if case .array(let items)? = value?.object?[name] { items.allSatisfy { $0.string != nil } } else { false }
    }

    /// The strings of a member: those of an array, or a single string.
    func texts(_ name: ByteString) -> [String] {
        switch value?.object?[name] {
        case .array(let items)?: items.compactMap(\.string)
        case .string(let text)?: [text]
        default: []
        }
    }
}
