internal import TrailSealPrimitives
internal import TrailSealVerification

/// The section about the controls. For one account, it shows what decided each control. For several, it shows a matrix and
/// the next steps.
struct ControlSummary: HTMLSection {
    /// The most accounts in the matrix. The annex has them all.
    private static let accountLimit = 200

    let accounts: [AccountRecord]
    let changes: ChangeIndex

    var id: String { "controls" }
    var title: String { "Security Hub controls CloudTrail.1 to .7" }

    func write(_ output: ReportOutput) {
        guard accounts.count > 1 else {
            for account in accounts { AccountControlTable(account: account, changes: changes).write(output) }
            return
        }
        writeMatrix(output)
        writeOpen(output)
    }

    /// Writes a matrix of accounts and controls. Accounts with the most open controls come first.
    private func writeMatrix(_ output: ReportOutput) {
        let ids = ControlsText.ids(accounts)
        let table = HTMLTable.begin(["Account"] + ids.map { .text($0) }, output)
        let weights = accounts.map { account in
            account.controls.reduce(0) { $0 + ($1.isFailed ? 100 : $1.isPassed ? 0 : 1) }
        }
        let order = accounts.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
        for account in order.prefix(Self.accountLimit).map({ accounts[$0] }) {
            table.row(
                [HTMLTable.cell(account.accountID ?? "not stated")]
                    + ids.map { "<td>\(account.status(of: $0).map(HTMLText.badge) ?? "")</td>" })
        }
        table.end()
        let left = accounts.count - Self.accountLimit
        if left > 0 {
            output.line(
                "<p>and \(TextTable.count(left, "more account")), all in <a href=\"#accounts\">the annex</a></p>")
        }
    }

    /// Writes what to do about each control that didn't pass in every account.
    private func writeOpen(_ output: ReportOutput) {
        let controls = accounts.flatMap(\.controls).filter { !$0.isPassed }.inOrderOfStatus
        var seen: [(control: ControlRecord, count: Int)] = []
        for control in controls {
            if let known = seen.firstIndex(where: { $0.control.id == control.id && $0.control.status == control.status }
            ) {
                seen[known].count += 1
            } else {
                seen.append((control, 1))
            }
        }
        guard !seen.isEmpty else { return output.line("<p>All controls of all accounts PASSED.</p>") }
        let table = HTMLTable.begin(["Control", "Status", .number("Accounts"), "What to do"], output)
        for (control, count) in seen {
            let step = control.nextStep.map { "<br>" + HTMLText.escaped($0) } ?? ""
            table.row([
                HTMLTable.cell(control.id), "<td>\(HTMLText.badge(control.status))</td>",
                HTMLTable.number(Numbers.grouped(count)), "<td><b>\(HTMLText.escaped(control.title))</b>\(step)</td>",
            ])
        }
        table.end()
        output.line("<p>The reasons for each account are in <a href=\"#accounts\">the annex</a>.</p>")
    }
}

/// The annex with the controls of each account and what decided them.
struct ControlAnnex: HTMLSection {
    let accounts: [AccountRecord]
    let changes: ChangeIndex

    var id: String { "accounts" }
    var title: String { "Annex: controls by account" }
    var isAnnex: Bool { true }

    func write(_ output: ReportOutput) {
        for account in accounts { AccountControlTable(account: account, changes: changes).write(output) }
    }
}

/// The table of the controls of one account. Those that FAILED come first.
struct AccountControlTable {
    /// The most trails and buckets shown below a control.
    private static let resourceLimit = 100

    let account: AccountRecord
    let changes: ChangeIndex

    func write(_ output: ReportOutput) {
        let captured = account.capturedAt.map { ", settings of \($0.iso8601)" } ?? ""
        output.line("<h3>Account \(HTMLText.escaped(account.accountID ?? "not stated"))\(captured)</h3>")
        let table = HTMLTable.begin(["Control", "Status", "Severity", "Reason"], output)
        for control in account.controls.inOrderOfStatus {
            table.row([
                HTMLTable.cell(control.id), "<td>\(HTMLText.badge(control.status))</td>",
                HTMLTable.cell(control.severity),
                "<td>\(detail(control))</td>",
            ])
        }
        table.end()
    }

    private func detail(_ control: ControlRecord) -> String {
        var detail = "<b>\(HTMLText.escaped(control.title))</b><br>\(HTMLText.escaped(control.reason))"
        for note in control.notes { detail += "<br>" + HTMLText.soft(note) }
        if let step = control.nextStep {
            detail += "<br><b>\(control.isFailed ? "Remediation" : "Next")</b> \(HTMLText.escaped(step))"
        }
        if !control.resources.isEmpty {
            detail += "<ul>" + control.resources.prefix(Self.resourceLimit).map(item).joined()
            let left = control.resources.count - Self.resourceLimit
            detail += (left > 0 ? "<li>and \(Numbers.grouped(left)) more</li>" : "") + "</ul>"
        }
        let history = history(control.history ?? [])
        detail += history
        if !control.relatedRequirements.isEmpty {
            detail += (control.resources.isEmpty && history.isEmpty ? "<br>" : "")
            detail += HTMLText.soft(control.relatedRequirements.joined(separator: ", "))
        }
        return detail
    }

    /// Returns the setting over time for each trail or bucket, and the changes that it shows.
    private func history(_ history: [ControlHistory]) -> String {
        guard !history.isEmpty else { return "" }
        let items = history.prefix(Self.resourceLimit).map { one in
            "<li>\(HTMLText.code(one.resource)): \(HTMLText.sentence(one.text))</li>"
        }
        let left = history.count - Self.resourceLimit
        return "<p><b>History</b></p><ul>" + items.joined()
            + (left > 0 ? "<li>and \(Numbers.grouped(left)) more</li>" : "") + "</ul>"
            + NearChanges.html(changes.changes(in: history, limit: FindingGroup.changeLimit))
    }

    private func item(_ resource: ControlRecord.Resource) -> String {
        var text =
            "<li>\(HTMLText.code(resource.id)) \(HTMLText.badge(resource.status)): \(HTMLText.escaped(resource.reason))"
        for note in resource.notes { text += "<br>" + HTMLText.soft(note) }
        if let step = resource.nextStep { text += "<br>\(HTMLText.escaped(step))" }
        let evidence = resource.evidence.map { "\($0.member) = \($0.value.serialized())" }
        if !evidence.isEmpty { text += "<br>" + HTMLText.code(evidence.joined(separator: "; ")) }
        if let half = resource.archive {
            text += "<br>Setting: validation \(resource.validation). Proof: \(HTMLText.escaped(half.label))."
        }
        return text + "</li>"
    }
}

extension [ControlRecord] {
    /// The controls ordered by status: FAILED, then open, then PASSED.
    fileprivate var inOrderOfStatus: [ControlRecord] {
        func rank(_ control: ControlRecord) -> Int { control.isFailed ? 0 : control.isPassed ? 2 : 1 }
        return (0...2).flatMap { wanted in filter { rank($0) == wanted } }
    }
}
