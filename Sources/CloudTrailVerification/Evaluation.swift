internal import CloudTrailFormat
internal import Primitives

/// Turns what was read and proved into findings, counts and chains. Reads nothing itself.
struct Evaluation {
    let records: JudgedRecords
    let catalogue: LogCatalogue

    private var scope: Scope { records.scope }
    private var graph: DigestGraph { records.graph }

    func result() -> PartResult {
        let digests = DigestEvaluation(records: records)
        let unreferenced = UnreferencedLogs(records: records, catalogue: catalogue, timelines: digests.timelines)
        var tally = ChainTally(graph: graph)
        var findings = digests.findings()
        digests.count(into: &tally)
        findings += countLogs(into: &tally)
        findings += unreferenced.findings
        tally.logs.unreferenced = unreferenced.findings.count
        let obstacles = obstacles()
        findings += obstacles.map(\.finding)
        let reaches = digests.timelines.compactMap { ChainReach($0, records) }
        if records.isComplete {
            let coverage = CoverageExaminer(
                graph: graph, standings: records.resolution.standings, names: records.names, places: records.places,
                policy: scope.policy, siblings: SiblingChains(reaches), history: records.history,
                unreferencedStamps: unreferenced.stamps)
            for timeline in digests.timelines where scope.policy.includes(timeline.chain) {
                findings += coverage.findings(timeline)
            }
            findings += AwaitedChains(records: records, timelines: digests.timelines).findings()
            findings += HistoryExaminer(records: records).findings(beside: findings)
        }
        for finding in findings where finding.code == .digestMissing {
            tally.digests.missing += finding.count ?? 0
            if let chain = finding.chain { tally[chain].digests.missing += finding.count ?? 0 }
        }
        Allowing(policy: scope.policy).apply(to: &findings)
        var verifiedReaches: [VerifiedReach] = []
        if records.isComplete {
            let accounting = AccountingGuard(
                records: records, timelines: digests.timelines, findings: findings,
                reportedObstacles: Set(obstacles.map(\.index)))
            verifiedReaches = accounting.reaches()
            findings += accounting.unaccounted()
        }
        findings.sort(by: Finding.precedes)

        var result = PartResult()
        result.isComplete = records.isComplete
        result.findings = findings
        result.chains = ChainAssembly(records: records, timelines: digests.timelines).chains(tally, findings)
        result.digests = tally.digests
        result.logs = tally.logs
        result.unknownMembers = unknownMembers()
        result.notJudged = notJudgedCount()
        result.presentChains = digests.timelines.map(\.chain)
        result.reaches = reaches
        result.verifiedReaches = verifiedReaches
        if !scope.policy.deliveries.isEmpty { result.buckets = buckets() }
        result.unreferencedIdentities = unreferenced.identities
        result.linkedFile = unreferenced.linked.map { records.listing.userPath(of: $0) }
        result.holdsArtifacts =
            !graph.digests.isEmpty || !records.rejected.isEmpty
            || records.listing.folders.contains { $0.zone != .digests && $0.names.count > 0 }
            || !records.listing.obstacles.isEmpty
        result.emptyRoots = Set(records.listing.roots.indices.filter { !records.listing.holdsAnything(root: $0) })
        return result
    }

    private func unknownMembers() -> Int {
        graph.nodes.reduce(0) { sum, node in
            guard graph.digests[node].unknownMemberCount > 0, scope.includes(node), records.isVerified(node) else {
                return sum
            }
            return sum + graph.digests[node].unknownMemberCount
        }
    }

    /// Those that digest files say they are of.
    private func buckets() -> Set<ByteString> {
        let families = Set(graph.nodes.lazy.map { graph.digests[$0].name.family })
        return Set(
            families.compactMap { family in
                records.names.family(of: ObjectName(family: family, end: UnixTime(seconds: 0)))?.bucket
            })
    }

    // MARK: Logs

