internal import CloudTrailFormat
internal import Primitives

/// Counts again before a run may say `verified`: everything that verified digests list, the time that they cover, what
/// was not looked at, and the chains of a state. It asks digests, files and options, and uses findings only as excuses.
/// What does not balance is `unaccounted`.
struct AccountingGuard {
    private let records: JudgedRecords
    private let timelines: [ChainTimeline]
    /// All findings of the part, after allowances.
    private let findings: [Finding]
    /// Obstacles that have a finding: indices into the listing's list.
    private let reportedObstacles: Set<Int>
    /// Findings that are allowed, by chain.
    private let allowed: [ChainID: [Finding]]
    /// By number of the chain: whether a finding that counts speaks of it, so that nothing need be added.
    private let isConcerned: [Bool]
    private let concerned: ConcernedChains
    /// By number of the chain: the end of its newest digests in their places, and how many have it.
    private let newest: [(end: UnixTime, count: Int)]

    private var graph: DigestGraph { records.graph }
    private var scope: Scope { records.scope }

    init(
        records: JudgedRecords, timelines: [ChainTimeline], findings: [Finding], reportedObstacles: Set<Int>
    ) {
        self.records = records
        self.timelines = timelines
        self.findings = findings
        self.reportedObstacles = reportedObstacles
        allowed = findings.reduce(into: [:]) { allowed, finding in
            if finding.isAllowed, let chain = finding.chain { allowed[chain, default: []].append(finding) }
        }
        let concerned = ConcernedChains(findings, records.graph)
        self.concerned = concerned
        var newest = [(end: UnixTime, count: Int)](
            repeating: (UnixTime(seconds: .min), 0), count: records.graph.chains.count)
        for node in records.graph.nodes where records.graph.digests[node].hasRole {
            let (chain, end) = (records.graph.chainNumber(of: node), records.graph.digests[node].end)
            if end > newest[chain].end { newest[chain] = (end, 0) }
            if end == newest[chain].end { newest[chain].count += 1 }
        }
        self.newest = newest
        isConcerned = records.graph.chains.map(concerned.includes)
    }

    /// What does not balance, at most one finding for each chain and kind of question.
    func unaccounted() -> [Finding] {
        logs() + logsOfAllowedDigests() + strangers() + obstacles() + times() + checkpoints()
    }

    // MARK: Listed logs

    /// Every log that a verified digest in scope lists was read with the recorded hash, or has a finding.
    private func logs() -> [Finding] {
        var found: [Finding] = []
        var isReported = isConcerned
        lazy var judge = LogJudge(records: records)
        lazy var judgedAbsent = Set(records.absentInScope().map(\.location))
        var places = records.places
        for node in graph.nodes where graph.digests[node].hasRole && records.isVerified(node) {
            let chain = graph.chainNumber(of: node)
            guard !isReported[chain], scope.includes(node), !records.history.anchors.contains(node) else { continue }
            let digest = graph.digests[node]
            for entry in digest.entries where !(entry.hashIsKnown && holds(entry.file, entry.hash)) {
                found.append(
                    unjudged(node, records.places.object(of: entry.file), records.listing.userPath(of: entry.file)))
                isReported[chain] = true
                break
            }
            guard !isReported[chain] else { continue }
            for entry in digest.absent {
                if let absent = records.claims.absent[entry.location] {
                    guard judgedAbsent.contains(entry.location),
                        judge.judge(absent: absent, at: entry.location)?.findings.isEmpty == false
                    else {
                        found.append(unjudged(node, PlacedObject(entry.location), nil))
                        isReported[chain] = true
                        break
                    }
                    continue
                }
                let files = places.files(of: entry.location) + places.mergedFiles(of: entry.location)
                guard let hash = entry.hash, files.contains(where: { holds($0, hash) }) else {
                    found.append(unjudged(node, PlacedObject(entry.location), nil))
                    isReported[chain] = true
                    break
                }
            }
        }
        return found
    }

