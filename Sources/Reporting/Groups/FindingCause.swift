internal import CloudTrailVerification
internal import Primitives

/// Groups of one code and reason, wherever they are: one cause, and one next step.
struct FindingCause {
    /// Never empty; in the order of the report.
    private(set) var groups: [FindingGroup]
    /// Where they stand among all groups of the report.
    private(set) var positions: [Int]
    /// The group of all.
    private(set) var whole: FindingGroup

    private init(_ group: FindingGroup, at position: Int) {
        groups = [group]
        positions = [position]
        whole = group
    }

    private struct Key: Hashable {
        let code: ReportedCode
        let verdict: FindingVerdict
        let isAllowed: Bool
        let reason: String?
    }

    /// In the order of their first groups.
    static func all(_ groups: [FindingGroup]) -> [FindingCause] {
        var causes: [FindingCause] = []
        var positions: [Key: Int] = [:]
        for (index, group) in groups.enumerated() {
            let key = Key(
                code: group.code, verdict: group.verdict, isAllowed: group.isAllowed, reason: group.reason)
            if let position = positions[key] {
                causes[position].add(group, at: index)
            } else {
                positions[key] = causes.count
                causes.append(FindingCause(group, at: index))
            }
        }
        return causes
    }

    private mutating func add(_ group: FindingGroup, at position: Int) {
        groups.append(group)
        positions.append(position)
        whole.add(group)
    }

    /// What to do next, with the Region and the time of the keys that are needed if all groups are of one Region.
    var nextStep: String {
        let regions = Set(groups.map(\.region))
        return regions.count == 1 ? whole.nextStep : FindingRecord.nextStep(whole.known, whole.reason)
    }

    /// The first and how many more: `111122223333/us-east-1/main and 9 more`.
    var firstTitle: String {
        let first = whole.chainTitle ?? "-"
        return groups.count > 1 ? "\(first) and \(Numbers.grouped(groups.count - 1)) more" : first
    }

    /// `in 10 chains`, or whose it is.
    var title: String {
        guard groups.count > 1 else { return whole.chainTitle ?? "" }
        let chains = groups.count { $0.chain != nil }
        if chains == groups.count { return "in \(Numbers.grouped(chains)) chains" }
        let accounts = Set(groups.compactMap(\.accountID)).count
        return accounts > 1 ? "in \(Numbers.grouped(accounts)) accounts" : "in \(Numbers.grouped(groups.count)) places"
    }
}
