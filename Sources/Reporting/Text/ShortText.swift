internal import CloudTrailVerification
internal import Primitives

/// The report of a quiet run that is not verified: short enough for the mail of a cron job.
public enum ShortText {
    private static let findingLimit = 10

    public static func lines(_ document: ReportDocument) -> [String] {
        guard let verification = document.head.verification else { return [] }
        let summary = verification.summary
        let archives = document.head.inputs.archives.map(\.path).joined(separator: ", ")
        var lines = [
            "\(verification.verdict.rawValue.uppercased())\(VerdictLine.lacking(document.head)) \(archives) "
                + "\(document.head.run.startedAt.iso8601): \(VerdictLine.findings(summary)) "
                + "(\(TextTable.count(summary.chains, "chain"))\(VerdictLine.since(document.head, verification)))"
        ]
        let shown =
            document.findings.filter { $0.verdict == .invalid } + document.findings.filter { $0.verdict == .unverified }
        for finding in shown.prefix(findingLimit) {
            let subject = finding.key?.split(separator: "/").last.map { " " + $0 } ?? ""
            let span = finding.from.map { " from \($0.iso8601)" } ?? ""
            lines.append(
                "  \(finding.code.text) \(finding.chainTitle ?? finding.place.account ?? "-")\(subject)\(span)")
        }
        if shown.count > findingLimit { lines.append("  ... and \(shown.count - findingLimit) more") }
        if document.isAnyControlFailed {
            lines.append("  " + ControlsText.sum(document.accounts ?? []))
        }
        return lines
    }
}
