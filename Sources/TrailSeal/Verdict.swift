/// The verdict on an archive, a chain or a digest file.
///
/// The order is from best to worst, so the maximum of several verdicts is the worst.
public enum Verdict: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Every digest file and log file in scope has the content that CloudTrail signed.
    case verified
    /// There is no proof either way for something in scope.
    case unverified
    /// The evidence contradicts the signed record: a file was changed, removed, moved or damaged.
    case invalid

    /// Orders verdicts from best to worst.
    public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .verified: 0
        case .unverified: 1
        case .invalid: 2
        }
    }
}
