package import TrailSealPrimitives
internal import TrailSealVerification

/// Writes one line for Nagios and compatible monitors: `SERVICE STATUS: text | performance data`.
package enum NagiosLine {
    /// Returns the line. `now` is the time from which the age of the newest digest is counted.
    package static func text(_ document: ReportDocument, now: UnixTime) -> String {
        guard let verification = document.head.verification else { return "CLOUDTRAIL UNKNOWN: nothing was verified" }
        let summary = verification.summary
        let word =
            switch verification.verdict {
            case .verified: document.isAnyControlFailed ? "WARNING" : "OK"
            case .unverified: document.head.run.isComplete ? "WARNING" : "UNKNOWN"
            case .invalid: "CRITICAL"
            }
        let missing = summary.digests.missing + summary.logs.missing
        let gap = document.chains.flatMap(\.gaps).map { $0.to.interval(since: $0.from) }.reduce(Int64(0), &+)
        // The chain that lags most determines the age of the copy.
        let newest = document.chains.filter { !$0.name.isBackfill }.compactMap { $0.verifiedUntil }.min()
        var figures = [
            "'invalid'=\(summary.findings.invalid);;0;0", "'unverified'=\(summary.findings.unverified);0;;0",
            "'missing'=\(missing);;0;0", "'gap_hours'=\(tenths(gap));0;;0", "'logs'=\(summary.logs.verified);;;0",
        ]
        if let newest { figures.append("'age_hours'=\(tenths(max(0, now.interval(since: newest))));;;0") }
        let failed = document.count("FAILED")
        let controls = failed > 0 ? "\(TextTable.count(failed, "control")) FAILED, " : ""
        return
            "CLOUDTRAIL \(word): \(verification.verdict.rawValue)\(VerdictLine.since(document.head, verification)), "
            + "\(controls)\(summary.findings.invalid) invalid, \(summary.findings.unverified) unverified, \(missing) missing, "
            + "\(TextTable.count(summary.chains, "chain")) | " + figures.joined(separator: " ")
    }

    private static func tenths(_ seconds: Int64) -> String { "\(seconds / 3_600).\(seconds % 3_600 / 360)" }
}
