internal import TrailSealFormat
internal import TrailSealPrimitives

/// The excuses that aren't used yet. Each can be used once, for the item that it names (ACCOUNT-6).
struct ExcuseLedger {
    /// How long before and after its hour an allowed digest excuses logs, in seconds. Both ends count (ALLOW-8).
    static let logsBefore: Int64 = 65 * 60
    static let logsBehind: Int64 = 20 * 60 + 1

    private let question: Question
    private var open: [Excuse.Item: Excuse] = [:]
    private var doubled: [Excuse] = []
    private var times: [ChainID: [Excuse]] = [:]
    /// Paths of the digest files whose lack of proof was excused.
    private var digests: Set<ByteString> = []
    init(question: Question, excuses: [Excuse]) {
        self.question = question
        for excuse in excuses {
            if open.updateValue(excuse, forKey: excuse.item) != nil { doubled.append(excuse) }
            if case .time(let chain, _) = excuse.item { times[chain, default: []].append(excuse) }
        }
    }

    var unused: [Excuse] { (doubled + open.values).sorted { "\($0)" < "\($1)" } }

    /// Uses the excuse for `item` if there is one and its allowance covers it: code, selector, and all of `times`.
    mutating func use(
        _ code: Excuse.Code, _ item: Excuse.Item, account: ByteString?, _ region: ByteString?, _ trail: ByteString?,
        times: [Interval]
    ) -> Bool {
        guard let excuse = open[item], question.allowances.indices.contains(excuse.allowance) else { return false }
        let allowance = question.allowances[excuse.allowance]
        guard allowance.code == code, allowance.selects(account, region, trail) else { return false }
        if let interval = allowance.interval {
            // All of a digest's hour must lie in it. A file's stamp and day folder must both meet it.
            let isDigest = if case .digest = item { true } else { false }
            let isInside = { isDigest ? interval.contains($0) : interval.meets($0) }
            guard !times.isEmpty, times.allSatisfy(isInside) else { return false }
        }
        open[item] = nil
        if case .digest(let path) = item { digests.insert(path) }
        return true
    }

    /// Uses the excuses for time of `chain` and returns it. Each must lie in its allowance's interval (ALLOW-4).
    mutating func useTimes(_ chain: ChainID) -> [Interval] {
        (times[chain] ?? []).compactMap { excuse -> Interval? in
            guard case .time(_, let interval) = excuse.item, open[excuse.item] != nil,
                question.allowances.indices.contains(excuse.allowance)
            else { return nil }
            let allowance = question.allowances[excuse.allowance]
            guard allowance.code == .coverageGap,
                allowance.selects(chain.accountID, chain.region, chain.trail),
                allowance.interval.map({ $0.contains(interval) }) ?? true
            else { return nil }
            open[excuse.item] = nil
            return interval
        }
    }

    /// The hours that allowed digests of these chains account for, whatever they declare (ALLOW-7).
    func usedHours(_ chains: Set<ChainID>, _ heads: ChainHeads) -> [Interval] {
        chains.compactMap { heads.head(of: $0) }.filter { digests.contains($0.path.text) }.map(\.name.hour)
    }

    /// Whether a log lies near the hour of an allowed digest of its account and Region (ALLOW-8).
    func usesDigest(near facts: PathFacts, _ heads: ChainHeads) -> Bool {
        guard let stamp = facts.stamp else { return false }
        return heads.heads(of: facts.account).contains { head in
            let isOfRegion = facts.namedRegion == head.name.chain.region
            let around = Interval(from: head.name.hour.from - Self.logsBefore, to: head.name.hour.to + Self.logsBehind)
            return isOfRegion && digests.contains(head.path.text) && around.contains(stamp)
                && facts.day.map { around.meets(Interval(from: $0, to: $0 + UnixTime.day)) } ?? true
        }
    }
}
