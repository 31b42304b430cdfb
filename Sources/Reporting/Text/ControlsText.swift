internal import CloudTrailVerification
internal import Primitives

/// The controls as lines of text.
enum ControlsText {
    /// Most resources shown beneath a control; the JSON report has them all.
    private static let resourceLimit = 20

    static func lines(_ accounts: [AccountRecord], _ style: TextStyle) -> [String] {
        accounts.flatMap { account in
            let captured = account.capturedAt.map { ", settings of \($0.iso8601)" } ?? ""
            let rows = account.controls.map { [$0.id, $0.status, $0.severity, $0.reason] }
            var lines = ["Account \(account.accountID ?? "(account not stated)")\(captured)"]
            lines += TextTable.lines([["CONTROL", "STATUS", "SEVERITY", "REASON"]] + rows) { cell, column in
                column == 1 ? style.paint(cell, style.color(of: cell)) : cell
            }
            for control in account.controls { lines += detail(control) }
            if account.unknownMembers > 0 {
                lines.append(TextTable.count(account.unknownMembers, "unknown member") + " of the description ignored.")
            }
            return lines + [""]
        }
    }

    private static func detail(_ control: ControlRecord) -> [String] {
        var lines: [String] = []
        let open = control.resources.filter { $0.status != "PASSED" }
        for resource in control.isPassed ? [] : open.prefix(resourceLimit) {
            lines.append("    \(resource.status)  \(resource.id): \(resource.reason)")
            lines += resource.notes.map { "        note: \($0)" }
        }
        if !control.isPassed, open.count > resourceLimit { lines.append("    and \(open.count - resourceLimit) more") }
        for note in control.notes { lines.append("    note: \(note)") }
        for resource in control.resources.prefix(resourceLimit) {
            if let half = resource.archive { lines.append(halves(resource, half)) }
        }
        if control.isFailed { lines.append("    next: \(control.remediation)") }
        return lines.isEmpty ? [] : ["", "\(control.id)  \(control.title)"] + lines
    }

    /// The setting and what the archive proves, side by side.
    private static func halves(_ resource: ControlRecord.Resource, _ half: ControlRecord.ArchiveHalf) -> String {
        let setting = resource.status == "PASSED" ? "validation on" : "validation off"
        return "    \(resource.id): \(setting) | \(half.label)"
    }

    static func sum(_ accounts: [AccountRecord]) -> String {
        func count(_ status: String) -> Int {
            accounts.map { $0.controls.count { $0.status == status } }.reduce(0, +)
        }
        return "Controls: \(count("PASSED")) PASSED, \(count("FAILED")) FAILED, \(count("WARNING")) WARNING, "
            + "\(count("NOT_AVAILABLE")) NOT_AVAILABLE" + (accounts.count > 1 ? " in \(accounts.count) accounts" : "")
    }
}

extension ControlRecord.ArchiveHalf {
    /// What the archive proves, on one line.
    var label: String {
        guard let verdict else { return "nothing in the archive" }
        let span = covered.map { ", \($0.from.iso8601) to \($0.to.iso8601)" } ?? ""
        return "archive \(verdict.rawValue), \(digests.verified)/\(digests.present + digests.missing) digests, "
            + "\(logs.verified)/\(logs.listed) logs" + span
    }
}
