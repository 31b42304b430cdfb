internal import TrailSealFormat
internal import TrailSealPrimitives

/// Finds trails that a trail description shows and that the whole archive lacks (TIME-17).
struct MissingTrailRule {
    let policy: VerificationPolicy
    /// Chains with a verified digest.
    let chains: [ChainID]
    /// Buckets of verified digests.
    let buckets: Set<ByteString>

    /// The gaps for described trails that deliver digests to a bucket of this copy and have no verified digest in the
    /// archive.
    func findings() -> [Finding] {
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
