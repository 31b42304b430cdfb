/// Why a text is no JSON, or none that is accepted here.
public struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Byte offset into the text.
    public let offset: Int
    public let reason: String

    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    public var description: String { "\(reason) at byte \(offset)" }
}

/// The names seen in one object; refuses the second of a kind.
public struct MemberNames {
    private var few: [[UInt8]] = []
    private var many: Set<[UInt8]> = []

    public init() {}

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
