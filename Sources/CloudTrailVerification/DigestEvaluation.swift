internal import CloudTrailFormat
internal import Primitives

/// The findings about digest files, and their counts.
struct DigestEvaluation {
    let records: JudgedRecords
    let timelines: [ChainTimeline]
    /// Those of which a digest file lies in its place. A relocated digest makes no chain of its own.
    private let chains: Set<ChainID>

    private var graph: DigestGraph { records.graph }
    private var scope: Scope { records.scope }

    init(records: JudgedRecords) {
        self.records = records
        var standIns: [(chain: ChainID, end: UnixTime)] = []
        func stand(_ standIn: JudgedRecords.StandIn) {
            if let key = standIn.key { standIns.append((key.chain, key.endTime)) }
        }
        for digest in records.rejected { stand(records.standIn(digest.file)) }
        // By number: to hash the chain of every digest would take longer than all else here.
        var hasRole = [Bool](repeating: false, count: records.graph.chains.count)
        for node in records.graph.nodes where records.graph.digests[node].hasRole {
            hasRole[records.graph.chainNumber(of: node)] = true
        }
        let chains = Set(zip(records.graph.chains, hasRole).lazy.filter(\.1).map(\.0))
        self.chains = chains
        for node in records.graph.nodes where !records.graph.digests[node].hasRole {
            let standIn = records.standIn(records.graph.digests[node].file)
            if let key = standIn.key, chains.contains(key.chain) { stand(standIn) }
        }
        for obstacle in records.listing.obstacles {
            stand(JudgedRecords.StandIn(records.places.object(root: obstacle.root, path: obstacle.path)))
        }
        timelines = ChainTimeline.timelines(graph: records.graph, standIns: standIns, history: records.history)
    }

    // MARK: Findings

    func findings() -> [Finding] {
        var findings: [Finding] = []
        let newest = newestOfChain()
        for node in graph.nodes {
            guard graph.digests[node].hasRole else {
                if let finding = relocated(node) { findings.append(finding) }
                continue
            }
            guard scope.includes(node) else { continue }
            for reason in records.resolution.reasons[node] {
                let isNewest = newest[graph.chainNumber(of: node)] == graph.digests[node].name
                findings.append(finding(node, reason, isNewest: isNewest))
            }
            guard graph.digests[node].isStoredInflated || !graph.copies.isEmpty else { continue }
            if records.isVerified(node) {
                for file in graph.files(of: node) where file.isStoredInflated {
                    findings.append(Finding(.storedInflated(.digest), subject(file)))
                }
            }
        }
        findings += records.rejected.compactMap { rejected($0) }
        findings += forks()
        return findings
    }

    /// By the number of the chain.
    private func newestOfChain() -> [ObjectName?] {
        var newest = [ObjectName?](repeating: nil, count: graph.chains.count)
        for node in graph.nodes where graph.digests[node].hasRole {
            newest[graph.chainNumber(of: node)] = graph.digests[node].name
        }
        return newest
    }

    private func subject(_ digest: UnauthenticatedDigest) -> FindingSubject {
        FindingSubject(
            chain: digest.chain, records.names.location(of: digest.name),
            path: records.listing.userPath(of: digest.file), time: digest.end)
    }

    private func finding(_ node: DigestGraph.Node, _ reason: DigestReason, isNewest: Bool) -> Finding {
        let digest = graph.digests[node]
        let detail: FindingDetail =
            switch reason {
            case .hashMismatch(let expected): .digestHashMismatch(expected: expected, actual: digest.hash)
            case .signatureInvalid: .digestSignatureInvalid(digest.fingerprint)
            case .metadataMismatch: .digestMetadataMismatch
            case .algorithmUnknown: .digestUnsupported(.algorithm)
            case .keyUnknown: .digestKeyUnknown(digest.fingerprint)
            case .keyOutOfValidity: .digestKeyOutOfValidity(digest.fingerprint)
            case .signatureUnavailable:
                .digestSignatureUnavailable(
                    isAllowableHead: isNewest && graph.predecessors(of: node).contains { records.isVerified($0) })
            }
        return Finding(detail, subject(digest), node: node)
    }

