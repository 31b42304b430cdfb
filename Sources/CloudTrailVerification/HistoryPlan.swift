internal import CloudTrailFormat
internal import Primitives

/// Which digest files a run need not read, because an earlier one verified them.
///
/// A chain is continued from its checkpoint only where the digest file of the checkpoint is still there with the same
/// content, and no older file was added. Of a chain that is not continued everything is read. Names decide which files
/// are older: one that lies about its age is a hole in its chain, or is found when the whole archive is read again.
struct HistoryPlan: Sendable {
    typealias AccountRegion = CoverageExaminer.AccountRegion

    /// The checkpoints, by chain.
    let checkpoints: [ChainID: Checkpoint]
    /// Those from which chains are continued.
    private(set) var continued: [ChainID: Checkpoint] = [:]
    /// Files that stand for the digest of a checkpoint, by their place and name alone.
    private(set) var anchors: [FileNumber: Checkpoint] = [:]
    private(set) var leftOutCount = 0
    /// By file number; empty where every file is read.
    private var isLeftOut: [Bool] = []
    /// End of the newest digest that is left out.
    private var unreadUntil: [AccountRegion: UnixTime] = [:]

    /// What a digest file's name and folder tell of its chain.
    private struct Line: Hashable {
        let account: ByteString
        let region: ByteString
        let trail: ByteString
        let homeRegion: ByteString
        let kind: ChainKind
    }

    /// What the listing holds of one checkpoint's chain.
    private struct Found {
        var anchors: [FileNumber] = []
        var older: [(file: FileNumber, end: UnixTime)] = []

        /// Whether files lie before what the runs so far read, as a window may have asked of them.
        func reachesBefore(_ since: UnixTime) -> Bool { older.contains { $0.end <= since } }
    }

    /// A log may be stamped up to 19 minutes after its delivery (FORMAT-5).
    private static let stampTolerance: Int64 = 20 * 60

    /// Every file is read, and nothing is known.
    static let empty = HistoryPlan(checkpoints: [])

    private init(checkpoints: [Checkpoint]) {
        self.checkpoints = Dictionary(checkpoints.map { ($0.chain, $0) }) { first, _ in first }
    }

    /// `from` is the beginning of the window. `hash` gives the SHA-256 of a digest file's inflated content, or nil where it
    /// cannot be read.
    init<Failure: Error>(
        _ history: History?, _ listing: ArchiveListing, from: UnixTime?,
        hash: (FileNumber) throws(Failure) -> SHA256Digest?
    ) throws(Failure) {
        self.init(checkpoints: history?.checkpoints ?? [])
        guard let history, !checkpoints.isEmpty else { return }
        let found = Array(zip(history.checkpoints, Self.search(history.checkpoints, listing)))
        // A backfill digest may be proved by an hourly one and the other way round, so both kinds are read together.
        var grown: Set<ChainID> = []
        for (checkpoint, found) in found {
            for file in found.anchors { anchors[file] = checkpoint }
            if found.older.count > checkpoint.olderCount { grown.insert(checkpoint.chain.standard) }
        }
        guard !history.isReread else { return }
        for (checkpoint, found) in found where !found.anchors.isEmpty && !grown.contains(checkpoint.chain.standard) {
            // Runs with a window did not look at what lies before it.
            if from.map({ $0 < checkpoint.since }) ?? true, found.reachesBefore(checkpoint.since) { continue }
            var agree = true
            for file in found.anchors { agree = try hash(file) == checkpoint.hash && agree }
            guard agree else { continue }
            continued[checkpoint.chain] = checkpoint
            leaveOut(found.older, of: checkpoint.chain, listing)
        }
    }

    /// The same checkpoints with the number of older files that the listing holds.
    static func counted(_ checkpoints: [Checkpoint], _ listing: ArchiveListing) -> [Checkpoint] {
        zip(checkpoints, search(checkpoints, listing)).map { checkpoint, found in
            Checkpoint(
                chain: checkpoint.chain, location: checkpoint.location, hash: checkpoint.hash,
                signature: checkpoint.signature, since: checkpoint.since, verifiedThrough: checkpoint.verifiedThrough,
                olderCount: found.older.count)
        }
    }

    private mutating func leaveOut(
        _ files: [(file: FileNumber, end: UnixTime)], of chain: ChainID, _ listing: ArchiveListing
    ) {
        guard let newest = files.map(\.end).max() else { return }
        if isLeftOut.isEmpty { isLeftOut = Array(repeating: false, count: listing.fileCount) }
        for (file, _) in files where !isLeftOut[Int(file)] {
            isLeftOut[Int(file)] = true
            leftOutCount += 1
        }
        let place = AccountRegion(account: chain.accountID, region: chain.region)
        unreadUntil[place] = max(unreadUntil[place] ?? newest, newest)
    }

