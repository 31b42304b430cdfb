internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The accounting of a merged report: the accountings of all shards, added up and checked again (SHARD-5).
struct AccountingMerging {
    /// The accounting of all shards. It balances if `imbalance` is nil.
    let merged: AccountingRecord
    /// The first thing that doesn't balance; nil if everything balances.
    let imbalance: MergedImbalance?
    /// The positions of reports without a chain for filter values for which another shard has one.
    let relieved: Set<Int>

    /// Merges the accountings of `judged`, the reports that together cover every account once, in the order of their shards.
    /// Returns nil if one of them has no accounting.
    init?(_ judged: [ReportDocument], _ shards: ReportHead.Shards) {
        let parts = judged.compactMap(Part.init)
        guard parts.count == judged.count, let first = parts.first else { return nil }
        let lacking = Self.lacking(parts)
        relieved = Set(
            parts.indices.filter { index in
                parts[index].listed.contains { lacking[$0.combination] == nil }
            })
        var (merged, unequal) = Self.sum(parts, from: first.accounting)
        merged.excuses = Self.excuses(parts, without: Self.found(parts, lacking))
        imbalance =
            shards.isWhole
            ? Self.imbalance(parts) ?? Self.unexcused(lacking, merged.excuses) ?? unequal : .shards(shards)
        merged.isBalanced = imbalance == nil
        merged.shared = nil
        merged.sort()
        self.merged = merged
    }

    /// One report with its shard.
    private struct Part {
        let accounting: AccountingRecord
        let shard: ReportHead.Shard
        let allowances: Set<String>

        init?(_ report: ReportDocument) {
            guard let accounting = report.head.verification?.accounting, let shard = report.head.run.shard else {
                return nil
            }
            self.accounting = accounting
            self.shard = shard
            allowances = Set(report.head.inputs.allowances)
        }

        var listed: [AccountingRecord.LackingCombination] { accounting.shared?.combinations ?? [] }

        /// The combinations about which this shard can decide: those of its accounts, and those of any account.
        var combinations: [AccountingRecord.LackingCombination] {
            guard !shard.isOfAll, let own = AccountShard(index: shard.index, count: shard.count) else { return listed }
            return listed.filter { lacking in
                lacking.combination.accountID.map { own.includes(EscapedText.bytes(of: $0)[...]) } ?? true
            }
        }

        /// Whether the run was given the allowance that an excuse names, for the excuse's code.
        func allows(_ excuse: AccountingRecord.Excuse) -> Bool {
            allowances.contains(excuse.allowance)
                && excuse.allowance.split(separator: "=", maxSplits: 1).first.map(String.init) == excuse.code.text
        }
    }

    // MARK: Filter values without a chain

    /// Returns the combinations for which no shard has a chain, and whether all shards excuse it. A combination with an account
    /// is a question for one shard only.
    private static func lacking(_ parts: [Part]) -> [FilterCombination: Bool] {
        var found: [FilterCombination: (shards: Int, isExcused: Bool)] = [:]
        for part in parts {
            for lacking in part.combinations {
                let known = found[lacking.combination] ?? (0, true)
                found[lacking.combination] = (known.shards + 1, known.isExcused && lacking.isExcused)
            }
        }
        return found.filter { $0.value.shards >= ($0.key.accountID == nil ? parts.count : 1) }
            .mapValues(\.isExcused)
    }

    /// Returns the combinations for which one shard has no chain and another has one.
    private static func found(_ parts: [Part], _ lacking: [FilterCombination: Bool]) -> Set<FilterCombination> {
        Set(parts.lazy.flatMap(\.listed).map(\.combination).filter { lacking[$0] == nil })
    }

    // MARK: Sums

    /// Adds up all numbers. What all shards judge alike counts once.
    private static func sum(
        _ parts: [Part], from first: AccountingRecord
    ) -> (accounting: AccountingRecord, imbalance: MergedImbalance?) {
        var sum = first
        var imbalance: MergedImbalance?
        for (position, part) in parts.enumerated() {
            let own = part.accounting
            var files = own.files
            if let shared = own.shared, !files.take(away: shared.files) {
                imbalance = imbalance ?? .counts(part.shard)
            }
            guard position > 0 else { continue }
            sum.files.add(files)
            sum.listedLogs.add(own.listedLogs)
            // A shard without chains says nothing about their ends.
            if sum.chains.isEmpty { sum.ends = own.ends } else if !own.chains.isEmpty { sum.ends.add(own.ends) }
            sum.chains += own.chains
        }
        if !sum.files.addsUp || !sum.listedLogs.addsUp { imbalance = imbalance ?? .sum }
        return (sum, imbalance)
    }

    /// Returns each excuse once, without those of combinations for which a shard has a chain.
    private static func excuses(
        _ parts: [Part], without found: Set<FilterCombination>
    ) -> [AccountingRecord.Excuse] {
        var seen: Set<AccountingRecord.Excuse> = []
        return parts.flatMap(\.accounting.excuses).filter { excuse in
            if case .combination(let values) = excuse.item, found.contains(values) { return false }
            return seen.insert(excuse).inserted
        }
    }

    // MARK: Questions

    /// Returns the first thing that doesn't balance in one report or in all together.
    private static func imbalance(_ parts: [Part]) -> MergedImbalance? {
        for part in parts {
            let accounting = part.accounting
            if !accounting.isBalanced { return .shard(part.shard) }
            let isAdded =
                accounting.files.addsUp && accounting.listedLogs.addsUp && accounting.shared?.files.addsUp ?? true
            if !isAdded { return .counts(part.shard) }
            if accounting.files.bad > 0 || accounting.listedLogs.bad > 0 { return .bad(part.shard) }
            if let chain = accounting.chains.first(where: { !$0.isCovered }) { return .chain(chain.name) }
            if let excuse = accounting.excuses.first(where: { !part.allows($0) }) { return .excuse(excuse) }
        }
        var chains: Set<ChainName> = []
        for chain in parts.lazy.flatMap(\.accounting.chains) where !chains.insert(chain.name).inserted {
            return .doubled(chain.name)
        }
        return nil
    }

    /// Returns a combination for which no shard has a chain and that isn't excused by an existing excuse.
    private static func unexcused(
        _ lacking: [FilterCombination: Bool], _ excuses: [AccountingRecord.Excuse]
    ) -> MergedImbalance? {
        let items = Set(excuses.lazy.map(\.item))
        return lacking.filter { !$0.value || !items.contains(.combination($0.key)) }.keys
            .min { $0.selector < $1.selector }.map { .combination($0) }
    }
}

extension AccountingSummary.FileCounts {
    /// Subtracts numbers that are part of these. Returns false if one of them is larger; that number then becomes 0.
    fileprivate mutating func take(away part: Self) -> Bool {
        var isPart = total >= part.total
        total = max(0, total &- part.total)
        for bin in Bin.allCases {
            isPart = isPart && self[bin] >= part[bin]
            self[bin] = max(0, self[bin] &- part[bin])
        }
        return isPart
    }
}
