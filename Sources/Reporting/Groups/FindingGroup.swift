public import CloudTrailVerification
public import Primitives

/// All findings of one code about one chain, or one account and Region, for one reason (REPORT-2). What follows from them is
/// folded in.
public struct FindingGroup: Hashable, Sendable {
    /// Most examples that are kept.
    static let exampleLimit = 10

    /// Findings of another code that this group explains.
    public struct FollowUp: Hashable, Sendable {
        public let code: ReportedCode
        /// How many findings.
        public internal(set) var count: Int
        /// The sum of what they count; nil if they count nothing.
        public internal(set) var items: Int?
        /// Log files that are not what their unverified digests record.
        public internal(set) var differing = 0
    }

    public let code: ReportedCode
    public let verdict: FindingVerdict
    public let isAllowed: Bool
    public let reason: String?
    public let chain: ChainName?
    /// Whose it is if it is about no chain, as far as that is known.
    public let owner: FindingOwner?
    /// How many findings of its own code.
    public internal(set) var count = 0
    /// The sum of what they count, such as missing digest files; nil if they count nothing, or bytes.
    public internal(set) var items: Int?
    /// From the first moment that a finding is about to the last.
    public internal(set) var from: UnixTime?
    public internal(set) var to: UnixTime?
    /// The first findings, in canonical order.
    public internal(set) var examples: [FindingRecord] = []
    /// Whether all findings are told in the same words.
    public internal(set) var isUniform = true
    public internal(set) var followUps: [FollowUp] = []

    init(_ finding: FindingRecord) {
        code = finding.code
        verdict = finding.verdict
        isAllowed = finding.isAllowed
        reason = finding.reason
        chain = finding.chain
        owner = finding.groupOwner
    }

    /// How much it weighs: 0 is invalid, 1 unverified, 2 a note.
    var rank: Int { verdict.rank }
    var known: FindingCode? { code.known }
    /// The chain, or whose it is.
    var chainTitle: String? { chain?.title ?? owner?.selector }
    var accountID: String? { chain?.accountID ?? owner?.accountID }
    var region: String? { chain?.region ?? owner?.region }
    var trail: String? { chain?.trail ?? owner?.trail }
    /// What the first finding says.
    var message: String { examples.first?.message ?? "" }
    /// A short name of what was found.
    var title: String { known?.explanation.title ?? code.text }
    /// What the reader should do next.
    /// What to do next, with the Region and the time of the keys that are needed.
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

    /// Takes another group in, which stays one of its own.
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

    /// A saved report may state any number.
    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}

extension FindingVerdict {
    /// 0 is the worst.
    var rank: Int {
        switch self {
        case .invalid: 0
        case .unverified: 1
        case .note: 2
        }
    }
}

extension FindingRecord {
    /// Whose it is if it is about no chain: by what it says of itself, or by the folders in its key or path.
    fileprivate var groupOwner: FindingOwner? {
        guard chain == nil else { return nil }
        if let owner { return owner }
        let place = place
        return FindingOwner(accountID: place.account, region: place.region, trail: nil)
    }

    /// How many things it counts. Nobody needs a sum of bytes.
    fileprivate var countedItems: Int? { known == .logTrailingData ? nil : count }
}
