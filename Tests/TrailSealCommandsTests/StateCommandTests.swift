import Foundation
import Glibc
import TestSupport
import Testing
import VirtualTrail

/// `trailseal state`: what it lists, and what it removes from a state.
@Suite struct StateCommandTests {
    private static let other: Trail = {
        var trail = Trail()
        trail.account = "444455556666"
        return trail
    }()

    /// Two accounts. A run verified three hours.
    private func verified() throws -> GrowingArchive {
        let archive = try GrowingArchive([Trail(), Self.other])
        for trail in 0..<2 { try archive.publish(0..<3, trail: trail) }
        #expect(try archive.verify().outcome.status == 0)
        return archive
    }

    private func state(_ archive: GrowingArchive, _ arguments: String...) throws -> Program.Outcome {
        try Program.trailseal(["state"] + arguments).run(in: archive.folder.path)
    }

    @Test func lists() throws {
        let archive = try verified()
        let outcome = try state(archive, "state.json")
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0] == "State file: state.json, version 2")
        #expect(lines[1].hasPrefix("Archive: /") && lines[1].hasSuffix("/tree"))
        #expect(lines[2].hasPrefix("Last full run: 20") && lines[3] == "Chains: 2")
        #expect(lines[4].isEmpty && lines[5] == "111122223333/us-east-1/management")
        #expect(lines[6] == "  organization none, home Region us-east-1, kind standard")
        #expect(lines[7] == "  bucket \(Trail().bucket)")
        let (begin, end) = (Moment.hour(0).iso, Moment.hour(3).iso)
        #expect(lines[8] == "  verified through \(end), read since \(begin)")
        #expect(lines[9] == "  segment 1 of 1: 3 digests, the first ends \(Moment.hour(1).iso), the last ends \(end)")
        #expect(lines[11] == "444455556666/us-east-1/management")
        #expect(!outcome.output.contains("Forgotten"))
        // Listing leaves no lock behind.
        try FileManager.default.removeItem(atPath: archive.folder.path("state.json.lock"))
        #expect(try state(archive, "state.json").status == 0)
        #expect(!FileManager.default.fileExists(atPath: archive.folder.path("state.json.lock")))
    }

    /// A chain is gone for a good reason. The finding returns each night until the chain is forgotten.
    @Test func forgets() throws {
        let archive = try verified()
        try FileManager.default.removeItem(atPath: archive.folder.path("tree/AWSLogs/444455556666"))
        try archive.publish(3..<4)
        let night = try archive.verify()
        #expect(night.outcome.status == 1 && night.report?.findings.map(\.code) == ["history-truncated"])
        let forgotten = try state(
            archive, "state.json", "--forget", "444455556666/*/*", "--reason", "closed\u{1B}[2J, ticket 4711")
        #expect(forgotten.status == 0 && forgotten.errors.isEmpty, "\(forgotten.errors)")
        #expect(forgotten.output.hasPrefix("1 chain taken out of state.json:\n\n444455556666/us-east-1/management\n"))
        #expect(!forgotten.output.contains("111122223333") && !forgotten.output.contains("\u{1B}"))
        // Its saved signatures still name it (ACCOUNT-0).
        #expect(try archive.verify().report?.findings.map(\.code) == ["signature-without-digest"])
        try FileManager.default.removeItem(atPath: archive.folder.path("signatures/AWSLogs/444455556666"))
        let next = try archive.verify()
        #expect(next.outcome.status == 0, "\(next.outcome.output)")
        let list = try state(archive, "state.json").output
        #expect(list.contains("Chains: 1\n") && list.contains("\nForgotten: 1\n\n444455556666/*/*\n  at 20"))
        #expect(list.contains("Z by ") && list.contains("(\(getuid()))\n"))
        #expect(list.hasSuffix("  reason: closed\\x1b[2J, ticket 4711\n"))
    }

    private struct Inputs: Decodable {
        struct Forgotten: Decodable {
            let accountId: String?
            let region: String?
            let trail: String?
            let reason: String
            let user: String
            let at: String
        }
        struct Report: Decodable { let inputs: Inputs }

        let forgotten: [Forgotten]
        let full: Bool
        let retentionSeconds: Int?
        let maxAgeSeconds: Int?
    }

    private func inputs(_ archive: GrowingArchive) throws -> Inputs {
        let text = try archive.folder.read("report.json")
        return try JSONDecoder().decode(Inputs.Report.self, from: Data(text.utf8)).inputs
    }

    /// Reports list what was forgotten until a full run has read everything (STATE-10).
    @Test func reportsListWhatWasForgotten() throws {
        let archive = try verified()
        let reason = "closed <b>\u{1B}[2J, ticket 4711"
        sleep(1)
        #expect(try state(archive, "state.json", "--forget", "444455556666/*/*", "--reason", reason).status == 0)
        for run in 0..<2 {
            let night = try archive.verify("--report", "html=r.html", "--retention", "3650d")
            #expect(night.outcome.status == 0, "\(night.outcome.errors)")
            #expect(night.outcome.output.contains("\nForgotten: 444455556666/*/*, at 20"), "run \(run)")
            #expect(night.outcome.output.contains(": closed <b>\\x1b[2J, ticket 4711\nRetention: 3650d\n"))
            #expect(try archive.folder.read("r.html").contains("<td>closed &lt;b&gt;\\x1b[2J, ticket 4711</td>"))
            let inputs = try inputs(archive)
            let order = try #require(inputs.forgotten.first)
            #expect(inputs.forgotten.count == 1 && order.accountId == "444455556666")
            #expect(order.region == nil && order.trail == nil && order.reason == "closed <b>\\x1b[2J, ticket 4711")
            #expect(order.user.hasSuffix("(\(getuid()))") && order.at.hasPrefix("20"))
            #expect(!inputs.full && inputs.retentionSeconds == 3_650 * 86_400 && inputs.maxAgeSeconds == nil)
        }
        let again = try Program.trailseal("report", "report.json", "--report", "text=-").run(in: archive.folder.path)
        #expect(again.output.contains("\nForgotten: 444455556666/*/*, at 20"), "\(again.errors)")
        // The full run itself still lists it. Later runs don't.
        sleep(1)
        for count in [1, 0] {
            #expect(try archive.verify("--full").outcome.status == 0)
            let inputs = try inputs(archive)
            #expect(inputs.full && inputs.forgotten.count == count)
        }
    }

    @Test(arguments: ["111122223333/us-east-1/management", "*/us-east-1/*", "*/*/*", "*/*/management"])
    func forgetsWhatMatches(_ selector: String) throws {
        let archive = try verified()
        let outcome = try state(archive, "state.json", "--forget", selector, "--reason", "x")
        let count = selector.hasPrefix("*") ? 2 : 1
        #expect(outcome.status == 0 && outcome.output.hasPrefix("\(count) chain"))
        #expect(try state(archive, "state.json").output.contains("Chains: \(2 - count)\n"))
        // What was forgotten is read in full, and known again.
        #expect(try archive.verify().outcome.status == 0)
        let list = try state(archive, "state.json").output
        #expect(list.contains("Chains: 2\n") && list.contains("Forgotten: 1\n"))
    }

    @Test(arguments: ["444455556667/*/*", "*/eu-west-1/*", "*/*/Management", "444455556666/us-east-1/management/"])
    func nothingMatches(_ selector: String) throws {
        let archive = try verified()
        let before = archive.state
        let outcome = try state(archive, "state.json", "--forget", selector, "--reason", "x")
        #expect(outcome.status == (selector.hasSuffix("/") ? 64 : 66) && outcome.output.isEmpty)
        if outcome.status == 66 { #expect(outcome.errors.contains("knows no chain \(selector)")) }
        #expect(archive.state == before)
    }

    @Test(arguments: [
        [], ["state.json", "--forget", "*/*/*"], ["state.json", "--reason", "x"], [""],
        ["state.json", "--forget", "*/*/*", "--reason", ""], ["state.json", "--forget", "*/*/*", "--reason", " \t"],
        ["state.json", "--forget", "*/*", "--reason", "x"], ["state.json", "--forget", "*//*", "--reason", "x"],
        ["state.json", "--forget", "*/*/*", "--reason", String(repeating: "é", count: 513)],
    ]) func usage(_ arguments: [String]) throws {
        let archive = try verified()
        let before = archive.state
        let outcome = try Program.trailseal(["state"] + arguments).run(in: archive.folder.path)
        #expect(outcome.status == 64 && outcome.output.isEmpty && archive.state == before)
    }

    @Test func longestReason() throws {
        let archive = try verified()
        let reason = String(repeating: "é", count: 512)
        #expect(try state(archive, "state.json", "--forget", "*/*/*", "--reason", reason).status == 0)
        #expect(try state(archive, "state.json").output.hasSuffix("  reason: \(reason)\n"))
    }

    @Test func oneRunHoldsTheState() throws {
        let archive = try verified()
        let held = open(archive.folder.path("state.json.lock"), O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        try #require(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0)
        let before = archive.state
        let outcome = try state(archive, "state.json", "--forget", "*/*/*", "--reason", "x")
        #expect(outcome.status == 75 && outcome.output.isEmpty && archive.state == before)
        #expect(outcome.errors.hasPrefix("trailseal: another run holds the state "))
        // Listing doesn't need a lock.
        #expect(try state(archive, "state.json").status == 0)
        close(held)
        #expect(try state(archive, "state.json", "--forget", "*/*/*", "--reason", "x").status == 0)
    }

    @Test func noStateFile() throws {
        let archive = try verified()
        try FileManager.default.createDirectory(
            atPath: archive.folder.path("folder"), withIntermediateDirectories: true)
        let text = try archive.folder.read("state.json")
        try archive.folder.write(text.dropLast(9).description, to: "cut.json")
        try archive.folder.write(
            text.replacing("\"trailsealState\": 2", with: "\"trailsealState\": 3"), to: "newer.json")
        let before = try FileManager.default.contentsOfDirectory(atPath: archive.folder.path).sorted()
        for more in [[], ["--forget", "*/*/*", "--reason", "x"]] {
            for (file, status) in [("absent.json", 66), ("cut.json", 65), ("newer.json", 65), ("folder", 65)] {
                let outcome = try Program.trailseal(["state", file] + more).run(in: archive.folder.path)
                #expect(outcome.status == status && outcome.output.isEmpty, "\(file)")
                #expect(outcome.errors.hasPrefix("trailseal: the state file \(file) "), "\(outcome.errors)")
                #expect(outcome.errors.split(separator: "\n").count == 1)
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: archive.folder.path).sorted() == before)
    }

    @Test func standardOutputThatIsFull() throws {
        let archive = try verified()
        let outcome = try Program(
            "/bin/sh", ["-c", "exec '\(TestPaths.binary.path)' state state.json >/dev/full"]
        ).run(in: archive.folder.path)
        #expect(outcome.status == 73)
    }

    // MARK: Version 1, and full runs

    /// A state file of version 1, as an older program wrote it, of the hours before `hour`.
    private func writeFirstVersion(_ archive: GrowingArchive, before hour: Int) throws {
        let digest = archive.digests[0][hour - 1]
        let head =
            "{\n  \"trailsealState\": 1,\n  \"archives\": [\"/srv/elsewhere\"],\n  \"chains\": [\n"
            + "    {\"bucket\":\"\(digest.bucket)\",\"key\":\"\(digest.key)\",\"sha256\":\""
            + Hashes.hex(Hashes.sha256(digest.content)) + "\",\"signature\":\"\(digest.signature)\",\"since\":\""
            + "\(Moment.hour(0).iso)\",\"verifiedThrough\":\"\(digest.end.iso)\",\"olderDigests\":\(hour - 1)}\n  ],\n"
        try archive.folder.write(
            head + "  \"sha256\": \"\(Hashes.hex(Hashes.sha256(Array(head.utf8))))\"\n}\n", to: "state.json")
    }

    /// A night without new files rewrites it as version 2. A night with a finding leaves it alone.
    @Test func firstVersion() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        try writeFirstVersion(archive, before: 3)
        let old = archive.state
        let list = try state(archive, "state.json").output
        #expect(list.hasPrefix("State file: state.json, version 1\n") && list.contains("Last full run: not known\n"))
        let forged = Log(Trail(), at: .hour(3) + 600, records: 1, seed: 77)
        try archive.folder.write(forged.content, to: "tree/" + forged.key)
        #expect(try archive.verify().outcome.status == 2)
        #expect(archive.state == old)
        try FileManager.default.removeItem(atPath: archive.folder.path("tree/" + forged.key))
        let night = try archive.verify()
        #expect(night.outcome.status == 0 && night.report?.summary.digests.verified == 0)
        let new = try state(archive, "state.json").output
        #expect(new.hasPrefix("State file: state.json, version 2\n"))
        // It has the same content, except for the archive's location.
        func chains(_ list: String) -> String? { list.split(separator: "Chains: ").last.map(String.init) }
        #expect(chains(new) == chains(list))
    }

    @Test func forgettingWritesTheNewestVersion() throws {
        let archive = try GrowingArchive()
        try writeFirstVersion(archive, before: 3)
        #expect(try state(archive, "state.json", "--forget", "*/*/*", "--reason", "x").status == 0)
        #expect(try state(archive, "state.json").output.hasPrefix("State file: state.json, version 2\nArchive: /srv/e"))
    }

    @Test func fullRunsAreRecorded() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        func fullRun() throws -> String? {
            try state(archive, "state.json").output.split(separator: "\n").first { $0.hasPrefix("Last full run: ") }
                .map { String($0.dropFirst(15)) }
        }
        // With a window the run doesn't read everything.
        #expect(try archive.verify("--from", Moment.hour(0).iso).outcome.status == 0)
        #expect(try fullRun() == "not known")
        #expect(try archive.verify("--full").outcome.status == 0)
        let first = try fullRun()
        #expect(first != "not known")
        sleep(1)
        try archive.publish(3..<4)
        #expect(try archive.verify().outcome.status == 0)
        #expect(try fullRun() == first)
        #expect(try archive.verify("--full", "--account", "111122223333").outcome.status == 0)
        #expect(try archive.verify("--full", "--deterministic").outcome.status == 0)
        #expect(try fullRun() == first)
        let before = archive.state
        try FileManager.default.removeItem(atPath: archive.log(1))
        #expect(try archive.verify("--full").outcome.status == 1)
        #expect(try fullRun() == first && archive.state == before)
    }

    @Test func retentionNeedsAState() throws {
        for (arguments, status) in [(["--retention", "30d"], 64), (["--retention", "soon", "--state", "s"], 64)] {
            let outcome = try Program.trailseal(["verify", ".", "--keys", "."] + arguments).run()
            #expect(outcome.status == status)
        }
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        // The beginning is gone. It either expired or was removed.
        try FileManager.default.removeItem(atPath: archive.digest(0))
        for index in 0..<2 { try FileManager.default.removeItem(atPath: archive.log(0, index)) }
        for (age, status, code) in [("1h", Int32(0), "history-expired"), ("30d", 1, "history-truncated")] {
            let night = try archive.verify("--retention", age)
            #expect(night.outcome.status == status, "\(night.outcome.output)")
            #expect(night.report?.findings.contains { $0.code == code } == true, "\(age)")
        }
        #expect(try Program.trailseal("verify", "--help").run().output.contains("--retention"))
    }
}
