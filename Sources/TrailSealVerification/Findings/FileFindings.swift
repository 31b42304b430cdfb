internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds files that no digest lists, and obstacles.
struct FileFindings {
    let dispositions: Dispositions
    let reaches: [AccountRegion: PlaceReach]

    private var listing: ArchiveListing { dispositions.listing }

    func findings() -> [Finding] {
        var found: [Finding] = []
        for (index, folder) in listing.folders.enumerated() {
            var unrecognized = 0
            for file in folder.files {
                switch dispositions.bins[Int(file)] {
                case .unreferencedLog?: found.append(unreferenced(file, index))
                case .unrecognized? where dispositions.placing.facts(ofFolder: index).kind != nil: unrecognized += 1
                default: break
                }
            }
            guard unrecognized > 0 else { continue }
            let facts = PathFacts(dispositions.placing.facts(ofFolder: index), name: "x")
            guard !dispositions.scope.leavesOut(facts) else { continue }
            found.append(
                Finding(
                    .fileUnrecognized(count: unrecognized),
                    FindingSubject(
                        path: listing.userPath(root: folder.root, path: folder.path), accountID: facts.account,
                        region: facts.region)))
        }
        let harmless = dispositions.harmlessLinks()
        return found + notDue() + listing.obstacles.compactMap { obstacle($0, harmless) }
    }

    // MARK: Files

    private func unreferenced(_ file: FileNumber, _ index: Int) -> Finding {
        let folder = listing.folders[index]
        let facts = dispositions.placing.facts(of: file)
        let object = dispositions.locator.object(
            root: folder.root, folder.path.appending(component: listing.objectName(of: file)))
        var finding = Finding(
            .logUnreferenced(
                facts.name.isInflatedBeside(folder) ? .besideCompressedFile : explanation(facts)),
            FindingSubject(
                bucket: object.bucket, key: object.key, path: listing.userPath(of: file), accountID: facts.account,
                region: facts.namedRegion, time: facts.stamp))
        finding.item = .path(listing.uniquePath(of: file))
        return finding
    }

    /// Which innocent explanations the log's time, name and neighbours allow. A forged file can look like any of them
    /// (FILE-7).
    private func explanation(_ facts: PathFacts) -> FindingDetail.UnreferencedLog {
        if let leftover = LeftoverName(facts.name) { return .leftover(leftover) }
        guard let stamp = facts.stamp else { return .nameWithoutTime }
        guard facts.hasFittingLogName else { return .foreignName(stamp) }
        let place = AccountRegion(account: facts.account, region: facts.namedRegion)
        guard let reach = reaches[place], let start = reach.start, let end = reach.end else {
            return .noDigestsOfItsRegion
        }
        if stamp >= end { return .afterNewestDigest(stamp) }
        if stamp < start { return .beforeOldestDigest(stamp) }
        if end.interval(since: stamp) < LogFileName.stampTolerance { return .beforeNewestEnd(stamp) }
        if reach.covered.holds(stamp) { return .coveredByVerifiedDigests(stamp) }
        return reach.restarts.holds(stamp) ? .betweenSegments(stamp) : .notCovered(stamp)
    }

    /// Makes one note for each account and Region with logs that aren't due yet (SCOPE-7).
    private func notDue() -> [Finding] {
        var stamps: [AccountRegion: (count: Int, first: UnixTime, last: UnixTime)] = [:]
        for (index, bin) in dispositions.bins.enumerated() {
            guard case .notDue? = bin else { continue }
            let facts = dispositions.placing.facts(of: FileNumber(index))
            guard let stamp = facts.stamp else { continue }
            let place = AccountRegion(account: facts.account, region: facts.region)
            let known = stamps[place] ?? (0, stamp, stamp)
            stamps[place] = (known.count + 1, min(known.first, stamp), max(known.last, stamp))
        }
        return stamps.map { place, value in
            Finding(
                .logNotDue(count: value.count),
                FindingSubject(from: value.first, to: value.last, accountID: place.account, region: place.region))
        }
    }

    // MARK: Obstacles

    private func obstacle(_ obstacle: ArchiveListing.Obstacle, _ harmless: Set<RootedFolder>) -> Finding? {
        let placed = dispositions.locator.placedPath(root: obstacle.root, obstacle.path)
        let facts = PathFacts(placed)
        guard !facts.isHidden, !dispositions.scope.leavesOut(obstacle: facts),
            !harmless.contains(RootedFolder(root: obstacle.root, path: obstacle.path))
        else { return nil }
        let object = dispositions.locator.object(root: obstacle.root, obstacle.path)
        let key = object.key.flatMap { DigestObjectKey($0) }
        var finding = Finding(
            .fileUnreadable(
                obstacle.hidesFiles ? .unlistable(reason: obstacle.reason) : .irregular(kind: obstacle.reason)),
            FindingSubject(
                chain: dispositions.chain(of: key, in: facts.folder), bucket: object.bucket, key: object.key,
                path: listing.userPath(root: obstacle.root, path: obstacle.path), accountID: facts.account,
                region: facts.region, time: key?.endTime ?? facts.stamp))
        finding.item = .path(listing.uniquePath(root: obstacle.root, obstacle.path))
        return finding
    }
}

/// The time that the digests of one account and Region span.
struct PlaceReach: Sendable {
    /// Start of the oldest hour that a digest or a digest's name shows.
    var start: UnixTime?
    /// End of the newest hour that a digest or a digest's name shows.
    var end: UnixTime?
    /// Intervals of verified standard digests, in order and disjoint.
    var covered: [Interval] = []
    /// Intervals between the end of a segment and the start of the next, in order and disjoint.
    var restarts: [Interval] = []
}

extension [Interval] {
    /// Whether one of the intervals contains `time`. They must be in order and disjoint.
    fileprivate func holds(_ time: UnixTime) -> Bool {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].to <= time { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].contains(time)
    }
}

extension ByteString {
    /// Whether the name is `X.json` and `X.json.gz` lies in the same folder (FILE-19).
    fileprivate func isInflatedBeside(_ folder: ArchiveListing.Folder) -> Bool {
        hasSuffix(".json") && folder.names.index(of: (self + ".gz").bytes[...]) != nil
    }
}

extension PathFacts {
    /// Whether CloudTrail would use the file's name in its folder.
    fileprivate var hasFittingLogName: Bool {
        guard isLogName else { return false }
        let fields = name.bytes.split(separator: UInt8(ascii: "_"))
        guard fields.count > 2, folder.account.map({ $0.bytes.elementsEqual(fields[0]) }) ?? true,
            folder.region.map({ $0.bytes.elementsEqual(fields[2]) }) ?? true,
            // The last field is the unique part, followed by `.json.gz`.
            fields.last.map({ $0.prefix { $0 != UInt8(ascii: ".") }.allSatisfy(\.isLetterOrDigit) }) ?? false
        else { return false }
        // The folder is that of the delivery, which may be on the day before or after the stamp, close to midnight.
        guard let day, let stamp else { return true }
        return Interval(from: day - UnixTime.hour, to: day + UnixTime.day + UnixTime.hour).contains(stamp)
    }
}
