import Foundation
import TestSupport
import Testing
import VirtualTrail

/// An item that exceeds a cap is unverified and named (LIMIT-10).
@Suite struct CapTests {
    private func unsupported(_ report: WrittenReport) -> [String] {
        report.findings.filter { $0.code == "digest-unsupported" }.compactMap(\.message)
    }

    /// One entry more than a digest may have. The entries have an unknown algorithm; otherwise they wouldn't fit into
    /// 64 MiB.
    @Test(arguments: [500_000, 500_001]) func entries(_ count: Int) throws {
        let entry = #"{"s3Bucket":"","s3Object":"","hashValue":"","hashAlgorithm":""}"#
        let list = "[" + Array(repeating: entry, count: count).joined(separator: ",") + "]"
        let archive = try SmallArchive(draft: { hour, draft in
            if hour == 2 { draft.set("logFiles", list) }
        })
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 2, "\(outcome.errors)")
        let isNamed = unsupported(report).contains { $0.contains("more than 500000 log files") }
        #expect(isNamed == (count > 500_000))
        #expect(report.summary.digests.unverified > 0 && report.summary.digests.invalid == 0)
    }

    /// 4,200 copies of genuine digests, each in a copy of the bucket. The digests of the first 4,096 folders are
    /// judged.
    @Test func mappings() throws {
        let archive = try SmallArchive { world, digests in
            let later = World.hourly(Trail(), 3..<6, logs: 0, after: digests[2])
            world.publish(later)
            world.saveHead(later[2])
        }
        let all = archive.digests + World.hourly(Trail(), 3..<6, logs: 0, after: archive.digests[2])
        for number in 0..<4_200 {
            let digest = all[number % all.count]
            try archive.folder.write(GzipWriter.member(digest.content), to: "tree/a\(number)/bucket/\(digest.key)")
        }
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 2, "\(outcome.errors)")
        let named = unsupported(report)
        // The folder of the archive itself gives one mapping.
        #expect(named.count == 4_200 + 1 - 4_096)
        #expect(named.allSatisfy { $0.contains("more than 4096 mappings") })
        #expect(report.summary.logs.verified == 6)
        #expect(outcome.seconds < 60)
    }
}
