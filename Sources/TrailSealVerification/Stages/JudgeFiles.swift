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
    /// Logs that earlier runs read, and that are read again because something in scope has the name of one.
    private var namesakes: Set<Int> = []
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
        if scope.hasCheckpoints { namesakes = namesakesOfOthers() }
    }

    /// The logs that earlier runs read and whose names files in scope have that no digest lists. Only the content shows
    /// whether such a file is a copy.
    private func namesakesOfOthers() -> Set<Int> {
        var names: Set<OwnedName> = []
        forEachOtherLog { _, facts in
            guard !scope.leavesOut(facts) else { return }
            for name in [facts.name, facts.name + ".gz"] { names.insert(OwnedName(account: facts.account, name: name)) }
        }
        guard !names.isEmpty else { return [] }
        return Set(
            candidates.listed.logs.lazy.filter { Self.names(of: $0).contains(where: names.contains) }.map(\.number))
    }

    /// Whether a listed log is judged by its content. That is so if no earlier run read it, and if the log is in scope
    /// or one of its files is by its stamp and day folder (SCOPE-5, SCOPE-6, LOG-17).
    func isJudged(_ log: ListedLog) -> Bool {
        if scope.areReadEarlier(log.digests.lazy.map({ proved.proved[$0] })) { return namesakes.contains(log.number) }
        return scope.includes(log, proved.proved)
            || candidates.files(of: log.number).contains { !scope.leavesOut(placing.facts(of: $0)) }
    }

    /// The files whose content decides, in order. They are files of listed logs in scope, files that unproved digests
    /// list, and files that may be copies of what verified digests list.
    func filesToRead() -> [FileNumber] {
        var isRead = [Bool](repeating: false, count: listing.fileCount)
        for log in candidates.listed.logs where isJudged(log) {
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
                names.contains(OwnedName(account: facts.account, name: name))
            }
            if isCopyOfListed || !facts.isObjectName { isRead[Int(file)] = true }
        }
        return isRead.indices.lazy.filter { isRead[$0] }.map { FileNumber($0) }
    }

    private func judgedNames() -> Set<OwnedName> {
        var names: Set<OwnedName> = []
        for log in candidates.listed.logs where isJudged(log) { names.formUnion(Self.names(of: log)) }
        return names
    }

    /// The names under which a file may be a copy of a listed log.
    private static func names(of log: ListedLog) -> [OwnedName] {
        let (folder, name) = log.location.key.splitAtLastSlash
        return [OwnedName(account: FolderFacts(folder).account, name: name), OwnedName(account: nil, name: name)]
    }

    /// The name of a listed log with the account in its key. Only in that account's folders, or in folders of no
    /// account, a copy of the log is silent.
    private struct OwnedName: Hashable {
        let account: ByteString?
        let name: ByteString
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
        case leftOut(isReadEarlier: Bool)
        /// No file stands for it.
        case absent
        case judged(LogDisposition)
    }

    private func judgement(of log: ListedLog, _ files: ArraySlice<FileNumber>, _ contents: FileContents) -> Judgement {
        guard isJudged(log) else {
            return .leftOut(isReadEarlier: scope.areReadEarlier(log.digests.lazy.map { proved.proved[$0] }))
        }
        if files.isEmpty { return .absent }
        return .judged(
            LogProver.judge(
                log,
                files.map { file in
                    let folder = listing.folders[listing.folder(of: file)]
                    let path = folder.uniquePath(Int(file - folder.firstFile), like: log.key)
                    return LogContent(path: path, contents[file]?.outcome ?? .unreadable)
                }))
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
            case .leftOut(let isReadEarlier)?: if isReadEarlier { result.logs[log.number] = .verifiedEarlier }
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
