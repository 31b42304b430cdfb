public import CloudTrailFormat
internal import LibCrypto
internal import Primitives
internal import Synchronization
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

    /// Throws where libcrypto or zlib fails or no reader can be made. Damage in the copy is a finding.
    public func run() throws -> VerificationResult {
        let listing = source.listing
        let names = ObjectNames()
        let intake = try readDigests(names)
        if isCancelled() { return stopped(intake) }
        let graph = DigestGraph(intake.digests, names: names)
        let resolution = try resolve(graph, names)
        var places = PlaceMap(listing: listing, graph: graph, standings: resolution.standings)
        let claims = LogClaims(graph: graph, fileCount: listing.fileCount, places: &places)
        let scope = Scope(policy: policy, graph: graph)
        let catalogue = LogCatalogue(listing: listing, claims: claims, scope: scope, places: places)
        let inspection = try LogInspection(
            catalogue.filesToRead(), of: source, claims: claims, pool: pool, isCancelled: isCancelled)
        let records = JudgedRecords(
            listing: listing, names: names, graph: graph, resolution: resolution, rejected: intake.rejected,
            places: places, claims: claims, scope: scope, inspection: inspection, status: { source.status(of: $0) })
        var evaluation = Evaluation(records: records, catalogue: catalogue, keys: keys, isComplete: !isCancelled())
        evaluation.warnings = (keys.warnings + intake.warnings.sorted())
        evaluation.readBytes = (
            intake.compressed &+ inspection.compressedByteCount, intake.inflated &+ inspection.inflatedByteCount
        )
        return evaluation.result()
    }

    /// Which public keys the digest files in scope name. Reads digest files only. Throws as `run` does.
    public func keyNeeds() throws -> [KeyNeed] {
        let names = ObjectNames()
        let graph = DigestGraph(try readDigests(names).digests, names: names)
        return KeyNeed.needs(graph, try resolve(graph, names).standings, Scope(policy: policy, graph: graph))
    }

    private func resolve(_ graph: DigestGraph, _ names: ObjectNames) throws -> ProofResolver.Resolution {
        let authenticator = DigestAuthenticator(keys: keys)
        let reloader = Mutex(
            Reloading(
                intake: try DigestIntake(
                    listing: source.listing, reader: try source.makeReader(), names: names,
                    authenticator: authenticator)))
        return try ProofResolver(graph: graph, authenticator: authenticator) { file throws(LibCryptoError) in
            try reloader.withLock { reloading throws(LibCryptoError) in try reloading.intake.document(in: file) }
        }.resolve()
    }

    private struct Reloading {
        var intake: DigestIntake<Source.Reader>
    }

    /// What came of all digest files.
    private struct Intake {
        var digests: [UnauthenticatedDigest] = []
        var rejected: [RejectedDigest] = []
        var warnings: [String] = []
        var compressed: UInt64 = 0
        var inflated: UInt64 = 0

        mutating func add(_ reading: DigestIntake<Source.Reader>.Reading) {
            switch reading.result {
            case .digest(let digest): digests.append(digest)
            case .rejected(let digest): rejected.append(digest)
            }
            warnings += reading.warnings
            compressed &+= reading.compressedByteCount
            inflated &+= reading.inflatedByteCount
        }
    }

    private func readDigests(_ names: ObjectNames) throws -> Intake {
        let listing = source.listing
        let authenticator = DigestAuthenticator(keys: keys)
        var files: [FileNumber] = []
        for folder in listing.folders where folder.zone == .digests {
            for (offset, index) in folder.names.indices.enumerated()
            where SignatureSidecar.isDigestFile(folder.names[index]) {
                files.append(folder.firstFile + FileNumber(offset))
            }
        }
        let collected = Mutex(Intake())
        let digestFiles = files
        try pool.forEach(count: digestFiles.count, batch: 16, isCancelled: isCancelled) {
            try DigestIntake(
                listing: listing, reader: try source.makeReader(), names: names, authenticator: authenticator)
        } body: { (intake: inout DigestIntake<Source.Reader>, index) throws in
            let reading = try intake.read(digestFiles[index])
            collected.withLock { $0.add(reading) }
        }
        var intake = collected.withLock { $0 }
        intake.rejected.sort { $0.file < $1.file }
        return intake
    }

    /// Stopped before anything could be judged.
    private func stopped(_ intake: Intake) -> VerificationResult {
        var result = VerificationResult(records: nil)
        result.isComplete = false
        result.holdsArtifacts = true
        result.isAnythingInScope = true
        result.summary.compressedByteCount = intake.compressed
        result.summary.inflatedByteCount = intake.inflated
        return result
    }
}
