/// The verdict on an archive, or on a single chain or file in it (VERDICT-1 to VERDICT-3).
public enum Verdict: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Proved: the bytes are what CloudTrail signed.
    case verified
    /// No proof either way.
    case unverified
    /// The evidence contradicts the signed record.
    case invalid

    /// Orders verdicts from best to worst, so the maximum of several is the worst.
    public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .verified: 0
        case .unverified: 1
        case .invalid: 2
        }
    }
}
