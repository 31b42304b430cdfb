internal import CloudTrailVerification
internal import Primitives

/// The last line of the text, and the whole of the quiet one.
enum VerdictLine {
    /// `failedControls` is how many controls FAILED: then a verified run doesn't end with 0 (VERDICT-7).
    static func text(
        _ head: ReportHead, _ verification: ReportHead.Verification, failedControls: Int, _ style: TextStyle
    ) -> String {
        found(head, verification, failedControls: failedControls, style) + ". Not proven: " + NotProven.clause(head)
    }

    /// What the line begins with: the verdict, and what was found.
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

    /// What keeps the report from being that of a whole run, in brackets; empty if nothing does.
    static func lacking(_ head: ReportHead) -> String {
        let incomplete = head.run.isComplete ? "" : " (interrupted, incomplete)"
        let empty = isEmptyShard(head) ? " (nothing was verified; other shards may hold what was asked for)" : ""
        let shard = head.run.shard.map { " (shard \($0.index) of \($0.count))" } ?? ""
        return incomplete + empty + shard + (head.run.shards?.label.map { " (\($0))" } ?? "")
    }

    /// Whether a shard of a run verified nothing, and found nothing amiss.
    private static func isEmptyShard(_ head: ReportHead) -> Bool {
        guard head.run.shard != nil, let verification = head.verification else { return false }
        let counted = verification.summary.findings
        return verification.verdict == .unverified && counted.unverified == 0 && counted.invalid == 0
            && verification.summary.digests.verified == 0
    }

    /// Sentences about listed logs that weren't read; empty if all were.
    static func notRead(_ verification: ReportHead.Verification) -> String {
        guard let logs = verification.accounting?.listedLogs else { return "" }
        var text = ""
        if logs.verifiedEarlier > 0 {
            text += ". \(TextTable.count(logs.verifiedEarlier, "log")) not read again; --full reads them"
        }
        if logs.notAskedFor > 0 { text += ". \(TextTable.count(logs.notAskedFor, "log")) not asked for" }
        return text
    }

    /// What the verdict is about, where not everything was read.
    static func since(_ head: ReportHead, _ verification: ReportHead.Verification) -> String {
        (verification.readSince.map { ", files read since \($0.iso8601)" } ?? "")
            + (head.inputs.logsNotCopied.map { ", \($0)" } ?? "")
    }

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
