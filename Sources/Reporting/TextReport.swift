internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// The report for people: chains, findings with their causes and next steps, and the verdict in the last line.
public enum TextReport {
    /// Hands lines to `write`.
    public static func write(_ report: RunReport, to write: (String) -> Void) {
        let (run, result) = (report.run, report.result)
        func line(_ text: String = "") { write(text + "\n") }
        line("TrailSeal \(run.version): \(run.archives.map(\.description).joined(separator: ", "))")
        for file in run.keyFiles {
            line("Keys: \(file.path), \(count(file.keyCount, "key")), SHA-256 \(file.hash.hex)")
        }
        if run.from != nil || run.to != nil {
            line("Window: \(run.from?.iso8601 ?? "beginning") to \(run.to?.iso8601 ?? "end")")
        }
        line()
        for row in table(result.chains) { line(row) }
        if !result.findings.isEmpty { line() }
        for text in result.findings.flatMap(describe) { line(text) }
        if result.summary.notJudged > 0 {
            line("\(count(result.summary.notJudged, "file")) of kinds that no digest lists: not judged.")
        }
        line()
        if let controls = report.controls { for text in ControlsText.lines(controls) { line(text) } }
        for text in totals(result.summary) { line(text) }
        if let controls = report.controls { line(ControlsText.sum(controls)) }
        line(verdict(result))
    }

    private static func count(_ number: Int, _ noun: String) -> String { TextTable.count(number, noun) }

    private static func table(_ chains: [ChainResult]) -> [String] {
        var rows = [["VERDICT", "ACCOUNT", "REGION", "TRAIL", "BUCKET", "DIGESTS", "LOGS", "COVERED"]]
        for chain in chains {
            let logs = chain.logs
            let covered = chain.covered.map { "\($0.from.iso8601) to \($0.to.iso8601)" }
            rows.append([
                chain.verdict.rawValue, chain.id.accountID.description, chain.id.region.description,
                chain.id.trail.description + (chain.id.kind == .backfill ? " (backfill)" : ""),
                chain.bucket?.description ?? "-",
                "\(chain.digests.verified)/\(chain.digests.present + chain.digests.missing)",
                "\(logs.verified)/\(logs.listed)",
                covered.isEmpty ? "-" : covered.prefix(3).joined(separator: ", ") + (covered.count > 3 ? ", ..." : ""),
            ])
        }
        return TextTable.lines(rows)
    }

    private static func describe(_ finding: Finding) -> [String] {
        let weight = finding.isAllowed ? "allowed" : finding.verdict.rawValue
        let chain = finding.chain.map { "  \($0)" } ?? ""
        var lines = ["\(weight)  \(finding.code.rawValue)\(chain)"]
        if let key = finding.key { lines.append("    key:      \(finding.bucket.map { "s3://\($0)/" } ?? "")\(key)") }
        if let path = finding.path { lines.append("    path:     \(path)") }
        lines.append("    \(finding.message)")
        if let expected = finding.expected { lines.append("    expected: \(expected)") }
        if let actual = finding.actual { lines.append("    actual:   \(actual)") }
        lines.append("    next:     \(finding.code.nextStep)")
        return lines
    }

    private static func totals(_ summary: VerificationSummary) -> [String] {
        let (digests, logs) = (summary.digests, summary.logs)
        return [
            "Digests: \(digests.verified) verified, \(digests.unverified) unverified, \(digests.invalid) invalid, "
                + "\(digests.missing) missing",
            "Logs:    \(logs.verified) verified, \(logs.unverified) unverified, \(logs.invalid) invalid, "
                + "\(logs.missing) missing, \(logs.unreferenced) unreferenced",
        ]
    }

    private static func verdict(_ result: VerificationResult) -> String {
        let findings = result.summary.findings
        var parts: [String] = []
        if findings.invalid > 0 { parts.append("\(findings.invalid) invalid") }
        if findings.unverified > 0 { parts.append("\(findings.unverified) unverified") }
        if findings.allowed > 0 { parts.append("\(findings.allowed) allowed") }
        let notes = findings.note - findings.allowed
        if notes > 0 { parts.append(count(notes, "note")) }
        let tail = parts.isEmpty ? "no findings" : "findings: " + parts.joined(separator: ", ")
        return "Verdict: \(result.verdict.rawValue)\(result.isComplete ? "" : " (interrupted, incomplete)"), \(tail)"
    }
}
