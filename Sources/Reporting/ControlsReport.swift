internal import CloudTrailControls
internal import CloudTrailVerification
internal import Primitives

/// The report of `trailseal controls`.
public enum ControlsReport {
    /// Hands the JSON document to `write`.
    public static func writeJSON(_ section: ControlsSection, version: String, to write: (String) -> Void) {
        let document = JSONText.object([
            ("schemaVersion", .string(ReportMembers.schemaVersion)),
            ("tool", .object([("name", .string("trailseal")), ("version", .string(version))])),
            ("accounts", ControlsMembers.accounts(section)),
        ])
        write(document.serialized(indent: 0) + "\n")
    }

    /// Hands one record a line to `write`: every control of every account, and the sum last.
    public static func writeJSONLines(_ section: ControlsSection, version: String, to write: (String) -> Void) {
        func line(_ kind: String, _ members: [(String, JSONText)]) {
            write(JSONText.object([("kind", .string(kind))] + members).serialized() + "\n")
        }
        for record in ControlsMembers.records(section) { line("control", record) }
        line(
            "summary",
            [
                ("schemaVersion", .string(ReportMembers.schemaVersion)),
                ("tool", .object([("name", .string("trailseal")), ("version", .string(version))])),
                ("accounts", .int(section.accounts.count)),
                (
                    "controls",
                    .object([
                        ("passed", .int(section.count(.passed))), ("failed", .int(section.count(.failed))),
                        ("warning", .int(section.count(.warning))),
                        ("notAvailable", .int(section.count(.notAvailable))),
                    ])
                ),
            ])
    }

    /// Hands the text to `write`: a table for each account, what did not pass beneath, and the sum in the last line.
    public static func writeText(_ section: ControlsSection, to write: (String) -> Void) {
        for line in ControlsText.lines(section) { write(line + "\n") }
        write(ControlsText.sum(section) + "\n")
    }
}

/// The controls as lines of text.
enum ControlsText {
    /// Most resources shown beneath a control; the JSON report has them all.
    private static let resourceLimit = 20

    static func lines(_ section: ControlsSection) -> [String] {
        section.accounts.flatMap { account in
            let name = account.accountID.map { EscapedText.string(of: $0) } ?? "(account not stated)"
            let captured = account.capturedAt.map { ", settings of \($0.iso8601)" } ?? ""
            let rows = account.controls.map {
                [$0.id.rawValue, $0.status.rawValue, $0.id.severity, $0.reason]
            }
            var lines = ["Account \(name)\(captured)"]
            lines += TextTable.lines([["CONTROL", "STATUS", "SEVERITY", "REASON"]] + rows)
            for control in account.controls { lines += detail(control, section) }
            if account.unknownMemberCount > 0 {
                lines.append(
                    TextTable.count(account.unknownMemberCount, "unknown member") + " of the description ignored.")
            }
            return lines + [""]
        }
    }

    private static func detail(_ control: ControlResult, _ section: ControlsSection) -> [String] {
        var lines: [String] = []
        let open = control.resources.filter { $0.status != .passed }
        for resource in control.status == .passed ? [] : open.prefix(resourceLimit) {
            lines.append("    \(resource.status.rawValue)  \(EscapedText.string(of: resource.id)): \(resource.reason)")
            lines += resource.notes.map { "        note: \($0)" }
        }
        if control.status != .passed, open.count > resourceLimit {
            lines.append("    and \(open.count - resourceLimit) more")
        }
        for note in control.notes { lines.append("    note: \(note)") }
        if control.id == .cloudTrail4, section.proofs != nil {
            for resource in control.resources.prefix(resourceLimit) { lines.append(halves(control, resource, section)) }
        }
        if control.status == .failed { lines.append("    next: \(control.id.remediation)") }
        return lines.isEmpty ? [] : ["", "\(control.id.rawValue)  \(control.id.title)"] + lines
    }

    /// The setting and what the archive proves, side by side.
    private static func halves(
        _ control: ControlResult, _ resource: ResourceResult, _ section: ControlsSection
    ) -> String {
        let setting = resource.status == .passed ? "validation on" : "validation off"
        let proof = section.proof(control, resource)
        var archive = "nothing in the archive"
        if let proof, let verdict = proof.verdict {
            let digests = proof.digests
            archive =
                "archive \(verdict.rawValue), \(digests.verified)/\(digests.present + digests.missing) digests, "
                + "\(proof.logs.verified)/\(proof.logs.listed) logs"
            if let covered = proof.covered {
                archive += ", \(covered.from.iso8601) to \(covered.to.iso8601)"
            }
        }
        return "    \(EscapedText.string(of: resource.id)): \(setting) | \(archive)"
    }

    static func sum(_ section: ControlsSection) -> String {
        let accounts = section.accounts.count > 1 ? " in \(section.accounts.count) accounts" : ""
        return "Controls: \(section.count(.passed)) PASSED, \(section.count(.failed)) FAILED, "
            + "\(section.count(.warning)) WARNING, \(section.count(.notAvailable)) NOT_AVAILABLE\(accounts)"
    }
}
