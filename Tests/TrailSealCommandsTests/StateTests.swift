import Foundation
import TestSupport
import Testing
import VirtualTrail

/// Runs that continue from a state file.
@Suite struct StateTests {
    private static let second: Trail = {
        var trail = Trail()
        trail.region = "eu-west-1"
        return trail
    }()
    private static let other: Trail = {
        var trail = Trail()
        trail.account = "444455556666"
        return trail
    }()

    @Test func aNightReadsWhatIsNew() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        let first = try archive.verify()
        #expect(first.outcome.status == 0, "\(first.outcome.output)\(first.outcome.errors)")
        #expect(first.outcome.output.contains("State: state.json, new\n"))
        #expect(first.report?.summary.digests.verified == 3 && first.report?.summary.logs.verified == 6)
        #expect(first.report?.readSince == nil)
        try archive.publish(3..<5)
        let next = try archive.verify()
        #expect(next.outcome.status == 0, "\(next.outcome.output)\(next.outcome.errors)")
        // What an earlier run verified is not counted again.
        #expect(next.report?.summary.digests.verified == 2 && next.report?.summary.logs.verified == 4)
        #expect(next.report?.readSince == Moment.hour(3).iso)
        #expect(next.outcome.output.contains("Verdict: verified, files read since \(Moment.hour(3).iso), no findings."))
        let full = try archive.verify("--full")
        #expect(full.outcome.status == 0)
        #expect(full.report?.summary.digests.verified == 5 && full.report?.summary.logs.verified == 10)
        #expect(full.report?.readSince == nil)
    }

    /// A listing may hold several answers for one digest. The state keeps the one that proves it.
    @Test func theSignatureThatProvesIsKept() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        try FileManager.default.removeItem(atPath: archive.folder.path("signatures"))
        let (older, newest) = (archive.digests[0][1], archive.digests[0][2])
        let lines = [older, newest].map { signed in
            "{\"Bucket\":\"\(newest.bucket)\",\"Key\":\"\(newest.key)\",\"Metadata\":{\"signature\":\"\(signed.signature)\"}}\n"
        }
        try archive.folder.write(Array(lines.joined().utf8), to: "signatures/heads.jsonl")
        let first = try Program.trailseal(
            "verify", "tree", "--keys", "keys", "--signatures", "signatures/heads.jsonl", "--state", "state.json"
        ).run(in: archive.folder.path)
        #expect(first.status == 0, "\(first.output)")
        let state = String(decoding: archive.state ?? Data(), as: UTF8.self)
        #expect(state.contains(newest.signature) && !state.contains(older.signature))
        try archive.publish(3..<5)
        let next = try archive.verify()
        #expect(next.outcome.status == 0 && next.report?.findings.isEmpty == true, "\(next.outcome.output)")
    }

    /// Without new files the state file keeps its bytes.
    @Test func aNightWithoutNews() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        let state = archive.state
        // The state has the signature, so the digest is proved without the saved one.
        try FileManager.default.removeItem(atPath: archive.folder.path("signatures"))
        try FileManager.default.createDirectory(
            atPath: archive.folder.path("signatures"), withIntermediateDirectories: true)
        let next = try archive.verify()
        #expect(next.outcome.status == 0, "\(next.outcome.output)")
        #expect(next.report?.summary.digests.verified == 0 && next.report?.summary.logs.verified == 0)
        #expect(next.report?.readSince == Moment.hour(3).iso)
        #expect(archive.state == state && state != nil)
    }

    /// Verified files are read again only with `--full`.
    @Test func historyIsReadAgainWithFull() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<4)
        #expect(try archive.verify().outcome.status == 0)
        try FileManager.default.removeItem(atPath: archive.log(1))
        try archive.publish(4..<5)
        #expect(try archive.verify().outcome.status == 0)
        let state = archive.state
        let full = try archive.verify("--full")
        #expect(full.outcome.status == 1 && full.report?.findings.map(\.code) == ["log-missing"])
        #expect(archive.state == state)
    }

    /// The chain goes on, and what was read before it joined is known (CHAIN-3).
    @Test(arguments: [1, 2, 3]) func joinsAnOrganization(_ hour: Int) throws {
        let archive = try GrowingArchive(joins: hour)
        for night in [0..<3, 3..<5, 5..<5] {
            try archive.publish(night)
            let (outcome, report) = try archive.verify()
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(report?.findings.map(\.code) == [])
        }
        try FileManager.default.removeItem(atPath: archive.digest(4))
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 1 && report?.findings.map(\.code).contains("history-truncated") == true)
    }

    @Test func theNewestAreGone() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<5)
        #expect(try archive.verify().outcome.status == 0)
        let state = archive.state
        for hour in 3..<5 {
            try FileManager.default.removeItem(atPath: archive.digest(hour))
            for index in 0..<2 { try FileManager.default.removeItem(atPath: archive.log(hour, index)) }
        }
        var world = World()
        world.saveHead(archive.digests[0][2])
        for (path, bytes) in world.signatures { try archive.folder.write(bytes, to: "signatures/" + path) }
        // A single run can't detect this.
        let blind = try Program.trailseal(["verify"] + archive.arguments.dropLast(2)).run(in: archive.folder.path)
        #expect(blind.status == 0)
        for more in [[], ["--full"]] {
            let outcome = try Program.trailseal(["verify"] + archive.arguments + more + ["--report", "json=r.json"])
                .run(in: archive.folder.path)
            let report = try WrittenReport(file: archive.folder.path("r.json"))
            #expect(outcome.status == 1 && report.findings.map(\.code) == ["history-truncated"], "\(outcome.output)")
            #expect(report.findings.first?.key == archive.digests[0][4].key)
            #expect(
                report.findings.first?.from == Moment.hour(3).iso && report.findings.first?.to == Moment.hour(5).iso)
            #expect(archive.state == state)
        }
        // When they are back, the run is verified.
        try archive.publish(3..<5)
        #expect(try archive.verify().outcome.status == 0)
    }

    /// The state's digest is gone and later ones are present. This is an ordinary hole, and the digest was known.
    @Test func theRecordedDigestIsMissing() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<4)
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(4..<6)
        try FileManager.default.removeItem(atPath: archive.digest(3))
        let next = try archive.verify()
        #expect(next.outcome.status == 1)
        let codes = Set(next.report?.findings.map(\.code) ?? [])
        #expect(codes == ["digest-missing", "history-truncated", "log-unreferenced"], "\(codes)")
    }

    @Test func theRecordedDigestIsAnotherNow() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<4)
        #expect(try archive.verify().outcome.status == 0)
        let state = archive.state
        let replaced = Digest(
            Trail(), from: .hour(3), to: .hour(4), logs: [], after: archive.digests[0][2], signedBy: .first)
        var world = World()
        world.publish([replaced])
        // It is signed with the same key. Only the state shows that it is another one.
        world.saveHead(replaced)
        try world.write(to: archive.folder)
        let next = try archive.verify()
        #expect(next.outcome.status == 1)
        let finding = next.report?.findings.first { $0.code == "history-rewritten" }
        #expect(finding?.key == replaced.key && finding?.path == "tree/" + replaced.key)
        #expect(archive.state == state)
    }

    @Test(arguments: ["chain", "region", "account"]) func whatVanishes(_ what: String) throws {
        let archive = try GrowingArchive([Trail(), what == "account" ? Self.other : Self.second])
        for trail in 0..<2 { try archive.publish(0..<3, trail: trail) }
        #expect(try archive.verify().outcome.status == 0)
        let tree = archive.folder.path("tree/AWSLogs/")
        let gone =
            switch what {
            case "account": [tree + "444455556666"]
            case "region":
                [tree + "111122223333/CloudTrail/eu-west-1", tree + "111122223333/CloudTrail-Digest/eu-west-1"]
            default: [tree + "111122223333/CloudTrail-Digest/eu-west-1"]
            }
        for path in gone { try FileManager.default.removeItem(atPath: path) }
        try archive.publish(3..<4)
        let next = try archive.verify()
        #expect(next.outcome.status == 1)
        let found = next.report?.findings.filter { $0.code == "history-truncated" } ?? []
        #expect(found.map(\.key) == [archive.digests[1][2].key], "\(next.outcome.output)")
    }

    /// A chain with a finding keeps its checkpoint. The others advance.
    @Test func onlyWhatIsVerifiedAdvances() throws {
        let archive = try GrowingArchive([Trail(), Self.other])
        for trail in 0..<2 { try archive.publish(0..<3, trail: trail) }
        #expect(try archive.verify().outcome.status == 0)
        for trail in 0..<2 { try archive.publish(3..<5, trail: trail) }
        try archive.folder.write("{\"Records\":[]}", to: "tree/" + archive.digests[1][3].logs[0].key)
        #expect(try archive.verify().outcome.status == 1)
        let text = String(decoding: archive.state ?? Data(), as: UTF8.self)
        #expect(text.contains("\"verifiedThrough\":\"\(Moment.hour(5).iso)\""))
        #expect(text.contains("\"verifiedThrough\":\"\(Moment.hour(3).iso)\""))
        // It is still reported the next night.
        let next = try archive.verify()
        #expect(next.outcome.status == 1)
        #expect(next.report?.findings.map(\.code) == ["log-hash-mismatch"])
        #expect(next.report?.summary.digests.verified == 2)
    }

    /// A log whose absence was allowed was never read, so it isn't verified earlier the next night.
    @Test func whatIsAllowedIsReadAgain() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        var elsewhere = Log(Trail(), at: .hour(3) + 600, records: 1, seed: 77)
        elsewhere.bucket = "elsewhere"
        let digest = Digest(
            Trail(), from: .hour(3), to: .hour(4), logs: [elsewhere], after: archive.digests[0][2], signedBy: .first)
        var world = World()
        world.tree[digest.key] = GzipWriter.member(digest.content)
        world.saveHead(digest)
        try world.write(to: archive.folder)
        let allowed = try archive.verify("--allow", "reference-outside-archive")
        #expect(allowed.outcome.status == 0, "\(allowed.outcome.output)")
        let next = try archive.verify()
        #expect(next.outcome.status == 2)
        #expect(next.report?.findings.map(\.code) == ["reference-outside-archive"])
    }

    /// A log that no digest lists must not enter the history unseen.
    @Test func anUnreferencedLogHoldsTheChainBack() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(3..<5)
        let forged = Log(Trail(), at: .hour(3) + 600, records: 1, seed: 77)
        try archive.folder.write(forged.content, to: "tree/" + forged.key)
        for _ in 0..<2 {
            let next = try archive.verify()
            #expect(next.outcome.status == 2 && next.report?.findings.map(\.code) == ["log-unreferenced"])
        }
        // Only digests that are still read may list a log within minutes of the boundary.
        try FileManager.default.removeItem(atPath: archive.folder.path("tree/" + forged.key))
        let border = Log(Trail(), at: .hour(3) + -1_200, records: 1, seed: 78)
        try archive.folder.write(border.content, to: "tree/" + border.key)
        let next = try archive.verify()
        #expect(next.outcome.status == 2 && next.report?.findings.map(\.code) == ["log-unreferenced"])
    }

    /// An old digest was absent when the chain was verified. Now the run reads the chain in full.
    @Test func whatIsAddedToHistoryIsRead() throws {
        let archive = try GrowingArchive()
        try archive.publish(1..<4)
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(0..<1)
        try archive.folder.write("x", to: "tree/" + archive.digests[0][0].logs[0].key)
        let next = try archive.verify()
        #expect(next.outcome.status == 1 && next.report?.findings.map(\.code) == ["log-hash-mismatch"])
    }

    // MARK: The file

    @Test(arguments: ["cut", "edited", "empty", "json", "newer", "folder", "twice"])
    func noStateFile(_ damage: String) throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        var text = try archive.folder.read("state.json")
        switch damage {
        case "cut": text = String(text.dropLast(100))
        case "edited": text = text.replacing(Moment.hour(3).iso, with: Moment.hour(2).iso)
        case "empty": text = ""
        case "json": text = "{\"chains\": []}\n"
        case "newer": text = text.replacing("\"trailsealState\": 2", with: "\"trailsealState\": 3")
        case "twice": text = text.replacing("{\n  \"trail", with: "{\n  \"trailsealState\": 2,\n  \"trail")
        default:
            try FileManager.default.removeItem(atPath: archive.folder.path("state.json"))
            try FileManager.default.createDirectory(
                atPath: archive.folder.path("state.json"), withIntermediateDirectories: true)
        }
        if damage != "folder" { try archive.folder.write(text, to: "state.json") }
        let next = try archive.verify()
        #expect(next.outcome.status == 65 && next.report == nil && next.outcome.output.isEmpty)
        let lines = next.outcome.errors.split(separator: "\n")
        #expect(lines.count == 1 && lines[0].hasPrefix("trailseal: the state file state.json "), "\(lines)")
        if damage == "newer" { #expect(lines[0].contains("newer version")) }
        if damage != "folder" { #expect(try archive.folder.read("state.json") == text) }
    }

    @Test func aStateOfAnotherArchive() throws {
        let archive = try GrowingArchive([Trail(), Self.other])
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        let state = archive.state
        let further = try GrowingArchive([Self.other])
        try further.publish(0..<3)
        let outcome = try Program.trailseal(
            ["verify", further.folder.path("tree")] + archive.arguments.dropFirst() + ["--report", "json=r.json"]
        ).run(in: archive.folder.path)
        #expect(outcome.status == 65 && outcome.errors.contains("is of another archive"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: archive.folder.path("r.json")))
        #expect(archive.state == state)
    }

    /// The same archive at another path is the same archive.
    @Test func anArchiveThatMoved() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        try FileManager.default.moveItem(
            atPath: archive.folder.path("tree"), toPath: archive.folder.path("moved"))
        let outcome = try Program.trailseal(["verify", "moved"] + archive.arguments.dropFirst())
            .run(in: archive.folder.path)
        #expect(outcome.status == 0 && outcome.output.contains("files read since"))
    }

    @Test func oneRunHoldsTheState() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        let held = open(archive.folder.path("state.json.lock"), O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        try #require(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0)
        let second = try archive.verify()
        #expect(second.outcome.status == 75 && second.report == nil && archive.state == nil)
        close(held)
        #expect(try archive.verify().outcome.status == 0)
    }

    @Test func fullNeedsAState() throws {
        let outcome = try Program.trailseal("verify", ".", "--keys", ".", "--full").run()
        #expect(outcome.status == 64)
    }

    /// Standard error says that the state wasn't written, and why (STATE-11). A quiet run that finds nothing wrong
    /// prints nothing.
    @Test func aStateThatWasNotWrittenSaysSo() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        let first = try archive.verify()
        #expect(first.outcome.status == 0 && first.outcome.errors.isEmpty)
        let idle = try archive.verify()
        #expect(
            idle.outcome.errors == "trailseal: the state file state.json was not written: no chain has a newer "
                + "verified digest than in the last run\n")
        #expect(try archive.verify("-q").outcome.errors.isEmpty)
        try archive.publish(3..<5)
        try FileManager.default.removeItem(atPath: archive.log(4))
        for more in ["-v", "-q"] {
            let stuck = try archive.verify(more)
            #expect(stuck.outcome.status == 1)
            #expect(
                stuck.outcome.errors.contains("the state file state.json was not written: each chain has a finding"),
                "\(stuck.outcome.errors)")
        }
        try archive.publish(4..<5)
        let next = try archive.verify()
        #expect(next.outcome.status == 0 && next.outcome.errors.isEmpty)
    }

    /// If a report can't be written, the state stays as it was, because nobody has seen the result.
    @Test func noReportNoAdvance() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        let outcome = try Program.trailseal(["verify"] + archive.arguments + ["--report", "json=/dev/full"])
            .run(in: archive.folder.path)
        #expect(outcome.status == 73 && archive.state == nil)
    }
}
