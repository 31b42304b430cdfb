internal import Synchronization
internal import TrailSealArchive
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification
internal import TrailSealWorkerPool

/// Verifies archives of CloudTrail digest files and log files. It never writes to them, and uses no network.
///
/// ```swift
/// let verifier = Verifier(keys: try PublicKeys(contentsOf: "keys"), signatures: .saved(at: "heads"))
/// let report = try verifier.verify(["archive"])
/// print(report.verdict, report.summary.logs.verified)
/// ```
///
/// A verifier is a value and may be used by several tasks. Damage in an archive is a ``Finding``, never an error. Every
/// method throws a ``TrailSealError`` if there is no result.
public struct Verifier: Sendable {
    /// The public keys.
    public var keys: PublicKeys
    /// The saved signatures.
    public var signatures: Signatures
    /// The most files that are read at once: 1 to 64. Fewer are read if the storage or the process's limit on
    /// descriptors doesn't gain from more.
    public var readers: Int

    /// Creates a verifier.
    public init(keys: PublicKeys, signatures: Signatures = .none, readers: Int = 64) {
        self.keys = keys
        self.signatures = signatures
        self.readers = readers
    }

    /// Verifies a copy of a bucket: folders with the objects, copied from any level of the bucket.
    ///
    /// The calling thread waits, and other threads help it. In a task, use
    /// ``verify(_:scope:progress:)-([String],_,_)``, which also can be cancelled.
    public func verify(_ folders: [String], scope: Scope = Scope()) throws(TrailSealError) -> Report {
        try run(.folders(folders), scope: scope, consumer: nil, Watch())
    }

    /// Verifies an archive that isn't a folder. The calling thread waits.
    public func verify(_ storage: some ArchiveStorage, scope: Scope = Scope()) throws(TrailSealError) -> Report {
        try run(.storage(storage), scope: scope, consumer: nil, Watch())
    }

    /// Verifies a copy of a bucket in threads of its own. `progress` gets what was read, and is finished at the end. If
    /// the task is cancelled, throws `CancellationError` once no thread reads any more.
    public func verify(
        _ folders: [String], scope: Scope = Scope(), progress: AsyncStream<Progress>.Continuation? = nil
    ) async throws -> Report {
        try await inThread(.folders(folders), scope, progress)
    }

    /// Verifies an archive that isn't a folder, in threads of its own. See
    /// ``verify(_:scope:progress:)-([String],_,_)``.
    public func verify(
        _ storage: some ArchiveStorage, scope: Scope = Scope(), progress: AsyncStream<Progress>.Continuation? = nil
    ) async throws -> Report {
        try await inThread(.storage(storage), scope, progress)
    }
}

extension Verifier {
    /// What a run reads.
    enum Archive: Sendable {
        case folders([String])
        case storage(any ArchiveStorage)
    }

    /// How a run is watched and stopped.
    final class Watch: Sendable {
        let progress = ReadingProgress()
        private let cancelled = Atomic<Bool>(false)
        private let isStopped: @Sendable () -> Bool

        init(stoppedBy isStopped: @escaping @Sendable () -> Bool = { false }) { self.isStopped = isStopped }

        var isCancelled: Bool { cancelled.load(ordering: .relaxed) || isStopped() }

        func cancel() { cancelled.store(true, ordering: .relaxed) }

        var state: Progress {
            Progress(
                readFiles: progress.readFiles, totalFiles: progress.totalFiles, readBytes: progress.readBytes)
        }
    }

