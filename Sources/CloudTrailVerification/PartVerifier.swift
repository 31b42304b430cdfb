internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives
internal import WorkerPool

/// Verifies the files of one listing: of a whole archive, or, in its surroundings, of one part of it.
struct PartVerifier<Source: ArtifactSource>: Sendable {
    let source: Source
    let keys: KeyStore
    let policy: VerificationPolicy
    let pool: WorkerPool
    /// Nil where the listing is the whole archive.
    let surroundings: PartSurroundings?
    let isCancelled: @Sendable () -> Bool
    /// Whether what records of single files need is kept.
    var keepsRecords = true

    /// Nil where the files are not independent of the rest of the archive. Throws where libcrypto or zlib fails or no
    /// reader can be made.
    func verify(consumer: (any LogConsumer)? = nil) throws -> PartResult? {
        let listing = source.listing
        if let surroundings, !surroundings.holdPlainly(listing) { return nil }
        let names = ObjectNames()
        let plan = try historyPlan(names)
        let read = try readDigests(names, plan)
        if isCancelled() { return stopped(read) }
        if let surroundings, !surroundings.areConfined(read.digests, names) { return nil }
        let resolved = try resolve(read.digests, names, plan)
        if surroundings != nil, resolved.isAnyDisplaced { return nil }
        let (graph, resolution) = (resolved.graph, resolved.resolution)
        var places = PlaceMap(
            listing: listing, seen: surroundings?.mappings ?? resolved.seen,
            outerFolders: surroundings?.outerFolders ?? [])
        let claims = LogClaims(graph: graph, fileCount: listing.fileCount, places: &places) {
            resolution.standings[$0].isVerified
        }
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
        let records = JudgedRecords(
            listing: listing, names: names, graph: graph, resolution: resolution, rejected: read.rejected,
            places: places, claims: claims, scope: scope, inspection: inspection, history: history,
            isComplete: !isCancelled(), status: { source.status(of: $0) })
        var result = Evaluation(records: records, catalogue: catalogue).result()
        result.seenMappings = resolved.seen
        result.warnings = read.warnings
        result.compressedByteCount = read.compressedByteCount &+ inspection.compressedByteCount
        result.inflatedByteCount = read.inflatedByteCount &+ inspection.inflatedByteCount
        if let shard = policy.shard, shard.count > 1 {
            result.crossing = result.linkedFile
            if surroundings == nil, result.crossing == nil {
                result.crossing = ShardCrossing(
                    shard: shard, listing: listing, names: names, graph: graph, claims: claims
                ).first()
            }
        }
        if let surroundings { result.filledFolders = surroundings.filledFolders(listing) }
        if policy.history != nil { try takeCheckpoints(records, names, &result) }
        if keepsRecords { result.records = records }
        return result
    }

    private func readDigests(_ names: ObjectNames, _ plan: HistoryPlan) throws -> DigestReading<Source>.Outcome {
        try DigestReading(source: source, plan: plan, pool: pool, isCancelled: isCancelled) {
            try makeIntake(names, plan)
        }.outcome()
    }

    /// What the history lets the run leave out.
    private func historyPlan(_ names: ObjectNames) throws -> HistoryPlan {
        guard let history = policy.history, !history.checkpoints.isEmpty else { return .empty }
        var intake = try makeIntake(names, .empty)
        return try HistoryPlan(history, source.listing, from: policy.from) { file throws(LibCryptoError) in
            try intake.hash(of: file)
        }
    }

    /// Where the next run may continue, as far as what is known of this part allows.
    private func takeCheckpoints(_ records: JudgedRecords, _ names: ObjectNames, _ result: inout PartResult) throws {
        let resolver = try resolver(records.graph, names, records.history.plan)
        let intake = try makeIntake(names, records.history.plan)
        result.checkpoints = try CheckpointAdvance(records: records) { node throws(LibCryptoError) in
            try resolver.signature(of: node) { location, file in intake.savedSignatures(of: location, file) }
        }.checkpoints(result.findings)
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
    ) -> OfferedLog? {
        let verified = claims.claims(on: file).filter { resolution.standings[$0.node].isVerified }
        let object = places.object(of: file)
        guard let first = verified.first, let hash = first.hash, verified.allSatisfy({ $0.hash == hash }),
            let bucket = object.bucket, let key = object.key
        else { return nil }
        return OfferedLog(
            location: S3Location(bucket: bucket, key: key), hash: hash,
            digest: names.location(of: graph.digests[first.node].name))
    }

    private struct Resolved {
        let graph: DigestGraph
        let resolution: ProofResolver.Resolution
        /// How the digest files' places correspond to their keys.
        let seen: MappingTally
        /// Whether a digest file turned out to stand in another's place.
        let isAnyDisplaced: Bool
    }

    /// Who names whom, and what is proved, of the digest files that lie in their places.
    private func resolve(
        _ read: [[UnauthenticatedDigest]], _ names: ObjectNames, _ plan: HistoryPlan
    ) throws -> Resolved {
        var graph = DigestGraph(read, names: names)
        var resolution = try resolver(graph, names, plan).resolve()
        var seen = MappingTally(graph, resolution.standings)
        var displaced: Set<FileNumber> = []
        let reader = try source.makeReader()
        for _ in 0..<Displacement.roundLimit {
            let found = Displacement(
                listing: source.listing, names: names, graph: graph, standings: resolution.standings,
                seen: surroundings?.mappings ?? seen
            ) { location, file in
                reader.savedSignatures(for: location, at: file).contains { $0.signature != nil && $0.isAttributed }
            }.files()
            guard !found.isEmpty else { break }
            displaced.formUnion(found)
            graph = DigestGraph(read.map { $0.map { displaced.contains($0.file) ? $0.displaced() : $0 } }, names: names)
            resolution = try resolver(graph, names, plan).resolve()
            seen = MappingTally(graph, resolution.standings)
        }
        return Resolved(graph: graph, resolution: resolution, seen: seen, isAnyDisplaced: !displaced.isEmpty)
    }

    private func resolver(
        _ graph: DigestGraph, _ names: ObjectNames, _ plan: HistoryPlan
    ) throws -> ProofResolver {
        var intake = try makeIntake(names, plan)
        return ProofResolver(graph: graph, authenticator: DigestAuthenticator(keys: keys)) {
            file throws(LibCryptoError) in try intake.document(in: file)
        }
    }

    /// Stopped before anything could be judged.
    private func stopped(_ read: DigestReading<Source>.Outcome) -> PartResult {
        var result = PartResult()
        result.isComplete = false
        result.isUnjudged = true
        result.compressedByteCount = read.compressedByteCount
        result.inflatedByteCount = read.inflatedByteCount
        return result
    }
}
