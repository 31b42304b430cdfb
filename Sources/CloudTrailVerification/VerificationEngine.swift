public import CloudTrailFormat
internal import LibCrypto
internal import Primitives
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
        let listing = source.listing
        let names = ObjectNames()
        let plan = try historyPlan(names)
        let intake = try readDigests(names, plan)
        if isCancelled() { return stopped(intake) }
        let (graph, resolution) = try resolve(intake.digests, names, plan)
        var places = PlaceMap(listing: listing, graph: graph, standings: resolution.standings)
        let claims = LogClaims(graph: graph, fileCount: listing.fileCount, places: &places)
        let scope = Scope(policy: policy, graph: graph, listing: listing)
        let history = KnownHistory(plan: plan, graph: graph, names: names)
        let catalogue = LogCatalogue(
            listing: listing, claims: claims, scope: scope, places: places, history: history)
        let settled = places
        let inspection = try LogInspection(
            catalogue.filesToRead { resolution.standings[$0].isVerified }, of: source, claims: claims, pool: pool,
            isCancelled: isCancelled
        ) { file in
            guard let consumer, let log = listed(file, claims, graph, resolution, settled, names),
                let sink = consumer.open(log)
            else { return nil }
            return (sink, log.hash)
        }
        let isComplete = !isCancelled()
        let records = JudgedRecords(
            listing: listing, names: names, graph: graph, resolution: resolution, rejected: intake.rejected,
            places: places, claims: claims, scope: scope, inspection: inspection, history: history,
            isComplete: isComplete,
            status: { source.status(of: $0) })
        var evaluation = Evaluation(records: records, catalogue: catalogue, keys: keys, isComplete: isComplete)
        var seen: Set<String> = []
        evaluation.warnings = (keys.warnings + source.warnings + intake.warnings.sorted()).filter {
            seen.insert($0).inserted
        }
        evaluation.readBytes = (
            intake.compressedByteCount &+ inspection.compressedByteCount,
            intake.inflatedByteCount &+ inspection.inflatedByteCount
        )
        var result = evaluation.result()
        if policy.history != nil { try takeCheckpoints(records, names, &result) }
        return result
    }

    /// What the history lets the run leave out.
    private func historyPlan(_ names: ObjectNames) throws -> HistoryPlan {
        guard let history = policy.history, !history.checkpoints.isEmpty else { return .empty }
        var intake = try makeIntake(names, .empty)
        return try HistoryPlan(history, source.listing, from: policy.from) { file throws(LibCryptoError) in
            try intake.hash(of: file)
        }
    }

    private func takeCheckpoints(
        _ records: JudgedRecords, _ names: ObjectNames, _ result: inout VerificationResult
    ) throws {
        let resolver = try resolver(records.graph, names, records.history.plan)
        let intake = try makeIntake(names, records.history.plan)
        result.checkpoints = try CheckpointAdvance(records: records) { node throws(LibCryptoError) in
            try resolver.signature(of: node) { location, file in intake.savedSignatures(of: location, file) }
        }.checkpoints(result)
        // A run that was told to stop reads no file any more, so it may have missed a signature.
        if isCancelled() { result.checkpoints = policy.history?.checkpoints ?? [] }
        result.holdsKnownChain = records.graph.chains.contains { records.history.plan.checkpoints[$0] != nil }
    }

    private func makeIntake(_ names: ObjectNames, _ plan: HistoryPlan) throws -> DigestIntake {
        try DigestIntake(
            listing: source.listing, reader: try source.makeReader(), names: names,
            authenticator: DigestAuthenticator(keys: keys), plan: plan, shard: policy.shard)
    }

    /// What verified digests say of a file; nil where none lists it, or two differ.
    private func listed(
        _ file: FileNumber, _ claims: LogClaims, _ graph: DigestGraph, _ resolution: ProofResolver.Resolution,
        _ places: PlaceMap, _ names: ObjectNames
    ) -> ListedLog? {
        let verified = claims.claims(on: file).filter { resolution.standings[$0.node].isVerified }
        let object = places.object(of: file)
        guard let first = verified.first, let hash = first.hash, verified.allSatisfy({ $0.hash == hash }),
            let bucket = object.bucket, let key = object.key
        else { return nil }
        return ListedLog(
            location: S3Location(bucket: bucket, key: key), hash: hash,
            digest: names.location(of: graph.digests[first.node].name))
    }

    /// Which public keys the digest files in scope name. Reads digest files only. Throws as `run` does.
    public func keyNeeds() throws -> [KeyNeed] {
        let names = ObjectNames()
        let (graph, resolution) = try resolve(try readDigests(names, .empty).digests, names, .empty)
        return KeyNeed.needs(graph, resolution.standings, Scope(policy: policy, graph: graph, listing: source.listing))
    }

    /// Who names whom, and what is proved, of the digest files that lie in their places.
    private func resolve(
        _ read: [[UnauthenticatedDigest]], _ names: ObjectNames, _ plan: HistoryPlan
    ) throws -> (DigestGraph, ProofResolver.Resolution) {
        var graph = DigestGraph(read, names: names)
        var resolution = try resolver(graph, names, plan).resolve()
        var displaced: Set<FileNumber> = []
        let reader = try source.makeReader()
        for _ in 0..<Displacement.roundLimit {
            let found = Displacement(
                listing: source.listing, names: names, graph: graph, standings: resolution.standings
            ) { location, file in
                reader.savedSignatures(for: location, at: file).contains { $0.signature != nil && $0.isAttributed }
            }.files()
            guard !found.isEmpty else { break }
            displaced.formUnion(found)
            graph = DigestGraph(read.map { $0.map { displaced.contains($0.file) ? $0.displaced() : $0 } }, names: names)
            resolution = try resolver(graph, names, plan).resolve()
        }
        return (graph, resolution)
    }

    private func resolver(
        _ graph: DigestGraph, _ names: ObjectNames, _ plan: HistoryPlan
    ) throws -> ProofResolver {
        var intake = try makeIntake(names, plan)
        return ProofResolver(graph: graph, authenticator: DigestAuthenticator(keys: keys)) {
            file throws(LibCryptoError) in try intake.document(in: file)
        }
    }

    /// What came of all digest files.
    private struct Intake {
        /// In the order of their files.
        var digests: [[UnauthenticatedDigest]] = []
        var rejected: [RejectedDigest] = []
        var warnings: [String] = []
        var compressedByteCount: UInt64 = 0
        var inflatedByteCount: UInt64 = 0
    }

    private func readDigests(_ names: ObjectNames, _ plan: HistoryPlan) throws -> Intake {
        let batches = Self.batches(source.listing, plan)
        let harvests = Slots<DigestIntake.Harvest>(count: batches.count)
        try pool.forEach(count: batches.count, batch: 2, isCancelled: isCancelled) {
            try makeIntake(names, plan)
        } body: { (intake: inout DigestIntake, index) throws in
            _ = intake.takeHarvest(expecting: batches[index].count)
            for file in batches[index] where !isCancelled() { try intake.read(file) }
            harvests.set(index, intake.takeHarvest(expecting: 0))
        }
        var intake = Intake()
        intake.digests.reserveCapacity(batches.count)
        for harvest in harvests.take() {
            guard let harvest else { continue }
            intake.digests.append(harvest.digests)
            intake.rejected += harvest.rejected
            intake.warnings += harvest.warnings
            intake.compressedByteCount &+= harvest.compressedByteCount
            intake.inflatedByteCount &+= harvest.inflatedByteCount
        }
        return intake
    }

    /// Most digest files that one worker takes at once.
    private static var batchLimit: FileNumber { 64 }

    /// The digest files: neighbours in one folder, which has to be opened by one worker only.
    private static func batches(_ listing: ArchiveListing, _ plan: HistoryPlan) -> [Range<FileNumber>] {
        var batches: [Range<FileNumber>] = []
        for folder in listing.folders where folder.zone == .digests {
            var run = folder.firstFile..<folder.firstFile
            for file in folder.files {
                let isTaken =
                    !plan.leavesOut(file)
                    && (!folder.mayHoldSidecars
                        || SignatureSidecar.isDigestFile(folder.names[Int(file - folder.firstFile)]))
                if isTaken, run.upperBound == file, run.count < batchLimit {
                    run = run.lowerBound..<(file + 1)
                    continue
                }
                if !run.isEmpty { batches.append(run) }
                run = isTaken ? file..<(file + 1) : (file + 1)..<(file + 1)
            }
            if !run.isEmpty { batches.append(run) }
        }
        return batches
    }

    /// Stopped before anything could be judged.
    private func stopped(_ intake: Intake) -> VerificationResult {
        var result = VerificationResult(records: nil)
        result.isComplete = false
        result.holdsArtifacts = true
        result.isAnythingInScope = true
        result.summary.compressedByteCount = intake.compressedByteCount
        result.summary.inflatedByteCount = intake.inflatedByteCount
        return result
    }
}
