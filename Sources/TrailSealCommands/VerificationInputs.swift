internal import TrailSealArchive
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification
internal import TrailSealWorkerPool

/// The inputs of a run: opened folders, keys and saved signatures.
struct VerificationInputs {
    /// The paths of the archive, for messages.
    let names: String
    /// The folders of the archive.
    let roots: [Directory]
    /// The public keys.
    let keys: InputLoading.Keys
    /// The saved signatures.
    let signatures: SignatureStore
    /// The threads that judge and read.
    private var pool: WorkerPool
    /// The number of threads that judge.
    var jobs: Int { pool.jobs }
    /// Files below the roots that the command line names for another purpose (FILE-18).
    private let named: Set<RootedFolder>
    /// The files of listings that the user gave.
    private let listings: [ByteString]

    /// The files of keys and signatures, which no report may replace.
    var files: [ReplacedInput.Input] {
        keys.paths.map { ("the key file", $0) }
            + (signatures.folders.userPaths + listings).map { ("the saved signature", $0) }
    }

    /// Reads the inputs. `named` are the files that other options name. Errors: `OperationalError` if an input can't be read or
    /// is malformed.
    init(_ inputs: InputOptions, named: [ByteString] = []) throws {
        names = inputs.archives.map { RawArguments.bytes(of: $0).description }.joined(separator: ", ")
        roots = try InputLoading.archives(inputs.archives)
        keys = try InputLoading.keys(inputs.keys)
        signatures = try InputLoading.signatures(inputs.signatures, keys: keys.store)
        pool = Self.pool(readers: inputs.jobs ?? Self.readerLimit)
        listings = InputLoading.files(inputs.signatures)
        self.named = NamedFiles.below(roots, keys.paths + listings + named, answers: signatures.folders)
        // As many objects as digests, if each has an answer.
        LeftAtExit.keep(signatures)
    }

    /// The most files that are read at once if the user sets no other limit. If each open took 5 ms, 128 gained nothing over
    /// 64.
    static let readerLimit = 64

    /// A pool in which at most `readers` threads read, and no more than descriptors suffice for: each holds a folder, a file,
    /// and sometimes a file beside it.
    private static func pool(readers: Int) -> WorkerPool {
        let wanted = min(readers, WorkerPool.threadLimit)
        let free = Descriptors.free(upTo: 3 * wanted + spareDescriptors)
        let readers = min(wanted, max(1, (free - spareDescriptors) / 3))
        return WorkerPool(jobs: min(readers, WorkerPool.processorCount), readers: readers)
    }

    /// Query results of CloudTrail Lake in S3 (CloudTrail User Guide, "CloudTrail sign file structure").
    private enum LakeExport {
        /// The file that holds the hashes of the others and their signature.
        static let signatureName: ByteString = "result_sign.json"
    }

    /// Returns the same inputs for one thread. Files are then judged one after the other, in the order of their paths.
    func inOrder() -> VerificationInputs {
        var evidence = self
        evidence.pool = Self.pool(readers: 1)
        return evidence
    }

    /// Reads the inputs other than `keys`, which are read already. Errors: `OperationalError`.
    init(_ keys: InputLoading.Keys, archives: [String], signatures paths: [String]) throws {
        names = archives.map { RawArguments.bytes(of: $0).description }.joined(separator: ", ")
        roots = try InputLoading.archives(archives)
        self.keys = keys
        signatures = try InputLoading.signatures(paths, keys: keys.store)
        pool = Self.pool(readers: Self.readerLimit)
        listings = InputLoading.files(paths)
        named = NamedFiles.below(roots, keys.paths + listings, answers: signatures.folders)
    }

    /// Returns the keys that the digest files name. Errors: `OperationalError` if there is no readable digest file.
    func keyNeeds() throws -> [KeyNeed] {
        let archive = archive(shard: nil, nil) { false }
        try expect(archive.failure)
        let needs = try AccountRuns(
            partition: archive, keys: keys.store, policy: try VerificationPolicy(), pool: pool
        ).keyNeeds()
        try expect(archive.failure)
        guard !needs.isEmpty else {
            throw OperationalError(
                .noInput, "\(names) holds no readable CloudTrail digest file; give the folder that holds AWSLogs")
        }
        return needs
    }

