import Testing
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealReporting
@testable import TrailSealVerification

/// Merged reports have the accounting of one run, or none.
@Suite struct AccountingMergeTests {
    private typealias Summary = AccountingSummary

    private static func merged(_ edit: (inout ShardedRun) -> Void = { _ in }) throws -> ReportDocument {
        var run = ShardedRun()
        edit(&run)
        return try ReportMerging.merge(run.reports)
    }

    private static func refusal(_ edit: (inout ShardedRun) -> Void) -> String? {
        let error = #expect(throws: ReportMergingError.self) { try Self.merged(edit) }
        return error?.description
    }

    // MARK: Sums

    /// Three shards together say what one run over everything says, in any order.
    @Test func asOneRun() throws {
        let run = ShardedRun()
        #expect(ShardedRun.accounts.count == ShardedRun.count)
        let whole = run.whole()
        #expect(whole.verdict == .verified && whole.findings.count == 2)
        for reports in [run.reports, run.reports.reversed()] {
            let merged = try ReportMerging.merge(reports)
            #expect(merged.head.verification == whole.head.verification)
            #expect(merged.findings == whole.findings && merged.chains == whole.chains)
            #expect(merged.head.run.shards == ReportHead.Shards(count: 3))
            #expect(merged.head.run.shard == nil)
            #expect(try merged.readBack() == merged)
        }
    }

    @Test func whatIsSharedCountsOnce() throws {
        let merged = try Self.merged()
        let accounting = try #require(merged.accounting)
        #expect(accounting.files.walked == 4 + 3 * 9 && accounting.files.hidden == 1 && accounting.files.excused == 2)
        #expect(accounting.files.addsUp && accounting.shared == nil && accounting.isBalanced)
        #expect(accounting.excuses.count == 2 && accounting.chains.count == 3)
        #expect(merged.head.verification?.summary.logs.unreferenced == 1)
        #expect(merged.findings.map(\.path) == ["tree/link", "tree/odd.json.gz"])
    }

    /// Bad files of no account are counted once too.
    @Test func sharedDamage() throws {
        var digests = VerificationSummary.DigestCounts()
        (digests.verified, digests.unverified, digests.invalid, digests.missing) = (1, 2, 3, 4)
        var logs = VerificationSummary.LogCounts()
        (logs.verified, logs.unverified, logs.invalid, logs.missing, logs.unreferenced) = (5, 6, 7, 8, 9)
        var run = ShardedRun()
        for index in run.accountings.indices {
            run.accountings[index]?.shared?.digests = digests
            run.accountings[index]?.shared?.logs = logs
            run.accountings[index]?.shared?.files.notJudged = 10
        }
        var reports = run.reports
        for index in reports.indices {
            reports[index].head.verification?.summary.digests = digests
            reports[index].head.verification?.summary.digests.verified += 3
            reports[index].head.verification?.summary.logs = logs
            reports[index].head.verification?.summary.notJudged = 10
        }
        let summary = try #require(try ReportMerging.merge(reports).head.verification?.summary)
        digests.verified += 9
        #expect(summary.digests == digests && summary.logs == logs && summary.notJudged == 10)
    }

    /// The weakest of the ends counts.
    @Test func ends() throws {
        let merged = try Self.merged { run in
            for index in run.accountings.indices { run.accountings[index]?.ends = .init(from: .window, to: .window) }
            run.accountings[1]?.ends.from = .state
        }
        #expect(merged.accounting?.ends == Summary.Ends(from: .state, to: .window))
    }

    /// Findings of accounts don't change, even if two shards have equal ones.
    @Test func findingsOfChainsStay() throws {
        let merged = try Self.merged { run in
            for index in 0..<2 {
                run.findings[index] = [
                    ShardedRun.allowed(
                        Finding(.storedInflated(.log), FindingSubject(chain: ShardedRun.chain(0), path: "x")))
                ]
            }
        }
        #expect(merged.findings.count { $0.known == .storedInflated } == 2)
    }

    // MARK: What doesn't balance

    /// Faults of one shard that keep the whole from being accounted for, and the text of the finding.
    enum Fault: CaseIterable {
        case notBalanced, filesDontAddUp, logsDontAddUp, sharedDoesntAddUp, badFile, badLog, gap, excuseOfOtherCode
        case excuseWithoutAllowance, doubledChain, sharedIsMore

