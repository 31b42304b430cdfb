internal import TrailSealPrimitives
internal import TrailSealVerification

/// Checks that reports belong together and that each is as `verify` wrote it. A report is only as trustworthy as its file. But
/// a report of another run, or one that was cut or filtered later, must not pass for a shard's report.
enum ReportAgreement {
    /// Returns a difference that shows that two reports are of different runs, or nil.
    static func difference(_ one: ReportDocument, _ other: ReportDocument) -> String? {
        let (first, second) = (one.head.inputs, other.head.inputs)
        if one.head.run.shard?.count != other.head.run.shard?.count { return "the number of shards differs" }
        if one.head.tool.version != other.head.tool.version { return "the version of trailseal differs" }
        if first.keyFiles.map(\.sha256) != second.keyFiles.map(\.sha256) { return "the public keys differ" }
        if first.trailDescriptions.map(\.sha256) != second.trailDescriptions.map(\.sha256) {
            return "the trail descriptions differ"
        }
        if first.signatures.map(\.sha256) != second.signatures.map(\.sha256) { return "the saved signatures differ" }
        if (first.state == nil) != (second.state == nil) { return "only one of them uses a state" }
        if first.isFull != second.isFull { return "only one of them read everything again (--full)" }
        if first.retention != second.retention { return "the retention differs" }
        if first.maximumAge != second.maximumAge { return "--max-age differs" }
        if first.from != second.from || first.to != second.to { return "the window differs" }
        if first.copiedLogs != second.copiedLogs { return "--logs-from or --digests-only differs" }
        if first.accounts != second.accounts || first.regions != second.regions || first.trails != second.trails {
            return "the --account, --region or --trail values differ"
        }
        if first.allowances != second.allowances { return "the --allow values differ" }
        // Their paths aren't compared, because they may differ from machine to machine.
        if first.archives.count != second.archives.count { return "the number of archives differs" }
        if one.head.run.shard?.accountFolders != other.head.run.shard?.accountFolders {
            return "the account folders differ"
        }
        return difference(one.head.verification?.accounting, other.head.verification?.accounting)
    }

    /// Returns a difference between accountings, or nil. All reports or none must have one, and what all shards judge alike must
    /// be equal.
    private static func difference(_ one: AccountingRecord?, _ other: AccountingRecord?) -> String? {
        if (one == nil) != (other == nil) { return "only one of them has an accounting" }
        guard let shared = one?.shared, let others = other?.shared else { return nil }
        let isAlike = shared.files == others.files && shared.digests == others.digests && shared.logs == others.logs
        return isAlike ? nil : "the files that belong to no account differ"
    }

    /// Returns what a report says about itself that its parts contradict, or nil.
    static func contradiction(_ report: ReportDocument) -> String? {
        guard let verification = report.head.verification else { return nil }
        var counted = verification.summary
        counted.count(report.findings)
        if counted.findings != verification.summary.findings { return "its counts don't match its findings" }
        if report.chains.count != verification.summary.chains { return "the number of chains doesn't match the chains" }
        if report.findings.contains(where: { $0.known?.descriptor.verdict == .invalid && $0.verdict != .invalid }) {
            return "a finding with an invalid code has another verdict"
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
        return own == verification.verdict ? nil : "its findings and chains don't make its verdict"
    }

    /// Returns the verdict that the findings make. It is `verified` only if there is a verified digest, of this run or an earlier
    /// one that it continues, and only if the report is of a whole run.
    static func verdict(_ document: ReportDocument, verified: Int, isWhole: Bool) -> Verdict {
        func isContinued(_ chain: ChainRecord) -> Bool { chain.readSince != nil && chain.verdict == .verified }
        let isProved = verified > 0 || document.chains.contains(where: isContinued)
        if document.findings.contains(where: { $0.verdict == .invalid }) { return .invalid }
        let isUnproven =
            document.findings.contains { $0.verdict == .unverified }
            || document.chains.contains { $0.digests.present > 0 && $0.digests.verified == 0 && !isContinued($0) }
        return isWhole && document.head.run.isComplete && isProved && !isUnproven ? .verified : .unverified
    }
}
