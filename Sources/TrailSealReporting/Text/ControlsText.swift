internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes the controls as lines of text.
enum ControlsText {
    /// The most resources shown below a control. The JSON report has them all.
    private static let resourceLimit = 20

    static func lines(_ accounts: [AccountRecord], _ style: TextStyle) -> [String] {
        (accounts.count > 1 ? matrix(accounts, style) : [])
            + accounts.flatMap { account in
                let captured = account.capturedAt.map { ", settings of \($0.iso8601)" } ?? ""
                let rows = account.controls.map { [$0.id, $0.status, $0.severity, $0.reason] }
                var lines = ["Account \(account.accountID ?? "(account not stated)")\(captured)"]
                lines += TextTable.lines(
                    [["CONTROL", "STATUS", "SEVERITY", "REASON"]] + rows, width: style.width, wrapsLast: true
                ) { cell, column in
                    column == 1 ? style.paint(cell, style.color(of: cell)) : cell
                }
                let shared = SharedNotes(account.controls)
                let details = account.controls.flatMap { detail($0, shared) }
                lines += (details + (shared.lines.isEmpty ? [] : [""] + shared.lines)).flatMap { wrap($0, style) }
                if account.unknownMembers > 0 {
                    lines.append(
                        TextTable.count(account.unknownMembers, "unknown member") + " in the description ignored.")
                }
                return lines + [""]
            }
    }

    /// Returns the line broken between words. Further lines are indented by four more columns.
    private static func wrap(_ line: String, _ style: TextStyle) -> [String] {
        guard TextLayout.width(line) > style.width else { return [line] }
        let indent = String(line.prefix { $0 == " " })
        let lines = TextLayout.wrap(String(line.dropFirst(indent.count)), width: style.width - indent.count - 4)
        return lines.enumerated().map { indent + ($0.offset == 0 ? "" : "    ") + $0.element }
    }

    /// The ids of the controls, in their order.
    static func ids(_ accounts: [AccountRecord]) -> [String] { accounts.first?.controls.map(\.id) ?? [] }

    /// Returns a table with a row for each account and a column for each control.
    private static func matrix(_ accounts: [AccountRecord], _ style: TextStyle) -> [String] {
        let ids = ids(accounts)
        let header = ["ACCOUNT"] + ids.map { String($0.drop { $0 != "." }) }
        let rows = accounts.map { account in
            [account.accountID ?? "not stated"]
                + ids.map { id in account.status(of: id).map { $0 == "NOT_AVAILABLE" ? "n/a" : $0 } ?? "" }
        }
        let table = TextTable.lines([header] + rows) { cell, column in
            column > 0 ? style.paint(cell, style.color(of: cell)) : cell
        }
        let isAnyOpen = rows.contains { $0.contains("n/a") }
        return ["Controls CloudTrail.1 to .7 of \(accounts.count) accounts\(isAnyOpen ? " (n/a: NOT_AVAILABLE)" : "")"]
            + table + [""]
    }

    /// Notes that several controls share. They are printed once.
    private struct SharedNotes {
        private(set) var lines: [String] = []
        private var notes: Set<String> = []

        init(_ controls: [ControlRecord]) {
            var order: [String] = []
            var owners: [String: [String]] = [:]
            for control in controls {
                for note in control.notes {
                    if owners[note] == nil { order.append(note) }
                    owners[note, default: []].append(String(control.id.drop { $0 != "." }))
                }
            }
            for note in order {
                guard let controls = owners[note], controls.count > 1 else { continue }
                notes.insert(note)
                lines.append("note on CloudTrail\(controls.joined(separator: ", ")): \(note)")
            }
        }

        func contains(_ note: String) -> Bool { notes.contains(note) }
    }

    private static func detail(_ control: ControlRecord, _ shared: SharedNotes) -> [String] {
        var lines: [String] = []
        // For a control that passed, only the resources with notes of their own.
        let told = control.resources.filter { resource in
            control.isPassed ? resource.notes.contains { !control.notes.contains($0) } : resource.status != "PASSED"
        }
        for resource in told.prefix(resourceLimit) {
            lines.append("    \(resource.status)  \(resource.id): \(resource.reason)")
            lines += resource.notes.filter { !control.notes.contains($0) }.map { "        note: \($0)" }
        }
        if told.count > resourceLimit { lines.append("    and \(told.count - resourceLimit) more") }
        for note in control.notes where !shared.contains(note) { lines.append("    note: \(note)") }
        for resource in control.resources.prefix(resourceLimit) {
            if let half = resource.archive { lines.append(halves(resource, half)) }
        }
        // The history of a control that passed is told only if a change is in it.
        let histories = (control.history ?? []).filter { one in
            !control.isPassed || one.spans.contains { $0.eventID != nil }
        }
        for one in histories.prefix(resourceLimit) { lines.append("    history of \(one.resource): \(one.text)") }
        if histories.count > resourceLimit {
            lines.append("    and \(histories.count - resourceLimit) more histories")
        }
        if let step = control.nextStep { lines.append("    next: \(step)") }
        return lines.isEmpty ? [] : ["", "\(control.id)  \(control.title)"] + lines
    }

    /// Returns a line with the setting and what the archive proves, side by side.
    private static func halves(_ resource: ControlRecord.Resource, _ half: ControlRecord.ArchiveHalf) -> String {
        "    \(resource.id): validation \(resource.validation) | \(half.label)"
    }

    /// Returns the number of controls by status.
    static func sum(_ accounts: [AccountRecord]) -> String {
        func count(_ status: String) -> Int {
            accounts.map { $0.controls.count { $0.status == status } }.reduce(0, +)
        }
        return "Controls: \(count("PASSED")) PASSED, \(count("FAILED")) FAILED, \(count("WARNING")) WARNING, "
            + "\(count("NOT_AVAILABLE")) NOT_AVAILABLE" + (accounts.count > 1 ? " in \(accounts.count) accounts" : "")
    }
}

extension AccountRecord {
    func status(of control: String) -> String? { controls.first { $0.id == control }?.status }
}

extension ControlRecord.Resource {
    /// For CloudTrail.4: whether log file validation is on.
    var validation: String {
        switch status {
        case "PASSED": "on"
        case "FAILED": "off"
        default: "not known"
        }
    }
}

extension ControlRecord.ArchiveHalf {
    /// What the archive proves, in one line.
    var label: String {
        guard let verdict else { return "nothing in the archive" }
        let span = covered.map { ", \($0.from.iso8601) to \($0.to.iso8601)" } ?? ""
        return "archive \(verdict.rawValue), \(digests.verified)/\(digests.present + digests.missing) digests, "
            + "\(logs.verified)/\(logs.listed) logs" + span
    }
}
