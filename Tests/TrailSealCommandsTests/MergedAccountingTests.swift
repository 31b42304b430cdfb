import Foundation
import TestSupport
import Testing
import VirtualTrail

/// `trailseal merge` with reports that have an accounting. The test adds it to them.
@Suite struct MergedAccountingTests {
    private static let counts = [
        "identicalCopies", "savedSignatures", "namedOnCommandLine", "notCloudTrail", "unrecognized", "hidden",
        "emptyMarkers", "notJudged", "notDue", "verifiedEarlier", "outOfScope", "excused", "unverifiedDigests",
        "invalidDigests", "unverifiedLogs", "invalidLogs", "unreferencedLogs", "obstacles",
    ]
    private static let dispositions = [
        "invalid", "missing", "unverified", "outsideCopy", "verifiedEarlier", "notAskedFor", "excused",
    ]

    private static func files(digests: Int, logs: Int) -> [String: Any] {
        var files = Dictionary(uniqueKeysWithValues: counts.map { ($0, 0) })
        files["verifiedDigests"] = digests
        files["verifiedLogs"] = logs
        files["walked"] = digests + logs
        return files
    }

    private static func accounting(of report: [String: Any]) throws -> [String: Any] {
        let summary = try #require(report["summary"] as? [String: Any])
        let digests = try #require((summary["digests"] as? [String: Int])?["verified"])
        let logs = try #require((summary["logs"] as? [String: Int])?["verified"])
        let chains = try #require(report["chains"] as? [[String: Any]])
        var listed = Dictionary(uniqueKeysWithValues: dispositions.map { ($0, 0) })
        listed["listed"] = logs
        listed["verified"] = logs
        return [
            "balanced": true, "ends": ["from": "archive", "to": "archive"],
            "files": files(digests: digests, logs: logs), "listedLogs": listed, "excuses": [Any](),
            "chains": chains.map { chain in
                var record = chain.filter {
                    ["organizationId", "accountId", "region", "trail", "homeRegion", "kind"].contains($0.key)
                }
                record["digests"] = 3
                record["required"] = NSNull()
                record["covered"] = true
                return record
            },
            "shared": [
                "files": files(digests: 0, logs: 0), "combinations": [Any](),
                "digests": ["verified": 0, "unverified": 0, "invalid": 0, "missing": 0],
                "logs": ["verified": 0, "unverified": 0, "invalid": 0, "missing": 0, "unreferenced": 0],
            ] as [String: Any],
        ]
    }

    /// Reports of two shards, each with one account of three digests and three logs.
    private static func shards(_ edit: (Int, inout [String: Any]?) -> Void) throws -> TemporaryFolder {
        var world = World()
        world.level = 6
        world.listKeys([World.KeyRecord(.first)])
        // Of the second shard, then the first.
        for account in ["111122223330", "111122223331"] {
            var trail = Trail()
            trail.account = account
            let digests = World.hourly(trail, 0..<3, logs: 1, records: 1)
            world.publish(digests)
            world.saveHead(digests.last)
        }
        let archive = try TemporaryFolder()
        try world.write(to: archive)
        for index in 1...2 {
            let outcome = try Program.trailseal(
                "verify", "tree", "--keys", "keys", "--signatures", "signatures", "--shard", "\(index)/2", "--report",
                "json=\(index).json"
            ).run(in: archive.path)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let file = URL(filePath: archive.path("\(index).json"))
            let value = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
            var report = try #require(value as? [String: Any])
            var accounting: [String: Any]? = try Self.accounting(of: report)
            edit(index, &accounting)
            report["accounting"] = accounting
            try JSONSerialization.data(withJSONObject: report).write(to: file)
        }
        return archive
    }

    private static func merge(_ folder: TemporaryFolder, _ names: String...) throws -> Program.Outcome {
        try Program.trailseal(["merge"] + names + ["--report", "json=merged.json"]).run(in: folder.path)
    }

    private static func report(_ folder: TemporaryFolder) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder.path("merged.json"))))
        return try #require(value as? [String: Any])
    }

    @Test func balanced() throws {
        let folder = try Self.shards { _, _ in }
        let outcome = try Self.merge(folder, "1.json", "2.json")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output.replacing("\n  ", with: " ").contains(
                "\nAccounted for: 12 files walked (6 verified as digests, 6 verified as logs), 6 listed logs (6 verified)\n"
            ))
        #expect(outcome.output.hasSuffix(". Not proven: its ends, the last 6 hours (trailseal explain not-proven)\n"))
        let accounting = try #require(try Self.report(folder)["accounting"] as? [String: Any])
        #expect(accounting["balanced"] as? Bool == true && accounting["shared"] == nil)
        #expect((accounting["chains"] as? [Any])?.count == 2)
    }

    @Test func notBalanced() throws {
        let folder = try Self.shards { index, accounting in
            if index == 2 { accounting?["files"] = Self.files(digests: 3, logs: 2).merging(["walked": 6]) { $1 } }
        }
        let outcome = try Self.merge(folder, "1.json", "2.json")
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("\nNot all accounted for: 12 files walked"))
        #expect(outcome.output.contains("\nVerdict: unverified, findings: 1 unverified."))
        let findings = try #require(try Self.report(folder)["findings"] as? [[String: Any]])
        #expect(findings.map { $0["code"] as? String } == ["unaccounted"])
        #expect(findings.first?["message"] as? String == "The numbers in the accounting of shard 2 of 2 don't add up.")
    }

    @Test func missingShard() throws {
        let folder = try Self.shards { _, _ in }
        let outcome = try Self.merge(folder, "2.json")
        #expect(outcome.status == 2)
        #expect(outcome.output.contains("\nVerdict: unverified (shard 1 of 2 is missing), findings: 1 unverified."))
        let run = try #require(try Self.report(folder)["run"] as? [String: Any])
        let shards = try #require(run["shards"] as? [String: Any])
        #expect(shards["missing"] as? [Int] == [1] && shards["count"] as? Int == 2)
    }

    @Test func onlySomeHaveAnAccounting() throws {
        let folder = try Self.shards { index, accounting in
            if index == 1 { accounting = nil }
        }
        let outcome = try Self.merge(folder, "1.json", "2.json")
        #expect(outcome.status == 65 && outcome.errors.contains("only one of them has an accounting"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("merged.json")))
    }

    @Test func filesOfNoAccountDiffer() throws {
        let folder = try Self.shards { index, accounting in
            var shared = accounting?["shared"] as? [String: Any]
            if index == 1 { shared?["files"] = Self.files(digests: 0, logs: 1) }
            accounting?["shared"] = shared
        }
        let outcome = try Self.merge(folder, "1.json", "2.json")
        #expect(outcome.status == 65 && outcome.errors.contains("the files that belong to no account differ"))
    }
}
