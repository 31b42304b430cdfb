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
    private var times: [ChainID: [Interval]] = [:]
    /// Paths of the digest files whose lack of proof was excused.
    private var digests: Set<ByteString> = []
    init(question: Question, excuses: [Excuse]) {
        self.question = question
        for excuse in excuses {
            if open.updateValue(excuse, forKey: excuse.item) != nil { doubled.append(excuse) }
            if case .time(let chain, let time) = excuse.item { times[chain, default: []].append(time) }
        }
    }

    var unused: [Excuse] { (doubled + open.values).sorted { "\($0)" < "\($1)" } }

    /// Uses the excuse for `item` if there is one and its allowance covers it: code, selector, and all of `times`. Each of
    /// them must meet the allowance's interval, or lie in it if `isWhole`.
    mutating func use(
        _ code: Excuse.Code, _ item: Excuse.Item, account: ByteString?, _ region: ByteString?, _ trail: ByteString?,
        times: [Interval], isWhole: Bool = false
    ) -> Bool {
        guard let excuse = open[item], question.allowances.indices.contains(excuse.allowance) else { return false }
        let allowance = question.allowances[excuse.allowance]
        guard allowance.code == code, allowance.selects(account, region, trail) else { return false }
        if let interval = allowance.interval {
            let isInside = { isWhole ? interval.contains($0) : interval.meets($0) }
            guard !times.isEmpty, times.allSatisfy(isInside) else { return false }
        }
        open[item] = nil
        if case .digest(let path) = item { digests.insert(path) }
        return true
    }

    /// Uses the excuses for time of `chain` and returns it. Each must lie in its allowance's interval (ALLOW-4).
    mutating func useTimes(_ chain: ChainID) -> [Interval] {
        let (account, region, trail) = (chain.accountID, chain.region, chain.trail)
        return (times[chain] ?? []).filter { time in
            let item = Excuse.Item.time(chain, time)
            return use(.coverageGap, item, account: account, region, trail, times: [time], isWhole: true)
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
