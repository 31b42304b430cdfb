internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Makes the result of each chain from records, counts and findings.
struct ChainSummaries {
    let dispositions: Dispositions
    let lines: [ChainID: ChainLine]
    let records: [DigestCounting.Record]
    /// Positions of the records, by chain.
    let groups: [ChainID?: [Int]]
    /// The items of the accounting that don't balance.
    let imbalances: [Imbalance]

    private var scope: RunScope { dispositions.scope }
    private var policy: VerificationPolicy { scope.policy }

    /// Returns the chains with a digest, a log or a finding in scope, in order.
    func chains(
        _ digests: [ChainID: VerificationSummary.DigestCounts], _ logs: [ChainID: VerificationSummary.LogCounts],
        _ findings: [Finding], isComplete: Bool
    ) -> [ChainResult] {
        // Keeps positions, because findings are large and there may be as many as files.
        var ofChain: [ChainID: [Int]] = [:]
        // A shard may name the chain of another one, beside an obstacle that lies in no account's folder.
        let shard = scope.policy.shard
        for (position, finding) in findings.enumerated() {
            guard let chain = finding.chain, shard?.includes(chain.accountID) ?? true else { continue }
            ofChain[chain, default: []].append(position)
        }
        let known = Set(digests.keys).union(logs.keys).union(ofChain.keys).union(continued)
        let unbalanced = unbalancedChains()
        let closed = findings.filter(\.hidesFiles).map(\.subject)
        return known.sorted().map { id in
            var chain = ChainResult(id: id)
            chain.digests = digests[id] ?? chain.digests
            chain.logs = logs[id] ?? chain.logs
            let own = (ofChain[id] ?? []).lazy.map { findings[$0] }
            for finding in own where finding.code == .digestMissing { chain.digests.missing += finding.count ?? 0 }
            let group = groups[id] ?? []
            chain.digestSpans = spans(group)
            if let newest = newest(group) { fill(&chain, newest) }
            fill(&chain, provedIntervals(group))
            let isWhole =
                isComplete && !unbalanced.contains(scope.line(of: id)) && !closed.contains { $0.mayHold(id) }
            chain.verdict = verdict(chain, own, isWhole: isWhole)
            chain.gaps =
                id.kind == .backfill
                ? []
                : own.compactMap { finding in
                    guard finding.code == .digestMissing || finding.code == .coverageGap else { return nil }
                    return finding.subject.span
                }.sorted()
            return chain
        }
    }

    /// Chains in scope that the state knows and that have verified digests, new or not.
    private var continued: [ChainID] {
        lines.values.lazy.filter { !$0.verified.isEmpty }.map(\.chain).filter {
            scope.begin(of: $0) != nil && scope.includes($0)
        }
    }

    /// The worst of what concerns the chain (REPORT-6). `isWhole` says that everything was judged, that the chain's
    /// accounting balances, and that every folder that may hold its files could be listed.
    private func verdict(_ chain: ChainResult, _ findings: some Sequence<Finding>, isWhole: Bool) -> Verdict {
        if findings.contains(where: { $0.verdict == .invalid }) { return .invalid }
        if findings.contains(where: { $0.verdict == .unverified }) || !isWhole { return .unverified }
        return chain.digests.verified > 0 || chain.readSince != nil ? .verified : .unverified
    }

    /// Chains whose time or listed logs don't balance. A log in a folder that can't be listed has no finding of its
    /// own, so the findings alone don't show them.
    private func unbalancedChains() -> Set<ChainID> {
        var chains: Set<ChainID> = []
        for imbalance in imbalances {
            switch imbalance {
            case .time(let chain, _): chains.insert(scope.line(of: chain))
            case .log(let location):
                for log in dispositions.candidates.listed.logs(at: location) {
                    if case .verified? = dispositions.logs[log.number] { continue }
                    if let owner = dispositions.owner(of: log) { chains.insert(scope.line(of: owner.chain)) }
                }
            case .chain, .file, .fileCount, .excuse: break
            }
        }
        return chains
    }

    /// The newest readable digest of one chain in scope.
    private func newest(_ group: [Int]) -> DigestCounting.Record? {
        var newest: (position: Int, interval: Interval)?
        for position in group {
            guard let interval = records[position].interval else { continue }
            if let known = newest?.interval, (known.to, known.from) > (interval.to, interval.from) { continue }
            newest = (position, interval)
        }
        return newest.map { records[$0.position] }
    }

    /// The intervals of the verified digests of one chain.
    private func provedIntervals(_ group: [Int]) -> [Interval] {
        group.compactMap { records[$0].verdict == .verified ? records[$0].interval : nil }
    }