        var label: String {
            switch self {
            case .notBalanced: "The accounting of shard 2 of 3 doesn't balance."
            case .filesDontAddUp, .logsDontAddUp, .sharedDoesntAddUp, .sharedIsMore:
                "The numbers in the accounting of shard 2 of 3 don't add up."
            case .badFile, .badLog: "counts files or logs that aren't verified"
            case .gap: "chain \(ShardedRun.accounts[1])/eu-west-1/t don't cover the required time."
            case .excuseOfOtherCode:
                "excuses the file tree/odd.json.gz by the allowance file-unreadable=*/*/*, which the run wasn't given."
            case .excuseWithoutAllowance: "excuses the file x by the allowance log-digest-unverified, which"
            case .doubledChain: "Two shards count chain \(ShardedRun.accounts[0])/us-east-1/t."
            }
        }

        func apply(to accounting: inout AccountingSummary) {
            switch self {
            case .notBalanced: accounting.isBalanced = false
            case .filesDontAddUp: accounting.files.walked += 1
            case .logsDontAddUp: accounting.listedLogs.verified -= 1
            case .sharedDoesntAddUp: accounting.shared?.files.savedSignatures -= 1
            case .badFile:
                accounting.files.verifiedLogs -= 1
                accounting.files.unreferencedLogs += 1
            case .badLog:
                accounting.listedLogs.verified -= 1
                accounting.listedLogs.missing += 1
            case .gap:
                accounting.chains = accounting.chains.map {
                    AccountingSummary.Chain($0.id, digests: $0.digests, required: $0.required, isCovered: false)
                }
            case .excuseOfOtherCode:
                accounting.excuses = [.init(.logUnreferenced, allowance: 1, .path("tree/odd.json.gz"))]
            case .excuseWithoutAllowance:
                accounting.excuses.append(.init(.logDigestUnverified, allowance: 7, .path("x")))
            case .doubledChain:
                accounting.chains.append(
                    .init(ShardedRun.chain(0), digests: 3, required: nil, isCovered: true))
            case .sharedIsMore:
                accounting.files.hidden -= 1
                accounting.files.verifiedLogs += 1
            }
        }
    }

    @Test(arguments: Fault.allCases) func unaccounted(_ fault: Fault) throws {
        var run = ShardedRun()
        if fault == .sharedDoesntAddUp {
            // Otherwise the shared counts differ, and the reports are refused.
            for index in [0, 2] { run.accountings[index]?.shared?.files.savedSignatures -= 1 }
        }
        if var accounting = run.accountings[1] {
            fault.apply(to: &accounting)
            run.accountings[1] = accounting
        }
        // If a shard's accounting doesn't balance, the shard itself doesn't say verified.
        #expect(run.report(1).verdict == (fault == .notBalanced ? .unverified : .verified))
        let expected = fault == .sharedDoesntAddUp ? fault.label.replacing("shard 2", with: "shard 1") : fault.label
        let merged = try ReportMerging.merge(run.reports)
        #expect(merged.verdict == .unverified && merged.exitStatus == 2)
        #expect(merged.accounting?.isBalanced == false)
        #expect(merged.unaccounted.count == 1 && merged.unaccounted.first?.contains(expected) == true)
        #expect(merged.head.verification?.summary.findings.unverified == 1)
        #expect(merged.findings.last?.known == .unaccounted)
        #expect(try merged.readBack() == merged)
    }

    /// If findings already say what is wrong, `unaccounted` isn't added, and `invalid` stays.
    @Test func findingsSayIt() throws {
        for (detail, verdict) in [
            (FindingDetail.logReferenceConflict(expected: nil, actual: nil), Verdict.unverified),
            (.logMissing(expected: nil, digestEnd: AccountedRun.end, isKeyUnsafe: false), .invalid),
        ] {
            let merged = try Self.merged { run in
                run.findings[2] = [Finding(detail, FindingSubject(chain: ShardedRun.chain(2)))]
                run.accountings[2]?.isBalanced = false
            }
            #expect(merged.verdict == verdict && merged.unaccounted.isEmpty)
            #expect(merged.accounting?.isBalanced == false)
        }
    }

    /// Numbers at the limit of what a report may hold don't wrap around.
    @Test func hugeNumbers() throws {
        let merged = try Self.merged { run in
            for index in run.accountings.indices {
                run.accountings[index]?.listedLogs.verified = .max - 1
                run.accountings[index]?.listedLogs.listed = .max - 1
            }
        }
        #expect(merged.accounting?.listedLogs.listed == .max)
        #expect(merged.unaccounted == ["The numbers of all shards together don't add up."])
    }

