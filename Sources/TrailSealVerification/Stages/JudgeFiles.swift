internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof
internal import TrailSealWorkerPool

/// Stage 6, Judge: gives each digest file, each listed log and each other file exactly one disposition or bin.
///
/// The work has three steps. Creating a value locates the files of listed logs (stage 4). `filesToRead` names those
/// whose content decides, for stage 5. `output` judges by that content.
///
/// Next: `AccountForAll`.
struct JudgeFiles: Sendable {
    let listing: ArchiveListing
    let scope: RunScope
    /// What is contradicted or damaged counts in this scope, too (STATE-4).
    let scopeOfDamage: RunScope
    let proved: ProvedDigests
    let locator: ObjectLocator
    let placing: FolderPlacing
    let candidates: LogCandidates
    /// Logs that would not be read, and that are because a file in scope may be a copy of one. Only the content shows
    /// that.
    private var originals: Set<Int> = []
    /// The files that unproved digests in scope list.
    let claims: [UnprovedClaims]
    let status: @Sendable (FileNumber) -> ArtifactStatus?
    private let pool: WorkerPool

    /// The files that one unproved digest in scope lists (FILE-6).
    struct UnprovedClaims: Sendable {
        /// The digest's position in `ProvedDigests.files`.
        let position: Int
        let files: [(file: FileNumber, hash: SHA256Digest?)]
    }

    init(
        _ listing: ArchiveListing, _ scope: RunScope, _ proved: ProvedDigests, _ pool: WorkerPool,
        status: @escaping @Sendable (FileNumber) -> ArtifactStatus?
    ) {
        self.listing = listing
        self.scope = scope
        scopeOfDamage = scope.withoutCheckpoints
        self.proved = proved
        self.status = status
        self.pool = pool
        let parsed = IndexedResults<DigestLogs>(count: proved.proved.count)
        pool.forEach(count: proved.proved.count, batch: 256) { () -> FolderFacts? in
            nil
        } body: { folder, index in
            let logs = DigestLogs(proved.proved[index], like: folder)
            folder = logs.folder ?? folder
            parsed.set(index, logs)
        }
        let (listed, located) = pool.both(
            { ListedLogs(parsed.takeSet()) },
            {
                let locator = ObjectLocator(proved, listing)
                return LocateLogs(listing, locator, FolderPlacing(listing, locator))
            })
        (locator, placing) = (located.locator, located.placing)
        candidates = located.output(listed, pool)
        let allowed = AllowedHeads(scope.policy, proved, listing, placing)
        let placing = placing
        var claimed = LogClaims(located)
        claims = proved.unproved.compactMap { position, statement in
            guard scope.includes(statement) else { return nil }
            let root = listing.folders[proved.files[position].folder].root
            let files = claimed.files(of: statement, root: root).filter {
                allowed.mayClaim(placing.facts(of: $0.file), position)
            }
            return UnprovedClaims(position: position, files: files)
        }
        if scope.mayLeaveOut { originals = originalsOfOthers() }
    }

    /// The logs that files in scope may be copies of, although no digest lists these files. Such a file has the name of the log, or no
    /// object's name and the size of the log's file. It lies in a folder of the log's account, or of no account.
    private func originalsOfOthers() -> Set<Int> {
        var names: Set<Owned<ByteString>> = []
        var sizes: Set<Owned<UInt64>> = []
        forEachOtherLog { file, facts in
            guard !scope.leavesOut(facts), let size = status(file)?.size, size > 0 else { return }
            for name in [facts.name, facts.name + ".gz"] { names.insert(Owned(account: facts.account, value: name)) }
            if !facts.isObjectName { sizes.insert(Owned(account: facts.account, value: size)) }
        }
        guard !names.isEmpty else { return [] }
        return Set(
            candidates.listed.logs.lazy.filter { log in
                if Self.names(of: log).contains(where: names.contains) { return true }
                guard !sizes.isEmpty else { return false }
                let account = Self.account(of: log)
                return candidates.files(of: log.number).contains { file in
                    guard let size = status(file)?.size else { return false }
                    return [account, nil].contains { sizes.contains(Owned(account: $0, value: size)) }
                }
            }.map(\.number))
    }

    private func areReadEarlier(_ log: ListedLog) -> Bool {
        scope.areReadEarlier(log.digests.lazy.map { proved.proved[$0] })
    }

    /// Whether a listed log is judged by its content. That is so if no earlier run read it, and if the log is in scope
    /// or one of its files is by its stamp and day folder (SCOPE-5, SCOPE-6, LOG-17).
    func isJudged(_ log: ListedLog) -> Bool {
        if areReadEarlier(log) { return originals.contains(log.number) }
        return scope.includes(log, proved.proved)
            || candidates.files(of: log.number).contains { !scope.leavesOut(placing.facts(of: $0)) }
    }

