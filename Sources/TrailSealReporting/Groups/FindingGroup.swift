public import TrailSealPrimitives
public import TrailSealVerification

/// All findings with the same code, chain (or account and Region) and reason (REPORT-2). Findings that follow from them are
/// folded in.
public struct FindingGroup: Hashable, Sendable {
    /// The most examples that a group keeps.
    static let exampleLimit = 10

    /// Findings of another code that follow from this group.
    public struct FollowUp: Hashable, Sendable {
        /// Their code.
        public let code: ReportedCode
        /// The number of findings.
        public internal(set) var count: Int
        /// The sum of their counts; nil if they have none.
        public internal(set) var items: Int?
        /// The number of log files that differ from what their unverified digests record.
        public internal(set) var differing = 0
    }

    /// The code of the findings.
    public let code: ReportedCode
    /// The verdict of the findings.
    public let verdict: FindingVerdict
    /// Whether `--allow` excuses them.
    public let isAllowed: Bool
    /// The reason of the findings, or nil if the code has only one case.
    public let reason: String?
    /// The chain, or nil if the findings aren't about a chain.
    public let chain: ChainName?
    /// The owner if the findings aren't about a chain, as far as it is known.
    public let owner: FindingOwner?
    /// The number of findings with the group's own code.
    public internal(set) var count = 0
    /// The sum of their counts, such as missing digest files; nil if they have none or count bytes.
    public internal(set) var items: Int?
    /// The earliest time of any finding, or nil if none has a time.
    public internal(set) var from: UnixTime?
    /// The latest time of any finding, or nil if none has a time.
    public internal(set) var to: UnixTime?
    /// The first findings, in canonical order.
    public internal(set) var examples: [FindingRecord] = []
    /// Whether all findings have the same message.
    public internal(set) var isUniform = true
    /// Findings of other codes that follow from these, by code.
    public internal(set) var followUps: [FollowUp] = []

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

    /// Adds the numbers and examples of another group.
    mutating func add(_ group: FindingGroup) {
        count += group.count
        if let more = group.items { items = Self.sum(items ?? 0, more) }
        from = [from, group.from].compactMap(\.self).min()
        to = [to, group.to].compactMap(\.self).max()
        isUniform = isUniform && group.isUniform && message == group.message
        examples += group.examples.prefix(Self.exampleLimit - examples.count)
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
