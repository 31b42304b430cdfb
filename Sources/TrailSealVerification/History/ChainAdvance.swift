internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Advances the known chains after a run (STATE-1, STATE-9). A chain advances over time that was whole and in scope and
/// that no finding without an allowance concerns. Any other chain stays as it was.
struct ChainAdvance {
    let dispositions: Dispositions
    let lines: [ChainID: ChainLine]
    let accounted: AccountForAll.Output
    let findings: [Finding]

    private var policy: VerificationPolicy { dispositions.scope.policy }

    private func line(of chain: ChainID) -> ChainID { dispositions.scope.line(of: chain) }

    /// Shortest interval, in seconds, of a digest that a chain may advance to. A log may be stamped up to 19 minutes
    /// after its delivery. So only after a longer digest is it certain which logs no older digest can list. All digests
    /// of a trail last an hour, except the first and the last.
    private static let lengthMinimum: Int64 = 40 * 60

    /// Returns the known chains as they are after the run, and new ones, in order.
    func chains() -> [KnownChain] {
        var known = Dictionary((policy.known ?? []).map { (line(of: $0.chain), $0) }) { first, _ in first }
        let concerned = AffectedChains(findings, accounted.balance.imbalances, line: line)
        let history = HistoryFindings(dispositions, lines)
        let isRead = isRead
        for (id, line) in lines where dispositions.scope.includes(line.chain) && !concerned.includes(line.chain) {
            let before = known[id]
            if let before, history.losses(before).contains(where: { $0.kind == .hidden }) { continue }
            if let advanced = advanced(line, before, isRead) { known[id] = advanced }
        }
        return known.values.sorted { $0.chain < $1.chain }
    }

    /// The chain with its new digests. Nil if it doesn't advance.
    private func advanced(
        _ line: ChainLine, _ before: KnownChain?, _ isRead: (ProvedDigest) -> Bool
    ) -> KnownChain? {
        let inScope = line.verified.filter { isEligible($0) && isRead($0) }
        guard let oldest = inScope.map(\.interval.from).min() else { return nil }
        let begin = before?.verifiedThrough ?? max(oldest, policy.from ?? oldest)
        guard let through = end(line, inScope, from: begin) else { return nil }
        let fresh = inScope.filter { $0.interval.to > begin && $0.interval.to <= through }
        if let before {
            guard through > before.verifiedThrough, !fresh.isEmpty else { return nil }
            return KnownChain(
                chain: line.chain, segments: Self.segments(before.segments, fresh), verifiedThrough: through,
                since: before.since)
        }
        guard !fresh.isEmpty else { return nil }
        return KnownChain(
            chain: line.chain, segments: Self.segments([], fresh), verifiedThrough: through, since: begin)
    }

    private func isEligible(_ digest: ProvedDigest) -> Bool {
        dispositions.scope.includes(digest.statement) && (policy.to.map { digest.interval.to <= $0 } ?? true)
    }

    /// Whether every log that the digest lists was verified. One that wasn't asked for, or whose finding is allowed, never
    /// was (SCOPE-8, STATE-9).
    private var isRead: (ProvedDigest) -> Bool {
        guard policy.copiedLogs != .all || !policy.allowances.isEmpty else { return { _ in true } }
        let listed = dispositions.candidates.listed
        var unread: Set<S3Location> = []
        for log in listed.logs {
            switch dispositions.logs[log.number] {
            case .verified?, .verifiedEarlier?, nil: continue
            default: for index in log.digests { unread.insert(listed.proved[index].location) }
            }
        }
        return { !unread.contains($0.location) }
    }

    /// The end of the verified time that begins at `from`. Excused gaps count as part of it.
    private func end(_ line: ChainLine, _ digests: [ProvedDigest], from: UnixTime) -> UnixTime? {
        guard line.chain.kind == .standard else { return digests.map(\.interval.to).max() }
        let allowed = accounted.excused.compactMap { item -> Interval? in
            guard case .time(let chain, let interval) = item,
                self.line(of: chain) == self.line(of: line.chain)
            else { return nil }
            return interval
        }
        let whole = Coverage.joined(digests.map(\.interval) + allowed).first { $0.from <= from && from <= $0.to }
        guard let whole else { return nil }
        return digests.lazy.filter {
            $0.interval.to <= whole.to && $0.interval.to.interval(since: $0.interval.from) >= Self.lengthMinimum
        }.map(\.interval.to).max()
    }

    /// Adds new digests, in the order of their ends, to the known segments. A starting digest begins another segment.
    private static func segments(_ known: [KnownSegment], _ fresh: [ProvedDigest]) -> [KnownSegment] {
        var segments = known
        var seen: Set<S3Location> = []
        for digest in fresh where seen.insert(digest.location).inserted {
            let next = KnownDigest(
                location: digest.location, hash: digest.hash, start: digest.interval.from, end: digest.interval.to,
                signature: digest.ownSignature)
            if let last = segments.last, digest.statement.document.previous != nil {
                segments[segments.count - 1] = KnownSegment(
                    first: last.first ?? (last.count == 1 ? last.last : nil), last: next, count: last.count + 1)
            } else {
                segments.append(KnownSegment(first: next, last: next, count: 1))
            }
        }
        return segments
    }
}

extension ProvedDigest {
    /// The saved signature that proves the digest. Nil if something else does.
    fileprivate var ownSignature: [UInt8]? {
        if case .savedSignature(let saved) = proof { saved.signature } else { nil }
    }
}
