import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealReporting
@testable import TrailSealVerification

/// Handmade reports of three shards. Each has one account with three digests and six logs. Each also sees four files
/// that belong to no account: a saved signature, a hidden file, a log that no digest lists, and a link. These are
/// allowed.
struct ShardedRun {
    static let count = 3
    static let allowances = ["log-unreferenced", "file-unreadable=*/*/*", "coverage-gap"]
    static let regions: [ByteString] = ["us-east-1", "eu-west-1", "ap-south-1"]

    /// One account for each shard.
    static let accounts: [ByteString] = (1...count).compactMap { index in
        (0..<100).lazy.map { ByteString("\(111_122_223_300 + $0)") }.first {
            AccountShard(index: index, count: count)?.includes($0) ?? false
        }
    }

    /// The accounting of each shard. A test may change it before it asks for the reports.
    var accountings: [AccountingSummary?]
    /// Findings of each shard, without those about files of no account.
    var findings: [[Finding]]
    var head: ReportHead
    /// What each shard says about itself.
    var shards: [ReportHead.Shard]

    init() {
        accountings = (0..<Self.count).map { Self.accounting(of: $0) }
        findings = Array(repeating: [], count: Self.count)
        shards = (1...Self.count).map { ReportHead.Shard(index: $0, count: Self.count) }
        head = ReportHead(
            tool: ReportHead.Tool(version: "0.0.0"),
            run: ReportHead.Run(
                startedAt: AccountedRun.start, finishedAt: AccountedRun.end, arguments: ["verify"], host: "h", jobs: 1),
            inputs: ReportHead.Inputs())
        head.inputs.archives = [ReportHead.Input(path: "tree")]
        head.inputs.allowances = Self.allowances
    }

    static func chain(_ shard: Int) -> ChainID {
        ChainID(
            organizationID: nil, accountID: accounts[shard], region: regions[shard], trail: "t",
            homeRegion: regions[shard], kind: .standard)
    }

    private static func accounting(of shard: Int) -> AccountingSummary {
        var files = AccountingSummary.FileCounts()
        files.walked = 13
        files.verifiedDigests = 3
        files.verifiedLogs = 6
        files.savedSignatures = 1
        files.hidden = 1
        files.excused = 2
        var logs = AccountingSummary.ListedCounts()
        logs.listed = 6
        logs.verified = 6
        var shared = AccountingSummary.FileCounts()
        shared.walked = 4
        shared.savedSignatures = 1
        shared.hidden = 1
        shared.excused = 2
        var sharedLogs = VerificationSummary.LogCounts()
        sharedLogs.unreferenced = 1
        let time = TimeSpan(from: AccountedRun.start, to: AccountedRun.end)
        return AccountingSummary(
            files: files, listedLogs: logs,
            chains: [AccountingSummary.Chain(chain(shard), digests: 3, required: time, isCovered: true)],
            excuses: [
                AccountingSummary.Excuse(.logUnreferenced, allowance: 0, .path("tree/odd.json.gz")),
                AccountingSummary.Excuse(.fileUnreadable, allowance: 1, .path("tree/link")),
            ],
            ends: AccountingSummary.Ends(from: .archive, to: .archive), isBalanced: true,
            shared: AccountingSummary.Shared(files: shared, logs: sharedLogs))
    }

    /// Findings that every shard has.
    private static var common: [Finding] {
        [
            Finding(.fileUnreadable(.irregular(kind: "link")), FindingSubject(path: "tree/link")),
            Finding(.logUnreferenced(.nameWithoutTime), FindingSubject(path: "tree/odd.json.gz")),
        ].map(allowed)
    }

    static func allowed(_ finding: Finding) -> Finding {
        var finding = finding
        finding.verdict = .note
        finding.isAllowed = true
        return finding
    }

    /// The finding that no chain has the filter values. Nil stands for any value.
    static func gap(account: ByteString? = nil, region: ByteString? = nil) -> Finding {
        Finding(.coverageGap(.noChainForFilters(account: account, region: region, trail: nil)), FindingSubject())
    }

    /// The report of one shard.
    func report(_ shard: Int) -> ReportDocument {
        var head = head
        head.run.shard = shards[shard]
        return document([shard], accountings[shard], findings: findings[shard], head)
    }

    var reports: [ReportDocument] { (0..<Self.count).map(report) }

    /// The report of one run over everything.
    func whole() -> ReportDocument {
        var sum: AccountingSummary?
        for case var part? in accountings {
            // The first shard counts files of no account.
            if sum != nil, let shared = part.shared {
                for bin in AccountingSummary.FileBin.allCases { part.files[bin] -= shared.files[bin] }
                part.files.walked -= shared.files.walked
                part.excuses = []
            }
            part.shared = nil
            if sum == nil { sum = part } else { sum?.add(part) }
        }
        return document(Array(0..<Self.count), sum, findings: findings.flatMap(\.self), head)
    }

    private func document(
        _ parts: [Int], _ accounting: AccountingSummary?, findings: [Finding], _ head: ReportHead
    ) -> ReportDocument {
        let findings = (Self.common + findings).sorted(by: Finding.precedes)
        var summary = VerificationSummary()
        summary.digests.verified = 3 * parts.count
        summary.logs.verified = 6 * parts.count
        summary.logs.unreferenced = 1
        summary.compressedByteCount = UInt64(parts.count)
        let chains = parts.map { part in
            var chain = ChainResult(id: Self.chain(part))
            chain.digests.verified = 3
            chain.logs.verified = 6
            return chain
        }.sorted { $0.id < $1.id }
        summary.chains = chains.count
        for finding in findings { summary.findings.count(finding.verdict, isAllowed: finding.isAllowed) }
        let granted =
            accounting.map { accounting in
                accounting.isBalanced && (accounting.shared?.combinations ?? []).allSatisfy(\.isExcused)
            } ?? true
        let verdict: Verdict =
            summary.findings.invalid > 0
            ? .invalid : summary.findings.unverified > 0 || !granted ? .unverified : .verified
        return ReportDocument(
            VerificationResult(verdict, summary, chains: chains, findings: findings, accounting: accounting),
            controls: nil, head: head)
    }
}

extension ReportDocument {
    var verdict: Verdict? { head.verification?.verdict }
    var accounting: AccountingRecord? { head.verification?.accounting }
    /// Messages of the findings `unaccounted`.
    var unaccounted: [String] { findings.filter { $0.known == .unaccounted }.map(\.message) }
}
