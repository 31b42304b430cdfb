public import TrailSealFormat
public import TrailSealPrimitives

/// The result of an accounting.
public struct Balance: Sendable {
    /// What doesn't balance, in the order of the checks. Empty if everything does.
    public let imbalances: [Imbalance]
    /// The right to say `verified`, or nil. Only this module creates one (VERDICT-5).
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

/// Something that doesn't balance.
public enum Imbalance: Hashable, Sendable {
    /// No chain of this combination has a verified digest (ACCOUNT-0).
    case chain(Combination)
    /// Required time of a chain that nothing covers (ACCOUNT-2).
    case time(ChainID, Interval)
    /// A listed log without a good disposition or an excuse (ACCOUNT-3).
    case log(S3Location)
    /// A file in a bad bin without an excuse, or in a bin that doesn't admit it (ACCOUNT-4).
    case file(ByteString)
    /// The files entered aren't the files walked (ACCOUNT-4).
    case fileCount(walked: Int, entered: Int)
    /// An excuse that nothing needs, or that its allowance doesn't cover (ACCOUNT-6).
    case excuse(Excuse)
}
