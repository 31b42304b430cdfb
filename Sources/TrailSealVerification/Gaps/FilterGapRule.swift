internal import TrailSealFormat
internal import TrailSealPrimitives

/// Finds combinations of filter values for which the whole archive has no chain (TIME-20).
struct FilterGapRule {
    let policy: VerificationPolicy
    /// Chains with a verified digest.
    let chains: [ChainID]

    /// Makes one gap for each combination. Its interval is the window.
    func findings() -> [Finding] {
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
}
