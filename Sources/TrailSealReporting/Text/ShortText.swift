internal import TrailSealPrimitives
internal import TrailSealVerification

/// The report of a quiet run that isn't verified. It is short enough for the mail of a cron job.
package enum ShortText {
    private static let causeLimit = 10

    /// Returns the lines of the report.
    package static func lines(_ document: ReportDocument) -> [String] {
        guard let verification = document.head.verification else { return controls(document) }
        let summary = verification.summary
        let archives = document.head.inputs.archives.map(\.path).joined(separator: ", ")
        var lines = [
            "\(verification.verdict.rawValue.uppercased())\(but(document))\(VerdictLine.lacking(document.head)) \(archives) "
                + "\(document.head.run.startedAt.iso8601): \(VerdictLine.findings(summary)) "
                + "(\(TextTable.count(summary.chains, "chain"))\(VerdictLine.since(document.head, verification)))"
        ]
        let causes = FindingCause.all(FindingGroups(document.findings).all.filter { $0.verdict != .note })
        lines += causes.prefix(causeLimit).map { "  " + line($0) }
        if causes.count > causeLimit {
            let rest = causes.dropFirst(causeLimit)
            let findings = TextTable.count(rest.reduce(0) { $0 + $1.whole.count }, "finding")
            lines.append("  ... and \(findings) of \(TextTable.count(rest.count, "more kind"))")
        }
        if document.isAnyControlFailed { lines += controls(document).map { "  " + $0 } }
        return lines
    }

    /// Returns how many controls failed in a verified run, which then ends with 3. Otherwise empty.
    private static func but(_ document: ReportDocument) -> String {
        let failed = document.count("FAILED")
        let isVerified = document.head.verification?.verdict == .verified
        return isVerified && failed > 0 ? ", but \(TextTable.count(failed, "control")) FAILED," : ""
    }

    /// Returns the number of controls by status, then a line for each control that didn't pass.
    private static func controls(_ document: ReportDocument) -> [String] {
        guard let accounts = document.accounts else { return [] }
        let open = accounts.flatMap { account in
            account.controls.filter { !$0.isPassed }.map { control in
                "\(control.status) \(control.id)\(account.accountID.map { " of account \($0)" } ?? ""): \(control.reason)"
            }
        }
        let rest = open.count - causeLimit
        return [ControlsText.sum(accounts)] + open.prefix(causeLimit).map { "  " + $0 }
            + (rest > 0 ? ["  ... and \(Numbers.grouped(rest)) more"] : [])
    }

    private static func line(_ cause: FindingCause) -> String {
        let group = cause.whole
        let number = group.count == 1 ? "" : Numbers.grouped(group.count) + " "
        let title = cause.firstTitle
        let from = group.from.map { " from \($0.iso8601)" } ?? ""
        let to = group.to.flatMap { to in group.from.map { to > $0 ? " to \(to.iso8601)" : "" } } ?? ""
        let name = group.examples.first.flatMap { ($0.key ?? $0.path)?.split(separator: "/").last }
        let first = name.map { (group.count == 1 ? " " : ", first ") + $0 } ?? ""
        let consequences = group.consequences.isEmpty ? "" : "; follows: " + group.consequences
        let words = group.chainTitle == nil && name == nil ? ": " + group.message : ""
        return "\(number)\(group.code.text) \(title)\(from)\(to)\(first)\(words)\(consequences)"
    }
}
