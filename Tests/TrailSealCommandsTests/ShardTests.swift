import Foundation
import TestSupport
import Testing
import VirtualTrail

/// Runs over some of the accounts, and their merged report.
@Suite struct ShardTests {
    /// What an attacker or chance does to some of the accounts.
    enum Damage: CaseIterable {
        case nothing
        /// An account without digests, one whose digests are all malformed, and one edited log.
        case digestsGoneOrMalformed
        /// Digests of one account in the folder of another, and logs hidden in odd folders.
        case filesInWrongFolders
        /// Symbolic links, and chains cut at either end.
        case linksAndCutChains
        /// A forged digest that lists another account's log and names its digest.
        case forgedDigest
        /// Copies of an account's files among the digests of another, one of them changed.
        case accountInsideAnother
        /// Logs outside all account folders, or in another account's.
        case filesOutsideAccounts

        /// Options that `asOneRun` adds.
        var options: [String] {
            switch self {
            case .linksAndCutChains:
                ["111122223331", "111122223334", "999999999999", "999999999999"].flatMap { ["--account", $0] }
            case .forgedDigest: ["--allow", "digest-signature-unavailable"]
            case .nothing, .digestsGoneOrMalformed, .filesInWrongFolders, .accountInsideAnother, .filesOutsideAccounts:
                []
            }
        }

        /// The exit status of a run over everything.
        var status: Int32 {
            switch self {
            case .nothing: 0
            case .forgedDigest, .filesOutsideAccounts: 2
            case .digestsGoneOrMalformed, .filesInWrongFolders, .linksAndCutChains, .accountInsideAnother: 1
            }
        }
    }

