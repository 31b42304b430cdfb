internal import CloudTrailFormat
internal import Primitives

/// What the window, the age that is asked for, or a backfill chain lets one expect of an account's chains, and the copy
/// does not hold.
struct AwaitedChains {
    let records: JudgedRecords
    let timelines: [ChainTimeline]

    private var scope: Scope { records.scope }

    func findings() -> [Finding] { standardChainsGone() + staleChains() }

    /// Backfill digests cover no time, but they show that the trail wrote hourly ones: where the copy holds none of
    /// those, a given window is not covered.
    private func standardChainsGone() -> [Finding] {
        guard let from = scope.policy.from, let to = scope.policy.to else { return [] }
        let present = Set(timelines.map(\.chain))
        return timelines.map(\.chain).filter { $0.kind == .backfill && scope.policy.includes($0) }.compactMap { chain in
            let standard = chain.standard
            guard !present.contains(standard) else { return nil }
            var finding = Finding(
                .coverageGap,
                "No digest covers \(from.iso8601) to \(to.iso8601): backfill digests show that the chain exists, and the "
                    + "copy holds none of its hourly ones.")
            finding.chain = standard
            finding.from = from
            finding.to = to
            return finding
        }
    }

    /// Chains whose newest verified digest is older than what was asked for. One without any has its own findings.
    private func staleChains() -> [Finding] {
        guard let freshness = scope.policy.freshness else { return [] }
        return timelines.compactMap { timeline in
            guard timeline.chain.kind == .standard, scope.policy.includes(timeline.chain),
                let newest = timeline.items.last(where: { $0.node.map { records.isVerified($0) } ?? false })?.end
            else { return nil }
            let age = freshness.now.interval(since: newest)
            guard age > freshness.maximumAge else { return nil }
            var finding = Finding(
                .coverageStale,
                "The chain's newest verified digest ends at \(newest.iso8601), longer ago than "
                    + "\(Self.hours(freshness.maximumAge)).")
            finding.chain = timeline.chain
            finding.from = newest
            finding.actual = Self.hours(age)
            finding.subject.time = newest
            return finding
        }
    }

    /// `26 hours`, or `90 minutes` where that is less than two hours.
    private static func hours(_ seconds: Int64) -> String {
        seconds < 2 * UnixTime.hour ? "\(seconds / 60) minutes" : "\(seconds / UnixTime.hour) hours"
    }
}
