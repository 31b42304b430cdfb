internal import TrailSealVerification

/// The groups of a report's findings. Grouping takes long, so several formats share one value.
package struct FindingGroups: Sendable {
    /// The groups, the worst first. Groups with the same verdict are in the order of their first findings.
    private(set) var all: [FindingGroup] = []
    /// The group of each finding, by its position.
    private(set) var positions: [Int] = []

    private struct Key: Hashable {
        let code: ReportedCode
        let verdict: FindingVerdict
        let isAllowed: Bool
        let reason: String?
        let chain: ChainName?
        let owner: FindingOwner?

        init(_ group: FindingGroup) {
            code = group.code
            verdict = group.verdict
            isAllowed = group.isAllowed
            reason = group.reason
            chain = group.chain
            owner = group.owner
        }
    }

    /// Groups the findings of `document`.
    package init(of document: ReportDocument) {
        self.init(document.findings, ChangeIndex(document.head.changeCounts == nil ? [] : document.changes))
    }

    init(_ findings: [FindingRecord], _ changes: ChangeIndex = ChangeIndex()) {
        var groups: [FindingGroup] = []
        var known: [Key: Int] = [:]
        var place = [Int](repeating: 0, count: findings.count)
        func group(_ finding: FindingRecord) -> Int {
            let fresh = FindingGroup(finding)
            let key = Key(fresh)
            if let position = known[key] { return position }
            known[key] = groups.count
            groups.append(fresh)
            return groups.count - 1
        }
        var causes = Causes()
        var consequences: [Int] = []
        for (index, finding) in findings.enumerated() {
            if finding.isConsequence {
                consequences.append(index)
            } else {
                place[index] = group(finding)
                groups[place[index]].add(finding)
                groups[place[index]].add(finding.changes.lazy.compactMap { changes[$0] })
                causes.add(finding, in: place[index])
            }
        }
        for index in consequences {
            let finding = findings[index]
            if let cause = causes.group(of: finding), groups[cause].rank <= finding.verdict.rank {
                place[index] = cause
                groups[cause].addFollowUp(finding)
            } else {
                place[index] = group(finding)
                groups[place[index]].add(finding)
            }
            groups[place[index]].add(finding.changes.lazy.compactMap { changes[$0] })
        }
        let order = groups.indices.sorted { (groups[$0].rank, $0) < (groups[$1].rank, $1) }
        var rank = [Int](repeating: 0, count: groups.count)
        for (position, index) in order.enumerated() { rank[index] = position }
        all = order.map { groups[$0] }
        positions = place.map { rank[$0] }
    }

    /// The groups of unverified digest files, from which other findings follow.
    private struct Causes {
        private var byPath: [String: Int] = [:]
        private var byChain: [ChainName: Int] = [:]

        mutating func add(_ finding: FindingRecord, in group: Int) {
            guard finding.topic == .digest, finding.verdict != .note, let path = finding.path else { return }
            if byPath[path] == nil { byPath[path] = group }
            if let chain = finding.chain, byChain[chain] == nil { byChain[chain] = group }
        }

        /// Returns the group that explains `finding`: for logs the one of their digest file, for a gap one of its chain.
        func group(of finding: FindingRecord) -> Int? {
            if finding.known == .logDigestUnverified { return finding.path.flatMap { byPath[$0] } }
            if let chain = finding.chain { return byChain[chain] }
            // The owner holds the filter values.
            guard let owner = finding.owner else { return nil }
            return byChain.filter { chain, _ in
                (owner.accountID ?? chain.accountID, owner.region ?? chain.region, owner.trail ?? chain.trail)
                    == (chain.accountID, chain.region, chain.trail)
            }.map(\.value).min()
        }
    }
}

extension FindingRecord {
    /// Whether the finding follows from an unverified digest file that has a finding of its own.
    fileprivate var isConsequence: Bool {
        switch known {
        case .logDigestUnverified: true
        case .coverageGap:
            [
                "before-unverified-digest", "before-unreadable-digest", "no-verified-digest", "no-chain-for-filters",
            ].contains(reason)
        default: false
        }
    }
}
