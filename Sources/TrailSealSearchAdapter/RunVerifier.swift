internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives
package import TrailSealSearch

/// The run that goes one way, as the search sees it.
package struct RunVerifier: Verifier {
    package init() {}

    package func answer(_ run: TrailSealSearch.Run) throws -> Answer? {
        let options = run.options
        // There is no division but that by accounts.
        if options.division == .regions { return nil }
        let partition = MemoryPartition(run, isByAccount: options.division != .whole)
        if options.division != .whole, partition.accounts.count == 1 { return nil }
        var policy = try EngineVerifier.policy(run)
        policy.known = run.state.map { $0.content as? [KnownChain] ?? [] }
        policy.isFull = options.isFull
        let result = try AccountRuns(
            partition: partition, keys: try EngineVerifier.keyStore(options.keys), policy: policy, jobs: options.jobs
        ).result()
        if run.roots.count > 1, options.shard == nil, !result.emptyRoots.isEmpty { return Answer(status: 66) }
        var answer = EngineVerifier.answer(result, isShard: options.shard != nil, accountsAreOwned: true)
        let known = result.knownChains ?? []
        answer.state = State(
            content: known, keys: Set(known.flatMap(\.segments).map(\.last.location.key.path)))
        return answer
    }
}
