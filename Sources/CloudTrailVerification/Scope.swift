internal import CloudTrailFormat
internal import Primitives

/// What a run reports and counts. Everything is proved regardless of it (design/verification.md section 6).
struct Scope: Sendable {
    let policy: VerificationPolicy
    let graph: DigestGraph
    /// Whether everything is in scope, so that nothing needs to be asked.
    let isEverything: Bool

    init(policy: VerificationPolicy, graph: DigestGraph) {
        self.policy = policy
        self.graph = graph
        isEverything =
            policy.from == nil && policy.to == nil && policy.accounts.isEmpty && policy.regions.isEmpty
            && policy.trails.isEmpty
    }

    func includes(_ node: DigestGraph.Node) -> Bool {
        isEverything
            || (policy.includes(graph.digests[node].chain)
                && policy.includes(start: graph.digests[node].start, end: graph.digests[node].end))
    }

    /// Whether a file that has no digest of its own to speak for it, but a digest key by its place, is in scope.
    func includes(_ key: DigestObjectKey) -> Bool {
        policy.includes(key.chain) && policy.includes(start: key.endTime - UnixTime.hour, end: key.endTime)
    }

    /// Whether a log file is in scope that the digests `nodes` list.
    func includes(log name: ByteString, listedBy nodes: some Sequence<DigestGraph.Node>) -> Bool {
        var stampIsIn: Bool?
        for node in nodes {
            let digest = graph.digests[node]
            guard policy.includes(digest.chain) else { continue }
            if policy.includes(start: digest.start, end: digest.end) { return true }
            let answer = stampIsIn ?? (LogFileName.stamp(in: name).map { policy.includes($0) } ?? false)
            if answer { return true }
            stampIsIn = answer
        }
        return false
    }

    /// Whether a file is in scope that no digest lists. One without a stamp is: it may be of any time.
    func includes(unlisted name: ByteString, account: ByteString?, region: ByteString?) -> Bool {
        policy.includes(account: account, region: region)
            && (LogFileName.stamp(in: name).map { policy.includes($0) } ?? true)
    }
}
