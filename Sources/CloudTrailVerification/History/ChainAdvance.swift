internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// Until when each chain is verified after a run: over time that was whole and in scope, and of which nothing speaks that
/// counts (STATE-1, STATE-9). Any other chain stays as it was.
struct ChainAdvance {
    let dispositions: Dispositions
    let lines: [ChainID: ChainLine]
    let accounted: AccountForAll.Output
    let findings: [Finding]

    private var policy: VerificationPolicy { dispositions.scope.policy }

    /// Shortest digest behind which a run continues, in seconds. A log may be stamped up to 19 minutes after its delivery, so
    /// only behind a longer one it is certain which logs no older digest can list. All but first and last digests of a
    /// trail last an hour.
    private static let lengthMinimum: Int64 = 40 * 60

    /// The known chains as they are now, and new ones, in order.
    func chains() -> [KnownChain] {
        var known = Dictionary((policy.known ?? []).map { ($0.chain.withoutOrganization, $0) }) { first, _ in first }
        let concerned = AffectedChains(findings, accounted.balance.imbalances)
        let history = HistoryFindings(dispositions, lines)
        let isRead = isRead
        for (id, line) in lines where dispositions.scope.includes(line.chain) && !concerned.includes(line.chain) {
            let before = known[id]
            if let before, history.losses(before).contains(where: { $0.kind == .hidden }) { continue }
            if let advanced = advanced(line, before, isRead) { known[id] = advanced }
        }
        return known.values.sorted { $0.chain < $1.chain }
    }

    /// Nil if there is nothing new.
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

    /// Whether all is there that a digest lists: a log that was not copied was never verified.
    private var isRead: (ProvedDigest) -> Bool {
        guard policy.copiedLogs != .all else { return { _ in true } }
        let listed = dispositions.candidates.listed
        var unread: Set<S3Location> = []
        for log in listed.logs {
            guard case .notAskedFor? = dispositions.logs[log.number] else { continue }
            for index in log.digests { unread.insert(listed.proved[index].location) }
        }
        return { !unread.contains($0.location) }
    }

    /// The end of the verified time that begins at `from`; allowed gaps count with it.
    private func end(_ line: ChainLine, _ digests: [ProvedDigest], from: UnixTime) -> UnixTime? {
        guard line.chain.kind == .standard else { return digests.map(\.interval.to).max() }
        let allowed = accounted.excused.compactMap { item -> Interval? in
            guard case .time(let chain, let interval) = item,
                chain.withoutOrganization == line.chain.withoutOrganization
            else { return nil }
            return interval
        }
        let whole = Coverage.joined(digests.map(\.interval) + allowed).first { $0.from <= from && from <= $0.to }
        guard let whole else { return nil }
        return digests.lazy.filter {
            $0.interval.to <= whole.to && $0.interval.to.interval(since: $0.interval.from) >= Self.lengthMinimum
        }.map(\.interval.to).max()
    }

    /// Known segments with further digests, in the order of their ends: one that does not meet the last begins another.
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
    /// The saved signature that proves it, if one does.
    fileprivate var ownSignature: [UInt8]? {
        guard case .savedSignature(let source) = proof else { return nil }
        return statement.saved.first { $0.source == source }?.signature
    }
}
