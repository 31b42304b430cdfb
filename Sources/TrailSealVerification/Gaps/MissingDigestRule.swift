internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Decides what the absent predecessors of verified digests show: missing digests, gaps, or the beginning of the copy
/// (TIME-6 to TIME-11, TIME-14, TIME-21, TIME-27).
struct MissingDigestRule {
    let dispositions: Dispositions
    let lines: [ChainID: ChainLine]
    private let hidden: HiddenPlaces
    /// The stamps of unreferenced logs, sorted, by account and Region.
    private let unreferenced: [AccountRegion: [UnixTime]]
    /// The names of files in flat folders that hold no readable digest.
    private let unreadable: Set<DigestName>

    init(
        _ dispositions: Dispositions, _ lines: [ChainID: ChainLine], unreferenced: [AccountRegion: [UnixTime]]
    ) {
        self.dispositions = dispositions
        self.lines = lines
        hidden = HiddenPlaces(dispositions.listing, dispositions.locator)
        self.unreferenced = unreferenced.mapValues { $0.sorted() }
        unreadable = Set(
            dispositions.proved.files.lazy.compactMap { file in
                file.statement == nil && dispositions.placing.isFlat(file.folder) ? file.name : nil
            })
    }

    /// What an absent predecessor shows.
    enum Answer {
        /// It must have existed.
        case missing(Finding, hole: Interval)
        /// The time before the digest is a gap with this cause.
        case gap(CoverageGap)
        /// The copy begins here.
        case begins(Finding)
    }

    /// The answers for one chain, each predecessor once, with the start of the digest that names it.
    func answers(_ line: ChainLine) -> [(start: UnixTime, answer: Answer)] {
        let policy = dispositions.scope.policy
        var seen: Set<S3Location> = []
        var found: [(start: UnixTime, answer: Answer)] = []
        let known = dispositions.scope.begin(of: line.chain)
        let older = OlderEnd(line)
        // In one sequence, each digest but the first names the one before it.
        let asked = line.isOneSequence ? line.verified.prefix(1) : line.verified[...]
        for (index, digest) in asked.enumerated() {
            // A digest mostly names the one before it.
            if index > 0, let named = digest.statement.document.previous?.location,
                named == line.verified[index - 1].location
            {
                continue
            }
            guard let previous = digest.statement.document.previous, seen.insert(previous.location).inserted else {
                continue
            }
            // Digests before the checkpoint are compared with the state instead (STATE-5).
            if let known, digest.interval.to <= known { continue }
            // A link joins digests of one account and Region only (DIGEST-6).
            if let other = previous.location.digestKey?.chain,
                other.accountID != digest.chain.accountID || other.region != digest.chain.region
            {
                continue
            }
            guard !isPresent(previous.location, digest) else { continue }
            guard var answer = answer(digest, previous.location, older: older.end(before: digest), policy, line) else {
                continue
            }
            if case .missing(var finding, let hole) = answer {
                finding.subject.recorded = previous.hash
                answer = .missing(finding, hole: hole)
            }
            found.append((digest.interval.from, answer))
        }
        return found
    }

    /// Finds the end of the nearest older verified digest by binary search. The digests are in the order of their ends.
    private struct OlderEnd {
        private let digests: [ProvedDigest]

        init(_ line: ChainLine) { digests = line.verified }

        func end(before digest: ProvedDigest) -> UnixTime? {
            var low = 0
            var high = digests.count
            while low < high {
                let middle = low + (high - low) / 2
                if digests[middle].interval.to <= digest.interval.from { low = middle + 1 } else { high = middle }
            }
            return low > 0 ? digests[low - 1].interval.to : nil
        }
    }

