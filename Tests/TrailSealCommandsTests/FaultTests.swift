import Foundation
import Glibc
import TestSupport
import Testing
import VirtualTrail

/// Faults of the machine. Each has one outcome, and nothing is lost or half written.
@Suite struct FaultTests {
    private static let arguments = ["verify", "tree", "--keys", "keys", "--signatures", "signatures"]

    private func run(
        _ fault: String, at part: String = "", _ more: [String] = [], in archive: SmallArchive
    ) throws -> Program.Outcome {
        try Faults.trailseal(Self.arguments + more, fault, at: part).run(in: archive.folder.path)
    }

    /// Interrupted calls are repeated and short ones continued. The result equals that of a healthy run, byte for byte.
    @Test(arguments: ["eintr", "short-read", "short-write"]) func asIfNothingHappened(_ fault: String) throws {
        let archive = try SmallArchive()
        let more = [
            "--deterministic", "--state", "state.json", "--report", "json=report.json", "--report", "html=r.html",
        ]
        let healthy = try run("", more, in: archive)
        let expected = try archive.folder.read("report.json")
        let state = try archive.folder.read("state.json")
        try FileManager.default.removeItem(atPath: archive.folder.path("state.json"))
        let outcome = try run(fault, more, in: archive)
        #expect(outcome.status == 0 && healthy.status == 0, "\(outcome.errors)")
        #expect(outcome.output == healthy.output)
        #expect(try archive.folder.read("report.json") == expected)
        #expect(try archive.folder.read("state.json") == state)
    }

    /// If a disk can't be read, its files are unverified, never invalid or missing.
    @Test(arguments: [
        ("read-error", "CloudTrail_us", "file-unreadable"), ("read-error", "CloudTrail-Digest_us", "file-unreadable"),
        ("list-error", "/CloudTrail/", "file-unreadable"),
        ("list-error", "/tree/AWSLogs/111122223333/CloudTrail-Digest", "file-unreadable"),
        ("list-error", "/tree/AWSLogs", "file-unreadable"), ("vanish", "CloudTrail_us", "file-unreadable"),
    ]) func whatCannotBeRead(_ fault: String, _ part: String, _ code: String) throws {
        let archive = try SmallArchive()
        let outcome = try run(fault, at: part, ["--report", "json=report.json"], in: archive)
        #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
        let report = try WrittenReport(file: archive.folder.path("report.json"))
        #expect(report.findings.contains { $0.code == code })
        #expect(report.findings.allSatisfy { $0.verdict != "invalid" }, "\(report.findings)")
        #expect(report.summary.logs.verified + report.summary.logs.missing == 0)
    }

    /// The same holds if logs lie in a root of their own, and no digest shows what that root holds.
    @Test(arguments: ["/logs/AWSLogs", "/logs/AWSLogs/111122223333", "/logs/AWSLogs/111122223333/CloudTrail/us-east-1"])
    func logsThatCannotBeListed(_ part: String) throws {
        let archive = try SmallArchive()
        let account = "AWSLogs/111122223333/"
        try FileManager.default.createDirectory(
            atPath: archive.folder.path("logs/" + account), withIntermediateDirectories: true)
        try FileManager.default.moveItem(
            atPath: archive.folder.path("tree/" + account + "CloudTrail"),
            toPath: archive.folder.path("logs/" + account + "CloudTrail"))
        let report = ["logs", "--report", "json=report.json"]
        #expect(try run("", report, in: archive).status == 0)
        let outcome = try run("list-error", at: part, report, in: archive)
        #expect(outcome.status == 2, "\(outcome.output)\(outcome.errors)")
        let found = try WrittenReport(file: archive.folder.path("report.json"))
        #expect(found.findings.contains { $0.code == "file-unreadable" })
        #expect(found.findings.allSatisfy { $0.verdict != "invalid" }, "\(found.findings)")
        #expect(found.summary.logs.verified + found.summary.logs.missing == 0)
    }

