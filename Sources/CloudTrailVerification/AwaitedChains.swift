internal import CloudTrailFormat
internal import Primitives

/// What the user, a backfill chain or a trail description lets one expect of chains, and the copy does not hold.
struct AwaitedChains {
    let records: JudgedRecords
    let timelines: [ChainTimeline]

    private var scope: Scope { records.scope }
    private var graph: DigestGraph { records.graph }

    func findings() -> [Finding] {
        unmatchedFilters() + unseenTrails() + standardChainsGone() + staleChains()
    }

    /// Values of the filters that no digest matches: a misspelt account must not pass for a healthy one.
    private func unmatchedFilters() -> [Finding] {
        let chains = timelines.map(\.chain)
        func unmatched(_ values: [ByteString], _ option: String, _ part: (ChainID) -> ByteString) -> [Finding] {
            let present = Set(chains.map(part))
            return values.filter { !present.contains($0) }.map {
                Finding(.coverageGap, "No digest in the archive is of \(option) \($0).")
            }
        }
        return unmatched(scope.policy.accounts, "account", \.accountID)
            + unmatched(scope.policy.regions, "region", \.region) + unmatched(scope.policy.trails, "trail", \.trail)
    }

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

    /// Described trails that deliver digests to a bucket of this copy, which holds none of theirs.
    private func unseenTrails() -> [Finding] {
        let policy = scope.policy
        guard !policy.deliveries.isEmpty else { return [] }
        let families = Set(graph.nodes.map { graph.digests[$0].name }.map(\.family))
        let buckets = Set(
            families.compactMap { family in
                records.names.family(of: ObjectName(family: family, end: UnixTime(seconds: 0)))?.bucket
            })
        return policy.deliveries.compactMap { delivery in
            guard let latest = delivery.latestDigest, buckets.contains(delivery.bucket),
                policy.from.map({ $0 < latest }) ?? true, policy.to.map({ (delivery.started ?? $0) < $0 }) ?? true,
                policy.includes(account: delivery.ownerID, region: delivery.homeRegion),
                policy.shard?.includes(delivery.ownerID) ?? true,
                policy.trails.isEmpty || policy.trails.contains(delivery.trail),
                !timelines.contains(where: { delivery.writes($0.chain) })
            else { return nil }
            var finding = Finding(
                .coverageGap,
                "The trail description shows digests of trail \(delivery.trail) of account \(delivery.ownerID) in "
                    + "s3://\(delivery.bucket), the latest delivered \(latest.iso8601); the copy holds none of them.")
            finding.bucket = delivery.bucket
            finding.subject.accountID = delivery.ownerID
            finding.subject.region = delivery.homeRegion
            finding.subject.time = latest
            return finding
        }
    }
}
