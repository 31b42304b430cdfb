internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The results of stages 2 to 6: what was decided about each file and listed log of a part. Stages 7 and 8 read it.
struct Dispositions: Sendable {
    let listing: ArchiveListing
    let scope: RunScope
    let proved: ProvedDigests
    let placing: FolderPlacing
    let locator: ObjectLocator
    let candidates: LogCandidates
    let contents: FileContents
    private(set) var claims: [JudgeFiles.UnprovedClaims]
    /// The end time in the newest digest name of each chain. Keys are chains without organizations. Empty if all
    /// digests are proved.
    let newestNames: [ChainID: UnixTime]
    /// Buckets of verified logs.
    var filledBuckets: Set<ByteString> = []
    /// Verified logs out of scope. Files in scope may be copies of them.
    var originals: [VerifiedLog] = []
    /// The disposition of each listed log, by its number. Nil for one that is out of scope.
    var logs: [LogDisposition?]
    /// The bin of each file, by its number.
    var bins: [FileBin?]

    init(
        listing: ArchiveListing, scope: RunScope, proved: ProvedDigests, placing: FolderPlacing, locator: ObjectLocator,
        candidates: LogCandidates, contents: FileContents, claims: [JudgeFiles.UnprovedClaims]
    ) {
        self.listing = listing
        self.scope = scope
        self.proved = proved
        self.placing = placing
        self.locator = locator
        self.candidates = candidates
        self.contents = contents
        self.claims = claims
        var newest: [ChainID: UnixTime] = [:]
        // Adjacent files mostly follow each other in time, so the dictionary is written once for each chain.
        var last: (chain: ChainID, end: UnixTime)?
        // Only an unproved digest needs to know the newest name of its chain.
        for file in proved.unproved.isEmpty ? [] : proved.files {
            // A name in another account's folder shows no chain (ACCOUNT-0).
            guard let name = file.name,
                placing.folderFacts(of: file).account ?? name.chain.accountID == name.chain.accountID
            else { continue }
            if let known = last, known.chain != name.chain {
                newest[known.chain] = known.end
                last = newest[name.chain].map { (name.chain, $0) }
            }
            guard last.map({ $0.end < name.endTime }) ?? true else { continue }
            last = (name.chain, name.endTime)
        }
        if let last { newest[last.chain] = last.end }
        newestNames = newest
        logs = Array(repeating: nil, count: candidates.listed.logs.count)
        bins = Array(repeating: nil, count: listing.fileCount)
    }

    /// The logs of a claim that nothing else decides about. A log `X.json` beside its `X.json.gz` isn't one more log.
    func logs(of claim: JudgeFiles.UnprovedClaims) -> [(file: FileNumber, hash: SHA256Digest?)] {
        claim.files.filter { file, _ in
            if case .unverifiedLog? = bins[Int(file)] { listing.compressedForm(of: file) == nil } else { false }
        }
    }

    /// Joins what copies of one digest list. `first` gives the position of the file that counts, for each position.
    mutating func joinClaims(_ first: (Int) -> Int) {
        var order: [Int] = []
        var joined: [Int: [(file: FileNumber, hash: SHA256Digest?)]] = [:]
        for claim in claims {
            let position = first(claim.position)
            if joined[position] == nil { order.append(position) }
            joined[position, default: []] += claim.files
        }
        claims = order.map { position in
            var seen: Set<FileNumber> = []
            let files = (joined[position] ?? []).filter { seen.insert($0.file).inserted }
            return JudgeFiles.UnprovedClaims(position: position, files: files)
        }
    }

    /// The digest that a listed log counts for: one that the filters include, if any.
    func owner(of log: ListedLog) -> ProvedDigest? {
        guard log.digests.count > 1 else { return log.digests.first.map { proved.proved[$0] } }
        let digests = log.digests.lazy.map { proved.proved[$0] }
        return digests.first { scope.includes($0.chain) } ?? digests.first
    }

    /// The standing of each file of a contradicted log, which itself counts by the worst (LOG-16). Empty for a log with
    /// any other disposition, because all its files then stand alike.
    func standings(ofFilesOf log: ListedLog) -> [LogStanding] {
        guard case .invalid(let judgements)? = logs[log.number] else { return [] }
        let isPlain = log.hashes.count == 1 && log.hashes[0] != nil
        return judgements.map { judgement in
            switch judgement.fault {
            case nil: isPlain ? .verified : .unverified
            case .unreadable?: .unverified
            default: .invalid
            }
        }
    }

    /// The chain of a digest's key, unless the file lies in another account's folder.
    func chain(of key: DigestObjectKey?, in folder: FolderFacts) -> ChainID? {
        guard let chain = key?.chain, folder.account ?? chain.accountID == chain.accountID else { return nil }
        return chain
    }

    /// The object that a file stands for by its place.
    func object(of file: FileNumber) -> (bucket: ByteString?, key: ByteString?) {
        let folder = listing.folders[listing.folder(of: file)]
        return locator.object(root: folder.root, folder.path.appending(component: listing.objectName(of: file)))
    }

    /// Links that hide nothing because their target was walked and is judged. A link in the place of a digest or log
    /// isn't one of them (PLACE-16).
    func harmlessLinks() -> Set<RootedFolder> {
        let links = listing.obstacles.filter { $0.target != nil }
        guard !links.isEmpty else { return [] }
        var keys = Set(candidates.listed.logs.map(\.location.key))
        keys.formUnion(proved.proved.compactMap { $0.statement.document.previous?.location.key })
        return Set(
            links.filter { link in
                let key = locator.object(root: link.root, link.path).key
                return isTargetJudged(link) && key.map { !keys.contains($0) } ?? true
            }.map { RootedFolder(root: $0.root, path: $0.path) })
    }

    /// Whether what a link leads to is judged as a file in the link's place would be.
    private func isTargetJudged(_ link: ArchiveListing.Obstacle) -> Bool {
        // With the name of a digest or log, the link stands in the place of one.
        guard let target = link.target, !RecognizedName.isObject(link.path.splitAtLastSlash.name) else { return false }
        func facts(_ root: Int, _ path: ByteString) -> PathFacts { PathFacts(locator.placedPath(root: root, path)) }
        let own = facts(link.root, link.path)
        let judged = facts(target.root, target.isFolder ? target.path.appending(component: "x") : target.path)
        guard !judged.isHidden, !judged.isOtherService else { return false }
        if own.kind == nil, !locator.placed(root: link.root, link.path.splitAtLastSlash.folder).isFlat { return true }
        // In a flat folder, a file of any account and either kind may lie.
        if let kind = judged.kind, !(kind == PathFacts.logFolder || kind == PathFacts.digestFolder) { return false }
        let (place, other) = (own.folder, judged.folder)
        let isAlike =
            own.kind == nil
            || (place.account == other.account && place.kind == other.kind
                && (place.region == nil || place.region == other.region))
        // What is out of scope isn't judged, so a link to it must be out of scope as well.
        return isAlike && (scope.leavesOut(own) || !scope.leavesOut(judged))
    }

    /// The end of the newest verified standard digest of each account and Region.
    func newestEnds() -> [AccountRegion: UnixTime] {
        candidates.listed.chains.reduce(into: [:]) { ends, entry in
            guard entry.key.kind == .standard, let end = entry.value.lazy.map({ $0.interval.to }).max() else { return }
            let place = AccountRegion(account: entry.key.accountID, region: entry.key.region)
            ends[place] = max(ends[place] ?? end, end)
        }
    }
}
