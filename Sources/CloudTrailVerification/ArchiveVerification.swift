public import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives
internal import WorkerPool

/// Verifies one archive as a whole.
public struct ArchiveVerification<Source: ArtifactSource>: Sendable {
    private let source: Source
    private let keys: KeyStore
    private let policy: VerificationPolicy
    private let pool: WorkerPool
    private let isCancelled: @Sendable () -> Bool

    /// `jobs` is the number of threads. `isCancelled` is asked between two files, by every thread.
    public init(
        source: Source, keys: KeyStore, policy: VerificationPolicy, jobs: Int,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.source = source
        self.keys = keys
        self.policy = policy
        pool = WorkerPool(jobs: jobs)
        self.isCancelled = isCancelled
    }

    /// Throws if libcrypto or zlib fails, or no reader can be made.
    public func result(consumer: (any LogConsumer)? = nil) throws -> VerificationResult {
        var assembly = RunAssembly(policy: policy, keys: keys)
        assembly.add(
            try Run(source: source, keys: keys, policy: policy, pool: pool, isCancelled: isCancelled)
                .outcome(consumer: consumer))
        return assembly.assembled(roots: source.listing.roots.count, source.warnings)
    }
}
