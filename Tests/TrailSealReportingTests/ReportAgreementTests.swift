import Testing
import TrailSealFormat
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// Reports of shards belong together if they have the same options and the same inputs (SHARD-3).
@Suite struct ReportAgreementTests {
    private static let changes: [@Sendable (inout ReportHead.Inputs) -> Void] = [
        { $0.keyFiles = [ReportHead.Input(path: "k", sha256: "a")] },
        { $0.signatures = [ReportHead.Input(path: "s.csv", sha256: "a")] },
        { $0.trailDescriptions = [ReportHead.Input(path: "d", sha256: "a")] },
        { $0.state = ReportHead.Input(path: "state.json") },
        { $0.isFull = true },
        { $0.retention = 3_600 },
        { $0.maximumAge = 3_600 },
        { $0.from = UnixTime(seconds: 0) },
        { $0.accounts = ["111122223333"] },
        { $0.allowances = [] },
    ]

    @Test(arguments: changes.indices) func differing(_ index: Int) throws {
        var reports = ShardedRun().reports
        Self.changes[index](&reports[1].head.inputs)
        let error = try #require(throws: ReportMergingError.self) { try ReportMerging.merge(reports) }
        #expect(error.position == 1 && error.description.contains("of another run than the first"))
        // With the same options, they are merged.
        for shard in reports.indices { reports[shard].head.inputs = reports[1].head.inputs }
        if index != 9 { #expect(throws: Never.self) { try ReportMerging.merge(reports) } }
    }

    /// Paths may differ between machines, and each shard has its own state.
    @Test func paths() throws {
        var run = ShardedRun()
        run.head.inputs.retention = 30 * 86_400
        var reports = run.reports
        for shard in reports.indices {
            reports[shard].head.inputs.keyFiles = [ReportHead.Input(path: "/\(shard)/keys.json", sha256: "a")]
            reports[shard].head.inputs.signatures = [ReportHead.Input(path: "/\(shard)/heads")]
            reports[shard].head.inputs.state = ReportHead.Input(path: "\(shard).json", sha256: "\(shard)")
        }
        let merged = try ReportMerging.merge(reports).head.inputs
        #expect(merged.signatures.count == ShardedRun.count && merged.state == nil)
        #expect(merged.retention == 2_592_000)
    }

    /// The orders to forget from all shards' states, each once, in order of time.
    @Test func forgotten() throws {
        func order(_ region: String?, _ seconds: Int64) -> ForgottenRecord {
            ForgottenRecord(
                accountID: nil, region: region, trail: "t", reason: "r", user: "u", at: UnixTime(seconds: seconds))
        }
        var reports = ShardedRun().reports
        let lists = [[order("b", 5)], [order("a", 3), order("b", 5)], [order(nil, 4)]]
        for shard in reports.indices {
            reports[shard].head.inputs.state = ReportHead.Input(path: "state.json")
            reports[shard].head.inputs.forgotten = lists[shard]
        }
        let merged = try ReportMerging.merge(reports)
        #expect(merged.head.inputs.forgotten == [order("a", 3), order(nil, 4), order("b", 5)])
        #expect(try merged.readBack().head.inputs == merged.head.inputs)
    }
}
