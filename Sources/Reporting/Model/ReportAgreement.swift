internal import CloudTrailVerification
internal import Primitives

/// Whether reports belong together, and each is what `verify` wrote. A report is only as trusted as its file; but one of
/// another run, or one that was cut or filtered on its way, must not pass for a part.
enum ReportAgreement {
    /// What shows that two reports are not of one run; nil where nothing does.
    static func difference(_ one: ReportDocument, _ other: ReportDocument) -> String? {
        let (first, second) = (one.head.inputs, other.head.inputs)
        if one.head.run.shard?.count != other.head.run.shard?.count { return "the number of shards differs" }
        if one.head.tool.version != other.head.tool.version { return "the version of trailseal differs" }
        if first.keyFiles.map(\.sha256) != second.keyFiles.map(\.sha256) { return "the public keys differ" }
        if first.trailDescriptions.map(\.sha256) != second.trailDescriptions.map(\.sha256) {
            return "the trail descriptions differ"
        }
        if first.signatures.map(\.sha256) != second.signatures.map(\.sha256) { return "the saved signatures differ" }
        if (first.state == nil) != (second.state == nil) { return "only one of them goes on from a state" }
        if first.isFull != second.isFull { return "only one of them read everything again (--full)" }
        if first.retention != second.retention { return "the retention differs" }
        if first.maximumAge != second.maximumAge { return "the age that the newest digest may have differs" }
        if first.from != second.from || first.to != second.to { return "the window differs" }
        if first.copiedLogs != second.copiedLogs { return "which logs were copied differs" }
        if first.accounts != second.accounts || first.regions != second.regions || first.trails != second.trails {
            return "the accounts, regions or trails that were asked for differ"
        }
        if first.allowances != second.allowances { return "what is allowed differs" }
        // Their paths may differ from machine to machine.
        if first.archives.count != second.archives.count { return "the number of archives differs" }
        return difference(one.head.verification?.accounting, other.head.verification?.accounting)
    }

    /// The same of accountings: all have one or none has, and what all shards judge alike is alike.
    private static func difference(_ one: AccountingRecord?, _ other: AccountingRecord?) -> String? {
        if (one == nil) != (other == nil) { return "only one of them has an accounting" }
        guard let shared = one?.shared, let others = other?.shared else { return nil }
        let isAlike = shared.files == others.files && shared.digests == others.digests && shared.logs == others.logs
        return isAlike ? nil : "the files that belong to no account differ"
    }

    /// What a report says of itself that its parts do not bear out; nil where nothing.
    static func contradiction(_ report: ReportDocument) -> String? {
        guard let verification = report.head.verification else { return nil }
        var counted = verification.summary
        counted.count(report.findings)
        if counted.findings != verification.summary.findings { return "the findings are not those that were counted" }
        if report.chains.count != verification.summary.chains { return "the chains are not those that were counted" }
        if report.findings.contains(where: { $0.known?.descriptor.verdict == .invalid && $0.verdict != .invalid }) {
            return "a finding that is invalid is called otherwise"
        }
        if let shard = report.head.run.shard, !shard.isOfAll, let accounting = verification.accounting,
            accounting.shared == nil
        {
            return "its accounting doesn't say what all shards judge alike"
        }
        let own = verdict(report, verified: verification.summary.digests.verified, isWhole: true)
        if own == .verified, let accounting = verification.accounting, !accounting.grants {
            return verification.verdict == .unverified ? nil : "its accounting doesn't make its verdict"
        }
        return own == verification.verdict ? nil : "its findings and chains do not make its verdict"
    }

    /// The worst finding; and nothing is verified where no verified digest says so, of this run or an earlier one that it
    /// goes on from, or a part is not known.
    static func verdict(_ document: ReportDocument, verified: Int, isWhole: Bool) -> Verdict {
        let isProved = verified > 0 || document.chains.contains { $0.readSince != nil && $0.verdict == .verified }
        if document.findings.contains(where: { $0.verdict == .invalid }) { return .invalid }
        let isUnproven =
            document.findings.contains { $0.verdict == .unverified }
            || document.chains.contains { $0.digests.present > 0 && $0.digests.verified == 0 }
        return isWhole && document.head.run.isComplete && isProved && !isUnproven ? .verified : .unverified
    }
}
