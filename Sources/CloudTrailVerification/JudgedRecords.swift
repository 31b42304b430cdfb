internal import CloudTrailFormat
internal import Primitives

/// Everything that was read and resolved, as the evaluation and the record-by-record report look at it.
struct JudgedRecords: Sendable {
    let listing: ArchiveListing
    let names: ObjectNames
    let graph: DigestGraph
    let resolution: ProofResolver.Resolution
    let rejected: [RejectedDigest]
    let places: PlaceMap
    let claims: LogClaims
    let scope: Scope
    let inspection: LogInspection
    let history: KnownHistory
    /// False where the run was stopped before every file was read.
    let isComplete: Bool
    let status: @Sendable (FileNumber) -> ArtifactStatus?

    func isVerified(_ node: DigestGraph.Node) -> Bool { resolution.standings[node].isVerified }

    func proof(of node: DigestGraph.Node) -> AuthenticatedDigest.Proof? {
        if case .verified(let digest) = resolution.standings[node] { digest.proof } else { nil }
    }

    /// A file below `CloudTrail-Digest/` that has no role in a chain, by its place.
    struct StandIn {
        let place: PlacedObject
        let key: DigestObjectKey?

        init(_ place: PlacedObject) {
            self.place = place
            key = place.key.flatMap { DigestObjectKey($0) }
        }
    }

    func standIn(_ file: FileNumber) -> StandIn { StandIn(places.object(of: file)) }

    /// Whether a file that has no role is in scope: by its digest key, or by what its path tells.
    func isInScope(_ standIn: StandIn, file: FileNumber) -> Bool {
        if scope.isEverything { return true }
        if let key = standIn.key { return scope.includes(key, file: file) }
        return scope.includes(file: file)
    }

    /// The verdict on a file that was no readable digest. Bytes that a verified successor names are what AWS signed,
    /// so they are not malformed, only beyond this version.
    func verdict(_ digest: RejectedDigest) -> Verdict {
        switch digest.reason {
        case .malformed: isProvedByLink(digest) ? .unverified : .invalid
        case .unreadable, .absent: .unverified
        }
    }

    func isProvedByLink(_ digest: RejectedDigest) -> Bool {
        let place = places.object(of: digest.file)
        guard let hash = digest.hash, let bucket = place.bucket, let key = place.key else { return false }
        let name = names.name(S3Location(bucket: bucket, key: key))
        return graph.successors(naming: name).contains { isVerified($0) && graph.digests[$0].previous?.hash == hash }
    }

    /// Whether the day folder of an object holds any log. An empty file only marks a folder.
    func dayFolderHoldsLogs(_ location: S3Location) -> Bool {
        places.isFolderMerged(of: location)
            || places.dayFolders(of: location).contains { folder in
                listing.folders[folder].files.contains { status($0)?.size != 0 }
            }
    }

    // MARK: Record by record

    func forEachDigest(_ body: (VerificationResult.DigestRecord) -> Void) {
        for node in graph.nodes {
            for digest in graph.files(of: node) {
                guard digest.hasRole else {
                    let standIn = standIn(digest.file)
                    guard isInScope(standIn, file: digest.file) else { continue }
                    body(
                        VerificationResult.DigestRecord(
                            bucket: standIn.place.bucket, key: standIn.place.key,
                            path: listing.userPath(of: digest.file),
                            chain: standIn.key?.chain, start: nil, end: standIn.key?.endTime, hash: digest.hash,
                            verdict: .invalid, proof: nil, logFileCount: nil))
                    continue
                }
                guard scope.includes(node) else { continue }
                let location = names.location(of: digest.name)
                body(
                    VerificationResult.DigestRecord(
                        bucket: location.bucket, key: location.key, path: listing.userPath(of: digest.file),
                        chain: digest.chain, start: digest.start, end: digest.end, hash: digest.hash,
                        verdict: resolution.standings[node].verdict, proof: proof(of: node),
                        logFileCount: digest.entries.count + digest.absent.count))
            }
        }
        for digest in rejected {
            let standIn = standIn(digest.file)
            guard isInScope(standIn, file: digest.file) else { continue }
            body(
                VerificationResult.DigestRecord(
                    bucket: standIn.place.bucket, key: standIn.place.key, path: listing.userPath(of: digest.file),
                    chain: standIn.key?.chain, start: nil, end: standIn.key?.endTime, hash: digest.hash,
                    verdict: verdict(digest), proof: nil, logFileCount: nil))
        }
    }

    func forEachLog(_ body: (VerificationResult.LogRecord) -> Void) {
        let catalogue = LogCatalogue(
            listing: listing, claims: claims, scope: scope, places: places, history: history)
        let judge = LogJudge(records: self)
        for file in catalogue.filesToRead(isVerified: isVerified) {
            guard let judgement = judge.judge(file) else { continue }
            let object = places.object(of: file)
            body(
                VerificationResult.LogRecord(
                    standing: judgement.standing, bucket: object.bucket, key: object.key,
                    path: listing.userPath(of: file), chain: graph.digests[judgement.node].chain))
        }
        for (location, absent) in absentInScope() {
            guard let judgement = judge.judge(absent: absent, at: location) else { continue }
            body(
                VerificationResult.LogRecord(
                    standing: judgement.standing, bucket: location.bucket, key: location.key, path: nil,
                    chain: graph.digests[judgement.node].chain))
        }
        for file in catalogue.unreferenced(in: .logs, isVerified: isVerified) {
            let object = places.object(of: file)
            guard scope.includes(unlisted: file),
                status(file)?.size != 0
            else { continue }
            body(
                VerificationResult.LogRecord(
                    standing: nil, bucket: object.bucket, key: object.key, path: listing.userPath(of: file), chain: nil)
            )
        }
    }

    /// Listed objects in scope of which no file was found, in order.
    func absentInScope() -> [(location: S3Location, absent: LogClaims.Absent)] {
        claims.absent.filter { location, absent in
            let nodes = absent.claims.map(\.node)
            return !history.areRead(nodes)
                && (scope.isEverything
                    || scope.includes(
                        log: location.key.splitAtLastSlash.name, listedBy: nodes, isVerified: isVerified))
        }
        .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