    /// The files whose content decides, in order. They are files of listed logs in scope, files that unproved digests
    /// list, and files that may be copies of what verified digests list.
    func filesToRead() -> [FileNumber] {
        var isRead = [Bool](repeating: false, count: listing.fileCount)
        for log in candidates.listed.logs where isJudged(log) || originals.contains(log.number) {
            for file in candidates.files(of: log.number) { isRead[Int(file)] = true }
        }
        for claim in claims { for (file, _) in claim.files { isRead[Int(file)] = true } }
        var others: [(file: FileNumber, facts: PathFacts)] = []
        forEachOtherLog { file, facts in
            if !scope.leavesOut(facts), status(file)?.size ?? 0 > 0 { others.append((file, facts)) }
        }
        let names = others.isEmpty ? [] : judgedNames()
        for (file, facts) in others {
            // Unreferenced logs aren't opened (FILE-8). But a file without an object's name may be a copy of anything.
            let isCopyOfListed = [facts.name, facts.name + ".gz"].contains { name in
                names.contains(Owned(account: facts.account, value: name))
            }
            if isCopyOfListed || !facts.isObjectName { isRead[Int(file)] = true }
        }
        return isRead.indices.lazy.filter { isRead[$0] }.map { FileNumber($0) }
    }

    private func judgedNames() -> Set<Owned<ByteString>> {
        var names: Set<Owned<ByteString>> = []
        for log in candidates.listed.logs where isJudged(log) || originals.contains(log.number) {
            names.formUnion(Self.names(of: log))
        }
        return names
    }

    /// The names under which a file may be a copy of a listed log.
    private static func names(of log: ListedLog) -> [Owned<ByteString>] {
        [account(of: log), nil].map { Owned(account: $0, value: log.key.name) }
    }

    private static func account(of log: ListedLog) -> ByteString? {
        FolderFacts(log.location.key.splitAtLastSlash.folder).account
    }

    /// A name or size of a listed log's file, with the account in its key. Only in that account's folders, or in folders of
    /// no account, a copy of the log is silent.
    private struct Owned<Value: Hashable>: Hashable {
        let account: ByteString?
        let value: Value
    }

    /// Calls `body` for each file that counts as a log file by its place or name, and isn't a digest or a file of a listed log.
    private func forEachOtherLog(_ body: (FileNumber, PathFacts) -> Void) {
        var isKnown = [Bool](repeating: false, count: listing.fileCount)
        for log in candidates.listed.logs { for file in candidates.files(of: log.number) { isKnown[Int(file)] = true } }
        for digest in proved.files { isKnown[Int(digest.file)] = true }
        for (index, folder) in listing.folders.enumerated() {
            for file in folder.files where !isKnown[Int(file)] {
                let facts = placing.facts(inFolder: index, folder.names[Int(file - folder.firstFile)])
                if case .log = UnlistedKind(facts, isFlat: placing.isFlat(index)) { body(file, facts) }
            }
        }
    }

    // MARK: Judging

    /// Judges all files and listed logs by the contents that stage 5 read.
    func output(_ contents: FileContents) -> Dispositions {
        var result = Dispositions(
            listing: listing, scope: scope, proved: proved, placing: placing, locator: locator, candidates: candidates,
            contents: contents, claims: claims)
        markNamed(&result)
        judgeLogs(&result)
        let found = IndexedResults<FileBin>(count: proved.files.count)
        pool.forEach(count: proved.files.count, batch: 256) {
        } body: {
            if let bin = bin(ofDigest: $1, proved.files[$1]) { found.set($1, bin) }
        }
        for (position, bin) in found.take().enumerated() {
            if let bin { result.bins[Int(proved.files[position].file)] = bin }
        }
        foldCopies(&result)
        sortTheRest(&result)
        return result
    }

    /// Files that the command line names aren't part of the archive (FILE-18).
    private func markNamed(_ result: inout Dispositions) {
        guard !listing.named.isEmpty else { return }
        for folder in listing.folders {
            for file in folder.files where listing.isNamed(root: folder.root, path: listing.path(of: file)) {
                result.bins[Int(file)] = .namedOnCommandLine
            }
        }
    }

    /// What stage 5 says about one listed log.
    private enum Judgement: Sendable {
        /// The log is out of scope, or an earlier run read it.
        case leftOut
        /// The log is out of scope. Its files were read because a file in scope may be a copy of them.
        case original(LogDisposition)
        /// No file stands for it.
        case absent
        case judged(LogDisposition)
    }

    private func judgement(of log: ListedLog, _ files: ArraySlice<FileNumber>, _ contents: FileContents) -> Judgement {
        let isJudged = isJudged(log)
        if !isJudged, !originals.contains(log.number) { return .leftOut }
        if files.isEmpty { return isJudged ? .absent : .leftOut }
        let disposition = LogProver.judge(
            log,
            files.map { file in
                let folder = listing.folders[listing.folder(of: file)]
                let path = folder.uniquePath(Int(file - folder.firstFile), like: log.key)
                return LogContent(path: path, contents[file]?.outcome ?? .unreadable)
            })
        return isJudged ? .judged(disposition) : .original(disposition)
    }

