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
            return Finding(
                .coverageGap(.hourlyDigestsAbsent), FindingSubject(chain: standard, from: from, to: to))
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
            return Finding(
                .coverageStale(newestEnd: newest, age: age, maximumAge: freshness.maximumAge),
                FindingSubject(chain: timeline.chain, from: newest, time: newest))
        }
    }
}
