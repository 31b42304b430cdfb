internal import CloudTrailArchive
internal import CloudTrailFormat
internal import CloudTrailVerification
internal import FileTree
internal import Primitives
internal import WorkerPool

/// Everything that a run judges from: opened folders, keys and saved signatures.
struct Evidence {
    let names: String
    let roots: [Directory]
    let keys: InputLoading.Keys
    let signatures: SignatureStore
    private(set) var jobs: Int
    /// Files below the roots that the command line names for another purpose (FILE-18).
    private let named: Set<RootedFolder>

    /// `named` are the files that other options name. Errors: `OperationalError` where an input cannot be had or is malformed.
    init(_ inputs: InputOptions, named: [String] = []) throws {
        names = inputs.archives.map { RawArguments.bytes(of: $0).description }.joined(separator: ", ")
        roots = try InputLoading.archives(inputs.archives)
        keys = try InputLoading.keys(inputs.keys)
        signatures = try InputLoading.signatures(inputs.signatures)
        jobs = inputs.jobs ?? WorkerPool.processorCount
        self.named = NamedFiles.below(
            roots,
            keys.paths + signatures.folderPaths + InputLoading.files(inputs.signatures)
                + named.map { RawArguments.bytes(of: $0) })
    }

    /// The same evidence, judged with one thread: files come one after the other, in the order of their paths.
    func inOrder() -> Evidence {
        var evidence = self
        evidence.jobs = 1
        return evidence
    }

    /// The same for keys that were read already.
    init(_ keys: InputLoading.Keys, archives: [String], signatures paths: [String]) throws {
        names = archives.map { RawArguments.bytes(of: $0).description }.joined(separator: ", ")
        roots = try InputLoading.archives(archives)
        self.keys = keys
        signatures = try InputLoading.signatures(paths)
        jobs = WorkerPool.processorCount
        named = NamedFiles.below(roots, keys.paths + signatures.folderPaths + InputLoading.files(paths))
    }

    /// Which keys the digest files name. Errors: `OperationalError` where there is no digest file.
    func keyNeeds() throws -> [KeyNeed] {
        let index = ArchiveIndexer(roots: roots, jobs: jobs).index()
        let archive = DirectoryArchive(roots: roots, listing: index.listing, signatures: signatures)
        let needs = try VerificationEngine(
            source: archive, keys: keys.store, policy: try VerificationPolicy(), jobs: jobs
        ).keyNeeds()
        guard !needs.isEmpty else {
            throw OperationalError(
                .noInput, "\(names) holds no readable CloudTrail digest file; give the folder that holds AWSLogs")
        }
        return needs
    }

    /// What a run found, and of which accounts.
    struct Outcome {
        let result: VerificationResult
        /// What ties the accounts of a shard to those of others; nil where nothing does.
        let crossing: ByteString?
        /// Whether it is about the accounts of all shards, though one was asked for.
        let isOfAllShards: Bool

        init(result: VerificationResult, crossing: ByteString? = nil, isOfAllShards: Bool = false) {
            self.result = result
            self.crossing = crossing ?? result.crossing
            self.isOfAllShards = isOfAllShards
        }
    }