    private func judgeLogs(_ result: inout Dispositions) {
        let logs = candidates.listed.logs
        // Only files that the command line names have a bin already.
        var binned: Set<FileNumber> = []
        if !listing.named.isEmpty {
            for (file, bin) in result.bins.enumerated() where bin != nil { binned.insert(FileNumber(file)) }
        }
        let named = binned
        @Sendable func files(of log: ListedLog) -> ArraySlice<FileNumber> {
            let files = candidates.files(of: log.number)
            return named.isEmpty ? files : files.filter { !named.contains($0) }[...]
        }
        let found = IndexedResults<Judgement>(count: logs.count)
        let contents = result.contents
        pool.forEach(count: logs.count, batch: 256) {
        } body: {
            found.set($1, judgement(of: logs[$1], files(of: logs[$1]), contents))
        }
        var absent: [ListedLog] = []
        var bucket: ByteString?
        for (log, judgement) in zip(logs, found.take()) {
            switch judgement {
            case .judged(let disposition)?:
                result.logs[log.number] = disposition
                guard case .verified(let verified) = disposition else { break }
                // Adjacent logs are mostly in one bucket.
                if bucket != log.location.bucket { result.filledBuckets.insert(log.location.bucket) }
                bucket = log.location.bucket
                for (file, own) in zip(files(of: log), verified) { result.bins[Int(file)] = .verifiedLog(own) }
                continue
            case .absent?: absent.append(log)
            case .leftOut?: if areReadEarlier(log) { result.logs[log.number] = .verifiedEarlier }
            case .original(.verified(let verified))?: result.originals += verified
            case .original?: break
            case nil: break
            }
            for file in files(of: log) { result.bins[Int(file)] = .listed(log.location) }
        }
        guard !absent.isEmpty else { return }
        let copy = CopyExtent(
            listing: listing, placing: placing, locator: locator, proved: proved,
            logsFrom: scope.policy.copiedLogs.begin, status: status)
        for log in absent {
            result.logs[log.number] = LogProver.judge(
                log, [], absence: copy.absence(of: log, filled: result.filledBuckets))
        }
    }

    // MARK: All other files

    private func sortTheRest(_ result: inout Dispositions) {
        var claimed: Set<FileNumber> = []
        for claim in claims { claimed.formUnion(claim.files.lazy.map(\.file)) }
        let twins = Twins(result, wanted: wantedTwins(result))
        let newest = result.newestEnds()
        for (index, folder) in listing.folders.enumerated() {
            for file in folder.files where result.bins[Int(file)] == nil {
                let facts = placing.facts(inFolder: index, folder.names[Int(file - folder.firstFile)])
                result.bins[Int(file)] = bin(
                    of: file, facts, isFlat: placing.isFlat(index), claimed, twins, newest, result.contents)
            }
        }
    }

    /// The hashes of the files that have no bin yet.
    private func wantedTwins(_ result: Dispositions) -> Set<SHA256Digest> {
        var wanted: Set<SHA256Digest> = []
        for (index, bin) in result.bins.enumerated() where bin == nil {
            if let hash = result.contents.hash(of: FileNumber(index)) { wanted.insert(hash) }
        }
        return wanted
    }

    private func bin(
        of file: FileNumber, _ facts: PathFacts, isFlat: Bool, _ claimed: Set<FileNumber>,
        _ twins: Twins, _ newest: [AccountRegion: UnixTime], _ contents: FileContents
    ) -> FileBin {
        switch UnlistedKind(facts, isFlat: isFlat) {
        case .hidden: return .hidden
        case .notCloudTrail: return .notCloudTrail
        case .unrecognized: return status(file)?.size == 0 ? .emptyMarker : .unrecognized
        case .notJudged: return status(file)?.size == 0 ? .emptyMarker : .notJudged
        case .log: break
        }
        if status(file)?.size == 0, !claimed.contains(file) { return .emptyMarker }
        if let hash = contents.hash(of: file), let twin = twins.twin(of: hash, facts) {
            return .identicalCopy(hash, of: twin)
        }
        if claimed.contains(file), !isOther(file, contents) { return .unverifiedLog }
        if scope.leavesOut(facts) { return .outOfScope }
        return isNotDue(facts, newest) ? .notDue : .unreferencedLog
    }

    /// Whether a file `X.json` holds something else than the `X.json.gz` beside it (FILE-19).
    private func isOther(_ file: FileNumber, _ contents: FileContents) -> Bool {
        guard let compressed = listing.compressedForm(of: file) else { return false }
        guard let hash = contents.hash(of: compressed) else { return true }
        return hash != contents.hash(of: file)
    }

    /// Whether no digest can list the file yet, because its stamp lies after the window and after what is verified
    /// (SCOPE-7).
    private func isNotDue(_ facts: PathFacts, _ newest: [AccountRegion: UnixTime]) -> Bool {
        guard let stamp = facts.stamp, let day = facts.day, let to = scope.policy.to, stamp >= to,
            scope.policy.from != nil || scope.policy.known != nil,
            let end = newest[AccountRegion(account: facts.account, region: facts.region)]
        else { return false }
        return day - UnixTime.day <= stamp && stamp < day + 2 * UnixTime.day && stamp > end - LogFileName.stampTolerance
    }
}
