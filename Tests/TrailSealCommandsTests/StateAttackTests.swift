import Foundation
import TestSupport
import Testing
import VirtualTrail

/// Attacks on runs with a state. Nothing new that was tampered with may enter the history unseen.
@Suite struct StateAttackTests {
    private static func trail(account: String = "111122223333", region: String = "us-east-1") -> Trail {
        var trail = Trail()
        trail.account = account
        trail.region = region
        return trail
    }

    private func forge(_ archive: GrowingArchive, at time: Moment, _ path: String? = nil) throws {
        let log = Log(Trail(), at: time, records: 1, seed: 99)
        try archive.folder.write(log.content, to: "tree/" + (path ?? log.key))
    }

    private func codes(_ report: WrittenReport?) -> [String] { report?.findings.map(\.code) ?? ["no report"] }

    /// A window that begins after the checkpoint doesn't leave out the hours between.
    @Test func aWindowLeavesNothingBehind() throws {
        let archive = try GrowingArchive(hours: 10)
        try archive.publish(0..<5)
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(5..<10)
        try FileManager.default.removeItem(atPath: archive.log(6))
        let later = try archive.verify("--from", Moment.hour(9).iso)
        #expect(later.outcome.status == 1 && codes(later.report) == ["log-missing"])
        let next = try archive.verify()
        #expect(next.outcome.status == 1 && codes(next.report) == ["log-missing"])
    }