    private func inThread(
        _ archive: Archive, _ scope: Scope, _ progress: AsyncStream<Progress>.Continuation?
    ) async throws -> Report {
        let watch = Watch()
        let reporting = progress.map { progress in
            Task {
                while !Task.isCancelled {
                    progress.yield(watch.state)
                    try? await Task.sleep(for: .milliseconds(100))
                }
                progress.yield(watch.state)
                progress.finish()
            }
        }
        defer { reporting?.cancel() }
        let outcome: Result<Report, TrailSealError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A run blocks, so it may not use a thread of the tasks.
                BlockingThread.start {
                    continuation.resume(
                        returning: Result { () throws(TrailSealError) in
                            try run(archive, scope: scope, consumer: nil, watch)
                        })
                }
            }
        } onCancel: {
            watch.cancel()
        }
        try Task.checkCancellation()
        return try outcome.get()
    }

    /// Runs over an archive. `consumer` gets the content of verified log files.
    func run(
        _ archive: Archive, scope: Scope, consumer: (any LogConsumer)?, _ watch: Watch
    ) throws(TrailSealError) -> Report {
        if let fault = scope.fault { throw .invalidScope(fault) }
        let policy: VerificationPolicy
        do throws(VerificationPolicy.Failure) { policy = try VerificationPolicy(scope) } catch {
            throw TrailSealError(error)
        }
        let store = try savedSignatures()
        switch archive {
        case .folders(let paths):
            let roots = try paths.map { path throws(TrailSealError) in try Self.folder(path) }
            let pool = pool(readers)
            let copy = AccountArchive(
                roots: roots, named: namedFiles(below: roots, store), shard: nil, signatures: store,
                spread: pool.spread, progress: watch.progress, isCancelled: { watch.isCancelled })
            return try report(copy, scope, policy, pool, consumer, watch, failure: { copy.failure })
        case .storage(let storage):
            let stored: [StoredFile]
            do { stored = try storage.files() } catch {
                throw .unreadable(
                    path: EscapedText.string(of: storage.name), reason: EscapedText.string(of: "\(error)"))
            }
            let files = StoredFiles(
                name: ByteString(storage.name), files: stored.map(StoredFiles.File.init),
                read: { try storage.read(stored[$0], $1) })
            let copy = StoredArchive(
                files, signatures: store, progress: watch.progress, isCancelled: { watch.isCancelled })
            return try report(copy, scope, policy, pool(readers), consumer, watch, failure: { nil })
        }
    }

    private func report(
        _ copy: some AccountPartition, _ scope: Scope, _ policy: VerificationPolicy, _ pool: WorkerPool,
        _ consumer: (any LogConsumer)?, _ watch: Watch, failure: () -> FileTreeError?
    ) throws(TrailSealError) -> Report {
        func expectResources() throws(TrailSealError) {
            guard let failure = failure() else { return }
            throw .resourcesExhausted("\(failure.path): \(failure.reason)")
        }
        try expectResources()
        let result: VerificationResult
        do {
            result = try AccountRuns(
                partition: copy, keys: keys.store, policy: policy, pool: pool, keepsRecords: false,
                isCancelled: { watch.isCancelled }
            ).result(consumer: consumer)
        } catch {
            try expectResources()
            throw .libraryFailure("\(error)")
        }
        try expectResources()
        // A folder without anything of CloudTrail's was probably named by mistake.
        if copy.roots.count > 1, let empty = result.emptyRoots.first, result.isComplete {
            throw .unreadable(
                path: copy.roots[empty].description, reason: "it holds no CloudTrail digest file and no log file")
        }
        guard result.holdsArtifacts else { throw .nothingToJudge }
        return Report(result, head: head(scope, policy, result, copy.roots))
    }

    /// The files below the roots that are inputs of another kind (FILE-18).
    private func namedFiles(below roots: [Directory], _ store: SignatureStore) -> Set<RootedFolder> {
        let listings = signatures.paths.map { ByteString($0) }.filter { (try? Directory(root: $0)) == nil }
        return NamedFiles.below(roots, keys.paths + listings, answers: store.folders)
    }

    /// The head of the report: what the run was given.
    private func head(
        _ scope: Scope, _ policy: VerificationPolicy, _ result: VerificationResult, _ roots: [ByteString]
    ) -> ReportHead {
        var head = ReportHead(
            tool: ReportHead.Tool(version: ReportHead.Tool.currentVersion),
            run: ReportHead.Run(
                startedAt: UnixTime(seconds: 0), finishedAt: UnixTime(seconds: 0), arguments: [], host: "", jobs: 0),
            inputs: ReportHead.Inputs())
        head.run.isDeterministic = true
        head.inputs.archives = roots.map { ReportHead.Input(path: $0.description) }
        head.inputs.keyFiles = keys.files
        head.inputs.signatures = result.signatureUses.map {
            ReportHead.Input(path: $0.path.description, read: $0.read, used: $0.used)
        }
        head.inputs.from = policy.from
        head.inputs.to = policy.to
        head.inputs.copiedLogs = policy.copiedLogs
        head.inputs.accounts = policy.accounts.map(\.description)
        head.inputs.regions = policy.regions.map(\.description)
        head.inputs.trails = policy.trails.map(\.description)
        head.inputs.allowances = scope.allowances.map(\.text)
        return head
    }

    private static func folder(_ path: String) throws(TrailSealError) -> Directory {
        do throws(FileTreeError) { return try Directory(root: ByteString(path)) } catch {
            throw .unreadable(path: ByteString(path).description, reason: error.reason)
        }
    }

    /// The threads of a run: as many readers as descriptors suffice for, each with a folder, a file and one beside it.
    private func pool(_ readers: Int) -> WorkerPool {
        let readers = min(64, max(1, readers))
        let free = Descriptors.free(upTo: 3 * readers + Self.spareDescriptors)
        let possible = min(readers, max(1, (free - Self.spareDescriptors) / 3))
        return WorkerPool(jobs: min(possible, WorkerPool.processorCount), readers: possible)
    }

    /// Descriptors that are left for other uses.
    private static let spareDescriptors = 8

    private func savedSignatures() throws(TrailSealError) -> SignatureStore {
        do throws(SignaturePathError) {
            return try SignatureStore.load(signatures.paths.map { ByteString($0) }, keys: keys.store.publicKeys)
        } catch {
            switch error {
            case .unreadable(let cause): throw .unreadable(path: cause.path.description, reason: cause.reason)
            case .noListing(let path): throw .malformed(path: path.description, reason: "it isn't a listing of answers")
            case .tooLarge(let path, let limit):
                throw .malformed(path: path.description, reason: "it is larger than \(limit) bytes")
            case .library(let failure): throw .libraryFailure("\(failure)")
            }
        }
    }
}