    /// Whether a file was read to its end and has this hash.
    private func holds(_ file: FileNumber, _ hash: SHA256Digest) -> Bool {
        switch records.inspection.state(of: file) {
        case .notRead: return false
        case .matches: return records.claims.soleClaim(on: file)?.hash == hash
        case .detailed:
            guard let details = records.inspection.details(of: file) else { return false }
            return details.outcome == .whole && details.hash == hash
        }
    }

    private func unjudged(_ node: DigestGraph.Node, _ object: PlacedObject, _ path: ByteString?) -> Finding {
        Finding(
            .unaccounted(.listedLog),
            FindingSubject(
                chain: graph.digests[node].chain, bucket: object.bucket, key: object.key, path: path,
                time: graph.digests[node].end))
    }

    /// A file in an account's folder of logs is listed by a verified digest of that account, or has a finding.
    private func strangers() -> [Finding] {
        var found: [Finding] = []
        for folder in records.listing.folders where folder.zone == .logs {
            guard let account = PlacedObject.accountAndRegion(of: folder.path).account else { continue }
            for file in folder.files where records.claims.isClaimed(file) {
                guard isStranger(file, to: account), scope.includes(unlisted: file) else { continue }
                found.append(
                    Finding(
                        .unaccounted(.strangerInFolder(accountID: account)),
                        FindingSubject(path: records.listing.userPath(of: file), accountID: account)))
                break
            }
        }
        return found
    }

    /// Whether verified digests list a file, and none of this account.
    private func isStranger(_ file: FileNumber, to account: ByteString) -> Bool {
        // Mostly one digest lists it, which needs no list.
        if let sole = records.claims.soleClaim(on: file) {
            return records.isVerified(sole.node) && graph.digests[sole.node].chain.accountID != account
        }
        let verified = records.claims.claims(on: file).filter { records.isVerified($0.node) }
        return !verified.isEmpty && !verified.contains { graph.digests[$0.node].chain.accountID == account }
    }

    // MARK: What was not looked at

    /// Nothing that might hold files in scope was left out because of its own name.
    private func obstacles() -> [Finding] {
        records.listing.obstacles.enumerated().compactMap { index, obstacle in
            guard !reportedObstacles.contains(index), scope.includesFolders(above: obstacle) else { return nil }
            let owner = PlacedObject.owner(of: obstacle.path.splitAtLastSlash.folder)
            return Finding(
                .unaccounted(.outOfScopeByName(reason: obstacle.reason)),
                FindingSubject(
                    path: records.listing.userPath(root: obstacle.root, path: obstacle.path), accountID: owner.account,
                    region: owner.region))
        }
    }

    // MARK: Time

    /// Verified digests alone cover the required time of every standard chain in scope.
    private func times() -> [Finding] {
        timelines.compactMap { timeline in
            let chain = timeline.chain
            guard chain.kind == .standard, scope.policy.includes(chain), !concerned.includes(chain) else { return nil }
            let verified = verifiedSpans(timeline)
            guard let start = scope.policy.from ?? verified.map(\.from).min(),
                let end = scope.policy.to ?? verified.map(\.to).max()
            else { return uncovered(chain, nil) }
            let rest = TimeSpan(from: start, to: max(start, end)).subtracting(
                verified + excused(chain) + silences(chain, until: end))
            return rest.first.map { uncovered(chain, $0) }
        }
    }

    private func verifiedSpans(_ timeline: ChainTimeline) -> [TimeSpan] {
        timeline.items.compactMap { item in
            item.node.flatMap { records.isVerified($0) ? TimeSpan(from: item.start, to: item.end) : nil }
        }
    }

    /// The time that allowed findings give up: a gap its interval, an unproved digest the hour before its end.
    private func excused(_ chain: ChainID) -> [TimeSpan] {
        (allowed[chain] ?? []).compactMap { finding in
            if finding.code == .coverageGap { return finding.subject.span }
            guard let node = allowedDigest(finding), isHead(node) else { return nil }
            let end = graph.digests[node].end
            return TimeSpan(from: end - UnixTime.hour, to: end)
        }
    }

    /// The digest whose lack of proof a finding excuses.
    private func allowedDigest(_ finding: Finding) -> DigestGraph.Node? {
        finding.isAllowed && finding.code != .logDigestUnverified ? finding.node : nil
    }