    /// For each checkpoint the files of its digest, and those of older ones of its chain.
    private static func search(_ checkpoints: [Checkpoint], _ listing: ArchiveListing) -> [Found] {
        var found = Array(repeating: Found(), count: checkpoints.count)
        var numbers: [Line: [Int]] = [:]
        for (number, checkpoint) in checkpoints.enumerated() {
            let chain = checkpoint.chain
            let line = Line(
                account: chain.accountID, region: chain.region, trail: chain.trail, homeRegion: chain.homeRegion,
                kind: chain.kind)
            numbers[line, default: []].append(number)
        }
        for folder in listing.folders where folder.zone == .digests {
            let parts = folder.path.components
            // CloudTrail-Digest, region, year, month, day.
            guard parts.count >= 5 else { continue }
            let region = ByteString(parts[parts.count - 4])
            let organization = Self.organization(parts)
            for file in folder.files {
                let text = listing.objectName(of: file)
                guard let name = DigestFileName(text.bytes[...], region: region.bytes[...]) else { continue }
                // In the folder of another account it is no digest of its chain.
                if parts.count >= 6, !parts[parts.count - 6].elementsEqual(name.accountID) { continue }
                let line = Line(
                    account: ByteString(name.accountID), region: region, trail: ByteString(name.trail),
                    homeRegion: ByteString(name.homeRegion), kind: name.kind)
                for number in numbers[line] ?? [] {
                    let checkpoint = checkpoints[number]
                    guard organization.map({ $0 == checkpoint.chain.organizationID }) ?? true else { continue }
                    if name.endTime == checkpoint.verifiedThrough, isPlaced(text, parts, checkpoint.location.key) {
                        found[number].anchors.append(file)
                    } else if name.endTime <= checkpoint.verifiedThrough {
                        found[number].older.append((file, name.endTime))
                    }
                }
            }
        }
        return found
    }

    /// The organization of the folders above a day folder: nil where the path begins below it, an inner nil where there
    /// is none.
    private static func organization(_ parts: [ArraySlice<UInt8>]) -> ByteString?? {
        guard parts.count >= 7 else { return nil }
        let above = parts[parts.count - 7]
        return AWSIdentifier.isOrganizationID(above) ? .some(ByteString(above)) : .some(nil)
    }

    /// Whether name and day folder are those of `key`.
    private static func isPlaced(_ name: ByteString, _ folder: [ArraySlice<UInt8>], _ key: ByteString) -> Bool {
        let wanted = key.components.suffix(6)
        return wanted.count == 6 && zip(wanted, folder.suffix(5)).allSatisfy { $0.elementsEqual($1) }
            && wanted.last?.elementsEqual(name.bytes) == true
    }

    // MARK: Questions

    func leavesOut(_ file: FileNumber) -> Bool { !isLeftOut.isEmpty && isLeftOut[Int(file)] }

    /// Whether a digest that is not read may list a file of this name, so that nothing can be said of it.
    func isUnread(_ name: ByteString, account: ByteString?, region: ByteString?) -> Bool {
        // CloudTrail writes below a folder of the region: elsewhere no digest lists anything.
        guard !unreadUntil.isEmpty, let region, let stamp = LogFileName.stamp(in: name) else { return false }
        let until: UnixTime?
        if let account {
            until = unreadUntil[AccountRegion(account: account, region: region)]
        } else {
            // The path begins below the account folder, so there is one account.
            let accounts = unreadUntil.filter { $0.key.region == region }
            until = accounts.count == 1 ? accounts.first?.value : nil
        }
        return until.map { stamp <= $0 + Self.stampTolerance } ?? false
    }
}

/// What earlier runs verified, as it stands among what this run read.
struct KnownHistory: Sendable {
    let plan: HistoryPlan
    /// The digests of the checkpoints from which chains are continued.
    let anchors: Set<DigestGraph.Node>

    init(plan: HistoryPlan, graph: DigestGraph, names: ObjectNames) {
        self.plan = plan
        var anchors: Set<DigestGraph.Node> = []
        for checkpoint in plan.continued.values {
            for node in graph.present(names.name(checkpoint.location))
            where graph.digests[node].hash == checkpoint.hash { anchors.insert(node) }
        }
        self.anchors = anchors
    }

    func since(_ chain: ChainID) -> UnixTime? { plan.continued[chain]?.since }

    /// Whether an earlier run read all that these digests list.
    func areRead(_ nodes: some Sequence<DigestGraph.Node>) -> Bool {
        !anchors.isEmpty && nodes.allSatisfy { anchors.contains($0) }
    }
}
