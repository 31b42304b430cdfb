internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealProof
internal import TrailSealWorkerPool

/// Verifies one part of an archive. This is the way from bytes to verdict, stage by stage.
///
/// Each stage takes the results of earlier stages, runs once, and never calls back into an earlier one. The files of
/// this folder are best read in this order:
///
/// 1. List: `ArchiveWalk` of TrailSealArchive has walked the folders. `source` holds its listing.
/// 2. `ReadDigests` reads each file that may be a digest file.
/// 3. `ProveDigests` proves digests by signatures and links.
/// 4. `LocateLogs` finds the files that may stand for each log that a verified digest lists.
/// 5. `ReadLogs` inflates and hashes these files.
/// 6. `JudgeFiles` gives each listed log one disposition and each file one bin.
/// 7. `AccountForAll` enters them into the accounting and asks whether it balances.
/// 8. `TellFindings` turns all of this into findings, counts and chains.
///
/// `AccountRuns` makes one run for each account. `RunAssembly` joins their outcomes and grants the verdict.
struct Run: Sendable {
    /// The files of the part. Its listing is the result of stage 1.
    let source: any ArtifactSource
    let keys: KeyStore
    let policy: VerificationPolicy
    /// The digests of the part's accounts for which the user named saved signatures.
    var signed: [SignedObject] = []
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool

    /// Runs the stages. Throws if libcrypto or zlib fails, or if no reader can be made.
    func outcome(consumer: (any LogConsumer)? = nil) throws -> PartOutcome {
        // 2 Read: digests.
        let files = try ReadDigests(source: source, kept: kept, pool: pool, isCancelled: isCancelled).output()
        if isCancelled() { return stopped(files) }
        // 3 Prove. Only now is the scope known, because it depends on the verified digests of chains that the state
        // knows (STATE-14).
        let proved = try ProveDigests(keys: keys.trusted, listing: source.listing, pool: pool).output(files.files)
        let scope = RunScope(policy, proved.proved)
        // 4 Locate. `JudgeFiles` does this when it is created, since it decides from the result which files must be
        // read.
        let judge = JudgeFiles(source.listing, scope, proved, pool) { source.status(of: $0) }
        let logFiles = judge.filesToRead()
        source.leavesUnread(max(0, source.listing.fileCount - files.candidateCount - logFiles.count))
        // 5 Read: logs.
        let contents = try ReadLogs(source: source, pool: pool, isCancelled: isCancelled)
            .output(logFiles, offer: offer(consumer, judge))
        // 6 Judge.
        let dispositions = judge.output(contents)
        // 7 Account. While files and logs are entered, stage 8 finds what doesn't depend on the accounting.
        let account = AccountForAll(dispositions: dispositions)
        let (entered, (tell, found)) = pool.both(
            { account.entered() },
            {
                let lines = ChainLine.lines(dispositions, pool)
                let signed = SignedDigestRule(dispositions, lines, signed: self.signed)
                let tell = TellFindings(
                    dispositions: dispositions, lines: lines, signed: signed, isComplete: !isCancelled())
                return (tell, tell.found())
            })
        // The accounting also expects the chains that only saved signatures show.
        let accounted = account.output(entered, signedChains: tell.signed.expected)
        // 8 Tell.
        var outcome = tell.output(found, accounted)
        if consumer != nil {
            let recorded = RecordedTime(dispositions)
            for index in outcome.chains.indices {
                outcome.chains[index].recorded = recorded.spans[outcome.chains[index].id] ?? []
            }
        }
        outcome.warnings = unreadableSignatures(files)
        outcome.compressedByteCount = files.compressedByteCount &+ contents.compressedByteCount
        outcome.inflatedByteCount = files.inflatedByteCount &+ contents.inflatedByteCount
        return outcome
    }

    /// The signatures that the state holds, by bucket and key.
    private var kept: [S3Location: [KeptSignature]] {
        var kept: [S3Location: [KeptSignature]] = [:]
        for segment in (policy.known ?? []).flatMap(\.segments) {
            for digest in [segment.first, segment.last].compactMap(\.self) {
                guard let signature = digest.signature else { continue }
                kept[digest.location, default: []].append(KeptSignature(hash: digest.hash, signature: signature))
            }
        }
        return kept
    }

    /// Warnings about files and attributes that should hold a digest's signature and don't (INPUT-4). The source itself
    /// counts those of `--signatures`.
    private func unreadableSignatures(_ files: DigestFiles) -> [String] {
        files.files.lazy.filter { !($0.statement?.saved.isEmpty ?? true) }.flatMap { file in
            (file.statement?.saved ?? []).filter { $0.signature == nil && $0.source.isBeside }.map { saved in
                "\(source.listing.userPath(of: file.file)): \(saved.source.label) holds no readable signature, "
                    + "so it is not used"
            }
        }
    }

    /// Returns a function that opens a consumer's sink for a file. It offers files of logs in scope for which verified
    /// digests record one hash.
    private func offer(
        _ consumer: (any LogConsumer)?, _ judge: JudgeFiles
    ) -> @Sendable (FileNumber) -> (sink: any LogSink, hash: SHA256Digest)? {
        guard let consumer else { return { _ in nil } }
        var offered: [FileNumber: (location: S3Location, hash: SHA256Digest, digest: ProvedDigest)] = [:]
        for log in judge.candidates.listed.logs where judge.scope.includes(log, judge.proved.proved) {
            guard log.hashes.count == 1, let hash = log.hashes[0] else { continue }
            // The digest for which the log counts, as in `Dispositions`.
            let inScope = log.digests.first { judge.scope.includes(judge.proved.proved[$0].chain) }
            guard let digest = inScope ?? log.digests.first else { continue }
            for file in judge.candidates.files(of: log.number) {
                offered[file] = (log.location, hash, judge.proved.proved[digest])
            }
        }
        let (all, listing) = (offered, source.listing)
        return { file in
            guard let (location, hash, digest) = all[file] else { return nil }
            let path = listing.userPath(of: file)
            let log = OfferedLog(
                location: location, hash: hash, digest: digest.location, chain: digest.chain, interval: digest.interval,
                path: path)
            return consumer.open(log).map { ($0, hash) }
        }
    }

    /// The outcome of a run that was interrupted before anything could be judged.
    private func stopped(_ files: DigestFiles) -> PartOutcome {
        var outcome = PartOutcome()
        outcome.isComplete = false
        outcome.isUnjudged = true
        outcome.compressedByteCount = files.compressedByteCount
        outcome.inflatedByteCount = files.inflatedByteCount
        return outcome
    }
}

extension KeyStore {
    /// The keys in the form that the kernel takes.
    var trusted: TrustedKeys {
        TrustedKeys(
            all.reduce(into: [:]) { found, entry in
                found[entry.key.bytes] = entry.value.map {
                    TrustedKeys.Key($0.publicKey, isGenuine: $0.isGenuine, validity: $0.validity)
                }
            })
    }
}
