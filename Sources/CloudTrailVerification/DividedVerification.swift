public import CloudTrailFormat
internal import LibCrypto
internal import Primitives
internal import Synchronization
internal import WorkerPool

/// Verifies a copy part by part, so that memory depends on the largest part. What it says is what `VerificationEngine`
/// would say of the whole; where that cannot be made sure, it says nothing.
public struct DividedVerification<Division: ArchiveDivision>: Sendable {
    private let division: Division
    private let keys: KeyStore
    private let policy: VerificationPolicy
    private let pool: WorkerPool
    private let isCancelled: @Sendable () -> Bool

    /// `jobs` is the number of threads. `isCancelled` is asked between two files, by every thread.
    public init(
        division: Division, keys: KeyStore, policy: VerificationPolicy, jobs: Int,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.division = division
        self.keys = keys
        self.policy = policy
        pool = WorkerPool(jobs: jobs)
        self.isCancelled = isCancelled
    }

    /// Nil where parts depend on each other, so that the archive has to be judged as a whole. Throws where libcrypto or
    /// zlib fails or no reader can be made.
    public func run() throws -> VerificationResult? {
        guard areCheckpointsHeld else { return nil }
        let assumed = try PartSampling(division: division, keys: keys, pool: pool, isCancelled: isCancelled).mappings()
        guard !assumed.mappings.isEmpty || isCancelled() else { return nil }
        let results = Slots<PartResult>(count: division.parts.count)
        let outerFolders = Self.outerFolders(division.parts.flatMap(\.folders))
        let dependence = Dependence()
        let isOver = dependence.orCancelled(isCancelled)
        try pool.divide(count: division.parts.count, isCancelled: isOver) { (pool: WorkerPool, number: Int) throws in
            let part = division.parts[number]
            let verifier = PartVerifier(
                source: division.source(of: number, spread: pool.spread), keys: keys,
                policy: policy.restricted(to: part), pool: pool,
                surroundings: PartSurroundings(part: part, mappings: assumed, outerFolders: outerFolders),
                isCancelled: isOver, keepsRecords: false)
            if let result = try verifier.verify() {
                results.set(number, result)
            } else {
                dependence.note()
            }
            division.isDone(with: number)
        }
        guard !dependence.isFound else { return nil }
        return assembled(results, assumed)
    }

    private func assembled(_ slots: Slots<PartResult>, _ assumed: MappingTally) -> VerificationResult? {
        var results = slots.take()
        var assembly = ResultAssembly(policy: policy, keys: keys)
        let isComplete = results.allSatisfy { $0?.isComplete == true }
        if isComplete {
            let known = results.compactMap(\.self)
            guard isConfirmed(assumed, by: known), areInStep(known) else { return nil }
        }
        // Each is let go when it has been added.
        for index in results.indices {
            guard let result = results[index].take() else { continue }
            assembly.add(result)
        }
        if !isComplete { assembly.withdrawAbsences() }
        return assembly.assembled(division.warnings)
    }

    /// A chain of which nothing at all is left is looked for in the whole.
    private var areCheckpointsHeld: Bool {
        guard let history = policy.history else { return true }
        let places = Set(
            division.parts.map { CoverageExaminer.AccountRegion(account: $0.accountID, region: $0.region ?? "") })
        let areAccounts = division.parts.allSatisfy { $0.region == nil }
        return history.checkpoints.allSatisfy {
            places.contains(.init(account: $0.chain.accountID, region: areAccounts ? "" : $0.chain.region))
        }
    }

    // MARK: What is taken for granted

    /// Whether the parts, all together, are such as each of them took for granted.
    private func isConfirmed(_ assumed: MappingTally, by results: [PartResult]) -> Bool {
        var seen = MappingTally()
        var identities: Set<ArtifactIdentity> = []
        for result in results {
            seen.add(result.seenMappings)
            // One file in two parts counts once.
            guard identities.isDisjoint(with: result.unreferencedIdentities) else { return false }
            identities.formUnion(result.unreferencedIdentities)
        }
        guard seen.mappings == assumed.mappings, seen.mappings.count < PlaceMap.mappingLimit else { return false }
        // Logs in a root without a digest show their place by what lists them.
        guard Set(seen.mappings.map(\.root)).count == division.roots.count else { return false }
        // Only among several does it matter which are verified digests'.
        if seen.mappings.count > 1, Set(seen.verified.keys) != assumed.mappings { return false }
        if seen.areSeveral, !seen.isOfAccounts(assumed) { return false }
        // Above buckets, a bucket is part of the copy where its folder holds something.
        let above = seen.mappings.filter(\.location.isEmpty)
        guard !above.isEmpty else { return true }
        let filled = Self.outerFolders(results.flatMap(\.filledFolders))
        let expected = Self.outerFolders(division.parts.flatMap(\.folders))
        return expected.subtracting(filled).allSatisfy { folder in
            !above.contains { $0.root == folder.root && $0.folder == folder.path.splitAtLastSlash.folder }
        }
    }

    /// Whether no chain is measured by one of another part. Chains of one trail are of one account.
    private func areInStep(_ results: [PartResult]) -> Bool {
        guard division.parts.contains(where: { $0.region != nil }) else { return true }
        let reaches = results.flatMap(\.reaches)
        let siblings = SiblingChains(reaches)
        return !reaches.contains { $0.fallsShort(of: siblings) }
    }

    /// Every folder above one of `folders`.
    private static func outerFolders(_ folders: [RootedFolder]) -> Set<RootedFolder> {
        var above: Set<RootedFolder> = []
        for folder in folders {
            var path = folder.path
            while !path.isEmpty {
                path = path.splitAtLastSlash.folder
                guard above.insert(RootedFolder(root: folder.root, path: path)).inserted else { break }
            }
        }
        return above
    }
}

/// Whether some part was found not to stand for itself, which ends the work on all of them.
private final class Dependence: Sendable {
    private let found = Atomic<Bool>(false)

    var isFound: Bool { found.load(ordering: .relaxed) }

    func note() { found.store(true, ordering: .relaxed) }

    /// Whether it was found or the run is cancelled. Asked for every file, so made here: a closure of a generic type would
    /// look up that type each time.
    func orCancelled(_ isCancelled: @escaping @Sendable () -> Bool) -> @Sendable () -> Bool {
        { self.isFound || isCancelled() }
    }
}
