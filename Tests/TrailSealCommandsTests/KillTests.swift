import Foundation
import Glibc
import TestSupport
import Testing
import VirtualTrail

/// A run that is killed leaves the old state or the new one, and loses nothing.
@Suite struct KillTests {
    private static let kills = 240

    @Test func killedAtAnyMoment() throws {
        let archive = try GrowingArchive(hours: 40, logs: 4, records: 20)
        try archive.publish(0..<10)
        #expect(try archive.verify().outcome.status == 0)
        let old = try #require(archive.state)
        try archive.publish(10..<40)
        // The result and the duration of an undisturbed run.
        let undisturbed = try archive.verify()
        #expect(undisturbed.outcome.status == 0)
        let new = try #require(archive.state)
        #expect(new != old)
        let microseconds = undisturbed.outcome.seconds * 1e6
        let state = archive.folder.path("state.json")
        let report = archive.folder.path("killed.json")
        let run = Program.trailseal(["verify", "-q"] + archive.arguments + ["--report", "json=killed.json"])
        var generator = SystemRandomNumberGenerator()
        var outcomes = [0, 0, 0]
        for _ in 0..<Self.kills {
            try old.write(to: URL(filePath: state))
            if FileManager.default.fileExists(atPath: report) { try FileManager.default.removeItem(atPath: report) }
            let wait = UInt32(Double.random(in: 0...(microseconds * 1.3), using: &generator))
            let outcome = try run.run(in: archive.folder.path) { process in
                usleep(wait)
                kill(process, SIGKILL)
            }
            #expect(outcome.status == 0 || outcome.status == 128 + SIGKILL, "\(outcome.errors)")
            let found = try #require(archive.state)
            #expect(found == old || found == new)
            // The state is written last. If it is new, the report exists and is whole.
            if FileManager.default.fileExists(atPath: report) {
                #expect(try WrittenReport(file: report).verdict == "verified")
            } else {
                #expect(found == old)
            }
            outcomes[outcome.status == 0 ? 2 : found == new ? 1 : 0] += 1
        }
        // Otherwise nothing was tested.
        #expect(outcomes[0] > Self.kills / 10 && outcomes[1] + outcomes[2] > 0, "\(outcomes)")
        // After any of them, the next run continues normally.
        try old.write(to: URL(filePath: state))
        #expect(try archive.verify().outcome.status == 0)
        #expect(archive.state == new)
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: archive.folder.path)
            .filter { $0.hasPrefix(".state.json") }
        #expect(leftovers.isEmpty, "\(leftovers)")
    }
}
