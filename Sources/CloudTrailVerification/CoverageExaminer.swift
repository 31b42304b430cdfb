internal import CloudTrailFormat
internal import Primitives

/// Finds the time for which a chain has no digest: holes between digests, ends that fall short, whole regions cut
/// (rules TIME-6 to TIME-21).
struct CoverageExaminer {
    let graph: DigestGraph
    let standings: [OldDigestStanding]
    let names: ObjectNames
    let places: PlaceMap
    let policy: VerificationPolicy
    let siblings: SiblingChains
    let history: KnownHistory
    /// Stamps of log files that no digest lists, by account and region, sorted.
    let unreferencedStamps: [AccountRegion: [UnixTime]]

    struct AccountRegion: Hashable {
        let account: ByteString
        let region: ByteString
    }

    /// Least time between a predecessor's log and the digest that names it: a log may be stamped up to 19 minutes after
    /// its delivery, so later ones may belong to the digest itself (FORMAT-5).
    private static let stampTolerance: Int64 = 20 * 60

    /// The findings about one chain.
    func findings(_ timeline: ChainTimeline) -> [Finding] {
        var findings: [Finding] = []
        var covered: UnixTime?
        /// The end of what is older than the items of one end time, which several files may share.
        var older: UnixTime?
        var time: UnixTime?
        // Names of predecessors that were asked for at this end time: mostly there is but one.
        var first: Int?? = .none
        var further: Set<Int?> = []
        let awaited = awaitedEnd(timeline)
        for item in timeline.items {
            if item.end != time {
                (older, time) = (covered, item.end)
                first = .none
                if !further.isEmpty { further = [] }
            }
            covered = max(covered ?? item.end, item.end)
            if let node = item.node {
                let name = graph.previousNameNumber(of: node)
                if let first {
                    guard name != first, further.insert(name).inserted else { continue }
                } else {
                    first = .some(name)
                }
                if meetsPredecessor(node, after: older) { continue }
                findings += examine(node, after: older)
            } else if let older, let awaited, older < item.start, item.start < awaited,
                timeline.chain.kind == .standard
            {
                findings.append(gap(timeline.chain, older, item.start, .beforeUnreadableDigest))
            }
        }
        if timeline.chain.kind == .standard { findings += ends(timeline, findings) }
        return clipped(findings, timeline).filter { finding in
            guard let from = finding.from, let to = finding.to else { return true }
            return policy.includes(start: from, end: to)
        }
    }

    /// Gaps without the time that a present digest of any verdict, or a missing one, accounts for.
    private func clipped(_ findings: [Finding], _ timeline: ChainTimeline) -> [Finding] {
        guard findings.contains(where: { $0.code == .coverageGap }) else { return findings }
        let missing = findings.filter { $0.code == .digestMissing }
        let known = timeline.items.map { TimeSpan(from: $0.start, to: $0.end) } + missing.compactMap(\.subject.span)
        return findings.flatMap { finding in
            guard finding.code == .coverageGap, let span = finding.subject.span else { return [finding] }
            return span.subtracting(known).map { piece in
                var clipped = finding
                clipped.subject.from = piece.from
                clipped.subject.to = piece.to
                return clipped
            }
        }
    }

    /// Until when digests of a chain are expected. What merely has the name of a later one raises no such expectation.
    private func awaitedEnd(_ timeline: ChainTimeline) -> UnixTime? {
        var ends = [timeline.lastDigestEnd, policy.to]
        if let end = timeline.lastDigestEnd, let sibling = siblingsEnd(of: timeline.chain),
            sibling.interval(since: end) > VerificationPolicy.deliveryTolerance
        {
            ends.append(sibling)
        }
        return ends.compactMap(\.self).max()
    }

    // MARK: Between digests

    /// Whether nothing can be said of the time before a digest, as of nearly all: its predecessor is present, and what is
    /// present before reaches its start.
    private func meetsPredecessor(_ node: DigestGraph.Node, after older: UnixTime?) -> Bool {
        // What lies before the digest of a checkpoint was judged by an earlier run.
        if history.anchors.contains(node) { return true }
        return !graph.predecessors(of: node).isEmpty && older.map { $0 >= graph.digests[node].start } ?? true
    }

    private func examine(_ node: DigestGraph.Node, after older: UnixTime?) -> [Finding] {
        let digest = graph.digests[node]
        let isVerified = standings[node].isVerified
        guard let previous = digest.previous else {
            guard let older, older < digest.start, digest.chain.kind == .standard else { return [] }
            return [gap(digest.chain, older, digest.start, .restart)]
        }
        func unaccounted() -> [Finding] {
            guard let older, older < digest.start, digest.chain.kind == .standard else { return [] }
            return [gap(digest.chain, older, digest.start, .digestsDoNotMeet)]
        }
        // Mostly it is there, and its location need not be spelt out.
        guard graph.predecessors(of: node).isEmpty else { return unaccounted() }
        let location = names.location(of: previous.name)
        guard !places.isOccupied(location) else { return unaccounted() }
        let previousEnd = names.family(of: previous.name) == nil ? digest.start : previous.name.end
        let hole = hole(before: digest, older: older, previousEnd: previousEnd)
        guard isVerified else {
            guard older != nil, digest.chain.kind == .standard else { return [] }
            return [gap(digest.chain, hole.from, hole.to, .beforeUnverifiedDigest)]
        }
        if places.isHidden(location) {
            guard digest.chain.kind == .standard else { return [] }
            return [gap(digest.chain, hole.from, hole.to, .hiddenFolder)]
        }
        if let from = policy.from, previousEnd > from {
            return [missing(digest, location, hole, .windowBeginsBeforeItsEnd)]
        }
        if older != nil {
            if places.covers(location) {
                return [missing(digest, location, hole, .olderDigestsArePresent)]
            }
            if digest.chain.kind == .standard {
                return [gap(digest.chain, hole.from, hole.to, .otherBucket(location.bucket))]
            }
            return []
        }
        // A backfill digest may name one of weeks ago, so logs between them say nothing.
        if digest.chain.kind == .standard,
            hasUnreferencedLog(digest, from: previousEnd - UnixTime.hour, to: digest.start - Self.stampTolerance)
        {
            return [missing(digest, location, hole, .unlistedLogsOfItsTime)]
        }
        if policy.from == nil, digest.chain.kind == .standard, let start = siblingsStart(of: digest.chain),
            digest.start.interval(since: start) > VerificationPolicy.deliveryTolerance
        {
            return [gap(digest.chain, start, digest.start, .siblingBeginsEarlier)]
        }
        guard policy.includes(start: digest.start, end: digest.end) else { return [] }
        return [
            Finding(
                .historyBegins(oldestStart: digest.start, oldestEnd: digest.end),
                FindingSubject(chain: digest.chain, location), node: node)
        ]
    }

