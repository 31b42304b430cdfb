/// The effect of a finding on the verdict.
public enum FindingVerdict: String, Hashable, Sendable, CaseIterable {
    /// The evidence contradicts the signed record.
    case invalid
    /// There is no proof either way.
    case unverified
    /// No effect: the finding is only reported.
    case note
}

/// One finding: what is wrong, and with what. All text from the archive is escaped, so it can be shown.
public struct Finding: Hashable, Sendable {
    /// The code.
    public var code: FindingCode
    /// The effect on the verdict. A finding that the scope allows is a note.
    public var verdict: FindingVerdict
    /// Whether the scope allows it.
    public var isAllowed: Bool
    /// The case of the code as a stable word. Nil if the code has only one case.
    public var reason: String?
    /// What was found, in one to three sentences.
    public var message: String
    /// The chain that it concerns. Nil if it concerns none, or an unknown one.
    public var chain: ChainID?
    /// The bucket of the object.
    public var bucket: String?
    /// The key of the object.
    public var key: String?
    /// The path of the file in the copy.
    public var path: String?
    /// The beginning of the time that it is about. Without `end`, the time is open.
    public var start: Timestamp?
    /// The end of that time, exclusive.
    public var end: Timestamp?
    /// The recorded hash or fingerprint, in hexadecimal.
    public var expected: String?
    /// The hash that was found, or another found value.
    public var actual: String?
    /// How many things it counts. Nil if it counts none.
    public var count: Int?
}

extension Finding: CustomStringConvertible {
    /// The code, the subject and the message in one line.
    public var description: String {
        let subject = path ?? key ?? chain?.description
        return "\(code.rawValue): " + (subject.map { "\($0): " } ?? "") + message
    }
}
