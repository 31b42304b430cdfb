internal import CloudTrailVerification
internal import Primitives

/// The report of a quiet run that is not verified: short enough for the mail of a cron job.
public enum ShortText {
    private static let causeLimit = 10

    public static func lines(_ document: ReportDocument) -> [String] {
        guard let verification = document.head.verification else { return [] }
        let summary = verification.summary
        let archives = document.head.inputs.archives.map(\.path).joined(separator: ", ")
        var lines = [
            "\(verification.verdict.rawValue.uppercased())\(VerdictLine.lacking(document.head)) \(archives) "
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
        if document.isAnyControlFailed {
            lines.append("  " + ControlsText.sum(document.accounts ?? []))
        }
        return lines
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
        return "\(number)\(group.code.text) \(title)\(from)\(to)\(first)\(consequences)"
    }
}
