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
            let reason = Self.explanation(stamp, place.flatMap { coverages[$0] } ?? Coverage())
            var finding = Finding(.logUnreferenced, "No verified digest lists this log file. " + reason)
            let object = records.places.object(of: file)
            finding.bucket = object.bucket
            finding.key = object.key
            finding.path = records.listing.userPath(of: file)
            finding.subject.accountID = account
            finding.subject.region = region
            finding.subject.time = stamp
            findings.append(finding)
        }
        self.findings = findings
        identities = seen
        self.linked = linked
        self.stamps = stamps.mapValues { $0.sorted() }
    }

    /// Which innocent explanations the time in a log's name allows. A forged file looks just like each of them.
    private static func explanation(_ stamp: UnixTime?, _ coverage: Coverage) -> String {
        let otherTrail = "a second trail without validation wrote it"
        guard let stamp else { return "Its name holds no time, so CloudTrail did not name it; or \(otherTrail)." }
        guard coverage.hasChain, let start = coverage.start, let end = coverage.end else {
            return "The archive holds no digest of its account and region: validation was off, or \(otherTrail), "
                + "or its digests were not downloaded. A forged file looks the same."
        }
        if stamp >= end {
            return
                "Its time, \(stamp.iso8601), is after the newest digest: it is not yet digested, validation was off, "
                + "or \(otherTrail). A forged file looks the same."
        }
        if stamp < start {
            return "Its time, \(stamp.iso8601), is before the oldest digest: the digest that lists it was not "
                + "downloaded, validation was off, or \(otherTrail). A forged file looks the same."
        }
        if coverage.verified.contains(where: { $0.from <= stamp && stamp < $0.to }) {
            return
                "Verified digests cover its time, \(stamp.iso8601): it came late and a backfill digest will list it, "
                + "or \(otherTrail). A forged file looks the same."
        }
        return "No verified digest covers its time, \(stamp.iso8601): the digest that lists it is missing or not "
            + "verified, validation was off, or \(otherTrail). A forged file looks the same."
    }
}