    /// From the end of what is present before (else an hour before the predecessor's end) to the digest's start.
    private func hole(before digest: UnauthenticatedDigest, older: UnixTime?, previousEnd: UnixTime) -> TimeSpan {
        if let older, older < digest.start, digest.chain.kind == .standard {
            return TimeSpan(from: older, to: digest.start)
        }
        let from = previousEnd - UnixTime.hour
        let end = digest.chain.kind == .standard ? digest.start : previousEnd
        return TimeSpan(from: min(from, end), to: end)
    }

    private func hasUnreferencedLog(_ digest: UnauthenticatedDigest, from: UnixTime, to: UnixTime) -> Bool {
        let place = AccountRegion(account: digest.chain.accountID, region: digest.chain.region)
        return (unreferencedStamps[place] ?? []).contains { from <= $0 && $0 <= to }
    }

    // MARK: Ends

    private func ends(_ timeline: ChainTimeline, _ found: [Finding]) -> [Finding] {
        guard let start = timeline.start, let end = timeline.end else { return [] }
        let chain = timeline.chain
        var findings: [Finding] = []
        if let from = policy.from, from < start {
            // A missing predecessor accounts for its own hour.
            let first = found.lazy.filter { $0.code == .digestMissing }.compactMap(\.from).min()
            let until = min(first ?? start, start, policy.to ?? start)
            if from < until { findings.append(gap(chain, from, until, .windowBegins)) }
        } else if policy.from == nil, let node = timeline.items.first?.node, graph.digests[node].previous != nil,
            !standings[node].isVerified, let sibling = siblingsStart(of: chain),
            start.interval(since: sibling) > VerificationPolicy.deliveryTolerance
        {
            findings.append(gap(chain, sibling, start, .siblingBeginsEarlier))
        }
        return findings + tail(chain, end)
    }

    /// The gap behind the chain's newest digest.
    private func tail(_ chain: ChainID, _ end: UnixTime) -> [Finding] {
        let deliveries = policy.deliveries.filter { $0.writes(chain) }
        let described = deliveries.compactMap { $0.laterDigests(chain, after: end) }.max { $0.until < $1.until }
        if let to = policy.to {
            let from = max(end, policy.from ?? end)
            // A trail that was stopped has nothing to cover from then on.
            let isSilent = deliveries.contains { $0.isSilent(until: to) }
            let until = isSilent ? min(to, described?.until ?? end) : to
            let cause = isSilent ? described.map { Self.cause($0.witness) } ?? .windowEnds : .windowEnds
            return from < until ? [gap(chain, from, until, cause)] : []
        }
        var until = described?.until
        var cause = described.map { Self.cause($0.witness) } ?? .siblingEndsLater
        if let sibling = siblingsEnd(of: chain), sibling.interval(since: end) > VerificationPolicy.deliveryTolerance,
            until.map({ $0 < sibling }) ?? true
        {
            (until, cause) = (sibling, .siblingEndsLater)
        }
        return until.map { [gap(chain, end, $0, cause)] } ?? []
    }

    /// What begins first, and what ends last, among the other regions of a trail.
    private func siblingsStart(of chain: ChainID) -> UnixTime? {
        siblings.start(besides: chain)
    }
    private func siblingsEnd(of chain: ChainID) -> UnixTime? {
        siblings.end(besides: chain)
    }

    // MARK: Findings

    private static func cause(_ witness: TrailDelivery.LaterDigests.Witness) -> CoverageGap {
        switch witness {
        case .stop: .stoppedLater
        case .delivery: .deliveredLater
        }
    }

    private func gap(_ chain: ChainID, _ from: UnixTime, _ to: UnixTime, _ cause: CoverageGap) -> Finding {
        Finding(.coverageGap(cause), FindingSubject(chain: chain, from: from, to: to))
    }

    private func missing(
        _ digest: UnauthenticatedDigest, _ location: S3Location, _ hole: TimeSpan,
        _ sign: FindingDetail.MissingDigestSign
    ) -> Finding {
        let hours = (hole.to.interval(since: hole.from) + UnixTime.hour / 2) / UnixTime.hour
        let count = digest.chain.kind == .backfill ? 1 : max(1, Int(hours))
        return Finding(
            .digestMissing(count: count, successorEnd: digest.end, sign),
            FindingSubject(chain: digest.chain, location, from: hole.from, to: hole.to))
    }
}