    /// Judges the archive account by account. Errors: `OperationalError` if there is nothing to judge, or if the machine stopped
    /// the run. Memory depends on the largest account, unless records of single files are kept.
    ///
    /// With one thread, a `consumer` gets files in the order of accounts and, within an account, of paths.
    func verify(
        _ policy: VerificationPolicy, progress: ReadingProgress? = nil, consumer: (any LogConsumer)? = nil,
        keepsRecords: Bool = true, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> VerificationResult {
        let archive = archive(shard: policy.shard, progress, isCancelled)
        try expect(archive.failure)
        let result = try AccountRuns(
            partition: archive, keys: keys.store, policy: policy, pool: pool,
            keepsRecords: keepsRecords,
            isCancelled: isCancelled
        ).result(consumer: consumer)
        try expect(archive.failure)
        if policy.shard == nil, roots.count > 1, let empty = result.emptyRoots.first, result.isComplete {
            throw OperationalError(
                .noInput,
                "\(roots[empty].path) holds no CloudTrail digest or log file; leave it out, or give the folder that holds AWSLogs"
            )
        }
        return try held(result, isShard: policy.shard != nil, isCancelled)
    }

    private func archive(
        shard: AccountShard?, _ progress: ReadingProgress?, _ isCancelled: @escaping @Sendable () -> Bool
    ) -> AccountArchive {
        AccountArchive(
            roots: roots, named: named, shard: shard, signatures: signatures, spread: pool.spread, progress: progress,
            isCancelled: isCancelled)
    }

    /// Returns the result if there was something to judge. A shard may have no accounts. Errors: `OperationalError` with 66.
    private func held(
        _ result: VerificationResult, isShard: Bool, _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> VerificationResult {
        guard try result.holdsArtifacts || isShard && isAnythingHeld(isCancelled) else {
            throw OperationalError(.noInput, nothingHeld(result, isCancelled))
        }
        var result = result
        result.warnings += SignatureWarnings.lines(result.signatureUses)
        return result
    }

    /// Returns the message for an archive without digest and log files (VERDICT-10, FILE-10).
    private func nothingHeld(_ result: VerificationResult, _ isCancelled: @escaping @Sendable () -> Bool) -> String {
        let nothing = "\(names) holds no CloudTrail digest or log file"
        let count = result.summary.notJudged
        if count > 0 {
            let files = count == 1 ? "a file" : "\(count) files"
            return "\(nothing), but \(files) of CloudTrail Insights, network activity or aggregated events; these "
                + "are judged only if a digest lists them; give the folder that holds AWSLogs"
        }
        guard holds(LakeExport.signatureName, isCancelled) else {
            if let advice = roots.lazy.compactMap({ WrongArchive.advice(forEmpty: $0) }).first {
                return "\(nothing), \(advice)"
            }
            let near = roots.lazy.compactMap { WrongArchive.near($0) }.first.map { "; did you mean \($0)?" }
            return nothing + "; give the folder that holds AWSLogs" + (near ?? "")
        }
        return "\(nothing), but a CloudTrail Lake export (\(LakeExport.signatureName)), which is signed in another "
            + "way; check it with aws cloudtrail verify-query-results"
    }

    /// Whether the archive holds a file with this name.
    private func holds(_ name: ByteString, _ isCancelled: @escaping @Sendable () -> Bool) -> Bool {
        let archive = archive(shard: nil, nil, isCancelled)
        let spread = pool.spread
        return archive.accounts.indices.contains { part in
            archive.source(of: part, spread: spread).listing.folders.contains {
                $0.names.index(of: name.bytes[...]) != nil
            }
        }
    }

    /// The descriptors that are reserved for other uses than worker threads.
    private static let spareDescriptors = 8

    /// Errors: `OperationalError` with 74 if the machine stopped the run.
    private func expect(_ failure: FileTreeError?) throws(OperationalError) {
        guard let failure else { return }
        throw OperationalError(
            .inputOutput,
            "the run stopped at \(failure.path): \(failure.reason); there is no verdict. Raise the limits "
                + "(ulimit -n, ulimit -v) or lower --jobs")
    }

    /// Whether the archive holds files of any shard. Errors: `OperationalError` with 74.
    private func isAnythingHeld(_ isCancelled: @escaping @Sendable () -> Bool) throws -> Bool {
        let archive = archive(shard: nil, nil, isCancelled)
        let spread = pool.spread
        let isHeld = archive.accounts.indices.contains { part in
            let listing = archive.source(of: part, spread: spread).listing
            return roots.indices.contains { listing.holdsAnything(root: $0) }
        }
        try expect(archive.failure)
        return isHeld
    }

    /// Judges the archive and shows the progress on standard error. Errors as above.
    func verify(
        _ policy: VerificationPolicy, showing mode: ProgressMode, consumer: (any LogConsumer)? = nil,
        keepsRecords: Bool = true, isCancelled: @escaping @Sendable () -> Bool
    ) throws -> VerificationResult {
        let progress = ReadingProgress()
        let meter = ProgressMeter(mode, progress)
        defer { meter?.finish() }
        return try verify(
            policy, progress: meter == nil ? nil : progress, consumer: consumer, keepsRecords: keepsRecords,
            isCancelled: isCancelled)
    }
}