    /// It doesn't leave out the logs of the last hour before the checkpoint either. A run without the window reads them
    /// again.
    @Test(arguments: [30, 54]) func aWindowAtTheCheckpoint(_ minutes: Int) throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<4)
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(4..<6)
        try forge(archive, at: .hour(3) + 60 * minutes)
        // It lies in a day folder of the window, so each run reads it.
        for more in [["--from", Moment.hour(4).iso], []] {
            let outcome = try Program.trailseal(["verify"] + archive.arguments + more).run(in: archive.folder.path)
            #expect(outcome.status == 2 && outcome.output.contains("log-unreferenced"))
        }
    }

    /// A first run with a window says nothing about the time before. A later run without a window reads it.
    @Test func whatLiesBeforeTheFirstWindow() throws {
        let archive = try GrowingArchive(hours: 10)
        try archive.publish(0..<10)
        try FileManager.default.removeItem(atPath: archive.log(2))
        #expect(try archive.verify("--from", Moment.hour(5).iso).outcome.status == 0)
        // The same window is read again.
        let same = try archive.verify("--from", Moment.hour(5).iso)
        #expect(same.outcome.status == 0 && same.report?.summary.digests.verified == 5)
        let next = try archive.verify()
        #expect(next.outcome.status == 1 && codes(next.report) == ["log-missing"])
    }

    /// A window ends within an hour. The logs after its end are left to the next night, which finds those that no
    /// digest lists.
    @Test(arguments: [10, 25, 50]) func theEndOfAWindow(_ minutes: Int) throws {
        let archive = try GrowingArchive(hours: 6)
        try archive.publish(0..<4)
        let end = Moment.hour(3) + 60 * minutes
        try forge(archive, at: Moment.hour(3) + 3_300)
        let first = try archive.verify("--to", end.iso)
        #expect(first.outcome.status == 0 && codes(first.report) == ["log-not-due"], "\(minutes)")
        try archive.publish(4..<6)
        let next = try archive.verify("--to", (Moment.hour(5) + 60 * minutes).iso)
        #expect(next.outcome.status == 2 && codes(next.report) == ["log-unreferenced"], "\(minutes)")
    }

    /// A digest in the folder of another account is found every night.
    @Test func aDigestInAnotherAccount() throws {
        let other = Self.trail(account: "444455556666")
        let archive = try GrowingArchive([Trail(), other])
        for trail in 0..<2 { try archive.publish(0..<4, trail: trail) }
        #expect(try archive.verify().outcome.status == 0)
        let name = archive.digests[0][1].key.split(separator: "/").last ?? ""
        let folder = archive.digests[1][1].key.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.copyItem(
            atPath: archive.digest(1), toPath: archive.folder.path("tree/\(folder)/\(name)"))
        for night in 4..<7 {
            let next = try archive.verify()
            #expect(next.outcome.status == 1 && codes(next.report) == ["digest-relocated"], "\(night)")
            for trail in 0..<2 { try archive.publish(night..<night + 1, trail: trail) }
        }
    }

    /// A log outside every Region's folder belongs to no digest, whatever another chain's state.
    @Test func aLogWithoutARegion() throws {
        let archive = try GrowingArchive([Trail(), Self.trail(region: "eu-west-1")])
        for trail in 0..<2 { try archive.publish(0..<4, trail: trail) }
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(4..<8, trail: 1)
        try forge(
            archive, at: .hour(2) + 600,
            "AWSLogs/111122223333/CloudTrail/111122223333_CloudTrail_us-east-1_20261001T0210Z_x.json.gz")
        for _ in 0..<2 {
            let next = try archive.verify()
            #expect(next.outcome.status == 2 && codes(next.report).contains("log-unreferenced"))
        }
    }

    /// The signature in the state proves. It doesn't excuse a saved one that was forged since.
    @Test(arguments: [false, true]) func aForgedSavedSignature(_ hasNews: Bool) throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<4)
        #expect(try archive.verify().outcome.status == 0)
        if hasNews { try archive.publish(4..<5) }
        var world = World()
        world.saveHead(archive.digests[0][3], signature: String(repeating: "00", count: 256))
        for (path, bytes) in world.signatures { try archive.folder.write(bytes, to: "signatures/" + path) }
        let full = try archive.verify("--full")
        #expect(full.outcome.status == 1 && codes(full.report) == ["digest-metadata-mismatch"])
        // What contradicts the record counts however old the digest is.
        let next = try archive.verify()
        #expect(next.outcome.status == 1 && codes(next.report) == ["digest-metadata-mismatch"])
    }

    /// If there are several chains, the verdict names the time since which files of all were read.
    @Test func sinceWhenFilesOfAllWereRead() throws {
        let archive = try GrowingArchive([Trail(), Self.trail(account: "444455556666")])
        try archive.publish(0..<3, trail: 0)
        try archive.publish(0..<6, trail: 1)
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(6..<7, trail: 1)
        let next = try archive.verify()
        #expect(next.outcome.status == 0 && next.report?.readSince == Moment.hour(6).iso)
    }

    /// A trail that vanished is found, whatever window is given.
    @Test func aVanishedTrailAndAWindow() throws {
        let archive = try GrowingArchive([Trail(), Self.trail(account: "444455556666")])
        for trail in 0..<2 { try archive.publish(0..<4, trail: trail) }
        #expect(try archive.verify().outcome.status == 0)
        try archive.publish(4..<6, trail: 0)
        try FileManager.default.removeItem(atPath: archive.folder.path("tree/AWSLogs/444455556666"))
        let next = try archive.verify("--from", Moment.hour(4).iso)
        #expect(next.outcome.status == 1 && codes(next.report) == ["history-truncated"])
    }

    /// A chain moved to another bucket, and only that bucket is copied now. The chain isn't truncated.
    @Test func aChainThatMoved() throws {
        var moved = Trail()
        moved.bucket = "another-bucket"
        let archive = try GrowingArchive([Trail(), moved])
        try archive.publish(0..<4)
        #expect(try archive.verify().outcome.status == 0)
        let further = World.hourly(moved, 4..<6, after: archive.digests[0][3])
        try FileManager.default.removeItem(atPath: archive.folder.path("tree"))
        var world = World()
        world.level = 6
        world.publish(further)
        world.saveHead(further.last)
        try world.write(to: archive.folder)
        let next = try archive.verify()
        #expect(
            next.outcome.status == 0 && codes(next.report) == ["history-begins", "history-expired"],
            "\(next.outcome.output)")
    }

    /// The end of a segment is gone and a new one begins. The gap alone would suggest that logging was off.
    @Test func aTailThatARestartHides() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<5)
        #expect(try archive.verify().outcome.status == 0)
        for hour in 3..<5 {
            try FileManager.default.removeItem(atPath: archive.digest(hour))
            for index in 0..<2 { try FileManager.default.removeItem(atPath: archive.log(hour, index)) }
        }
        var world = World()
        world.level = 6
        let restarted = World.hourly(Trail(), 7..<9)
        world.publish(restarted)
        world.saveHead(restarted.last)
        world.saveHead(archive.digests[0][2])
        try world.write(to: archive.folder)
        let next = try archive.verify()
        // A state holds only the ends of a segment, so the finding names the newest.
        let finding = next.report?.findings.first { $0.code == "history-truncated" }
        #expect(next.outcome.status == 1 && finding?.key == archive.digests[0][4].key, "\(next.outcome.output)")
    }

    /// A signal leaves the old state, never a new one that lacks what the run couldn't read.
    @Test func stoppedWhileTheStateIsMade() throws {
        let archive = try GrowingArchive(hours: 20)
        try archive.publish(0..<20)
        // Without --deterministic, the state of a first run would hold its time.
        let undisturbed = try archive.verify("--deterministic")
        let whole = try #require(archive.state)
        var ended = 0
        var written = 0
        // The wait tracks the end of the run, which shifts if other tests run at the same time, and hovers around it.
        var wait = undisturbed.outcome.seconds * 1e6
        for _ in 0..<120 {
            try FileManager.default.removeItem(atPath: archive.folder.path("state.json"))
            let microseconds = UInt32(wait)
            let run = Program.trailseal(["verify", "-q", "--deterministic"] + archive.arguments)
            let outcome = try run.run(in: archive.folder.path) {
                usleep(microseconds)
                kill($0, SIGTERM)
            }
            if outcome.status == 0 { ended += 1 }
            wait *= outcome.status == 0 ? 0.9 : 1.1
            let found = archive.state
            // A run stopped just before it created the state ends normally and leaves no state.
            #expect(found == nil || found == whole)
            if found != nil { written += 1 }
            if found == nil { try whole.write(to: URL(filePath: archive.folder.path("state.json"))) }
        }
        // Otherwise only runs of one kind were tested.
        #expect(written > 0 && ended < 120, "\(written) written, \(ended) ended")
    }

    @Test func oneStateUnderTwoNames() throws {
        let archive = try GrowingArchive()
        try archive.publish(0..<3)
        #expect(try archive.verify().outcome.status == 0)
        try FileManager.default.createSymbolicLink(
            atPath: archive.folder.path("alias.json"), withDestinationPath: "state.json")
        let held = open(archive.folder.path("state.json.lock"), O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        try #require(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0)
        defer { close(held) }
        let second = try Program.trailseal(["verify"] + archive.arguments.dropLast() + ["alias.json"])
            .run(in: archive.folder.path)
        #expect(second.status == 75)
    }

    @Test(arguments: [
        ["--state", ""], ["--state", "s", "--report", "json=s"], ["--state", "s", "--report", "text=s.lock"],
        ["--deterministic", "--report", "prometheus=p"],
    ]) func wrongOptions(_ options: [String]) throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.trailseal(["verify", ".", "--keys", "."] + options).run(in: folder.path)
        #expect(outcome.status == 64)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
}
