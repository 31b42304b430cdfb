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
        let causes = causes(document.findings)
        lines += causes.prefix(causeLimit).map { "  " + $0.line }
        if causes.count > causeLimit {
            let rest = causes.dropFirst(causeLimit)
            let findings = TextTable.count(rest.reduce(0) { $0 + $1.count }, "finding")
            lines.append("  ... and \(findings) of \(TextTable.count(rest.count, "more cause"))")
        }
        if document.isAnyControlFailed {
            lines.append("  " + ControlsText.sum(document.accounts ?? []))
        }
        return lines
    }

    /// Findings of one code about one chain, or one account and Region.
    private struct Cause {
        let code: String
        let subject: String
        /// Name of the object that the first is about.
        let first: String?
        var count = 0
        var from: UnixTime?
        var to: UnixTime?

        var line: String {
            let number = count == 1 ? "" : Numbers.grouped(count) + " "
            let name = first.map { (count == 1 ? " " : ", first ") + $0 } ?? ""
            return "\(number)\(code) \(subject)\(span)\(name)"
        }

        private var span: String {
            guard let from else { return "" }
            return " from \(from.iso8601)" + (to.map { $0 > from ? " to \($0.iso8601)" : "" } ?? "")
        }
    }

    /// The invalid ones first, each in the order of its first finding.
    private static func causes(_ findings: [FindingRecord]) -> [Cause] {
        struct Key: Hashable {
            let code: String
            let subject: String
        }
        var causes: [Cause] = []
        var positions: [Key: Int] = [:]
        for verdict in [FindingVerdict.invalid, .unverified] {
            for finding in findings where finding.verdict == verdict {
                let key = Key(code: finding.code.text, subject: subject(finding))
                let position = positions[key] ?? causes.count
                if position == causes.count {
                    positions[key] = position
                    let name = (finding.key ?? finding.path)?.split(separator: "/").last.map(String.init)
                    causes.append(Cause(code: key.code, subject: key.subject, first: name))
                }
                causes[position].count += 1
                causes[position].from = [causes[position].from, finding.from].compactMap(\.self).min()
                causes[position].to = [causes[position].to, finding.to].compactMap(\.self).max()
            }
        }
        return causes
    }

    private static func subject(_ finding: FindingRecord) -> String {
        finding.chainTitle
            ?? [finding.place.account, finding.place.region].compactMap(\.self).joined(separator: "/").nonEmpty ?? "-"
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
