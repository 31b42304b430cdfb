internal import TrailSealPrimitives
internal import TrailSealVerification

/// All groups with the same code, verdict and reason in any chain: one cause with one next step.
struct FindingCause {
    /// The groups in the order of the report. Never empty.
    private(set) var groups: [FindingGroup]
    /// Their positions among all groups of the report.
    private(set) var positions: [Int]
    /// All groups united.
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

    /// Returns the causes of `groups`, in the order of their first groups.
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

    /// The first chain or owner, and the number of others: `111122223333/us-east-1/main and 9 more`.
    var firstTitle: String {
        let first = whole.chainTitle ?? "-"
        return groups.count > 1 ? "\(first) and \(Numbers.grouped(groups.count - 1)) more" : first
    }

    /// For example `in 10 chains`, or the chain or owner if there is only one.
    var title: String {
        guard groups.count > 1 else { return whole.chainTitle ?? "" }
        let chains = groups.count { $0.chain != nil }
        if chains == groups.count { return "in \(Numbers.grouped(chains)) chains" }
        let accounts = Set(groups.compactMap(\.accountID)).count
        return accounts > 1 ? "in \(Numbers.grouped(accounts)) accounts" : "in \(Numbers.grouped(groups.count)) places"
    }
}