    private func fill(_ chain: inout ChainResult, _ record: DigestCounting.Record) {
        guard let statement = record.statement, let interval = record.interval else { return }
        chain.bucket = statement.document.location.bucket
        chain.prefix = statement.key.prefix
        chain.newest = ChainResult.Newest(
            location: statement.document.location, end: interval.to, proof: record.proof.map(\.reported))
    }

    private func fill(_ chain: inout ChainResult, _ proved: [Interval]) {
        guard chain.id.kind == .standard else { return }
        chain.covered = Coverage.joined(proved).map { TimeSpan(from: $0.from, to: $0.to) }
        chain.readSince = scope.begin(of: chain.id)
        if let from = policy.from {
            chain.isBeginningProven = chain.covered.contains { $0.from <= from && from < $0.to }
        }
        chain.isEndProven = isEndProven(chain)
        if !chain.isBeginningProven, let line = lines[scope.line(of: chain.id)],
            // They are sorted by their ends.
            let oldest = line.verified.first(where: { $0.interval.from == line.start }),
            oldest.statement.document.previous == nil,
            scope.includes(oldest.statement)
        {
            chain.isBeginningProven = true
        }
    }

    /// Whether nothing can be missing after the covered time. That is so if the window ends inside it, or if the trail
    /// was stopped by its end and wrote nothing since.
    private func isEndProven(_ chain: ChainResult) -> Bool {
        if let to = policy.to, chain.covered.contains(where: { $0.from < to && to <= $0.to }) { return true }
        guard let end = chain.covered.last?.to, chain.newest?.end == end else { return false }
        return policy.deliveries.contains { delivery in
            delivery.writes(chain.id) && delivery.isOver(at: end) && delivery.laterDigests(chain.id, after: end) == nil
                && (policy.to.map { delivery.isSilent(until: $0) } ?? true)
        }
    }

    /// The digest files of one chain as spans, each object once by the worst of its files. A file that can't be read
    /// counts for the hour in its name.
    private func spans(_ group: [Int]) -> [DigestSpan] {
        func key(_ position: Int) -> ByteString { records[position].key ?? "" }
        let ordered = group.compactMap { position -> (span: DigestSpan, position: Int)? in
            let record = records[position]
            let hour = { record.object?.endTime.map { Interval(from: $0 - UnixTime.hour, to: $0) } }
            guard let interval = record.interval ?? hour() else { return nil }
            return (DigestSpan(from: interval.from, to: interval.to, count: 1, verdict: record.verdict), position)
        }.sorted { left, right in
            if left.span.from != right.span.from { return left.span.from < right.span.from }
            if left.span.to != right.span.to { return left.span.to < right.span.to }
            let (one, other) = (key(left.position), key(right.position))
            return one != other ? one < other : left.span.verdict < right.span.verdict
        }
        var spans: [DigestSpan] = []
        for (index, next) in ordered.enumerated() {
            if index + 1 < ordered.count {
                let after = ordered[index + 1]
                let isSameTime = next.span.from == after.span.from && next.span.to == after.span.to
                if isSameTime, key(next.position) == key(after.position) { continue }
            }
            DigestSpan.add(next.span, to: &spans)
        }
        return spans
    }
}

extension Finding {
    /// Whether the finding is about a folder that can't be listed, and isn't allowed.
    fileprivate var hidesFiles: Bool {
        if case .fileUnreadable(.unlistable) = detail { !isAllowed } else { false }
    }
}

extension FindingSubject {
    /// Whether the folder that the subject names may hold files of the chain. Its path names the chain's account, and
    /// the chain's Region or none (REPORT-6).
    fileprivate func mayHold(_ id: ChainID) -> Bool {
        accountID == id.accountID && (region ?? id.region) == id.region
    }
}

extension Coverage {
    /// Joins intervals that meet or overlap. The result is in order.
    static func joined(_ intervals: [Interval]) -> [Interval] {
        var joined: [Interval] = []
        for next in intervals.sorted() {
            if let last = joined.last, next.from <= last.to {
                joined[joined.count - 1] = Interval(from: last.from, to: max(last.to, next.to))
            } else {
                joined.append(next)
            }
        }
        return joined
    }
}

extension ProvedDigest.Proof {
    /// The proof in the form of reports.
    var reported: DigestProof {
        switch self {
        case .savedSignature(let saved): .signature(.saved(saved.source))
        case .successorSignature: .signature(.successor)
        case .link: .link
        }
    }
}
