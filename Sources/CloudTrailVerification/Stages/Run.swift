internal import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives
internal import WorkerPool

/// One run over one part of an archive: the stages in order, each with what the ones before gave. None is called twice.
struct Run: Sendable {
    /// Stage 1 was done by the one who made it: its listing.
    let source: any ArtifactSource
    let keys: KeyStore
    let policy: VerificationPolicy
    /// The digest objects of its accounts for which the user named saved answers.
    var signed: [SignedObject] = []
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool

    /// Throws if libcrypto or zlib fails, or no reader can be made.
    func outcome(consumer: (any LogConsumer)? = nil) throws -> PartOutcome {
        // 2 Read
        let files = try ReadDigests(source: source, kept: kept, pool: pool, isCancelled: isCancelled).output()
        if isCancelled() { return stopped(files) }
        // 3 Prove
        let proved = try ProveDigests(keys: keys.trusted, listing: source.listing, pool: pool).output(files.files)
        let scope = RunScope(policy, proved.proved)
        // 4 Locate
        let judge = JudgeFiles(source.listing, scope, proved, pool) { source.status(of: $0) }
        let logFiles = judge.filesToRead()
        source.leavesUnread(max(0, source.listing.fileCount - files.candidateCount - logFiles.count))
        // 5 Read
        let contents = try ReadLogs(source: source, pool: pool, isCancelled: isCancelled)
            .output(logFiles, offer: offer(consumer, judge))
        // 6 Judge
        let dispositions = judge.output(contents)
        // 7 Account
        let lines = ChainLine.lines(dispositions, pool)
        let signed = SignedDigestRule(dispositions, lines, signed: signed)
        let account = AccountForAll(dispositions: dispositions, signedChains: signed.expected)
        // 8 Tell. What needs no accounting is found meanwhile.
        let tell = TellFindings(dispositions: dispositions, lines: lines, signed: signed, isComplete: !isCancelled())
        let (accounted, found) = pool.both({ account.output() }, { tell.found() })
        var outcome = tell.output(found, accounted)
        outcome.warnings = unreadableSignatures(files)
        outcome.compressedByteCount = files.compressedByteCount &+ contents.compressedByteCount
        outcome.inflatedByteCount = files.inflatedByteCount &+ contents.inflatedByteCount
        return outcome
    }

    /// The signatures that earlier runs kept.
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

    /// What lies beside a digest for its signature and holds none (INPUT-4). Those of `--signatures` are counted.
    private func unreadableSignatures(_ files: DigestFiles) -> [String] {
        files.files.lazy.filter { !($0.statement?.saved.isEmpty ?? true) }.flatMap { file in
            (file.statement?.saved ?? []).filter { $0.signature == nil && $0.source.isBeside }.map { saved in
                "\(source.listing.userPath(of: file.file)): \(saved.source.label) holds no signature that can be read; "
                    + "it is not used"
            }
        }
    }

    /// What takes the content of log files while they are read: those in scope that verified digests list, with one hash.
    private func offer(
        _ consumer: (any LogConsumer)?, _ judge: JudgeFiles
    ) -> @Sendable (FileNumber) -> (sink: any LogSink, hash: SHA256Digest)? {
        guard let consumer else { return { _ in nil } }
        var offered: [FileNumber: OfferedLog] = [:]
        for log in judge.candidates.listed.logs where judge.scope.includes(log, judge.proved.proved) {
            guard log.hashes.count == 1, let hash = log.hashes[0], let digest = log.digests.first else { continue }
            for file in judge.candidates.files(of: log.number) {
                offered[file] = OfferedLog(
                    location: log.location, hash: hash, digest: judge.proved.proved[digest].location)
            }
        }
        let all = offered
        return { file in
            guard let log = all[file], let sink = consumer.open(log) else { return nil }
            return (sink, log.hash)
        }
    }

    /// Stopped before anything could be judged.
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
    /// The keys as the kernel takes them.
    var trusted: TrustedKeys {
        TrustedKeys(
            all.reduce(into: [:]) { found, entry in
                found[entry.key.bytes] = entry.value.map {
                    TrustedKeys.Key($0.publicKey, isGenuine: $0.isGenuine, validity: $0.validity)
                }
            })
    }
}
