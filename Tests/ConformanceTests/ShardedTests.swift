import Foundation
import TestSupport
import Testing

/// Shards of an archive, merged, give the report that one run gives.
@Suite struct ShardedTests {
    /// What a report says of the archive, without what it says of the run.
    private static func content(_ folder: TemporaryFolder, _ name: String) throws -> NSDictionary {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder.path(name))))
        let report = NSMutableDictionary(dictionary: try #require(object as? [String: Any]))
        report.removeObject(forKey: "run")
        return report
    }

    @Test(arguments: 0..<2) func worlds(_ part: Int) throws {
        for seed in 0..<20 {
            let seed = 2_000 + part * 20 + seed
            let world = try RandomAccounts(seed: UInt64(seed)).written(isEverSharded: false)
            func run(_ arguments: [String]) throws -> Program.Outcome {
                try Program.trailseal(arguments).run(in: world.folder.path)
            }
            let arguments = ["verify", "-q"] + world.arguments
            let whole = try run(arguments + ["--report", "json=whole.json"])
            let count = 2 + seed % 3
            let reports = try (1...count).map { index in
                let outcome = try run(arguments + ["--shard", "\(index)/\(count)", "--report", "json=\(index).json"])
                #expect(outcome.status <= 2, "seed \(seed): \(outcome.errors)")
                return "\(index).json"
            }
            let merged = try run(["merge", "-q"] + reports + ["--report", "json=merged.json"])
            #expect(merged.status == whole.status, "seed \(seed): \(merged.errors)")
            guard whole.status <= 2, merged.status <= 2 else { continue }
            let expected = try Self.content(world.folder, "whole.json")
            #expect(try Self.content(world.folder, "merged.json") == expected, "seed \(seed)")
        }
    }
}