    // MARK: Shards

    @Test func missingAndDoubledShards() throws {
        let run = ShardedRun()
        let missing = try ReportMerging.merge([run.report(0), run.report(2)])
        #expect(missing.verdict == .unverified && missing.accounting?.isBalanced == false)
        #expect(missing.unaccounted == ["The accounting is not of the whole run: shard 2 of 3 is missing."])
        #expect(missing.head.run.shards == ReportHead.Shards(count: 3, missing: [2]))
        #expect(missing.head.verification?.warnings == ["shard 2 of 3 is missing"])
        let lastLine = missing.written(.text).split(separator: "\n").last
        #expect(lastLine?.hasPrefix("Verdict: unverified (shard 2 of 3 is missing), findings: 1 unverified") == true)

        let doubled = try ReportMerging.merge(run.reports + [run.report(1), run.report(1), run.report(0)])
        #expect(doubled.verdict == .unverified && doubled.accounting?.isBalanced == false)
        #expect(
            doubled.unaccounted == ["The accounting is not of the whole run: shards 1, 2 of 3 are given twice."])
        #expect(doubled.accounting?.files == run.whole().accounting?.files)
        #expect(
            doubled.head.verification?.warnings
                == ["shards 1, 2 of 3 are given twice; the first report of each is taken"])
    }

    /// A shard that judged all accounts has the accounting of all.
    @Test func shardOfAllAccounts() throws {
        var run = ShardedRun()
        run.shards[1].crossAccountReference = "tree/x"
        run.shards[1].isOfAll = true
        var reports = run.reports
        var whole = run.whole()
        whole.head.run.shard = run.shards[1]
        reports[1] = whole
        let merged = try ReportMerging.merge(reports)
        #expect(merged.verdict == .verified && merged.accounting == whole.accounting)
        #expect(merged.accounting?.isBalanced == true)
        // Another shard judged all accounts too, and counted differently.
        reports[2] = whole
        reports[2].head.run.shard?.index = 3
        reports[2].head.verification?.accounting?.files.hidden += 1
        let apart = try ReportMerging.merge(reports)
        #expect(apart.verdict == .unverified && apart.head.run.shards?.isConsistent == false)
        #expect(apart.unaccounted.count == 1 && apart.accounting?.isBalanced == false)
    }

    @Test func whatIsRefused() {
        #expect(Self.refusal { $0.accountings[1] = nil }?.contains("only one of them has an accounting") == true)
        #expect(Self.refusal { $0.accountings[0] = nil }?.contains("only one of them has an accounting") == true)
        #expect(
            Self.refusal {
                $0.accountings[1]?.shared?.files.hidden += 1
                $0.accountings[1]?.shared?.files.walked += 1
            }?.contains("the files that belong to no account differ") == true)
        #expect(Self.refusal { $0.accountings[2]?.shared?.logs.invalid = 1 }?.contains("to no account differ") == true)
        #expect(
            Self.refusal { $0.accountings[2]?.shared?.digests.invalid = 1 }?.contains("to no account differ") == true)
        #expect(Self.refusal { $0.accountings[2]?.shared = nil }?.contains("what all shards judge alike") == true)
        // Two reports of one shard are compared like any others.
        #expect(throws: ReportMergingError.self) {
            var other = ShardedRun().report(1)
            other.head.verification?.accounting = nil
            return try ReportMerging.merge(ShardedRun().reports + [other])
        }
    }

    /// A report was edited if it says verified, or invalid, against its own accounting and findings.
    @Test(arguments: [Verdict.verified, .invalid]) func verdictAgainstTheAccounting(_ verdict: Verdict) throws {
        var run = ShardedRun()
        run.accountings[1]?.isBalanced = false
        var reports = run.reports
        reports[1].head.verification?.verdict = verdict
        let error = #expect(throws: ReportMergingError.self) { try ReportMerging.merge(reports) }
        #expect(error?.position == 1 && error?.description.contains("its accounting doesn't make its verdict") == true)
    }

    @Test func withoutAnAccounting() throws {
        let merged = try Self.merged { $0.accountings = [nil, nil, nil] }
        #expect(merged.verdict == .verified && merged.accounting == nil && merged.unaccounted.isEmpty)
    }
}