    /// Judges every listed log in scope, present or absent. Each object counts once, by the worst of its files.
    private func countLogs(into tally: inout ChainTally) -> [Finding] {
        let judge = LogJudge(records: records)
        var findings: [Finding] = []
        var unproven: [DigestGraph.Node: (count: Int, differing: Int)] = [:]
        func note(_ claims: [LogClaims.Claim], differs: Bool) {
            for node in Set(claims.map(\.node)) where scope.includes(node) {
                unproven[node, default: (0, 0)].count += 1
                if differs { unproven[node]?.differing += 1 }
            }
        }
        for file in catalogue.filesToRead(isVerified: records.isVerified) where records.claims.leaders[file] == nil {
            guard var judgement = judge.judge(file) else { continue }
            if let others = records.claims.followers[file] {
                judgement = worst(judgement, of: file, with: others, judge)
            }
            findings += judgement.findings
            tally.logs.count(judgement.standing)
            tally[graph.chainNumber(of: judgement.node)].logs.count(judgement.standing)
            if judgement.isOnlyClaimedByUnverified {
                note(records.claims.claims(on: file), differs: judgement.differs)
            }
        }
        for (location, absent) in records.absentInScope() {
            guard let judgement = judge.judge(absent: absent, at: location) else { continue }
            findings += judgement.findings
            tally.logs.count(judgement.standing)
            tally[graph.chainNumber(of: judgement.node)].logs.count(judgement.standing)
        }
        for (node, numbers) in unproven { findings.append(unprovenLogs(node, numbers.count, numbers.differing)) }
        return findings
    }

    /// Several files for one object: each has its findings, the object the worst standing. One inode is one file.
    private func worst(
        _ first: LogJudge.Judgement, of leader: FileNumber, with others: [FileNumber], _ judge: LogJudge
    ) -> LogJudge.Judgement {
        var seen = Set([records.status(leader)?.identity].compactMap { $0 })
        var result = first
        for other in others {
            if let identity = records.status(other)?.identity, !seen.insert(identity).inserted { continue }
            guard let judgement = judge.judge(other) else { continue }
            let findings = result.findings + judgement.findings
            let differs = result.differs || judgement.differs
            if judgement.standing.rank > result.standing.rank { result = judgement }
            result.findings = findings
            result.differs = differs
        }
        return result
    }

    private func unprovenLogs(_ node: DigestGraph.Node, _ count: Int, _ differing: Int) -> Finding {
        let digest = graph.digests[node]
        return Finding(
            .logDigestUnverified(count: count, differing: differing),
            FindingSubject(
                chain: digest.chain, records.names.location(of: digest.name),
                path: records.listing.userPath(of: digest.file), time: digest.end),
            node: node)
    }

    private func notJudgedCount() -> Int {
        catalogue.unreferenced(in: .unjudged, isVerified: records.isVerified).count { file in
            scope.includes(unlisted: file) && records.status(file)?.size != 0
        }
    }

    // MARK: Beside digests and logs

    /// By their indices in the listing.
    private func obstacles() -> [(index: Int, finding: Finding)] {
        records.listing.obstacles.enumerated().compactMap { index, obstacle in
            let standIn = JudgedRecords.StandIn(records.places.object(root: obstacle.root, path: obstacle.path))
            let (account, region) = PlacedObject.owner(of: obstacle.path)
            let name = obstacle.path.splitAtLastSlash.name
            if let key = standIn.key {
                guard scope.includes(key, obstacle.share) else { return nil }
            } else {
                guard scope.includes(obstacle) else { return nil }
            }
            let finding = Finding(
                .fileUnreadable(
                    obstacle.hidesFiles ? .unlistable(reason: obstacle.reason) : .irregular(kind: obstacle.reason)),
                FindingSubject(
                    chain: standIn.key?.chain, bucket: standIn.place.bucket, key: standIn.place.key,
                    path: records.listing.userPath(root: obstacle.root, path: obstacle.path), accountID: account,
                    region: region, time: standIn.key?.endTime ?? LogFileName.stamp(in: name)))
            return (index, finding)
        }
    }
}
