public import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives
internal import Synchronization
public import WorkerPool

/// Verifies an archive account by account, so that memory depends on the largest. Whatever relates two files stays within
/// one account; what belongs to none is a part of its own.
public struct AccountRuns<Partition: AccountPartition>: Sendable {
    private let partition: Partition
    private let keys: KeyStore
    private let policy: VerificationPolicy
    private let pool: WorkerPool
    private let isCancelled: @Sendable () -> Bool
    /// Whether what records of single files need is kept.
    private let keepsRecords: Bool

    /// Creates the runs. The threads of `pool` do the work. Each asks `isCancelled` between two files.
    public init(
        partition: Partition, keys: KeyStore, policy: VerificationPolicy, pool: WorkerPool, keepsRecords: Bool = true,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.partition = partition
        self.keys = keys
        self.policy = policy
        self.keepsRecords = keepsRecords
        self.pool = pool
        self.isCancelled = isCancelled
    }

    /// The same with a pool of `jobs` threads.
    public init(
        partition: Partition, keys: KeyStore, policy: VerificationPolicy, jobs: Int, keepsRecords: Bool = true,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.init(
            partition: partition, keys: keys, policy: policy, pool: WorkerPool(jobs: jobs), keepsRecords: keepsRecords,
            isCancelled: isCancelled)
    }

    /// Beside more, what is left of a part would make the memory larger that reports need.
    private static var fewFindings: Int { 1_000 }

    /// Throws if libcrypto or zlib fails, or no reader can be made.
    public func result(consumer: (any LogConsumer)? = nil) throws -> VerificationResult {
        let accounts = Set(partition.accounts.compactMap(\.self))
        let signed = partition.signedObjects
        let all = signed.count > 1 ? Array(signed.values.joined()) : signed.values.first ?? []
        let outcomes = IndexedResults<PartOutcome>(count: partition.accounts.count)
        try pool.divide(count: partition.accounts.count, isCancelled: isCancelled) {
            (pool: WorkerPool, number: Int) throws in
            let account = partition.accounts[number]
            let run = Run(
                source: partition.source(of: number, spread: pool.spread), keys: keys,
                policy: policy.restricted(isOfAccount: account != nil) { owner in
                    account.map { $0 == owner } ?? !accounts.contains(owner)
                },
                signed: account.map { signed[$0] ?? [] } ?? (accounts.isEmpty ? all : []),
                pool: pool, isCancelled: isCancelled)
            var outcome = try run.outcome(consumer: consumer)
            if !keepsRecords {
                let isSmall = partition.accounts.count == 1 && outcome.findings.count < Self.fewFindings
                outcome.remains = isSmall ? outcome.records : nil
                outcome.records = nil
            }
            outcomes.set(number, outcome)
            partition.isDone(with: number)
        }
        var assembly = RunAssembly(policy: policy, keys: keys)
        if !accounts.isEmpty {
            assembly.strays = signed.filter { !accounts.contains($0.key) }.values.flatMap(\.self)
        }
        // Each is let go when it has been added; one that was not begun is missing.
        for outcome in outcomes.take() {
            if let outcome { assembly.add(outcome) } else { assembly.noteUnjudged() }
        }
        assembly.signatureUses = partition.signatureUses
        return assembly.assembled(roots: partition.roots.count, partition.warnings)
    }

    /// Which public keys the digest files name. Reads digest files only. Throws as `result` does.
    public func keyNeeds() throws -> [KeyNeed] {
        var tally = KeyNeed.Tally()
        for number in partition.accounts.indices where !isCancelled() {
            let source = partition.source(of: number, spread: pool.spread)
            let files = try ReadDigests(source: source, kept: [:], pool: pool, isCancelled: isCancelled).output()
            tally.add(try ProveDigests(keys: keys.trusted, listing: source.listing, pool: pool).output(files.files))
            partition.isDone(with: number)
        }
        return tally.sorted
    }
}

extension VerificationPolicy {
    /// The same with what is known of the accounts of one part only. The folder of an account is of a shard with all that
    /// lies in it.
    func restricted(isOfAccount: Bool, _ owns: (ByteString) -> Bool) -> VerificationPolicy {
        var policy = self
        if isOfAccount { policy.shard = nil }
        policy.known = known?.filter { owns($0.chain.accountID) }
        return policy
    }
}
