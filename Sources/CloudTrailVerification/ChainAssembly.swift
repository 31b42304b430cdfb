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
    private(set) var chains: [ChainID: Chain] = [:]

    subscript(chain: ChainID) -> Chain {
        get { chains[chain] ?? Chain() }
        set { chains[chain] = newValue }
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
        let ids = Set(tally.chains.keys).union(ofChain.keys.compactMap { $0 })
        return ids.sorted().map { id in
            var chain = ChainResult(id: id)
            chain.digests = tally[id].digests
            chain.logs = tally[id].logs
            if let timeline = timelineOfChain[id] { fill(&chain, timeline) }
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
            let digest = records.graph.digests[node]
            newest = node
            if records.isVerified(node), chain.id.kind == .standard, digest.start < digest.end {
                covered.append(TimeSpan(from: digest.start, to: digest.end))
            }
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
        if let to = policy.to { chain.isEndProven = chain.covered.contains { $0.from < to && to <= $0.to } }
        if !chain.isBeginningProven, chain.id.kind == .standard, let oldest = timeline.items.first?.node,
            records.isVerified(oldest), records.graph.digests[oldest].previous == nil, records.scope.includes(oldest)
        {
            chain.isBeginningProven = true
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
