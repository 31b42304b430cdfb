internal import CloudTrailFormat
internal import Primitives

/// What filters or a trail description let one expect of the whole archive, and it does not hold.
struct AwaitedRule {
    let policy: VerificationPolicy
    /// Chains that have a verified digest.
    let chains: [ChainID]
    /// Buckets of verified digests.
    let buckets: Set<ByteString>

    func findings() -> [Finding] { unmatchedFilters() + unseenTrails() }

    /// Combinations of filter values of which no chain has a verified digest (TIME-20). The interval is the window.
    private func unmatchedFilters() -> [Finding] {
        func values(_ list: [ByteString]) -> [ByteString?] {
            var seen: Set<ByteString> = []
            return list.isEmpty ? [nil] : list.filter { seen.insert($0).inserted }
        }
        guard !(policy.accounts.isEmpty && policy.regions.isEmpty && policy.trails.isEmpty) else { return [] }
        let known = Set(chains)
        return values(policy.accounts).flatMap { account in
            values(policy.regions).flatMap { region in
                values(policy.trails).compactMap { trail in
                    if let account, let shard = policy.shard, !shard.includes(account) { return nil }
                    let isMatched = known.contains { chain in
                        (account ?? chain.accountID) == chain.accountID && (region ?? chain.region) == chain.region
                            && (trail.map { [$0].asksFor(chain) } ?? true)
                    }
                    guard !isMatched else { return nil }
                    return Finding(
                        .coverageGap(.noChainForFilters(account: account, region: region, trail: trail)),
                        FindingSubject(from: policy.from, to: policy.to, accountID: account, region: region))
                }
            }
        }
    }

    /// Described trails that deliver digests to a bucket of this copy, which holds none of theirs.
    private func unseenTrails() -> [Finding] {
        policy.deliveries.compactMap { delivery in
            guard let latest = delivery.latestDigest, buckets.contains(delivery.bucket),
                policy.from.map({ $0 < latest }) ?? true, policy.to.map({ (delivery.started ?? $0) < $0 }) ?? true,
                policy.includes(account: delivery.ownerID, region: delivery.homeRegion),
                policy.shard?.includes(delivery.ownerID) ?? true,
                delivery.isAskedFor(policy.trails),
                !chains.contains(where: { delivery.writes($0) })
            else { return nil }
            let gap = CoverageGap.unseenTrail(
                trail: delivery.trail, ownerID: delivery.ownerID, bucket: delivery.bucket, latestDelivery: latest)
            return Finding(
                .coverageGap(gap),
                FindingSubject(
                    bucket: delivery.bucket, accountID: delivery.ownerID, region: delivery.homeRegion, time: latest))
        }
    }
}
