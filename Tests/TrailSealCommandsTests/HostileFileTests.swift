import Foundation
import Glibc
import TestSupport
import Testing
import VirtualTrail

/// Files that attack the reader. Each gives a finding, never a crash, a hang or high memory.
@Suite struct HostileFileTests {
    /// Peak memory of a run over the small archive, in bytes. A sanitizer takes several times as much.
    static let memoryLimit = TestPaths.isSanitized ? 512 << 20 : 64 << 20

    @Test func gzipBombInPlaceOfALog() throws {
        let archive = try SmallArchive { world, digests in
            world.apply(.replace(digests[1].logs[0].key, with: GzipBomb.zeros(6 << 30)))
        }
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 1)
        #expect(report.findings.map(\.code) == ["log-malformed"])
        #expect(report.summary.logs.verified == 5)
        #expect(outcome.peakMemory < Self.memoryLimit)
    }

    /// The bomb's trailer is correct, so only the limit stops it.
    @Test func gzipBombInPlaceOfADigest() throws {
        let archive = try SmallArchive { world, digests in
            world.apply(.replace(digests[2].key, with: GzipBomb.zeros(6 << 30)))
        }
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 1)
        #expect(report.findings.contains { $0.code == "digest-malformed" })
        #expect(outcome.seconds < (TestPaths.isSanitized ? 200 : 20))
        #expect(outcome.peakMemory < 3 * Self.memoryLimit)
    }

    @Test func deepJSON() throws {
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 200_000)
        let objects = String(repeating: "{\"a\":", count: 200_000)
        for content in [deep, Array(objects.utf8)] {
            let archive = try SmallArchive { world, digests in
                world.apply(.replace(digests[2].key, with: GzipWriter.member(content, level: 6)))
            }
            let (outcome, report) = try archive.verify()
            #expect(outcome.status == 1)
            #expect(report.findings.contains { $0.code == "digest-malformed" })
            // As a key listing it is refused. As a saved signature it is ignored.
            try archive.folder.write(content, to: "keys/deep.json")
            let keys = try Program.trailseal(["verify"] + archive.arguments).run(in: archive.folder.path)
            #expect(keys.status == 65)
            #expect(keys.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func deepJSONAsSavedSignature() throws {
        let archive = try SmallArchive { world, digests in
            world.signatures[digests[2].key + ".json"] = [UInt8](repeating: UInt8(ascii: "["), count: 200_000)
        }
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 2)
        #expect(report.findings.contains { $0.code == "digest-signature-unavailable" })
        #expect(outcome.errors.contains("warning"))
    }

    /// A signed digest lists keys outside the archive. They are never opened.
    @Test(arguments: ["AWSLogs/../../../outside/secret.json.gz", "../outside/secret.json.gz", "/etc/hostname"])
    func keysThatLeaveTheArchive(_ key: String) throws {
        let archive = try SmallArchive { world, digests in
            let trail = Trail()
            var log = digests[1].logs[0]
            log.key = key
            let digest = Digest(
                trail, from: .hour(3), to: .hour(4), logs: [log], after: digests[2], signedBy: .first)
            world.tree[digest.key] = GzipWriter.member(digest.content)
            world.saveHead(digest)
        }
        let outside = try archive.folder.write(
            GzipWriter.member(archive.digests[1].logs[0].content), to: "outside/secret.json.gz")
        let watch = try #require(OpenWatch(URL(filePath: outside).deletingLastPathComponent().path))
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 1)
        #expect(report.findings.map(\.code) == ["log-missing"])
        #expect(report.findings.first?.key == key)
        #expect(!watch.hasNoticed)
        // The watch detects an access.
        _ = try Data(contentsOf: URL(filePath: outside))
        #expect(watch.hasNoticed)
    }

    /// No digest lists the log file, so its correct content is unknown and it isn't read (rule FILE-8).
    @Test func unreferencedLogsAreNotOpened() throws {
        let archive = try SmallArchive()
        let name = "111122223333_CloudTrail_us-east-1_20261001T0110Z_aaaaaaaaaaaaaaaa.json.gz"
        let path = archive.logFolder + "/" + name
        try Data(GzipWriter.member(archive.digests[1].logs[0].content)).write(to: URL(filePath: path))
        let watch = try #require(OpenWatch(path))
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 2)
        #expect(report.findings.map(\.code) == ["log-unreferenced"])
        #expect(!watch.hasNoticed)
        // The watch detects an access.
        _ = try Data(contentsOf: URL(filePath: path))
        #expect(watch.hasNoticed)
    }

    @Test func linksOutOfTheArchive() throws {
        let archive = try SmallArchive()
        let outside = archive.folder.path("outside")
        try archive.folder.write(GzipWriter.member(archive.digests[1].logs[0].content), to: "outside/log.json.gz")
        try archive.folder.write("{}", to: "outside/AWSLogs/x/CloudTrail/y.json.gz")
        let log = archive.log(1)
        #expect(unlink(log) == 0)
        #expect(symlink(outside + "/log.json.gz", log) == 0)
        #expect(symlink(outside, archive.logFolder + "/folder") == 0)
        #expect(symlink("/dev/zero", archive.logFolder + "/zero.json.gz") == 0)
        #expect(symlink(archive.logFolder, archive.logFolder + "/loop") == 0)
        let watch = try #require(OpenWatch(outside))
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 1)
        // The loop leads to files that are read anyway (PLACE-16).
        #expect(
            report.findings.map(\.code).sorted() == [
                "file-unreadable", "file-unreadable", "file-unreadable", "log-missing",
            ])
        #expect(!watch.hasNoticed)
    }

    @Test func pipesSocketsAndFoldersInPlaceOfFiles() throws {
        let archive = try SmallArchive()
        for path in [archive.log(1), archive.digest(1), archive.log(2)] { #expect(unlink(path) == 0) }
        #expect(mkfifo(archive.log(1), 0o600) == 0)
        #expect(mkfifo(archive.digest(1), 0o600) == 0)
        #expect(mkdir(archive.log(2), 0o700) == 0)
        #expect(mkfifo(archive.logFolder + "/other.json.gz", 0o600) == 0)
        let (outcome, report) = try archive.verify(timeout: 20)
        #expect(!outcome.isTimedOut)
        #expect(outcome.status == 1)
        let codes = report.findings.map(\.code)
        #expect(codes.filter { $0 == "file-unreadable" }.count >= 3)
        #expect(codes.contains("log-missing"))
    }

    @Test(.enabled(if: getuid() == 0, "only root can make devices")) func devices() throws {
        let archive = try SmallArchive()
        #expect(unlink(archive.log(1)) == 0)
        // /dev/zero would never end if opened.
        #expect(mknod(archive.log(1), S_IFCHR | 0o600, 1 << 8 | 5) == 0)
        let (outcome, report) = try archive.verify(timeout: 20)
        #expect(!outcome.isTimedOut)
        #expect(report.findings.map(\.code).sorted() == ["file-unreadable", "log-missing"])
    }

    /// Permissions don't apply to root, so root drops the capabilities that override them.
    @Test func unreadableFilesAndFolders() throws {
        let archive = try SmallArchive()
        let copy = try SmallArchive()
        #expect(chmod(archive.log(1), 0) == 0)
        #expect(chmod(copy.logFolder, 0) == 0)
        let drop = getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []
        for (one, unverified) in [(archive, 1), (copy, 6)] {
            let command = drop + [TestPaths.binary.path, "verify"] + one.arguments + ["--report", "json=-"]
            let outcome = try Program(command[0], Array(command.dropFirst())).run(in: one.folder.path)
            try one.folder.write(outcome.output, to: "report.json")
            #expect(outcome.status == 2, "\(outcome.errors)")
            let report = try WrittenReport(file: one.folder.path("report.json"))
            #expect(!report.findings.isEmpty && report.findings.allSatisfy { $0.code == "file-unreadable" })
            #expect(report.summary.logs.unverified == unverified)
            #expect(report.summary.logs.missing == 0)
            #expect(report.summary.digests.verified == 3)
            // The chain has the worst verdict of what concerns it (REPORT-6), even if no finding names the chain.
            #expect(report.chains.map(\.verdict) == ["unverified"])
        }
    }

    /// A closed folder may hold files of each chain of its account and Region, and of no other chain.
    @Test func closedFolderOfARegion() throws {
        var other = Trail()
        other.region = "eu-west-1"
        let archive = try SmallArchive { world, _ in
            let digests = World.hourly(other, 0..<3)
            world.publish(digests)
            world.saveHead(digests.last)
        }
        let closed = archive.logFolder + "/closed"
        #expect(mkdir(closed, 0) == 0)
        let drop = getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []
        let command = drop + [TestPaths.binary.path, "verify"] + archive.arguments + ["--report", "json=-"]
        let outcome = try Program(command[0], Array(command.dropFirst())).run(in: archive.folder.path)
        try archive.folder.write(outcome.output, to: "report.json")
        #expect(outcome.status == 2, "\(outcome.errors)")
        let report = try WrittenReport(file: archive.folder.path("report.json"))
        #expect(report.findings.map(\.code) == ["file-unreadable"])
        #expect(report.chains.map(\.verdict).sorted() == ["unverified", "verified"])
    }

    @Test func deepFolders() throws {
        let archive = try SmallArchive()
        var path = archive.logFolder
        for _ in 0..<300 {
            path += "/d"
            guard mkdir(path, 0o700) == 0 else { break }
        }
        let (outcome, report) = try archive.verify(timeout: 20)
        #expect(outcome.status == 2)
        #expect(report.findings.map(\.code) == ["file-unreadable"])
    }

    /// Hundreds of copies of one genuine digest file lie in separate folders. They must not hide the real place: logs
    /// deleted there stay missing, and whole ones stay verified. Copies beyond the limit are named (LIMIT-7).
    @Test(arguments: [false, true]) func manyCopiesOfADigest(_ isDeleted: Bool) throws {
        let archive = try SmallArchive()
        let newest = archive.digests[2]
        let bytes = try Data(contentsOf: URL(filePath: archive.digest(2)))
        for number in 0..<1_500 { try archive.folder.write(Array(bytes), to: "tree/a\(number)/bucket/\(newest.key)") }
        if isDeleted { try FileManager.default.removeItem(atPath: archive.log(1)) }
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == (isDeleted ? 1 : 2), "\(outcome.errors)")
        let others = report.findings.filter { $0.code != "digest-unsupported" }
        #expect(others.map(\.code) == (isDeleted ? ["log-missing"] : []))
        #expect(report.findings.count - others.count == 501)
    }
}
