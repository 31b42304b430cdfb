import Testing
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealReporting
@testable import TrailSealVerification

/// Filter values without a chain. Only all shards together can answer them.
@Suite struct CombinationMergeTests {
    private typealias Summary = AccountingSummary

    private static let region = Summary.Combination(accountID: nil, region: "eu-west-3", trail: nil)

    private static func account(_ shard: Int) -> Summary.Combination {
        Summary.Combination(accountID: ShardedRun.accounts[shard], region: "eu-west-3", trail: nil)
    }

    /// Merges reports of shards that have no chain for `values`. Those in `excusing` have an excuse for it.
    private static func merged(
        _ values: AccountingSummary.Combination = region, lacking shards: [Int], excusing: [Int] = [],
        saying: [Int]? = nil
    ) throws -> ReportDocument {
        var run = ShardedRun()
        for shard in shards {
            let isExcused = excusing.contains(shard)
            run.accountings[shard]?.shared?.combinations = [.init(values, isExcused: isExcused)]
            if isExcused {
                run.accountings[shard]?.excuses.append(.init(.coverageGap, allowance: 2, .combination(values)))
            }
            let gap = ShardedRun.gap(region: "eu-west-3")
            if saying?.contains(shard) ?? true {
                run.findings[shard].append(isExcused ? ShardedRun.allowed(gap) : gap)
            }
        }
        return try ReportMerging.merge(run.reports)
    }

    private static func gaps(_ document: ReportDocument) -> Int { document.findings.count { $0.known == .coverageGap } }

    @Test(arguments: [[0], [1], [0, 2]]) func anotherShardHasTheChain(_ lacking: [Int]) throws {
        for excusing in [[], lacking] {
            let merged = try Self.merged(lacking: lacking, excusing: excusing)
            #expect(merged.verdict == .verified && merged.accounting?.isBalanced == true, "\(excusing)")
            #expect(Self.gaps(merged) == 0 && merged.findings.count == 2)
            // An excuse that one run over everything wouldn't need isn't used.
            #expect(merged.accounting == ShardedRun().whole().accounting)
        }
    }

    @Test func noShardHasAChain() throws {
        let merged = try Self.merged(lacking: [0, 1, 2])
        #expect(merged.verdict == .unverified && merged.accounting?.isBalanced == false)
        #expect(Self.gaps(merged) == 1 && merged.unaccounted.isEmpty)
        // No shard has an excuse.
        let silent = try Self.merged(lacking: [0, 1, 2], saying: [])
        #expect(silent.verdict == .unverified)
        #expect(silent.unaccounted == ["No shard has a chain of */eu-west-3/*, and nothing excuses that."])
    }

    @Test func allExcuseIt() throws {
        let merged = try Self.merged(lacking: [0, 1, 2], excusing: [0, 1, 2])
        #expect(merged.verdict == .verified && merged.accounting?.isBalanced == true)
        #expect(merged.accounting?.excuses.count == 3 && Self.gaps(merged) == 1)
        let findings = merged.head.verification?.summary.findings
        #expect(findings?.allowed == 3 && findings?.note == 3)
    }

    @Test(arguments: [[0], [1, 2]]) func someExcuseIt(_ excusing: [Int]) throws {
        let merged = try Self.merged(lacking: [0, 1, 2], excusing: excusing)
        #expect(merged.verdict == .unverified && merged.accounting?.isBalanced == false)
    }

    /// A shard claims an excuse that doesn't exist.
    @Test func excuseIsGone() throws {
        var run = ShardedRun()
        for shard in 0..<3 { run.accountings[shard]?.shared?.combinations = [.init(Self.region, isExcused: true)] }
        let merged = try ReportMerging.merge(run.reports)
        #expect(merged.verdict == .unverified && merged.unaccounted.count == 1)
    }

    /// Values that name an account are checked in the account's shard alone.
    @Test func accountsOwnShardDecides() throws {
        let own = try Self.merged(Self.account(1), lacking: [1])
        #expect(own.verdict == .unverified && Self.gaps(own) == 1 && own.accounting?.isBalanced == false)
        let silent = try Self.merged(Self.account(1), lacking: [1], saying: [])
        #expect(silent.verdict == .unverified && silent.unaccounted.count == 1)
        let excused = try Self.merged(Self.account(1), lacking: [1], excusing: [1])
        #expect(excused.verdict == .verified && Self.gaps(excused) == 1 && excused.accounting?.excuses.count == 3)
        // Shards that hold nothing of the account don't matter, whether they name it or not.
        let others = try Self.merged(Self.account(1), lacking: [0, 2])
        #expect(others.verdict == .verified && Self.gaps(others) == 0)
        let all = try Self.merged(Self.account(1), lacking: [0, 1, 2])
        #expect(all.verdict == .unverified && Self.gaps(all) == 1)
    }

    /// An excuse that the shard counted by itself stays.
    @Test func excuseOfTheShardItself() throws {
        var run = ShardedRun()
        run.accountings[1]?.excuses.append(.init(.coverageGap, allowance: 2, .combination(Self.account(1))))
        let merged = try ReportMerging.merge(run.reports)
        #expect(merged.verdict == .verified && merged.accounting?.excuses.count == 3)
    }

    /// A shard that judged all accounts answers for all.
    @Test func shardOfAllAccounts() throws {
        var run = ShardedRun()
        run.shards[1].isOfAll = true
        run.accountings[1]?.shared?.combinations = [.init(Self.account(0), isExcused: false)]
        run.findings[1] = [ShardedRun.gap(region: "eu-west-3")]
        let merged = try ReportMerging.merge(run.reports)
        #expect(merged.verdict == .unverified && Self.gaps(merged) == 1 && merged.accounting?.isBalanced == false)
    }
}
