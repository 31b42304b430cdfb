internal import TrailSealPrimitives
internal import TrailSealVerification

/// The last line of the text report, and phrases that other reports share with it.
enum VerdictLine {
    /// Returns the line. `failedControls` is the number of controls that FAILED: a verified run then doesn't end with 0
    /// (VERDICT-7).
    static func text(
        _ head: ReportHead, _ verification: ReportHead.Verification, failedControls: Int, _ style: TextStyle
    ) -> String {
        found(head, verification, failedControls: failedControls, style) + ". Not proven: " + NotProven.clause(head)
    }

    /// Returns the beginning of the line: the verdict and the number of findings.
    static func found(
        _ head: ReportHead, _ verification: ReportHead.Verification, failedControls: Int, _ style: TextStyle
    ) -> String {
        let word = style.paint(verification.verdict.rawValue, style.color(of: verification.verdict.rawValue))
        let failed = failedControls > 0 ? TextTable.count(failedControls, "control") + " FAILED" : nil
        let isVerified = verification.verdict == .verified
        let but = failed.map { isVerified ? ", but \($0)" : "" } ?? ""
        let found = findings(verification.summary) + (failed == nil || !isVerified ? "" : " in the archive")
        return "Verdict: \(word)\(but)\(lacking(head))\(since(head, verification)), \(found)"
            + (failed.map { isVerified ? "" : ", " + $0 } ?? "") + notRead(verification)
    }

    /// Returns, in brackets, why the report isn't about a whole run. Empty if it is.
    static func lacking(_ head: ReportHead) -> String {
        let incomplete = head.run.isComplete ? "" : " (interrupted, incomplete)"
        let empty = isEmptyShard(head) ? " (this shard verified nothing; other shards may hold what you asked for)" : ""
        let shard = head.run.shard.map { " (shard \($0.index) of \($0.count))" } ?? ""
        return incomplete + empty + shard + (head.run.shards?.label.map { " (\($0))" } ?? "")
    }

    /// Whether the report is of a shard that verified nothing and has no invalid or unverified findings.
    private static func isEmptyShard(_ head: ReportHead) -> Bool {
        guard head.run.shard != nil, let verification = head.verification else { return false }
        let counted = verification.summary.findings
        return verification.verdict == .unverified && counted.unverified == 0 && counted.invalid == 0
            && verification.summary.digests.verified == 0
    }

    /// Returns sentences about listed logs that weren't read. Empty if all were read.
    static func notRead(_ verification: ReportHead.Verification) -> String {
        guard let logs = verification.accounting?.listedLogs else { return "" }
        var text = ""
        if logs.verifiedEarlier > 0 {
            text += ". \(TextTable.count(logs.verifiedEarlier, "log")) not read again; --full reads them"
        }
        if logs.notAskedFor > 0 { text += ". \(TextTable.count(logs.notAskedFor, "log")) not asked for" }
        return text
    }

    /// Returns phrases that say which files were read, or empty if all were.
    static func since(_ head: ReportHead, _ verification: ReportHead.Verification) -> String {
        (verification.readSince.map { ", files read since \($0.iso8601)" } ?? "")
            + (head.inputs.logsNotCopied.map { ", \($0)" } ?? "")
    }

    /// Returns the number of findings by verdict, or `no findings`.
    static func findings(_ summary: VerificationSummary) -> String {
        let findings = summary.findings
        var parts: [String] = []
        if findings.invalid > 0 { parts.append("\(Numbers.grouped(findings.invalid)) invalid") }
        if findings.unverified > 0 { parts.append("\(Numbers.grouped(findings.unverified)) unverified") }
        if findings.allowed > 0 { parts.append("\(Numbers.grouped(findings.allowed)) allowed") }
        let notes = findings.note - findings.allowed
        if notes > 0 { parts.append(TextTable.count(notes, "note")) }
        return parts.isEmpty ? "no findings" : "findings: " + parts.joined(separator: ", ")
    }
}