    /// If the disk doesn't give a file that the user named, the run stops with 74.
    @Test(arguments: ["keys/us-east-1.json", "state.json", "description.json", "signatures.csv"])
    func inputsThatCannotBeRead(_ input: String) throws {
        let archive = try SmallArchive()
        try archive.folder.write("{\"trailList\":[]}", to: "description.json")
        try archive.folder.write("bucket,key,signature\nb,k,00\n", to: "signatures.csv")
        let healthy = try run("", ["--state", "state.json"], in: archive)
        try #require(healthy.status == 0, "\(healthy.status): \(healthy.output)\(healthy.errors)")
        let state = try archive.folder.read("state.json")
        let options = [
            "--state", "state.json", "--trail-description", "description.json", "--signatures", "signatures.csv",
            "--report", "json=report.json",
        ]
        let outcome = try run("read-error", at: "/" + input, options, in: archive)
        #expect(outcome.status == 74, "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains(input))
        #expect(!FileManager.default.fileExists(atPath: archive.folder.path("report.json")))
        #expect(try archive.folder.read("state.json") == state)
    }

    /// If a report or a state can't be written, the run ends with 73, and the old file stays whole.
    @Test(
        arguments: ["write-error", "fsync-error", "rename-error"], ["report.json", "state.json"])
    func outputsThatCannotBeWritten(_ fault: String, _ output: String) throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        let old = (try archive.folder.read("report.json"), try archive.folder.read("state.json"))
        try archive.publish(3..<4)
        let outcome = try Faults.trailseal(
            ["verify"] + archive.arguments + ["--report", "json=report.json"], fault, at: output
        ).run(in: archive.folder.path)
        #expect(outcome.status == 73 && outcome.errors.contains(output), "\(outcome.errors)")
        if output == "report.json" { #expect(try archive.folder.read("report.json") == old.0) }
        // What wasn't reported doesn't count as read.
        #expect(try archive.folder.read("state.json") == old.1)
        #expect(try archive.verify().outcome.status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: archive.folder.path)
        #expect(names.allSatisfy { !$0.contains(".tmp-") }, "\(names)")
    }

    /// A slow file doesn't keep a run from being stopped.
    @Test func slowFiles() throws {
        let archive = try SmallArchive()
        var stopped: ContinuousClock.Instant?
        let outcome = try Faults.trailseal(
            Self.arguments + ["--report", "json=report.json"], "slow-read", at: "CloudTrail_us"
        ).run(in: archive.folder.path) { process in
            usleep(500_000)
            stopped = ContinuousClock.now
            kill(process, SIGINT)
        }
        let seconds = try #require(stopped).duration(to: .now) / .seconds(1)
        #expect(outcome.status == 130 && seconds < 1, "\(seconds)")
        #expect(try WrittenReport(file: archive.folder.path("report.json")).verdict == "unverified")
    }

    /// If the clock goes back a century during a run, only the times in the report change.
    @Test func clockJumps() throws {
        let archive = try SmallArchive()
        let reports = ["json", "html", "junit", "sarif", "asff", "ocsf", "prometheus", "csv"].flatMap {
            ["--report", "\($0)=report.\($0)"]
        }
        let outcome = try run("clock", ["--max-age", "1h"] + reports, in: archive)
        #expect(outcome.status == 2, "\(outcome.errors)")
        let report = try WrittenReport(file: archive.folder.path("report.json"))
        #expect(report.findings.map(\.code) == ["coverage-stale"])
        // A duration isn't negative.
        #expect(!(try archive.folder.read("report.prometheus").contains("} -")))
        #expect(!(try archive.folder.read("report.junit").contains("time=\"-")))
    }

    // MARK: Limits

    private func limited(_ limit: String, _ more: [String], in archive: SmallArchive) throws -> Program.Outcome {
        try Program(
            "/bin/sh", ["-c", "ulimit \(limit); exec \"$@\"", "sh", TestPaths.binary.path] + Self.arguments + more
        ).run(in: archive.folder.path)
    }

    /// With few descriptors, fewer threads work. With none left, the run doesn't judge the archive.
    @Test func fewDescriptors() throws {
        let archive = try SmallArchive()
        let reports = (0..<6).flatMap { ["--report", "json=report-\($0).json"] }
        let outcome = try limited("-n 32", ["--jobs", "64", "--state", "state.json"] + reports, in: archive)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for limit in 3...16 {
            let outcome = try limited("-n \(limit)", ["--jobs", "64", "--report", "json=few.json"], in: archive)
            // 127 is the loader's status if it had no descriptor for a library.
            #expect([0, 66, 73, 74, 127].contains(outcome.status), "\(limit): \(outcome.status) \(outcome.errors)")
            let isWritten = FileManager.default.fileExists(atPath: archive.folder.path("few.json"))
            #expect(isWritten == (outcome.status == 0))
            try? FileManager.default.removeItem(atPath: archive.folder.path("few.json"))
        }
    }

