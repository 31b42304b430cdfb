import Foundation
import Glibc
import TestSupport
import Testing

/// The behaviour that cron jobs and monitoring systems rely on.
@Suite struct NightlyTests {
    @Test func oneRunHoldsTheLock() throws {
        let archive = try SmallArchive()
        let lock = archive.folder.path("lock")
        // Otherwise programs that other tests start at the same time would hold it too.
        let held = open(lock, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        try #require(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0)
        let run = Program.trailseal(["verify"] + archive.arguments + ["--lock", "lock", "--report", "json=a.json"])
        let second = try run.run(in: archive.folder.path)
        #expect(second.status == 75)
        #expect(second.errors == "trailseal: another run holds the lock lock; try again when it has ended\n")
        #expect(second.output.isEmpty && !FileManager.default.fileExists(atPath: archive.folder.path("a.json")))
        close(held)
        #expect(try run.run(in: archive.folder.path).status == 0)
        // The lock is held in the kernel. The file that stays means nothing.
        #expect(try run.run(in: archive.folder.path).status == 0)
    }

    @Test func quietIsSilentUntilSomethingIsWrong() throws {
        let archive = try SmallArchive()
        let run = Program.trailseal(["verify", "-q"] + archive.arguments)
        let good = try run.run(in: archive.folder.path)
        #expect(good.status == 0 && good.output.isEmpty && good.errors.isEmpty)
        try FileManager.default.removeItem(atPath: archive.log(1))
        let bad = try run.run(in: archive.folder.path)
        #expect(bad.status == 1 && bad.output.isEmpty)
        let lines = bad.errors.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("trailseal: INVALID tree "))
        #expect(lines[1].hasPrefix("trailseal:   log-missing 111122223333/us-east-1/management "))
    }

    @Test(arguments: [("", 0, "OK"), ("unsigned", 1, "WARNING"), ("edited", 2, "CRITICAL"), ("gone", 3, "UNKNOWN")])
    func nagios(_ damage: String, _ status: Int32, _ word: String) throws {
        let archive = try SmallArchive()
        var arguments = archive.arguments
        switch damage {
        case "unsigned": arguments.removeLast(2)
        case "edited": try archive.folder.write("x", to: "tree/" + archive.log(1).split(separator: "/tree/").last!)
        case "gone": arguments[0] = "no-such-folder"
        default: break
        }
        let outcome = try Program.trailseal(["verify", "--exit-style", "nagios"] + arguments)
            .run(in: archive.folder.path)
        #expect(outcome.status == status)
        #expect(outcome.output.hasPrefix("CLOUDTRAIL \(word): "))
        #expect(outcome.output.split(separator: "\n").count == 1)
        // Performance data: 'label'=value;warn;crit;min;max, with decimal points and no further pipe.
        let parts = outcome.output.dropLast().split(separator: "|", omittingEmptySubsequences: false)
        #expect(parts.count == (damage == "gone" ? 1 : 2))
        for figure in parts.dropFirst().joined().split(separator: " ") {
            #expect(figure.wholeMatch(of: /'[a-z_]+'=[0-9]+(\.[0-9])?(;[0-9]*)*/) != nil, "\(figure)")
        }
    }

    /// A monitor reads standard output, whatever went wrong.
    @Test(arguments: [["--exit-style", "nagios", "--jobs", "0"], ["--exit-style=nagios", "--fast"]])
    func nagiosAndAWrongOption(_ options: [String]) throws {
        let archive = try SmallArchive()
        let outcome = try Program.trailseal(["verify"] + archive.arguments + options).run(in: archive.folder.path)
        #expect(outcome.status == 3)
        #expect(outcome.output.hasPrefix("CLOUDTRAIL UNKNOWN: ") && outcome.output.split(separator: "\n").count == 1)
    }

    /// If a window meets nothing, the answer names the time that the archive holds, with a state and without.
    @Test(arguments: [["--from=-1d"], ["--to", "2020-01-01T00:00:00Z"], ["--from=-1d", "--full"]])
    func windowsThatMeetNothing(_ options: [String]) throws {
        let archive = try SmallArchive()
        let times = "from 2026-10-01T00:00:00Z to 2026-10-01T03:00:00Z"
        let first = try archive.verify("--state", "s.json")
        #expect(first.outcome.status == 0)
        let run = Program.trailseal(
            ["verify"] + archive.arguments + ["--state", "s.json", "--report", "json=r.json"] + options)
        let outcome = try run.run(in: archive.folder.path)
        #expect(outcome.status == 2 && outcome.errors.contains(times), "\(outcome.errors)")
        #expect(try WrittenReport(file: archive.folder.path("r.json")).findings.map(\.code) == ["coverage-gap"])
        guard !options.contains("--full") else { return }
        let alone = try Program.trailseal(["verify"] + archive.arguments + options).run(in: archive.folder.path)
        #expect(alone.status == 2 && alone.errors.contains(times), "\(alone.errors)")
    }

    /// Alerts use the time of the last success, so it survives runs that fail.
    @Test func metricsKeepTheLastSuccess() throws {
        let archive = try SmallArchive()
        func success() throws -> String {
            let outcome = try Program.trailseal(
                ["verify", "-q"] + archive.arguments + ["--report", "prometheus=trailseal.prom"]
            ).run(in: archive.folder.path)
            let text = try String(contentsOfFile: archive.folder.path("trailseal.prom"), encoding: .utf8)
            #expect(text.contains("trailseal_last_run_exit_code{archive=\"tree\"} \(outcome.status)\n"))
            let line = try #require(
                text.split(separator: "\n").first { $0.hasPrefix("trailseal_last_success_timestamp_seconds{") })
            return String(try #require(line.split(separator: " ").last))
        }
        let first = try success()
        #expect(try #require(Int(first)) > 1_700_000_000)
        try FileManager.default.removeItem(atPath: archive.log(1))
        sleep(1)
        #expect(try success() == first)
        var status = stat()
        #expect(stat(archive.folder.path("trailseal.prom"), &status) == 0 && status.st_mode & 0o777 == 0o644)
    }

    @Test func selfTest() throws {
        let outcome = try Program.trailseal("selftest").run()
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 8 && lines.dropFirst().allSatisfy { $0.hasPrefix("ok     ") }, "\(outcome.output)")
    }

    /// OpenSSL's configuration of the machine can load modules and switch algorithms off. It has no effect.
    @Test func configurationOfOpenSSL() throws {
        let folder = try TemporaryFolder()
        let broken = """
            config_diagnostics = 1
            openssl_conf = all
            [all]
            providers = some
            [some]
            gone = gone_module
            [gone_module]
            module = /nowhere.so
            activate = 1
            """
        try folder.write(broken, to: "openssl.cnf")
        let arguments = ["OPENSSL_CONF=" + folder.path("openssl.cnf"), TestPaths.binary.path, "selftest"]
        let outcome = try Program("/usr/bin/env", arguments).run()
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }

    @Test(arguments: ["26", "h", "-1h", "0h", "1y", "99999999999999999w", "1.5h"]) func noDuration(_ text: String)
        throws
    {
        let outcome = try Program.trailseal("verify", ".", "--keys", ".", "--max-age=\(text)").run()
        #expect(outcome.status == 64)
    }
}