    /// Errors: `OperationalError` where there is nothing to judge. Memory depends on the largest part where no
    /// `consumer` takes the logs and no records of single files are asked for.
    ///
    /// Where something ties the accounts of a shard to those of others, all are judged. Not so with a history, which
    /// every shard has of its own accounts.
    func verify(
        _ policy: VerificationPolicy, progress: ReadingProgress? = nil, consumer: (any LogConsumer)? = nil,
        keepsRecords: Bool = true, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Outcome {
        let own = try judged(policy, progress, consumer, keepsRecords, isCancelled)
        guard let crossing = own.crossing, policy.history == nil, own.isComplete else { return Outcome(result: own) }
        // It may take long, and as much memory as one run over everything.
        Console.complain(
            "warning: \(crossing) ties accounts of this shard to others: those of all shards are judged")
        progress?.reset()
        var all = policy
        all.shard = nil
        return Outcome(
            result: try judged(all, progress, consumer, keepsRecords, isCancelled, isShard: true), crossing: crossing,
            isOfAllShards: true)
    }

    private func judged(
        _ policy: VerificationPolicy, _ progress: ReadingProgress?, _ consumer: (any LogConsumer)?,
        _ keepsRecords: Bool, _ isCancelled: @escaping @Sendable () -> Bool, isShard: Bool = false
    ) throws -> VerificationResult {
        let isShard = isShard || policy.shard != nil
        // A worker holds a folder, a file, and sometimes a file beside it.
        let jobs = min(jobs, max(1, (Descriptors.free - Self.spareDescriptors) / 3))
        let indexer = ArchiveIndexer(roots: roots, jobs: jobs, shard: policy.shard, isCancelled: isCancelled)
        if consumer == nil, !keepsRecords,
            let result = try divided(policy, indexer, jobs, progress, isCancelled)
        {
            return try held(result, isShard, isCancelled)
        }
        progress?.reset()
        let index = indexer.index()
        for number in roots.indices
        where roots.count > 1 && !isShard && !isCancelled() && !index.listing.holdsAnything(root: number) {
            throw OperationalError(
                .noInput,
                "\(roots[number].path) holds no CloudTrail digest or log file; give folders that hold some, or leave it out"
            )
        }
        try expect(index.failure)
        let archive = DirectoryArchive(
            roots: roots, listing: index.listing, signatures: signatures, warnings: index.warnings, progress: progress,
            isCancelled: isCancelled)
        let result = try VerificationEngine(
            source: archive, keys: keys.store, policy: policy, jobs: jobs, isCancelled: isCancelled
        ).run(consumer: consumer)
        try expect(archive.failure)
        return try held(result, isShard, isCancelled)
    }

    /// The same by the run that goes one way, which is to replace the engine in use. Errors: as `verify`.
    func verifyOneWay(
        _ policy: VerificationPolicy, progress: ReadingProgress? = nil, consumer: (any LogConsumer)? = nil,
        keepsRecords: Bool = true, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> VerificationResult {
        let jobs = min(jobs, max(1, (Descriptors.free - Self.spareDescriptors) / 3))
        let archive = AccountArchive(
            roots: roots, named: named, shard: policy.shard, signatures: signatures,
            spread: WorkerPool(jobs: jobs).spread,
            progress: progress, isCancelled: isCancelled)
        try expect(archive.failure)
        let result = try AccountRuns(
            partition: archive, keys: keys.store, policy: policy, jobs: jobs, keepsRecords: keepsRecords,
            isCancelled: isCancelled
        ).result(consumer: consumer)
        try expect(archive.failure)
        if policy.shard == nil, roots.count > 1, let empty = result.emptyRoots.first, result.isComplete {
            throw OperationalError(
                .noInput,
                "\(roots[empty].path) holds no CloudTrail digest or log file; give folders that hold some, or leave it out"
            )
        }
        return try held(result, policy.shard != nil, isCancelled)
    }

    /// Least number of accounts for each thread with which accounts are not divided into regions: less work is made of
    /// larger parts, and with many none of them is waited for at the end.
    private static let piecesOfJob = 8

    /// Judged part by part; nil where the archive has to be judged as a whole.
    func divided(
        _ policy: VerificationPolicy, _ indexer: ArchiveIndexer, _ jobs: Int, _ progress: ReadingProgress?,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> VerificationResult? {
        guard
            let archive = DividedArchive(
                roots: roots, indexer: indexer, pieces: jobs * Self.piecesOfJob, signatures: signatures,
                progress: progress, isCancelled: isCancelled)
        else { return nil }
        let result = try DividedVerification(
            division: archive, keys: keys.store, policy: policy, jobs: jobs, isCancelled: isCancelled
        ).run()
        try expect(archive.failure)
        return result
    }

    /// The result, where there was something to judge.
    private func held(
        _ result: VerificationResult, _ isShard: Bool, _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> VerificationResult {
        guard try result.holdsArtifacts || isShard && isAnythingHeld(isCancelled) else {
            throw OperationalError(
                .noInput, "\(names) holds no CloudTrail digest or log file; give the folder that holds AWSLogs")
        }
        // A shard may well have no account.
        guard result.isAnythingInScope || isShard else {
            throw OperationalError(
                .noInput, "nothing in \(names) is in scope; check --from, --to, --account, --region and --trail")
        }
        return result
    }

    /// Descriptors that are left to what is not a worker.
    private static let spareDescriptors = 8

    /// Errors: `OperationalError` with 74 where the machine kept the run from looking.
    private func expect(_ failure: FileTreeError?) throws(OperationalError) {
        guard let failure else { return }
        throw OperationalError(
            .inputOutput,
            "the run was given up at \(failure.path): \(failure.reason); nothing is said of the archive. Raise the limits "
                + "(ulimit -n, ulimit -v) or lower --jobs")
    }

    /// Whether the archive holds files of any shard.
    private func isAnythingHeld(_ isCancelled: @escaping @Sendable () -> Bool) throws -> Bool {
        let listing = ArchiveIndexer(roots: roots, jobs: jobs, isCancelled: isCancelled).index().listing
        return roots.indices.contains { listing.holdsAnything(root: $0) }
    }

    /// The same, with the progress on standard error.
    func verify(
        _ policy: VerificationPolicy, showing mode: ProgressMode, consumer: (any LogConsumer)? = nil,
        keepsRecords: Bool = true, isCancelled: @escaping @Sendable () -> Bool
    ) throws -> Outcome {
        let progress = ReadingProgress()
        let meter = ProgressMeter(mode, progress)
        defer { meter?.finish() }
        return try verify(
            policy, progress: meter == nil ? nil : progress, consumer: consumer, keepsRecords: keepsRecords,
            isCancelled: isCancelled)
    }
}
