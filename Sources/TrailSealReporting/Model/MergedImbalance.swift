/// The first thing that doesn't balance in the accounting of all shards together.
enum MergedImbalance: Hashable, Sendable {
    /// Shards are missing, doubled, or don't fit together.
    case shards(ReportHead.Shards)
    /// The shard's own accounting doesn't balance.
    case shard(ReportHead.Shard)
    /// The shard's bins don't add up to its totals.
    case counts(ReportHead.Shard)
    /// The shard counts bad files or logs that nothing excuses, although its accounting claims to balance.
    case bad(ReportHead.Shard)
    /// The chain doesn't cover its required time.
    case chain(ChainName)
    /// Two shards count the same chain.
    case doubled(ChainName)
    /// An excuse names an allowance that the run wasn't given.
    case excuse(AccountingRecord.Excuse)
    /// No shard has a chain for these filter values, and not all shards excuse that.
    case combination(FilterCombination)
    /// The numbers of all shards together don't add up.
    case sum
    /// Everything adds up, but no shard verified anything that was asked for.
    case nothingVerified

    /// The message of the finding `unaccounted`.
    var label: String {
        switch self {
        case .shards(let shards): "The accounting is not of the whole run: \(shards.label ?? "a shard is missing")."
        case .shard(let shard): "The accounting of shard \(shard.index) of \(shard.count) doesn't balance."
        case .counts(let shard):
            "The numbers in the accounting of shard \(shard.index) of \(shard.count) don't add up."
        case .bad(let shard):
            "The accounting of shard \(shard.index) of \(shard.count) counts files or logs that aren't verified, and "
                + "nothing excuses them."
        case .chain(let chain): "The verified digests of chain \(chain.title) don't cover the required time."
        case .doubled(let chain): "Two shards count chain \(chain.title)."
        case .excuse(let excuse):
            "The accounting excuses \(excuse.item.label) by the allowance \(excuse.allowance), which the run wasn't given."
        case .combination(let values): "No shard has a chain of \(values.selector), and nothing excuses that."
        case .sum: "The numbers of all shards together don't add up."
        case .nothingVerified: "The run verified nothing that it was asked for."
        }
    }
}
