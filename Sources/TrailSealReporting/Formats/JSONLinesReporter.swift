internal import TrailSealPrimitives

/// Writes JSON Lines: a record for each digest, log, chain, group, finding, control change and control. The summary is
/// always the last line.
struct JSONLinesReporter: Reporter {
    private var head: ReportHead?
    private var accounts = 0
    private var counts: [String: Int] = [:]

    var wantsFiles: Bool { true }
    private var hasChanges: Bool { head?.changeCounts != nil }

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) { self.head = head }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest(let digest): Self.line("digest", ReportMembers.digest(digest), output)
        case .log(let log): Self.line("log", ReportMembers.log(log), output)
        case .chain(let chain):
            // A chain's own member `kind` would hide the record's.
            Self.line("chain", ReportMembers.chain(chain).map { $0.0 == "kind" ? ("chainKind", $0.1) : $0 }, output)
        case .group(let group): Self.line("group", GroupMembers.json(group), output)
        case .finding(let finding):
            Self.line("finding", ReportMembers.finding(finding, withChanges: hasChanges), output)
        case .change(let change): Self.line("change", ChangeMembers.change(change), output)
        case .account(let account):
            accounts += 1
            for control in account.controls {
                counts[control.status, default: 0] += 1
                Self.line(
                    "control",
                    [("accountId", .optional(account.accountID)), ("capturedAt", .optional(account.capturedAt))]
                        + ReportMembers.control(control, withChanges: hasChanges), output)
            }
        }
    }

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        var members = ReportMembers.head(head)
        if accounts > 0 {
            members += [
                ("accounts", .int(accounts)),
                (
                    "controls",
                    .object(
                        [
                            ("passed", "PASSED"), ("failed", "FAILED"), ("warning", "WARNING"),
                            ("notAvailable", "NOT_AVAILABLE"),
                        ].map { ($0, .int(counts[$1] ?? 0)) })
                ),
            ]
        }
        Self.line("summary", members, output)
    }

    private static func line(_ kind: String, _ members: [(String, JSONWriter)], _ output: ReportOutput) {
        output.line(JSONWriter.object([("kind", .string(kind))] + members).serialized())
    }
}
