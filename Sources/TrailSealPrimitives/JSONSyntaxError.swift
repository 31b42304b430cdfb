/// Says where and why a JSON text is rejected. The text may be valid JSON that breaks a stricter rule of this parser,
/// for example that no object repeats a member's name.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Byte offset into the text.
    public let offset: Int
    /// What is wrong, in lower case and without a period.
    public let reason: String

    /// Creates an error at a byte offset.
    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    /// The reason and the byte offset.
    public var description: String { "\(reason) at byte \(offset)" }
}

/// The member names that were read so far in one object. Finds repeated names.
public struct MemberNames {
    private var few: [[UInt8]] = []
    private var many: Set<[UInt8]> = []

    /// Creates an empty set.
    public init() {}

    /// Adds a name. Throws with `offset` if the object already has a member of that name.
    public mutating func insert(_ name: [UInt8], at offset: Int) throws(JSONSyntaxError) {
        let isNew: Bool
        if few.count < 16 {
            isNew = !few.contains(name)
            few.append(name)
        } else {
            isNew = !few.contains(name) && many.insert(name).inserted
        }
        guard isNew else { throw JSONSyntaxError(offset: offset, reason: "a member is given twice") }
    }
}
