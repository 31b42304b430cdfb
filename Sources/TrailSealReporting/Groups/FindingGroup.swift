package import TrailSealPrimitives
package import TrailSealVerification

/// All findings with the same code, chain (or account and Region) and reason (REPORT-2). Findings that follow from them are
/// folded in.
package struct FindingGroup: Hashable, Sendable {
    /// The most examples that a group keeps.
    static let exampleLimit = 10
    /// The most control changes that a group keeps.
    static let changeLimit = 5

    /// Findings of another code that follow from this group.
    package struct FollowUp: Hashable, Sendable {
        /// Their code.
        package let code: ReportedCode
        /// The number of findings.
        package internal(set) var count: Int
        /// The sum of their counts; nil if they have none.
        package internal(set) var items: Int?
        /// The number of log files that differ from what their unverified digests record.
        package internal(set) var differing = 0
    }

    /// The code of the findings.
    package let code: ReportedCode
    /// The verdict of the findings.
    package let verdict: FindingVerdict
    /// Whether `--allow` excuses them.
    package let isAllowed: Bool
    /// The reason of the findings, or nil if the code has only one case.
    package let reason: String?
    /// The chain, or nil if the findings aren't about a chain.
    package let chain: ChainName?
    /// The owner if the findings aren't about a chain, as far as it is known.
    package let owner: FindingOwner?
    /// The number of findings with the group's own code.
    package internal(set) var count = 0
    /// The sum of their counts, such as missing digest files; nil if they have none or count bytes.
    package internal(set) var items: Int?
    /// The earliest time of any finding, or nil if none has a time.
    package internal(set) var from: UnixTime?
    /// The latest time of any finding, or nil if none has a time.
    package internal(set) var to: UnixTime?
    /// The first findings, in canonical order.
    package internal(set) var examples: [FindingRecord] = []
    /// Whether all findings have the same message.
    package internal(set) var isUniform = true
    /// Findings of other codes that follow from these, by code.
    package internal(set) var followUps: [FollowUp] = []
    /// Control changes recorded around the time of the findings: those of the first finding first, the nearest first.
    package internal(set) var changes: [ChangeRecord] = []

    init(_ finding: FindingRecord) {
        code = finding.code
        verdict = finding.verdict
        isAllowed = finding.isAllowed
        reason = finding.reason
        chain = finding.chain
        owner = finding.groupOwner
    }

    /// The rank for sorting: 0 for invalid, 1 for unverified, 2 for a note.
    var rank: Int { verdict.rank }
    var known: FindingCode? { code.known }
    /// The title of the chain, or else the owner.
    var chainTitle: String? { chain?.title ?? owner?.selector }
    var accountID: String? { chain?.accountID ?? owner?.accountID }
    var region: String? { chain?.region ?? owner?.region }
    var trail: String? { chain?.trail ?? owner?.trail }
    /// The message of the first finding.
    var message: String { examples.first?.message ?? "" }
    /// A short name of what was found.
    var title: String { known?.explanation.title ?? code.text }
    /// What to do next. Placeholders for the Region and the time of missing keys are filled in if they are known.
    var nextStep: String {
        let step = FindingRecord.nextStep(known, reason)
        guard known?.descriptor.topic == .digest, let region = place.region, let from, let to else { return step }
        return step.split(separator: " ", omittingEmptySubsequences: false).map {
            switch $0 {
            case "REGION": Substring(region)
            case "FROM": Substring(from.iso8601)
            case "TO": Substring(to.iso8601)
            default: $0
            }
        }.joined(separator: " ")
    }
    var severity: FindingSeverity { FindingSeverity.of(verdict, known) }

    mutating func add(_ finding: FindingRecord) {
        count += 1
        if let more = finding.countedItems { items = Self.sum(items ?? 0, more) }
        let begin = finding.moment
        from = [from, begin].compactMap(\.self).min()
        to = [to, finding.to ?? begin].compactMap(\.self).max()
        if let first = examples.first, first.message != finding.message { isUniform = false }
        if examples.count < Self.exampleLimit { examples.append(finding) }
    }

    mutating func addFollowUp(_ finding: FindingRecord) {
        let known = followUps.firstIndex { $0.code == finding.code }
        let position = known ?? followUps.count
        if known == nil { followUps.append(FollowUp(code: finding.code, count: 0, items: nil)) }
        followUps[position].count += 1
        if let more = finding.countedItems {
            followUps[position].items = Self.sum(followUps[position].items ?? 0, more)
        }
        followUps[position].differing = Self.sum(followUps[position].differing, finding.differing ?? 0)
    }

    /// Adds control changes, up to the limit, each once.
    mutating func add(_ more: some Sequence<ChangeRecord>) {
        for change in more where !changes.contains(change) {
            if changes.count == Self.changeLimit { return }
            changes.append(change)
        }
    }

    /// Adds the numbers and examples of another group.
    mutating func add(_ group: FindingGroup) {
        count += group.count
        if let more = group.items { items = Self.sum(items ?? 0, more) }
        from = [from, group.from].compactMap(\.self).min()
        to = [to, group.to].compactMap(\.self).max()
        isUniform = isUniform && group.isUniform && message == group.message
        examples += group.examples.prefix(Self.exampleLimit - examples.count)
        add(group.changes)
        for other in group.followUps {
            if let position = followUps.firstIndex(where: { $0.code == other.code }) {
                followUps[position].count += other.count
                followUps[position].differing = Self.sum(followUps[position].differing, other.differing)
                if let more = other.items { followUps[position].items = Self.sum(followUps[position].items ?? 0, more) }
            } else {
                followUps.append(other)
            }
        }
    }

    /// Returns the sum, or the largest number on overflow. A saved report can hold any number.
    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

extension FindingVerdict {
    /// The rank for sorting: 0 is the worst.
    var rank: Int {
        switch self {
        case .invalid: 0
        case .unverified: 1
        case .note: 2
        }
    }
}

extension FindingRecord {
    /// The owner if the finding isn't about a chain: its own, or else the one that the folders in its key or path name.
    fileprivate var groupOwner: FindingOwner? {
        guard chain == nil else { return nil }
        if let owner { return owner }
        let place = place
        return FindingOwner(accountID: place.account, region: place.region, trail: nil)
    }

    /// The count that groups add up. Bytes aren't added up.
    fileprivate var countedItems: Int? { known == .logTrailingData ? nil : count }
}
