internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Merges the findings of all shards.
enum FindingMerging {
    /// Returns all findings in canonical order. A finding about the whole run, or about files of no account, comes once, although
    /// every shard has it. A finding that filter values match nothing stays only if every shard that can decide it has it.
    static func merged(_ shards: [ReportDocument], _ accounting: AccountingMerging?) -> [FindingRecord] {
        var common: [FindingValues: Common] = [:]
        var keys: [CanonicalOrder] = []
        // What a shard says of its own chains. Of obstacles that lie in no account's folder, the others say the same.
        var own: Set<FindingValues> = []
        for (number, shard) in shards.enumerated() {
            var times: [FindingValues: Int] = [:]
            for finding in shard.findings {
                let values = finding.values
                guard values.isOfRun || (accounting != nil && !isOfChain(finding, ofShard: shard)) else {
                    keys.append(CanonicalOrder(values, finding, sequence: keys.count))
                    if values.code == .known(.fileUnreadable) { own.insert(values) }
                    continue
                }
                var known = common[values] ?? Common(finding: finding)
                times[values, default: 0] += 1
                if times[values] == 1, isAsked(shard, values) { known.shards += 1 }
                known.times = values.isOfRun ? 1 : max(known.times, times[values] ?? 1)
                if accounting?.relieved.contains(number) ?? true { known.isRelieved = true }
                common[values] = known
            }
        }
        for (values, found) in common where !own.contains(values) {
            let isGapOfRun = values.isOfRun && values.code == .known(.coverageGap)
            let asked = shards.count { isAsked($0, values) }
            if isGapOfRun, found.isRelieved, found.shards < asked { continue }
            for _ in 0..<found.times { keys.append(CanonicalOrder(values, found.finding, sequence: keys.count)) }
        }
        return keys.sorted().map(\.finding)
    }

    /// Returns the findings in canonical order.
    static func ordered(_ findings: [FindingRecord]) -> [FindingRecord] {
        findings.enumerated().map { CanonicalOrder($0.element.values, $0.element, sequence: $0.offset) }.sorted()
            .map(\.finding)
    }

    /// Whether a shard can decide that filter values match nothing. Values with an account are a question for its shard.
    private static func isAsked(_ report: ReportDocument, _ values: FindingValues) -> Bool {
        values.owner.flatMap(\.accountID).map { includes($0, report) } ?? true
    }

    /// Whether a finding is about a chain of the shard.
    private static func isOfChain(_ finding: FindingRecord, ofShard report: ReportDocument) -> Bool {
        finding.chain.map { includes($0.accountID, report) } ?? false
    }

    /// Whether a report's shard holds an account.
    private static func includes(_ account: String, _ report: ReportDocument) -> Bool {
        guard let shard = report.head.run.shard, !shard.isOfAll,
            let accounts = AccountShard(index: shard.index, count: shard.count)
        else { return true }
        return accounts.includes(EscapedText.bytes(of: account)[...])
    }

    /// A finding that several shards may have.
    private struct Common {
        let finding: FindingRecord
        var shards = 0
        /// How often one run over everything would have the finding.
        var times = 0
        /// Whether the finding is in a shard without a chain that another shard has.
        var isRelieved = false
    }
}

extension FindingRecord {
    /// The finding `unaccounted` of a merged report.
    init(_ imbalance: MergedImbalance) {
        self.init(
            code: .known(.unaccounted), verdict: FindingCode.unaccounted.descriptor.verdict, isAllowed: false,
            message: imbalance.label)
        if imbalance == .nothingVerified { reason = "nothing-verified" }
    }
}
