public import CloudTrailFormat
public import Primitives

/// What an accounting says.
public struct Balance: Sendable {
    /// What does not balance, in the order of the questions; empty if all does.
    public let imbalances: [Imbalance]
    /// Only this module makes it: `verified` is granted here and nowhere else (VERDICT-5).
    public let grant: Grant?

    init(imbalances: [Imbalance], isAnythingProved: Bool) {
        self.imbalances = imbalances
        grant = imbalances.isEmpty && isAnythingProved ? Grant() : nil
    }

    /// The right to say `verified`.
    public struct Grant: Sendable {
        fileprivate init() {}
    }
}

/// The first thing of its kind that does not balance.
public enum Imbalance: Hashable, Sendable {
    case chain(Combination)
    case time(ChainID, Interval)
    case log(S3Location)
    case file(ByteString)
    case fileCount(walked: Int, entered: Int)
    /// An excuse that nothing needs, that names no allowance, or that its allowance does not cover.
    case excuse(Excuse)
}