    /// Whether a file is in the place of an object. A link, device or folder doesn't count (TIME-27).
    private func isPresent(_ location: S3Location, _ digest: ProvedDigest) -> Bool {
        if dispositions.proved.isDeclared(location) { return true }
        let (folder, name) = location.key.splitAtLastSlash
        let places = dispositions.locator.places(
            of: S3Location(bucket: location.bucket, key: folder), account: digest.chain.accountID)
        // In a flat copy, no mapping says where the object lies.
        if places.isEmpty, let name = DigestName(location), unreadable.contains(name) { return true }
        return places.contains {
            dispositions.listing.file(root: $0.root, path: $0.path.appending(component: name)) != nil
        }
    }

    private func answer(
        _ digest: ProvedDigest, _ previous: S3Location, older: UnixTime?, _ policy: VerificationPolicy,
        _ line: ChainLine
    ) -> Answer? {
        let isHourly = digest.chain.kind == .standard
        let previousEnd = previous.endTime
        if hidden.hides(previous, account: digest.chain.accountID) { return isHourly ? .gap(.hiddenFolder) : nil }
        func missing(_ sign: FindingDetail.MissingDigestSign) -> Answer? {
            let hole = hole(before: digest, older: older, previousEnd: previousEnd)
            guard policy.includes(start: hole.from, end: hole.to) else { return nil }
            let hours = (hole.to.interval(since: hole.from) + UnixTime.hour / 2) / UnixTime.hour
            let count = max(1, Int(hours))
            return .missing(
                Finding(
                    .digestMissing(count: count, successorEnd: digest.interval.to, sign),
                    FindingSubject(chain: digest.chain, previous, from: hole.from, to: hole.to)), hole: hole)
        }
        if let from = policy.from, previousEnd ?? digest.interval.from > from {
            return missing(.windowBeginsBeforeItsEnd)
        }
        if older != nil {
            guard dispositions.locator.holds(bucket: previous.bucket, in: dispositions.listing) else {
                return isHourly ? .gap(.otherBucket(previous.bucket)) : nil
            }
            return missing(.olderDigestsArePresent)
        }
        let time = previousEnd ?? digest.interval.from
        // A log stamped later may belong to the digest's own interval.
        let end = digest.interval.from - LogFileName.stampTolerance
        if hasUnreferencedLog(digest, time - UnixTime.hour, end) {
            return missing(.unlistedLogsOfItsTime)
        }
        if !isHourly, isHourCovered(time, digest.chain) { return missing(.hourCoveredByHourlyDigests) }
        guard dispositions.scope.includes(digest.statement) else { return nil }
        return .begins(
            Finding(
                .historyBegins(oldestStart: digest.interval.from, oldestEnd: digest.interval.to),
                FindingSubject(chain: digest.chain, previous)))
    }

    /// The interval of a hole. It begins with the end of the nearest older verified digest, or else an hour before the
    /// predecessor's end. It ends with the digest's start (TIME-10).
    private func hole(before digest: ProvedDigest, older: UnixTime?, previousEnd: UnixTime?) -> Interval {
        let start = digest.interval.from
        if let older, older < start { return Interval(from: older, to: start) }
        return Interval(from: min((previousEnd ?? start) - UnixTime.hour, start), to: start)
    }

    private func hasUnreferencedLog(_ digest: ProvedDigest, _ from: UnixTime, _ to: UnixTime) -> Bool {
        [digest.chain.region, nil].contains { region in
            let stamps = unreferenced[AccountRegion(account: digest.chain.accountID, region: region)] ?? []
            var low = 0
            var high = stamps.count
            while low < high {
                let middle = low + (high - low) / 2
                if stamps[middle] < from { low = middle + 1 } else { high = middle }
            }
            return low < stamps.count && stamps[low] <= to
        }
    }

    /// Whether verified standard digests of the Region and trail cover the hour before `end` (TIME-9).
    private func isHourCovered(_ end: UnixTime, _ chain: ChainID) -> Bool {
        guard let line = lines[dispositions.scope.line(of: chain.standard)] else { return false }
        return line.coverage.uncovered(Interval(from: end - UnixTime.hour, to: end)).isEmpty
    }
}
