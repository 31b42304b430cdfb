internal import CloudTrailFormat
internal import Primitives

/// Log files that no digest lists. None is opened: nothing about their content could be said.
struct UnreferencedLogs {
    /// One for each file in scope.
    let findings: [Finding]
    /// Stamps of all of them, in scope or not, sorted.
    let stamps: [CoverageExaminer.AccountRegion: [UnixTime]]
    /// What tells two names of one file, where there are several roots.
    let identities: Set<ArtifactIdentity>
    /// The first that has another name, where there are several roots: that may be of another account.
    let linked: FileNumber?

    private struct Coverage {
        var hasChain = false
        var start: UnixTime?
        var end: UnixTime?
        var verified: [TimeSpan] = []
    }

    init(records: JudgedRecords, catalogue: LogCatalogue, timelines: [ChainTimeline]) {
        var findings: [Finding] = []
        var stamps: [CoverageExaminer.AccountRegion: [UnixTime]] = [:]
        var coverages: [CoverageExaminer.AccountRegion: Coverage] = [:]
        for timeline in timelines where timeline.chain.kind == .standard {
            let place = CoverageExaminer.AccountRegion(
                account: timeline.chain.accountID, region: timeline.chain.region)
            var coverage = coverages[place] ?? Coverage()
            coverage.hasChain = true
            coverage.start = [coverage.start, timeline.start].compactMap { $0 }.min()
            coverage.end = [coverage.end, timeline.end].compactMap { $0 }.max()
            coverage.verified += timeline.items.compactMap { item in
                item.node.flatMap { records.isVerified($0) ? TimeSpan(from: item.start, to: item.end) : nil }
            }
            coverages[place] = coverage
        }
        var seen: Set<ArtifactIdentity> = []
        var linked: FileNumber?
        for file in catalogue.unreferenced(in: .logs, isVerified: records.isVerified) {
            // A zero-byte file is a folder marker; a second name of one file in another root is the same file. One of
            // which nothing can be had was listed all the same.
            let status = records.status(file)
            guard status?.size != 0 else { continue }
            let folder = records.listing.folders[records.listing.folder(of: file)]
            if records.listing.roots.count > 1, let status {
                if status.hasOtherNames, linked == nil { linked = file }
                guard seen.insert(status.identity).inserted else { continue }
            }
            let (account, region) = PlacedObject.accountAndRegion(of: folder.path)
            let name = records.listing.name(of: file)
            let stamp = LogFileName.stamp(in: name)
            let place = account.flatMap { account in
                region.map { CoverageExaminer.AccountRegion(account: account, region: $0) }
            }
            if let place, let stamp { stamps[place, default: []].append(stamp) }
            guard records.scope.includes(unlisted: file) else { continue }
            let object = records.places.object(of: file)
            findings.append(
                Finding(
                    .logUnreferenced(Self.explanations(stamp, place.flatMap { coverages[$0] } ?? Coverage())),
                    FindingSubject(
                        bucket: object.bucket, key: object.key, path: records.listing.userPath(of: file),
                        accountID: account, region: region, time: stamp)))
        }
        self.findings = findings
        identities = seen
        self.linked = linked
        self.stamps = stamps.mapValues { $0.sorted() }
    }

    /// Which innocent explanations the time in a log's name allows. A forged file looks just like each of them.
    private static func explanations(_ stamp: UnixTime?, _ coverage: Coverage) -> FindingDetail.UnreferencedLog {
        guard let stamp else { return .nameWithoutTime }
        guard coverage.hasChain, let start = coverage.start, let end = coverage.end else {
            return .noDigestsOfItsRegion
        }
        if stamp >= end { return .afterNewestDigest(stamp) }
        if stamp < start { return .beforeOldestDigest(stamp) }
        let isCovered = coverage.verified.contains { $0.from <= stamp && stamp < $0.to }
        return isCovered ? .coveredByVerifiedDigests(stamp) : .notCovered(stamp)
    }
}
