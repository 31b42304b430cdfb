internal import Synchronization
public import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealProof
public import TrailSealWorkerPool

/// Verifies an archive account by account, so that memory depends on the largest account (LIMIT-12). Every relation
/// between two files stays within one account. Files that belong to no account are a part of their own. Each part is
/// one `Run`.
public struct AccountRuns<Partition: AccountPartition>: Sendable {
    private let partition: Partition
    private let keys: KeyStore
    private let policy: VerificationPolicy
    private let pool: WorkerPool
    private let isCancelled: @Sendable () -> Bool
    /// Whether the records of single files are kept.
    private let keepsRecords: Bool

    /// Prepares a verification. The threads of `pool` do the work. Every thread calls `isCancelled` between two files.
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

    /// Prepares a verification on a pool of `jobs` threads.
    public init(
        partition: Partition, keys: KeyStore, policy: VerificationPolicy, jobs: Int, keepsRecords: Bool = true,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.init(
            partition: partition, keys: keys, policy: policy, pool: WorkerPool(jobs: jobs), keepsRecords: keepsRecords,
            isCancelled: isCancelled)
    }

    /// Number of findings from which on `remains` is dropped, because the reports then need the memory.
    private static var fewFindings: Int { 1_000 }

    /// Verifies all parts and returns their joined result. `consumer` gets the content of verified logs. Throws if
    /// libcrypto or zlib fails, or if no reader can be made.
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
        // Each outcome is released as soon as it is added. A part that wasn't begun has none.
        for outcome in outcomes.take() {
            if let outcome { assembly.add(outcome) } else { assembly.noteUnjudged() }
        }
        assembly.signatureUses = partition.signatureUses
        var result = assembly.assembled(roots: partition.roots.count, partition.warnings)
        result.accountFolders = partition.accountFolders
        return result
    }

    /// Returns the public keys that the digest files name. Reads digest files only. Throws like `result`.
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
    /// The policy for one part, with what the state knows of its accounts. A shard owns an account's folder with
    /// everything in it, so inside such a part the shard is dropped.
    func restricted(isOfAccount: Bool, _ owns: (ByteString) -> Bool) -> VerificationPolicy {
        var policy = self
        if isOfAccount { policy.shard = nil }
        policy.known = known?.filter { owns($0.chain.accountID) }
        return policy
    }
}
