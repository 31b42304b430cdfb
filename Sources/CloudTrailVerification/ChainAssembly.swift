internal import CloudTrailFormat
internal import Primitives

/// Counts of the whole and of each chain, while they are gathered.
struct ChainTally {
    struct Chain {
        var digests = VerificationSummary.DigestCounts()
        var logs = VerificationSummary.LogCounts()
    }

    var digests = VerificationSummary.DigestCounts()
    var logs = VerificationSummary.LogCounts()
    /// The chains of the digests, and what was counted under their numbers, which most is.
    private let numbered: [ChainID]
    private var numberedChains: [Chain?]
    private var namedChains: [ChainID: Chain] = [:]

    init(graph: DigestGraph) {
        numbered = graph.chains
        numberedChains = Array(repeating: nil, count: numbered.count)
    }

    /// What was counted under a chain's name; what was counted under its number is not in it.
    subscript(chain: ChainID) -> Chain {
        get { namedChains[chain] ?? Chain() }
        set { namedChains[chain] = newValue }
    }

    /// What was counted under the number of a chain of the graph.
    subscript(number: Int) -> Chain {
        get { numberedChains[number] ?? Chain() }
        set { numberedChains[number] = newValue }
    }

    /// All that was counted.
    var chains: [ChainID: Chain] {
        var chains = namedChains
        for (chain, counted) in zip(numbered, numberedChains) {
            guard let counted else { continue }
            chains[chain, default: Chain()].digests.add(counted.digests)
            chains[chain, default: Chain()].logs.add(counted.logs)
        }
        return chains
    }

    /// Whether anything was counted.
    var holdsAny: Bool {
        digests.present > 0 || logs.verified + logs.unverified + logs.invalid + logs.missing + logs.unreferenced > 0
    }
}

/// Builds what is said of each chain.
struct ChainAssembly {
    let records: JudgedRecords
    let timelines: [ChainTimeline]

    /// The chains of which a digest, a log or a finding is in scope, in order.
    func chains(_ tally: ChainTally, _ findings: [Finding]) -> [ChainResult] {
        let ofChain = Dictionary(grouping: findings.filter { $0.chain != nil }) { $0.chain }
        let timelineOfChain = Dictionary(timelines.map { ($0.chain, $0) }) { first, _ in first }
        let counted = tally.chains
        let spans = records.digestSpans()
        let ids = Set(counted.keys).union(ofChain.keys.compactMap { $0 })
        return ids.sorted().map { id in
            var chain = ChainResult(id: id)
            chain.digests = counted[id]?.digests ?? chain.digests
            chain.logs = counted[id]?.logs ?? chain.logs
            if let timeline = timelineOfChain[id] { fill(&chain, timeline) }
            chain.digestSpans = spans[id] ?? []
            chain.readSince = records.history.plan.continued[id]?.verifiedThrough
            let own = ofChain[id] ?? []
            chain.verdict = verdict(chain, own)
            // A backfill chain has no gaps: it covers no time.
            chain.gaps =
                id.kind == .backfill
                ? []
                : own.compactMap { finding in
                    guard finding.code == .digestMissing || finding.code == .coverageGap, let from = finding.from,
                        let to = finding.to
                    else { return nil }
                    return TimeSpan(from: from, to: to)
                }.sorted()
            return chain
        }
    }

    private func verdict(_ chain: ChainResult, _ findings: [Finding]) -> Verdict {
        if findings.contains(where: { $0.verdict == .invalid }) { return .invalid }
        if findings.contains(where: { $0.verdict == .unverified }) || !records.isComplete { return .unverified }
        return chain.digests.verified > 0 ? .verified : .unverified
    }

    private func fill(_ chain: inout ChainResult, _ timeline: ChainTimeline) {
        let policy = records.scope.policy
        var covered: [TimeSpan] = []
        var newest: DigestGraph.Node?
        for node in timeline.items.lazy.compactMap(\.node) where records.scope.includes(node) {
            newest = node
            let span = TimeSpan(from: records.graph.digests[node].start, to: records.graph.digests[node].end)
            if records.isVerified(node), chain.id.kind == .standard, span.from < span.to { covered.append(span) }
        }
        if let newest {
            let digest = records.graph.digests[newest]
            let location = records.names.location(of: digest.name)
            chain.bucket = location.bucket
            chain.prefix = records.names.family(of: digest.name)?.prefix
            chain.newest = ChainResult.Newest(location: location, end: digest.end, proof: records.proof(of: newest))
        }
        chain.covered = Self.joined(covered)
        if let from = policy.from {
            chain.isBeginningProven = chain.covered.contains { $0.from <= from && from < $0.to }
        }
        chain.isEndProven = isEndProven(chain, policy)
        if !chain.isBeginningProven, chain.id.kind == .standard, let oldest = timeline.items.first?.node,
            records.isVerified(oldest), records.graph.digests[oldest].previous == nil, records.scope.includes(oldest)
        {
            chain.isBeginningProven = true
        }
    }

    /// Whether nothing can be missing behind what is covered: the window ends in it, or the trail is known to have been
    /// silent from there on.
    private func isEndProven(_ chain: ChainResult, _ policy: VerificationPolicy) -> Bool {
        if let to = policy.to, chain.covered.contains(where: { $0.from < to && to <= $0.to }) { return true }
        guard chain.id.kind == .standard, let end = chain.covered.last?.to, chain.newest?.end == end else {
            return false
        }
        return policy.deliveries.contains { delivery in
            delivery.writes(chain.id) && delivery.isOver(at: end) && delivery.laterDigests(chain.id, after: end) == nil
                && (policy.to.map { delivery.isSilent(until: $0) } ?? true)
        }
    }

    /// Spans that meet or overlap as one.
    private static func joined(_ spans: [TimeSpan]) -> [TimeSpan] {
        var joined: [TimeSpan] = []
        for span in spans.sorted() {
            if let last = joined.last, span.from <= last.to {
                joined[joined.count - 1] = TimeSpan(from: last.from, to: max(last.to, span.to))
            } else {
                joined.append(span)
            }
        }
        return joined
    }
}
