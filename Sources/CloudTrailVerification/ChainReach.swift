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
    init?(_ timeline: ChainTimeline, _ graph: DigestGraph) {
        guard timeline.chain.kind == .standard else { return nil }
        chain = timeline.chain
        firstDigestStart = timeline.firstDigestStart
        lastDigestEnd = timeline.lastDigestEnd
        // Before what ends first nothing is known to be older.
        let oldest = timeline.items.prefix { $0.end == timeline.items.first?.end }
        let followers = oldest.filter { $0.node.map { graph.digests[$0].previous != nil } ?? false }
        let starts = followers.compactMap { item in item.node.map { max(graph.digests[$0].start, item.start) } }
        measuredStart = (starts + (followers.isEmpty ? [] : [timeline.start].compactMap(\.self))).max()
        measuredEnd = [timeline.lastDigestEnd, timeline.end].compactMap(\.self).min()
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
