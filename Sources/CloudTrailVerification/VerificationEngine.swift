public import CloudTrailFormat
internal import WorkerPool

/// Verifies a copy of a bucket: reads every digest file, proves what can be proved, then reads every log file that a
/// digest lists, and says what it found.
public struct VerificationEngine<Source: ArtifactSource>: Sendable {
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

    /// Throws where libcrypto or zlib fails or no reader can be made. Damage in the copy is a finding. `consumer` takes the
    /// content of the log files that a verified digest lists, in the one pass in which they are hashed.
    public func run(consumer: (any LogConsumer)? = nil) throws -> VerificationResult {
        var assembly = ResultAssembly(policy: policy, keys: keys)
        if let part = try verifier.verify(consumer: consumer) { assembly.add(part) }
        return assembly.assembled(source.warnings)
    }

    private var verifier: PartVerifier<Source> {
        PartVerifier(
            source: source, keys: keys, policy: policy, pool: pool, surroundings: nil, isCancelled: isCancelled)
    }
}
