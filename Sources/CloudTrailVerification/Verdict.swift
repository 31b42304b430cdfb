/// What can be said of a thing in the archive, and of the archive (rules VERDICT-1 to VERDICT-3).
public enum Verdict: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Proved: the bytes are what CloudTrail signed.
    case verified
    /// No proof either way.
    case unverified
    /// The evidence contradicts the signed record.
    case invalid

    /// Better is less: the worst of several is their maximum.
    public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .verified: 0
        case .unverified: 1
        case .invalid: 2
        }
    }
}