    /// Where each open takes 5 ms, readers are added until the waiting is spread over many of them, within 256
    /// descriptors. The report is that of one reader. Two readers would need 1.5 s for the waiting alone.
    @Test func slowStorage() throws {
        let archive = try GrowingArchive(hours: 200)
        try archive.publish(0..<200)
        let more = ["--deterministic", "--report", "json=report.json"]
        let one = try Faults.trailseal(Self.arguments + more + ["--jobs", "1"], "").run(in: archive.folder.path)
        let expected = try archive.folder.read("report.json")
        let many = try Faults.trailseal(Self.arguments + more, "slow-open", at: "CloudTrail", limit: "-n 256")
            .run(in: archive.folder.path)
        #expect(one.status == 0 && many.status == 0, "\(one.errors)\(many.errors)")
        #expect(many.output == one.output)
        #expect(try archive.folder.read("report.json") == expected)
        if !TestPaths.isSanitized { #expect(many.seconds < 1.5, "\(many.seconds) s, \(one.seconds) s if not slow") }
    }

    /// A failure of libcrypto says nothing about a signature: there is no verdict and no report (DIGEST-26).
    @Test func libcryptoFails() throws {
        let archive = try SmallArchive()
        let outcome = try run(
            "verify-error", ["--report", "json=report.json", "--state", "state.json"], in: archive)
        #expect(outcome.status == 70 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("libcrypto failed"), "\(outcome.errors)")
        for file in ["report.json", "state.json"] {
            #expect(!FileManager.default.fileExists(atPath: archive.folder.path(file)))
        }
    }

    /// Without memory the process dies as documented: by a signal or in the loader, never with a verdict. Reports and
    /// state stay as they were.
    /// The sanitizers reserve more address space than any of these limits.
    @Test(.disabled(if: TestPaths.isSanitized)) func noMemory() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        let old = try archive.folder.read("state.json")
        try archive.publish(3..<6)
        var statuses: Set<Int32> = []
        for megabytes in [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 200] {
            try archive.folder.write(old, to: "state.json")
            try? FileManager.default.removeItem(atPath: archive.folder.path("report.json"))
            let outcome = try Program(
                "/bin/sh",
                [
                    "-c", "ulimit -v \(megabytes * 1024); ulimit -c 0; exec \"$@\"", "sh", TestPaths.binary.path,
                    "verify",
                ]
                    + archive.arguments + ["--jobs", "1", "--report", "json=report.json"]
            ).run(in: archive.folder.path)
            statuses.insert(outcome.status)
            #expect(
                [0, 70, 74, 127].contains(outcome.status) || outcome.status >= 128, "\(megabytes): \(outcome.errors)")
            guard outcome.status != 0 else { continue }
            #expect(try archive.folder.read("state.json") == old)
            #expect(!FileManager.default.fileExists(atPath: archive.folder.path("report.json")))
        }
        #expect(statuses.contains(0) && statuses.count > 1, "\(statuses)")
    }

    /// A hundred runs at once over one archive and one state. One works, and the others say that it does.
    @Test func aHundredAtOnce() async throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<6)
        let outcomes = try await withThrowingTaskGroup(of: (Int, Program.Outcome).self) { group in
            for number in 0..<100 {
                group.addTask {
                    let outcome = try Program.trailseal(
                        ["verify", "-q"] + archive.arguments + [
                            "--jobs", "1", "--report", "json=report-\(number).json",
                        ]
                    ).run(in: archive.folder.path)
                    return (number, outcome)
                }
            }
            return try await group.reduce(into: [(Int, Program.Outcome)]()) { $0.append($1) }
        }
        #expect(outcomes.count == 100 && outcomes.contains { $0.1.status == 0 })
        for (number, outcome) in outcomes {
            #expect(outcome.status == 0 || outcome.status == 75, "\(outcome.errors)")
            let report = archive.folder.path("report-\(number).json")
            #expect(FileManager.default.fileExists(atPath: report) == (outcome.status == 0))
            if outcome.status == 0 { #expect(try WrittenReport(file: report).verdict == "verified") }
        }
        let last = try archive.verify()
        #expect(last.outcome.status == 0 && last.report?.summary.digests.verified == 0)
    }
}
