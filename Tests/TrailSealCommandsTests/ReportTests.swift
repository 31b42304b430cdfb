import Foundation
import TestSupport
import Testing
import VirtualTrail

/// The reports of one archive with a finding of each weight, read with Foundation's parser.
@Suite struct ReportTests {
    private func damaged() throws -> SmallArchive {
        try SmallArchive { world, digests in
            world.apply(.replace(digests[1].logs[0].key, with: GzipWriter.member(Array("{\"Records\":[]}".utf8))))
            world.apply(.inflate(digests[1].logs[1].key, content: digests[1].logs[1].content))
            world.signatures = [:]
        }
    }

    @Test func jsonLines() throws {
        let archive = try damaged()
        let outcome = try Program.trailseal(["verify"] + archive.arguments + ["--report", "jsonl=-"])
            .run(in: archive.folder.path)
        #expect(outcome.status == 1)
        let records = try outcome.output.split(separator: "\n").map { try object($0) }
        let kinds = records.map { $0["kind"] as? String ?? "" }
        #expect(Set(kinds) == ["digest", "log", "chain", "group", "finding", "summary"])
        #expect(kinds.filter { $0 == "digest" }.count == 3)
        #expect(kinds.filter { $0 == "log" }.count == 6)
        #expect(kinds.filter { $0 == "chain" }.count == 1)
        #expect(kinds.filter { $0 == "finding" }.count == 4)
        #expect(kinds.last == "summary")
        #expect(kinds.filter { $0 == "summary" }.count == 1)
        #expect(records.last?["verdict"] as? String == "invalid")
        #expect(records.last?["schemaVersion"] as? String == "1.0")
    }

    @Test func jsonHasEveryMember() throws {
        let archive = try damaged()
        let outcome = try Program.trailseal(["verify"] + archive.arguments + ["--report", "json=-"])
            .run(in: archive.folder.path)
        let report = try object(outcome.output[...])
        for name in ["schemaVersion", "tool", "run", "inputs", "verdict", "summary", "chains", "groups", "findings"] {
            #expect(report[name] != nil, "\(name)")
        }
        let findings = try #require(report["findings"] as? [[String: Any]])
        for finding in findings {
            for name in [
                "code", "verdict", "reason", "group", "bucket", "key", "path", "message", "expected", "actual", "from",
                "to", "count",
            ] {
                #expect(finding.keys.contains(name), "\(name)")
            }
        }
        let mismatch = try #require(findings.first { $0["code"] as? String == "log-hash-mismatch" })
        #expect(mismatch["expected"] as? String == Hashes.hex(Hashes.sha256(archive.digests[1].logs[0].content)))
        #expect(mismatch["actual"] as? String == Hashes.hex(Hashes.sha256(Array("{\"Records\":[]}".utf8))))
    }

    @Test func textEndsWithTheVerdict() throws {
        let archive = try damaged()
        let outcome = try Program.trailseal(["verify"] + archive.arguments).run(in: archive.folder.path)
        let text = outcome.output
        #expect(text.contains("log-hash-mismatch"))
        #expect(text.contains("digest-signature-unavailable"))
        #expect(text.contains("management"))
        #expect(text.split(separator: "\n").last?.lowercased().contains("invalid") == true)
    }

    /// A folder in a Region's position can have any name, and Security Hub refuses a batch because of one invalid
    /// Region.
    @Test func noFolderNameIsARegion() throws {
        let archive = try SmallArchive()
        for name in ["<b>", "US-EAST-1", "a-region-that-is-too-long"] {
            let folder = "tree/AWSLogs/111122223333/CloudTrail/\(name)/2026/10/01/"
            try archive.folder.write("x", to: folder + "odd.json.gz")
        }
        let outcome = try Program.trailseal(["verify"] + archive.arguments + ["--report", "asff=-"])
            .run(in: archive.folder.path)
        let findings = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        let product = "arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default"
        #expect(finding["ProductArn"] as? String == product)
        let regions = (finding["Resources"] as? [[String: Any]])?.compactMap { $0["Region"] as? String }
        #expect(regions == ["us-east-1", "us-east-1", "us-east-1"])
    }

