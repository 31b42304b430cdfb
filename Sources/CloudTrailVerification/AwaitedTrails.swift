internal import CloudTrailFormat
internal import Primitives

/// What the user or a trail description lets one expect of the whole archive, and it does not hold.
struct AwaitedTrails {
    let policy: VerificationPolicy
    /// Every chain of which something is there.
    let chains: [ChainID]
    /// Every bucket of which a digest file is there.
    let buckets: Set<ByteString>

    func findings() -> [Finding] { unmatchedFilters() + unseenTrails() }

    /// Values of the filters that no digest matches: a misspelt account must not pass for a healthy one.
    private func unmatchedFilters() -> [Finding] {
        func unmatched(
            _ values: [ByteString], _ filter: CoverageGap.Filter, _ part: (ChainID) -> ByteString
        ) -> [Finding] {
            // A value may be given twice.
            var known = Set(chains.map(part))
            return values.filter { known.insert($0).inserted }.map {
                Finding(.coverageGap(.unmatchedFilter(filter, value: $0)), FindingSubject())
            }
        }
        return unmatched(policy.accounts, .account, \.accountID)
            + unmatched(policy.regions, .region, \.region) + unmatched(policy.trails, .trail, \.trail)
    }

    /// Described trails that deliver digests to a bucket of this copy, which holds none of theirs.
    private func unseenTrails() -> [Finding] {
        policy.deliveries.compactMap { delivery in
            guard let latest = delivery.latestDigest, buckets.contains(delivery.bucket),
                policy.from.map({ $0 < latest }) ?? true, policy.to.map({ (delivery.started ?? $0) < $0 }) ?? true,
                policy.includes(account: delivery.ownerID, region: delivery.homeRegion),
                policy.shard?.includes(delivery.ownerID) ?? true,
                policy.trails.isEmpty || policy.trails.contains(delivery.trail),
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