    private func relocated(_ node: DigestGraph.Node) -> Finding? {
        let digest = graph.digests[node]
        let standIn = records.standIn(digest.file)
        guard records.isInScope(standIn, file: digest.file) else { return nil }
        var subject = subject(standIn, digest.file)
        if let chain = subject.chain, !chains.contains(chain) { subject.chain = nil }
        return Finding(.digestRelocated(declared: records.names.location(of: digest.name)), subject, node: node)
    }

    private func rejected(_ digest: RejectedDigest) -> Finding? {
        let standIn = records.standIn(digest.file)
        guard records.isInScope(standIn, file: digest.file) else { return nil }
        let detail: FindingDetail =
            switch digest.reason {
            case .malformed(let defect):
                records.isProvedByLink(digest) ? .digestUnsupported(.provedBytes(defect)) : .digestMalformed(defect)
            case .unreadable(let reason): .fileUnreadable(.unreadable(.digest, reason: reason))
            case .absent: .fileUnreadable(.gone(.digest))
            }
        return Finding(detail, subject(standIn, digest.file))
    }

    private func subject(_ standIn: JudgedRecords.StandIn, _ file: FileNumber) -> FindingSubject {
        let (account, region) = PlacedObject.accountAndRegion(of: records.listing.path(of: file))
        return FindingSubject(
            chain: standIn.key?.chain, bucket: standIn.place.bucket, key: standIn.place.key,
            path: records.listing.userPath(of: file), accountID: account, region: region, time: standIn.key?.endTime)
    }

    /// Two different verified digests of one chain that name one predecessor.
    private func forks() -> [Finding] {
        var seen = [Bool](repeating: false, count: graph.nameCount)
        var findings: [Finding] = []
        for node in graph.nodes where graph.digests[node].hasRole && scope.includes(node) {
            guard let number = graph.previousNameNumber(of: node), !seen[number],
                let name = graph.digests[node].previous?.name
            else { continue }
            seen[number] = true
            let chain = graph.chainNumber(of: node)
            let rivals = graph.rivals(of: node).filter {
                graph.digests[$0].hasRole && records.isVerified($0) && graph.chainNumber(of: $0) == chain
            }
            guard rivals.count > 1 else { continue }
            findings.append(
                Finding(
                    .chainForked(count: rivals.count),
                    FindingSubject(chain: graph.chains[chain], records.names.location(of: name))))
        }
        return findings
    }

    // MARK: Counts

    /// Each digest key in scope counts once, by the worst of its files.
    func count(into tally: inout ChainTally) {
        var worst: [ObjectName: (chain: ChainID?, verdict: Verdict)] = [:]
        func set(_ name: ObjectName, _ chain: ChainID?, _ verdict: Verdict) {
            worst[name] = (chain, max(verdict, worst[name]?.verdict ?? verdict))
        }
        /// A file without a role counts under the key of its place; one whose place is no key, for itself.
        func countStandIn(_ file: FileNumber, _ verdict: Verdict, isRelocated: Bool = false) {
            let standIn = records.standIn(file)
            guard records.isInScope(standIn, file: file) else { return }
            guard let key = standIn.key else {
                tally.digests.count(verdict)
                return
            }
            set(
                records.names.name(bucket: standIn.place.bucket ?? ByteString(), key: key),
                isRelocated && !chains.contains(key.chain) ? nil : key.chain, verdict)
        }
        for node in graph.nodes where !graph.digests[node].hasRole {
            countStandIn(graph.digests[node].file, .invalid, isRelocated: true)
        }
        for digest in records.rejected { countStandIn(digest.file, records.verdict(digest)) }
        let standInNames = Set(worst.keys)
        for node in graph.nodes where graph.digests[node].hasRole && scope.includes(node) {
            let verdict = records.resolution.standings[node].verdict
            let name = graph.digests[node].name
            if graph.isAlone(node), standInNames.isEmpty || !standInNames.contains(name) {
                tally.digests.count(verdict)
                tally[graph.chainNumber(of: node)].digests.count(verdict)
            } else {
                set(name, graph.digests[node].chain, verdict)
            }
        }
        for (chain, verdict) in worst.values {
            tally.digests.count(verdict)
            if let chain { tally[chain].digests.count(verdict) }
        }
    }
}
