internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives

/// Decides where the next run may continue: behind the newest verified digest of each chain of which nothing was found
/// wrong. A chain that is not verified keeps its checkpoint, so that the next run looks at the same time again.
struct CheckpointAdvance {
    let records: JudgedRecords
    /// The signature that proves a digest, where one is at hand.
    let signature: (DigestGraph.Node) throws(LibCryptoError) -> [UInt8]?

    private var graph: DigestGraph { records.graph }

    func checkpoints(_ findings: [Finding]) throws(LibCryptoError) -> [Checkpoint] {
        let known = records.history.plan.checkpoints
        guard records.isComplete else { return known.values.sorted { $0.chain < $1.chain } }
        let concerned = ConcernedChains(findings, graph)
        var checkpoints = known
        var advanced: [Checkpoint] = []
        for (chain, newest) in newestVerified() where !concerned.includes(chain) {
            let digest = graph.digests[newest.node]
            let location = records.names.location(of: digest.name)
            let continued = records.history.plan.continued[chain]
            if let old = known[chain] {
                guard digest.end >= old.verifiedThrough else { continue }
                // Nobody judged what lies between it and the window, nor the logs of the hour that ends at it.
                if let from = records.scope.policy.from, old.verifiedThrough - 2 * UnixTime.hour < from { continue }
                // Nothing new: the same bytes in the file of the state.
                if continued != nil, location == old.location { continue }
            }
            let oldest = continued?.since ?? max(newest.start, records.scope.policy.from ?? newest.start)
            advanced.append(
                Checkpoint(
                    chain: chain, location: location, hash: digest.hash, signature: try signature(newest.node),
                    since: oldest, verifiedThrough: digest.end, olderCount: 0))
        }
        for checkpoint in HistoryPlan.counted(advanced, records.listing) { checkpoints[checkpoint.chain] = checkpoint }
        return checkpoints.values.sorted { $0.chain < $1.chain }
    }

    /// Shortest digest behind which a run continues, in seconds. A log may be stamped up to 19 minutes after its delivery,
    /// so only behind a longer one it is certain which logs no older digest can list. All but first and last digests of
    /// a trail last an hour.
    private static let lengthMinimum: Int64 = 40 * 60

    /// Whether a run may continue behind a digest: it is verified, and all of its time was judged.
    private func isEligible(_ node: DigestGraph.Node) -> Bool {
        let digest = graph.digests[node]
        return digest.hasRole && records.isVerified(node) && records.scope.includes(node)
            && (records.scope.policy.to.map { digest.end <= $0 } ?? true)
            && (digest.chain.kind == .backfill || digest.end.interval(since: digest.start) >= Self.lengthMinimum)
    }

    /// By chain: the newest eligible digest, and the beginning of the oldest that was read.
    private func newestVerified() -> [ChainID: (node: DigestGraph.Node, start: UnixTime)] {
        var found: [(node: DigestGraph.Node, start: UnixTime)?] = Array(repeating: nil, count: graph.chains.count)
        for node in graph.nodes where isEligible(node) {
            let number = graph.chainNumber(of: node)
            found[number] = (node, min(found[number]?.start ?? graph.digests[node].start, graph.digests[node].start))
        }
        var newest: [ChainID: (node: DigestGraph.Node, start: UnixTime)] = [:]
        for (number, one) in found.enumerated() { newest[graph.chains[number]] = one }
        return newest
    }
}
