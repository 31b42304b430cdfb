import Foundation
import TestSupport
import Testing

/// Merged shards of an archive give the same report as one run.
@Suite struct ShardedTests {
    /// One world, and runs over it.
    private struct Trial {
        let folder: TemporaryFolder
        let arguments: [String]
        let count: Int

        init(seed: Int) throws {
            let world = try RandomAccounts(seed: UInt64(seed)).written(isEverSharded: false)
            folder = world.folder
            arguments = ["verify", "-q"] + world.arguments
            count = 2 + seed % 3
        }

        func file(_ name: String) -> String { folder.path("tree/" + name) }

        func run(_ arguments: [String]) throws -> Program.Outcome {
            try Program.trailseal(arguments).run(in: folder.path)
        }

        /// Runs over everything, then over each shard, and merges these.
        func runs(hasStates: Bool = false) throws -> (whole: Program.Outcome, merged: Program.Outcome) {
            func state(_ name: String) -> [String] { hasStates ? ["--state", "\(name).state"] : [] }
            let whole = try run(arguments + state("whole") + ["--report", "json=whole.json"])
            let reports = try (1...count).map { index in
                let outcome = try run(
                    arguments + state("\(index)") + ["--shard", "\(index)/\(count)", "--report", "json=\(index).json"])
                #expect(outcome.status <= 2, "\(outcome.errors)")
                return "\(index).json"
            }
            return (whole, try run(["merge", "-q"] + reports + ["--report", "json=merged.json"]))
        }

        /// What a report says about the archive, without the run and its states.
        func content(_ name: String) throws -> NSDictionary {
            let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder.path(name))))
            let report = NSMutableDictionary(dictionary: try #require(object as? [String: Any]))
            report.removeObject(forKey: "run")
            // Each shard reads what belongs to no account.
            let summary = NSMutableDictionary(dictionary: report["summary"] as? [String: Any] ?? [:])
            summary.removeObject(forKey: "bytes")
            report["summary"] = summary
            let inputs = NSMutableDictionary(dictionary: report["inputs"] as? [String: Any] ?? [:])
            inputs.removeObject(forKey: "state")
            report["inputs"] = inputs
            return report
        }

        /// Lines that only one of the two reports has, from one run and from the merge.
        var difference: String {
            let lines = ["whole.json", "merged.json"].map {
                ((try? folder.read($0)) ?? "").split(separator: "\n").map(String.init)
            }
            return lines[1].difference(from: lines[0]).prefix(60).map { change in
                switch change {
                case .insert(_, let line, _): "+ " + line
                case .remove(_, let line, _): "- " + line
                }
            }.joined(separator: "\n")
        }
    }

    @Test(arguments: 0..<2) func worlds(_ part: Int) throws {
        var compared = 0
        for seed in 0..<20 {
            let seed = 2_000 + part * 20 + seed
            let trial = try Trial(seed: seed)
            let (whole, merged) = try trial.runs()
            #expect(merged.status == whole.status, "seed \(seed): \(merged.errors)")
            guard whole.status <= 2, merged.status <= 2 else { continue }
            let difference = trial.difference
            #expect(try trial.content("merged.json") == trial.content("whole.json"), "seed \(seed)\n\(difference)")
            compared += 1
        }
        // The rest is refused, because there is nothing to judge.
        #expect(compared > 15, "\(compared)")
    }

    /// Every shard has its own state, and a file is gone in the second night.
    @Test func nights() throws {
        var compared = 0
        for seed in 3_000..<3_020 {
            let trial = try Trial(seed: seed)
            let files =
                FileManager.default.enumerator(atPath: trial.folder.path("tree"))?
                .compactMap { $0 as? String }.filter { $0.hasSuffix(".json.gz") }.sorted() ?? []
            for night in 0..<2 where !files.isEmpty {
                let (whole, merged) = try trial.runs(hasStates: true)
                #expect(merged.status == whole.status, "seed \(seed), \(night): \(merged.errors)")
                guard whole.status <= 2, merged.status <= 2 else { break }
                let words = "seed \(seed), \(night)\n\(trial.difference)"
                #expect(try trial.content("merged.json") == trial.content("whole.json"), "\(words)")
                compared += night
                if night == 0 { try FileManager.default.removeItem(atPath: trial.file(files[seed % files.count])) }
            }
        }
        #expect(compared > 5)
    }
}