    /// Whether a digest is the newest of its chain, and the only one of its end time, behind a verified one of the chain:
    /// the only kind whose lack of proof may be allowed (ALLOW-6).
    private func isHead(_ node: DigestGraph.Node) -> Bool {
        let chain = graph.chainNumber(of: node)
        return graph.predecessors(of: node).contains { records.isVerified($0) && graph.chainNumber(of: $0) == chain }
            && newest[chain].end == graph.digests[node].end && newest[chain].count == 1
    }

    /// Logs that only an allowed digest lists lie near its hour: up to 65 minutes before it and 20 behind it (ALLOW-8).
    private func logsOfAllowedDigests() -> [Finding] {
        findings.compactMap { finding in
            guard let node = allowedDigest(finding) else { return nil }
            let digest = graph.digests[node]
            let hour = digest.end - UnixTime.hour
            let stranger = digest.entries.first { entry in
                if records.claims.claims(on: entry.file).contains(where: { records.isVerified($0.node) }) {
                    return false
                }
                guard let stamp = LogFileName.stamp(in: records.listing.name(of: entry.file)) else { return true }
                return stamp < hour - 65 * 60 || stamp >= digest.end + 20 * 60
            }
            guard let stranger else { return nil }
            return Finding(
                .unaccounted(.logFarFromAllowedDigest),
                FindingSubject(
                    chain: digest.chain, path: records.listing.userPath(of: stranger.file), time: digest.end))
        }
    }

    /// The time after a stop in which the user's trail description says that the trail wrote nothing.
    private func silences(_ chain: ChainID, until end: UnixTime) -> [TimeSpan] {
        scope.policy.deliveries.compactMap { delivery in
            guard delivery.writes(chain), delivery.isSilent(until: end), let stopped = delivery.stopped, stopped < end
            else { return nil }
            return TimeSpan(from: stopped, to: end)
        }
    }

    private func uncovered(_ chain: ChainID, _ span: TimeSpan?) -> Finding {
        Finding(
            .unaccounted(span == nil ? .chain : .time),
            FindingSubject(chain: chain, from: span?.from, to: span?.to))
    }

    /// From when to when verified digests and excuses reach, by chain: what other regions are compared with.
    func reaches() -> [VerifiedReach] {
        timelines.compactMap { timeline in
            guard timeline.chain.kind == .standard, scope.policy.includes(timeline.chain) else { return nil }
            let verified = timeline.items.filter { $0.node.map { records.isVerified($0) } ?? false }
            guard let oldest = verified.first?.node, let start = verified.map(\.start).min(),
                let end = verified.map(\.end).max()
            else { return nil }
            return VerifiedReach(
                chain: timeline.chain, start: start, end: end,
                begins: graph.digests[oldest].previous == nil || records.history.anchors.contains(oldest),
                excused: excused(timeline.chain))
        }
    }

    // MARK: State

    /// Every chain that the state knows is there up to where it was verified, or has a finding.
    private func checkpoints() -> [Finding] {
        let known = records.history.plan.checkpoints
        guard !known.isEmpty else { return [] }
        let through = graph.chains.map { known[$0]?.verifiedThrough }
        var reached: Set<ChainID> = []
        for node in graph.nodes where graph.digests[node].hasRole && records.isVerified(node) {
            let (digest, chain) = (graph.digests[node], graph.chainNumber(of: node))
            guard let time = through[chain], digest.start <= time, time <= digest.end else { continue }
            reached.insert(graph.chains[chain])
        }
        return known.values.sorted { $0.chain < $1.chain }.compactMap { checkpoint in
            let chain = checkpoint.chain
            guard scope.policy.includes(chain), !reached.contains(chain), !concerned.includes(chain) else { return nil }
            return Finding(
                .unaccounted(.knownTime(checkpoint.verifiedThrough)),
                FindingSubject(chain: checkpoint.chain, to: checkpoint.verifiedThrough))
        }
    }
}

extension PlacedObject {
    fileprivate init(_ location: S3Location) { self.init(bucket: location.bucket, key: location.key) }
}
