import Foundation
import Glibc
import TestSupport
import Testing

/// SIGINT, SIGTERM and SIGHUP end a run within a second, whatever it does. Nothing is half written.
@Suite struct InterruptionTests {
    /// Hashing a file of this size takes far longer than the test waits.
    private func slowArchive() throws -> SmallArchive {
        let archive = try SmallArchive()
        let made = try Program("/bin/sh", ["-c", "truncate -s 64G tree/notes.bin"]).run(in: archive.folder.path)
        #expect(made.status == 0)
        return archive
    }

    private func names(_ archive: SmallArchive) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: archive.folder.path).sorted()
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143)), (SIGHUP, Int32(129))])
    func whileTheManifestIsHashed(_ signal: Int32, _ status: Int32) throws {
        let archive = try slowArchive()
        let before = try names(archive)
        var sent = ContinuousClock.now
        let run = try Program.trailseal(
            ["verify"] + archive.arguments + [
                "--report", "html=r.html", "--report", "json=r.json", "--state", "s.json",
            ]
        ).run(in: archive.folder.path) { process in
            usleep(1_500_000)
            sent = ContinuousClock.now
            kill(process, signal)
        }
        #expect(run.status == status, "\(run.errors)")
        #expect(sent.duration(to: .now) < .milliseconds(1_500))
        #expect(run.errors.contains("interrupted"))
        // There is no report, state or temporary file. The state's lock may stay.
        #expect(try names(archive).filter { $0 != "s.json.lock" } == before)
    }

    @Test func theManifestShowsProgress() throws {
        let archive = try SmallArchive()
        let run = try Program.trailseal(
            ["verify"] + archive.arguments + ["--report", "html=r.html", "--progress", "always"]
        ).run(in: archive.folder.path)
        #expect(run.status == 0)
        #expect(run.errors.contains("hashing for the manifest"))
    }
}