    /// Six accounts of two Regions, some of them damaged.
    private static func world(_ damage: Damage) throws -> TemporaryFolder {
        var world = World()
        world.level = 6
        world.listKeys([World.KeyRecord(.first)])
        var trails: [[Digest]] = []
        for account in 0..<6 {
            for region in ["us-east-1", "eu-west-1"] {
                var trail = Trail()
                trail.account = "11112222333\(account)"
                trail.region = region
                trail.prefix = "deep/prefix"
                let digests = World.hourly(trail, 0..<3, logs: 1, records: 1)
                world.publish(digests)
                world.saveHead(digests.last)
                trails.append(digests)
            }
        }
        func folder(_ account: Int) -> String { "deep/prefix/AWSLogs/11112222333\(account)/" }
        switch damage {
        case .nothing: break
        case .digestsGoneOrMalformed:
            for digest in trails[0] + trails[1] { world.tree[digest.key] = nil }
            for digest in trails[2] + trails[3] { world.tree[digest.key] = Array("{}".utf8) }
            world.tree[trails[5][1].logs[0].key] = Array("{}".utf8)
        case .filesInWrongFolders:
            world.tree[trails[2][2].key] = world.tree[trails[0][2].key]
            world.tree[trails[0][2].key] = nil
            let log = trails[4][0].logs[0]
            for place in [
                "CloudTrail/us-east-1/AWSLogs/111122223334/CloudTrail/x.json.gz",
                "odd/AWSLogs/111122223335/CloudTrail/y.json.gz",
                "CloudTrail-Digest/us-east-1/AWSLogs/111122223330/CloudTrail-Digest/z.json.gz",
                "odd/CloudTrail/us-east-1/v.json.gz",
            ] {
                world.tree[folder(3) + place] = log.content
            }
            world.tree["deep/elsewhere/CloudTrail/w.json.gz"] = log.content
        case .linksAndCutChains:
            world.setup = [
                .init(.symlink, "tree/" + folder(1) + "CloudTrail/us-east-1/link", value: "/etc/passwd"),
                .init(.symlink, "tree/deep/prefix/AWSLogs/link", value: "/etc"),
            ]
            // The chains are cut at different ends.
            for digest in trails[8].prefix(2) { world.tree[digest.key] = nil }
            world.tree[trails[6][2].key] = nil
            world.signatures[trails[9][2].key + ".json"] = nil
        case .forgedDigest:
            var trail = Trail()
            trail.account = "111122223330"
            trail.prefix = "deep/prefix"
            trail.name = "forged"
            world.publish([
                Digest(
                    trail, from: .hour(0), to: .hour(1), logs: trails[8][0].logs, after: trails[8][2], signedBy: .first)
            ])
        case .accountInsideAnother:
            for (path, bytes) in world.tree where path.hasPrefix(folder(0)) {
                world.tree[folder(5) + "CloudTrail-Digest/" + path] = bytes
            }
            world.tree[folder(5) + "CloudTrail-Digest/" + trails[0][1].key] = Array("{}".utf8)
        case .filesOutsideAccounts:
            let log = trails[3][0].logs[0]
            let name = log.key.split(separator: "/").last.map(String.init) ?? ""
            world.tree["deep/copied/" + name] = log.content
            let forged = name.replacing("T0005Z", with: "T0035Z")
            for place in ["111122223339/", ".hidden/", folder(5) + "CloudTrail/us-east-1/2026/10/01/"] {
                world.tree[place + forged] = Array("{}".utf8)
            }
        }
        let folder = try TemporaryFolder()
        try world.write(to: folder)
        for step in world.setup {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(step.path), withDestinationPath: step.value ?? "")
        }
        return folder
    }

    private static let arguments = ["verify", "tree", "--keys", "keys", "--signatures", "signatures", "-q"]

    /// What a report says about the archive, without the run.
    private static func content(_ folder: TemporaryFolder, _ name: String) throws -> NSDictionary {
        let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder.path(name))))
        let report = NSMutableDictionary(dictionary: try #require(object as? [String: Any]))
        report.removeObject(forKey: "run")
        // Each shard reads what belongs to no account.
        let summary = NSMutableDictionary(dictionary: report["summary"] as? [String: Any] ?? [:])
        summary.removeObject(forKey: "bytes")
        report["summary"] = summary
        return report
    }

    /// Lines that only one of the two reports has, from one run and from the merge.
    private static func difference(_ folder: TemporaryFolder) -> String {
        let lines = ["whole.json", "merged.json"].map {
            ((try? folder.read($0)) ?? "").split(separator: "\n").map(String.init)
        }
        let difference = lines[1].difference(from: lines[0])
        return difference.prefix(40).map { change in
            switch change {
            case .insert(_, let line, _): "+ " + line
            case .remove(_, let line, _): "- " + line
            }
        }.joined(separator: "\n")
    }

    /// Judges each of `count` shards, and merges their reports, last first, into merged.json.
    private static func merged(
        _ arguments: [String], _ count: Int, in folder: TemporaryFolder
    ) throws -> Program.Outcome {
        let reports = try (1...count).map { index in
            let outcome = try Program.trailseal(
                arguments + ["--shard", "\(index)/\(count)", "--report", "json=\(index).json"]
            ).run(in: folder.path)
            #expect(outcome.status <= 2, "\(outcome.errors)")
            return "\(index).json"
        }
        return try Program.trailseal(["merge", "-q"] + reports.reversed() + ["--report", "json=merged.json"])
            .run(in: folder.path)
    }

    /// Any number of shards gives the result of one run: findings, chains, counts, verdict, status.
    @Test(arguments: Damage.allCases, [1, 2, 3, 8]) func asOneRun(_ damage: Damage, _ count: Int) throws {
        let folder = try Self.world(damage)
        let arguments = Self.arguments + damage.options
        let whole = try Program.trailseal(arguments + ["--report", "json=whole.json"]).run(in: folder.path)
        let merged = try Self.merged(arguments, count, in: folder)
        #expect(merged.status == whole.status && whole.status == damage.status, "\(merged.errors)")
        #expect(
            try Self.content(folder, "merged.json") == Self.content(folder, "whole.json"),
            "\(Self.difference(folder))")
        // A merged report can be read like any other.
        let text = try Program.trailseal("report", "merged.json").run(in: folder.path)
        #expect(text.status == 0 && text.output.contains("Verdict: "))
    }

    /// No shard knows alone that no signature of a path was used.
    @Test(arguments: [1, 3]) func unusedSignatures(_ count: Int) throws {
        let folder = try Self.world(.nothing)
        let digest = "999988887777_CloudTrail-Digest_us-east-1_other_us-east-1_20261001T010000Z.json.gz"
        let key = "AWSLogs/999988887777/CloudTrail-Digest/us-east-1/2026/10/01/" + digest
        try folder.write("key,signature\n\(key),\(String(repeating: "00", count: 256))\n", to: "other.csv")
        try folder.write("Nothing yet.\n", to: "none/note.txt")
        let arguments = Self.arguments + ["--signatures", "other.csv", "--signatures", "none"]
        let whole = try Program.trailseal(arguments + ["--report", "json=whole.json"]).run(in: folder.path)
        let merged = try Self.merged(arguments, count, in: folder)
        let warning = "other.csv: none of 1 saved answers is for a digest of this archive"
        #expect(whole.errors.contains(warning) && merged.errors.contains(warning), "\(merged.errors)")
        #expect(
            try Self.content(folder, "merged.json") == Self.content(folder, "whole.json"),
            "\(Self.difference(folder))")
    }

    @Test func whatIsMissing() throws {
        let folder = try Self.world(.nothing)
        for index in 1...3 {
            let outcome = try Program.trailseal(
                Self.arguments + ["--shard", "\(index)/3", "--report", "json=\(index).json"]
            ).run(in: folder.path)
            #expect(outcome.status == 0 || outcome.status == 2)
        }
        func merge(_ names: String...) throws -> Program.Outcome {
            try Program.trailseal(["merge"] + names + ["--report", "json=m.json"]).run(in: folder.path)
        }
        let missing = try merge("1.json", "3.json")
        #expect(missing.status == 2 && missing.errors == "trailseal: warning: shard 2 of 3 is missing\n")
        #expect(missing.output.contains("\nVerdict: unverified (shard 2 of 3 is missing), findings: 1 unverified."))
        let doubled = try merge("1.json", "2.json", "3.json", "2.json")
        #expect(doubled.status == 2 && doubled.errors.contains("shard 2 of 3 is given twice"))
        #expect(doubled.output.contains("\nVerdict: unverified (shard 2 of 3 is given twice), findings: 1 unverified."))
        #expect(try merge("1.json", "2.json", "3.json").status == 0)
        // Merge refuses a file that isn't a shard's, or is from another run.
        _ = try Program.trailseal(Self.arguments + ["--report", "json=whole.json"]).run(in: folder.path)
        #expect(try merge("1.json", "whole.json", "3.json").status == 65)
        _ = try Program.trailseal(Self.arguments + ["--shard", "2/4", "--report", "json=other.json"]).run(
            in: folder.path)
        #expect(try merge("1.json", "other.json", "3.json").status == 65)
        _ = try Program.trailseal(
            Self.arguments + ["--shard", "2/3", "--to", "2026-10-01T01:00:00Z", "--report", "json=other.json"]
        ).run(in: folder.path)
        let window = try merge("1.json", "other.json", "3.json")
        #expect(window.status == 65 && window.errors.contains("other.json") && window.errors.contains("window"))
        // Another scope, or other allowances, make another run.
        for more in [["--account", "111122223331"], ["--region", "us-east-1"], ["--allow", "log-unreferenced"]] {
            _ = try Program.trailseal(Self.arguments + more + ["--shard", "2/3", "--report", "json=other.json"])
                .run(in: folder.path)
            #expect(try merge("1.json", "other.json", "3.json").status == 65, "\(more)")
        }
        // An account that came later may be of a shard that had already run.
        try FileManager.default.createDirectory(
            atPath: folder.path("tree/deep/prefix/AWSLogs/555566667777/CloudTrail"), withIntermediateDirectories: true)
        _ = try Program.trailseal(Self.arguments + ["--shard", "2/3", "--report", "json=other.json"]).run(
            in: folder.path)
        let grown = try merge("1.json", "other.json", "3.json")
        #expect(grown.status == 65 && grown.errors.contains("the account folders differ"))
        let own = Program.trailseal("merge", "1.json", "2.json", "3.json", "--report", "json=1.json")
        #expect(try own.run(in: folder.path).status == 64)
        #expect(try merge("no-such.json").status == 66)
        #expect(try Program.trailseal("merge").run().status == 64)
    }

    @Test(
        arguments: [
            (["SLURM_ARRAY_TASK_ID=7", "SLURM_ARRAY_TASK_COUNT=3", "SLURM_ARRAY_TASK_MIN=5"], "3 of 3"),
            (
                [
                    "SLURM_ARRAY_TASK_ID=9", "SLURM_ARRAY_TASK_COUNT=3", "SLURM_ARRAY_TASK_MIN=5",
                    "SLURM_ARRAY_TASK_STEP=2",
                ], "3 of 3"
            ),
            (["JOB_COMPLETION_INDEX=0", "JOB_COMPLETIONS=4"], "1 of 4"),
            (["AWS_BATCH_JOB_ARRAY_INDEX=3", "AWS_BATCH_JOB_ARRAY_SIZE=4"], "4 of 4"),
            (["JOB_COMPLETION_INDEX=0"], nil), (["AWS_BATCH_JOB_ARRAY_INDEX=4", "AWS_BATCH_JOB_ARRAY_SIZE=4"], nil),
            (["SLURM_ARRAY_TASK_ID=-1", "SLURM_ARRAY_TASK_COUNT=3"], nil), ([], nil),
        ] as [([String], String?)])
    func auto(_ environment: [String], _ shard: String?) throws {
        let folder = try Self.world(.nothing)
        let outcome = try Program(
            "/usr/bin/env",
            ["-i"] + environment + [TestPaths.binary.path] + Self.arguments.dropLast() + ["--shard", "auto"]
        ).run(in: folder.path)
        if let shard {
            #expect(outcome.status <= 2 && outcome.output.contains("Shard: \(shard);"), "\(outcome.errors)")
        } else {
            #expect(outcome.status == 64 && outcome.output.isEmpty, "\(outcome.errors)")
        }
    }

    /// A report that lost its findings, chains or verdict isn't accepted.
    @Test(arguments: ["findings", "chains", "verdict", "weight"]) func whatLostSomething(_ what: String) throws {
        let folder = try Self.world(.digestsGoneOrMalformed)
        for index in 1...2 {
            _ = try Program.trailseal(
                Self.arguments + ["--shard", "\(index)/2", "--report", "json=\(index).json"]
            ).run(in: folder.path)
            let file = URL(filePath: folder.path("\(index).json"))
            var report = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
            switch what {
            case "verdict": report["verdict"] = report["verdict"] as? String == "invalid" ? "verified" : "invalid"
            case "weight":
                report["findings"] = (report["findings"] as? [[String: Any]])?.map {
                    $0.merging(["verdict": "note"]) { $1 }
                }
            default: report[what] = [Any]()
            }
            try JSONSerialization.data(withJSONObject: report).write(to: file)
        }
        let outcome = try Program.trailseal("merge", "1.json", "2.json").run(in: folder.path)
        #expect(outcome.status == 65 && outcome.errors.contains("not as verify wrote it"), "\(outcome.errors)")
    }

    /// If one run refuses an archive with 66, the shards together refuse it too. A window that nothing meets is judged.
    @Test(arguments: [(["empty"], 66), (["--from", "2030-01-01T00:00:00Z"], 2)])
    func nothingToJudge(_ more: [String], _ status: Int) throws {
        let folder = try Self.world(.nothing)
        try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
        #expect(try Program.trailseal(Self.arguments + more).run(in: folder.path).status == status)
        for index in 1...2 {
            let outcome = try Program.trailseal(
                Self.arguments + more + ["--shard", "\(index)/2", "--report", "json=\(index).json"]
            ).run(in: folder.path)
            #expect(outcome.status == 0 || outcome.status == 2)
        }
        let merged = try Program.trailseal("merge", "1.json", "2.json", "--report", "json=m.json").run(in: folder.path)
        #expect(merged.status == status)
        #expect(FileManager.default.fileExists(atPath: folder.path("m.json")) == (status == 2))
    }

    /// Merge compares and orders reports by values. Words don't matter, and may differ between shards.
    @Test(arguments: Damage.allCases) func wordsDecideNothing(_ damage: Damage) throws {
        let folder = try Self.world(damage)
        let options = damage.options + ["--account", "000000000000", "--region", "eu-west-1", "--region", "nowhere"]
        for index in 1...3 {
            let outcome = try Program.trailseal(
                Self.arguments + options + ["--shard", "\(index)/3", "--report", "json=\(index).json"]
            ).run(in: folder.path)
            #expect(outcome.status <= 2, "\(outcome.errors)")
        }
        func merged() throws -> [[String: Any]] {
            let outcome = try Program.trailseal("merge", "-q", "3.json", "1.json", "2.json", "--report", "json=m.json")
                .run(in: folder.path)
            #expect(outcome.status <= 2, "\(outcome.errors)")
            let findings = try #require(try Self.content(folder, "m.json")["findings"] as? [[String: Any]])
            return findings.map { finding in finding.filter { $0.key != "message" } }
        }
        let findings = try merged()
        for index in 1...3 {
            let report = try folder.read("\(index).json")
            let words = "\"message\":\"\(index == 2 ? "z" : "words of \(index)")\""
            try folder.write(report.replacing(/"message": ?"[^"]*"/, with: words), to: "\(index).json")
        }
        #expect(try merged() as NSArray == findings as NSArray)
        // One finding for each combination: of each account with this Region, and of this account with each Region.
        let accounts = Set(options.filter { $0.count == 12 })
        #expect(findings.count { $0["region"] as? String == "nowhere" } == accounts.count)
        #expect(findings.count { $0["accountId"] as? String == "000000000000" } == 2)
    }

    /// What the archive proves about a described trail is said once, whatever the words of the shards.
    @Test(arguments: [false, true]) func notesOfControls(_ isReworded: Bool) throws {
        let one = try #require(ConformanceCase.all.first { $0.name == "description-control-failed" })
        let folder = try one.prepared()
        // The setting is off, and the archive holds files written while it was on.
        let description = try folder.read("case/description.json")
        let edited = description.replacing(
            /"LogFileValidationEnabled": true/, with: "\"LogFileValidationEnabled\": false")
        try folder.write(edited, to: "case/description.json")
        func notes(_ name: String) throws -> [[String]] {
            let bytes = try Data(contentsOf: URL(filePath: folder.path("case/" + name)))
            let report = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            let accounts = try #require(report["accounts"] as? [[String: Any]])
            return accounts.flatMap { $0["controls"] as? [[String: Any]] ?? [] }
                .flatMap { $0["resources"] as? [[String: Any]] ?? [] }.map { $0["notes"] as? [String] ?? [] }
        }
        func run(_ arguments: [String]) throws {
            let outcome = try Program.trailseal(arguments).run(in: folder.path("case"))
            #expect(outcome.status <= 3, "\(outcome.errors)")
        }
        try run(["verify"] + one.arguments + ["--report", "json=whole.json"])
        for index in 1...2 {
            try run(["verify"] + one.arguments + ["--shard", "\(index)/2", "--report", "json=\(index).json"])
            guard isReworded else { continue }
            let file = "case/\(index).json"
            try folder.write(
                try folder.read(file).replacing("The archive holds validated digests", with: "Digests"), to: file)
        }
        try run(["merge", "1.json", "2.json", "--report", "json=merged.json"])
        #expect(try notes("merged.json") == notes("whole.json"))
        #expect(try notes("whole.json").joined().contains { $0.contains("validated digests") })
    }

    /// A copy begins below the account folder. Its logs belong to the account whose digests list them.
    @Test(arguments: [1, 2, 3, 5]) func belowTheAccountFolder(_ count: Int) throws {
        let folder = try Self.world(.nothing)
        let arguments = [
            "verify", "tree/deep/prefix/AWSLogs/111122223334", "--keys", "keys", "-q", "--allow",
            "digest-signature-unavailable",
        ]
        #expect(try Program.trailseal(arguments + ["--report", "json=whole.json"]).run(in: folder.path).status == 0)
        let merged = try Self.merged(arguments, count, in: folder)
        #expect(merged.status == 0, "\(merged.errors)")
        #expect(
            try Self.content(folder, "merged.json") == Self.content(folder, "whole.json"),
            "\(Self.difference(folder))")
    }

    /// All files of all accounts lie in one folder. Copies of logs have names that show no account, and a link lies in the
    /// place of a digest.
    @Test(arguments: [2, 3, 8]) func flat(_ count: Int) throws {
        let folder = try Self.world(.nothing)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path("tree")).sorted()
            .filter { $0.hasSuffix(".json.gz") }
        try FileManager.default.createDirectory(atPath: folder.path("flat"), withIntermediateDirectories: true)
        for path in files {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            try FileManager.default.moveItem(atPath: folder.path("tree/" + path), toPath: folder.path("flat/" + name))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("flat")).sorted()
        let logs = names.filter { $0.contains("_CloudTrail_") }
        for (number, name) in logs.enumerated() where number % 5 == 1 {
            try FileManager.default.copyItem(
                atPath: folder.path("flat/" + name), toPath: folder.path("flat/copy\(number).json.gz"))
        }
        try folder.write(Array("{}".utf8), to: "flat/other.json")
        let oldest = try #require(names.first { $0.contains("_CloudTrail-Digest_") })
        try FileManager.default.moveItem(atPath: folder.path("flat/" + oldest), toPath: folder.path("moved"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("flat/" + oldest), withDestinationPath: folder.path("moved"))
        let arguments = ["verify", "flat", "--keys", "keys", "--signatures", "signatures", "-q"]
        let whole = try Program.trailseal(arguments + ["--report", "json=whole.json"]).run(in: folder.path)
        let merged = try Self.merged(arguments, count, in: folder)
        #expect(merged.status == 1 && whole.status == 1, "\(merged.errors)")
        let content = try Self.content(folder, "whole.json")
        #expect(try Self.content(folder, "merged.json") == content, "\(Self.difference(folder))")
        let findings = try #require(content["findings"] as? [[String: Any]])
        #expect(findings.count { $0["code"] as? String == "file-unreadable" } == 1)
        #expect(findings.count { ($0["path"] as? String)?.contains("copy") ?? false } == 0)
    }

    /// Digests and logs are in separate archives. Every account's logs show where they belong.
    @Test(arguments: [2, 3, 8]) func logsApart(_ count: Int) throws {
        let folder = try Self.world(.nothing)
        var logs: [String] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path("tree")).sorted()
        where path.hasSuffix(".json.gz") && path.contains("/CloudTrail/") {
            let file = try Data(contentsOf: URL(filePath: folder.path("tree/" + path)))
            try folder.write([UInt8](file), to: "logs/" + path)
            try FileManager.default.removeItem(atPath: folder.path("tree/" + path))
            logs.append("logs/" + path)
        }
        // One log of each account is edited, and one is new.
        for log in logs.indices where log % 3 == 0 {
            try folder.write(Array("{}".utf8), to: logs[log])
            try folder.write([1], to: logs[log] + ".new.json.gz")
        }
        let arguments = Self.arguments + ["logs"]
        let whole = try Program.trailseal(arguments + ["--report", "json=whole.json"]).run(in: folder.path)
        let merged = try Self.merged(arguments, count, in: folder)
        #expect(merged.status == 1 && whole.status == 1, "\(merged.errors)")
        let content = try Self.content(folder, "whole.json")
        #expect(try Self.content(folder, "merged.json") == content)
        let findings = try #require(content["findings"] as? [[String: Any]])
        #expect(findings.count > 10 && findings.contains { $0["bucket"] as? String == "virtual-trail-logs" })
    }

    @Test(arguments: ["0/3", "4/3", "1", "1/0", "a/b", "1/3/5", "-1/3", "1/99999999999999999999", ""])
    func noShard(_ text: String) throws {
        let outcome = try Program.trailseal("verify", ".", "--keys", ".", "--shard=\(text)").run()
        #expect(outcome.status == 64)
    }
}
