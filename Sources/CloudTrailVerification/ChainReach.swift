internal import CloudTrailFormat
internal import Primitives

/// From when to when a standard chain reaches: all that coverage asks of the other chains of its trail, and what makes it
/// ask (`CoverageExaminer`).
struct ChainReach: Sendable {
    let chain: ChainID
    /// Beginning of the oldest digest, and end of the newest.
    let firstDigestStart: UnixTime?
    let lastDigestEnd: UnixTime?
    /// Latest beginning that is measured by that of another chain; nil where none is, as after a starting digest.
    private let measuredStart: UnixTime?
    /// Earliest end that is measured by that of another chain.
    private let measuredEnd: UnixTime?

    /// Nil where the chain is no standard one, so that nobody asks for it.
    init?(_ timeline: ChainTimeline, _ records: JudgedRecords) {
        guard timeline.chain.kind == .standard else { return nil }
        chain = timeline.chain
        firstDigestStart = timeline.firstDigestStart
        lastDigestEnd = timeline.lastDigestEnd
        measuredStart = Self.measuredStart(timeline, records)
        measuredEnd = [timeline.lastDigestEnd, timeline.end].compactMap(\.self).min()
    }

    private static func measuredStart(_ timeline: ChainTimeline, _ records: JudgedRecords) -> UnixTime? {
        // Before what ends first nothing is known to be older.
        let oldest = timeline.items.prefix { $0.end == timeline.items.first?.end }
        let followers = oldest.filter { $0.node.map { records.graph.digests[$0].previous != nil } ?? false }
        guard !followers.isEmpty else { return nil }
        // What lies before the digest of a checkpoint was judged by an earlier run.
        func isSettled(_ item: ChainTimeline.Item) -> Bool {
            item.node.map { records.history.anchors.contains($0) } ?? false
        }
        var starts = followers.filter { !isSettled($0) }.map(\.start)
        if let first = timeline.items.first,
            !isSettled(first) || !(first.node.map { records.resolution.standings[$0].isVerified } ?? false)
        {
            starts.append(first.start)
        }
        return starts.max()
    }

    /// Whether other chains of the trail begin so much earlier, or end so much later, that something is said of it.
    /// Not inlined: the optimizer of Swift 6.3 fails where it is.
    @inline(never)
    func fallsShort(of siblings: SiblingChains) -> Bool {
        let tolerance = VerificationPolicy.deliveryTolerance
        if let own = measuredStart, let start = siblings.start(besides: chain), own.interval(since: start) > tolerance {
            return true
        }
        guard let own = measuredEnd, let end = siblings.end(besides: chain) else { return false }
        return end.interval(since: own) > tolerance
    }
}