    /// Sums of counts must not overflow, whatever a saved report claims.
    @Test(arguments: ["9223372036854775807", "-1"]) func noCount(_ number: String) throws {
        let archive = try damaged()
        _ = try Program.trailseal(["verify"] + archive.arguments + ["--report", "json=out.json"])
            .run(in: archive.folder.path)
        let report = try archive.folder.read("out.json")
        let edited = report.replacing(/"verified": ?\d+/, with: "\"verified\":\(number)")
        #expect(edited != report)
        try archive.folder.write(edited, to: "out.json")
        let outcome = try Program.trailseal(["report", "out.json"]).run(in: archive.folder.path)
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("a count"))
    }

    @Test func asciiIsASCII() throws {
        let archive = try SmallArchive { world, digests in
            world.apply(.delete(digests[1].logs[0].key))
        }
        try archive.folder.write("x", to: "tree/AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/\u{e4}.json.gz")
        let run = ["verify"] + archive.arguments
        #expect(
            try Program.trailseal(run + ["--ascii"]).run(in: archive.folder.path).output.utf8.allSatisfy { $0 < 0x80 })
        #expect(
            try Program.trailseal(run + ["--ascii"]).run(in: archive.folder.path).output.contains("\\u{e4}.json.gz"))
    }

    /// Except for the run's own times and number of threads, the bytes are the same.
    @Test func anyNumberOfThreadsWritesTheSameReport() throws {
        let archive = try damaged()
        var findings: Set<String> = []
        var lines: Set<String> = []
        for jobs in ["1", "2", "7"] {
            let json = try Program.trailseal(["verify"] + archive.arguments + ["--jobs", jobs, "--report", "json=-"])
                .run(in: archive.folder.path).output
            findings.insert(String(json[try #require(json.range(of: "\"summary\"")).lowerBound...]))
            let all = try Program.trailseal(["verify"] + archive.arguments + ["--jobs", jobs, "--report", "jsonl=-"])
                .run(in: archive.folder.path).output
            lines.insert(all.split(separator: "\n").dropLast().joined(separator: "\n"))
        }
        #expect(findings.count == 1)
        #expect(lines.count == 1)
    }

    /// If a run is stopped, its report says so. The report is whole, and its last record is the summary.
    @Test func interrupted() throws {
        // A bomb in each log keeps the run busy for long enough.
        let archive = try SmallArchive { world, digests in
            for log in digests.flatMap(\.logs) { world.apply(.replace(log.key, with: GzipBomb.zeros(3 << 30))) }
        }
        let outcome = try Program.trailseal(["verify"] + archive.arguments + ["--report", "jsonl=out.jsonl"])
            .run(in: archive.folder.path, timeout: 60) { process in
                usleep(700_000)
                kill(process, SIGINT)
            }
        #expect(outcome.status == 130)
        #expect(!outcome.isTimedOut)
        let lines = try String(contentsOfFile: archive.folder.path("out.jsonl"), encoding: .utf8).split(separator: "\n")
        let last = try object(try #require(lines.last))
        #expect(last["kind"] as? String == "summary")
        #expect(last["verdict"] as? String != "verified")
        #expect((last["complete"] as? Bool ?? (last["run"] as? [String: Any])?["complete"] as? Bool) == false)
        // What wasn't read is unverified, and so is its chain.
        let chains = try lines.map(object).filter { $0["kind"] as? String == "chain" }
        #expect(chains.count == 1 && chains.allSatisfy { $0["verdict"] as? String != "verified" })
        let logs = try #require((last["summary"] as? [String: Any])?["logs"] as? [String: Int])
        #expect(logs.values.reduce(0, +) == 6)
    }

    /// Most findings without proof have low severity. The exception is a digest that existed when its signature was
    /// saved.
    @Test func severityOfAnAbsentDigest() throws {
        let archive = try damaged()
        _ = try Program.trailseal(["verify"] + archive.arguments + ["--report", "json=out.json"])
            .run(in: archive.folder.path)
        let edited = try archive.folder.read("out.json")
            .replacing("digest-signature-unavailable", with: "signature-without-digest")
        try archive.folder.write(edited, to: "edited.json")
        func labels(_ report: String) throws -> [String?] {
            let outcome = try Program.trailseal(
                "report", report, "--report", "asff=-", "--report", "sarif=\(report).sarif"
            )
            .run(in: archive.folder.path)
            let findings = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
            return try #require(findings).map { ($0["Severity"] as? [String: Any])?["Label"] as? String }
        }
        // The changed log, and the digest with the logs that only it lists.
        #expect(try labels("out.json") == ["CRITICAL", "LOW"])
        #expect(try labels("edited.json") == ["CRITICAL", "HIGH"])
        #expect(try archive.folder.read("edited.json.sarif").contains("\"security-severity\":\"7.0\""))
    }

    /// A later version may change all words. Users who imported findings before must not get them twice.
    @Test func stableIDsFollowFromValues() throws {
        let archive = try damaged()
        let filters = [
            "--account", "111122223333", "--account", "999999999999", "--trail", "management", "--trail", "x",
        ]
        _ = try Program.trailseal(["verify"] + archive.arguments + filters + ["--report", "json=out.json"])
            .run(in: archive.folder.path)
        let report = try archive.folder.read("out.json")
        try archive.folder.write(report.replacing(/"message": ?"[^"]*"/, with: "\"message\":\"\""), to: "new.json")
        func identities(_ name: String) throws -> [String] {
            let outcome = try Program.trailseal("report", name, "--report", "ocsf=-").run(in: archive.folder.path)
            return try outcome.output.split(separator: "\n").map { line in
                try #require((try object(line)["finding_info"] as? [String: Any])?["uid"] as? String)
            }
        }
        let old = try identities("out.json")
        #expect(Set(old).count == old.count && old.count >= 6)
        #expect(try identities("new.json") == old)
    }

    private func object(_ text: Substring) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
