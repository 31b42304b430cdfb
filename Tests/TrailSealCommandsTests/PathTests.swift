import Foundation
import Glibc
import TestSupport
import Testing
import VirtualTrail

/// Paths from the user: any bytes, any kind of file, and nothing is destroyed.
@Suite struct PathTests {
    @Test func aPipeIsWrittenToAndStays() throws {
        let archive = try SmallArchive()
        let pipe = archive.folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let script =
            "cat pipe >read.json & '\(TestPaths.binary.path)' verify \(archive.arguments.joined(separator: " ")) "
            + "--report json=pipe; status=$?; wait; exit $status"
        let outcome = try Program("/bin/sh", ["-c", script]).run(in: archive.folder.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try WrittenReport(file: archive.folder.path("read.json")).verdict == "verified")
        var status = stat()
        #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test func aPipeWithoutAReaderFails() throws {
        let archive = try SmallArchive()
        #expect(mkfifo(archive.folder.path("pipe"), 0o600) == 0)
        let outcome = try Program.trailseal(["verify"] + archive.arguments + ["--report", "json=pipe"])
            .run(in: archive.folder.path, timeout: 20)
        #expect(outcome.status == 73 && !outcome.isTimedOut)
    }

    @Test func aLinkStaysAndItsTargetIsReplaced() throws {
        let archive = try SmallArchive()
        try archive.folder.write("old", to: "reports/real.json")
        chmod(archive.folder.path("reports/real.json"), 0o600)
        try FileManager.default.createSymbolicLink(
            atPath: archive.folder.path("link.json"), withDestinationPath: "reports/real.json")
        let outcome = try Program.trailseal(["verify"] + archive.arguments + ["--report", "json=link.json"])
            .run(in: archive.folder.path)
        #expect(outcome.status == 0)
        var status = stat()
        #expect(lstat(archive.folder.path("link.json"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(lstat(archive.folder.path("reports/real.json"), &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try WrittenReport(file: archive.folder.path("reports/real.json")).verdict == "verified")
        #expect(try FileManager.default.contentsOfDirectory(atPath: archive.folder.path("reports")) == ["real.json"])
    }

    @Test func bytesThatAreNoText() throws {
        let archive = try SmallArchive()
        let script = """
            set -e; folder=$(printf 'i\\377\\376'); mkdir "$folder"; mv tree keys signatures "$folder"
            '\(TestPaths.binary.path)' verify "$folder/tree" --keys="$folder/keys" --signatures "$folder/signatures" \
              --report "json=$folder/report.json"
            mv "$folder/report.json" .
            """
        let outcome = try Program("/bin/sh", ["-c", script]).run(in: archive.folder.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("i\\xff\\xfe/tree"))
        #expect(try WrittenReport(file: archive.folder.path("report.json")).verdict == "verified")
    }

    /// If a saved signature can't be used, the user must be told.
    @Test func savedAnswersThatCannotBeReadAreNamed() throws {
        let archive = try SmallArchive()
        let head = archive.folder.path("signatures/\(archive.digests[2].key).json")
        try FileManager.default.moveItem(atPath: head, toPath: archive.folder.path("moved.json"))
        try FileManager.default.createSymbolicLink(
            atPath: head, withDestinationPath: archive.folder.path("moved.json"))
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 2)
        #expect(report.findings.map(\.code).contains("digest-signature-unavailable"))
        #expect(outcome.errors.contains("signatures/\(archive.digests[2].key).json: a symbolic link"))
    }

    @Test(arguments: ["[1,2]", "[\"x\"]", "[null]", "[{\"a\":1}]", "{\"a\":1}", "some text"])
    func whatIsNoListing(_ text: String) throws {
        let archive = try SmallArchive()
        try archive.folder.write(text, to: "listing")
        let outcome = try Program.trailseal("verify", "tree", "--keys", "keys", "--signatures", "listing")
            .run(in: archive.folder.path)
        #expect(outcome.status == 65, "\(outcome.errors)")
        #expect(outcome.errors.contains("listing isn't a listing"))
    }

    @Test func anArchiveThatHoldsNothingIsNamed() throws {
        let archive = try SmallArchive()
        try archive.folder.write("x", to: "other/notes.txt")
        let outcome = try Program.trailseal(["verify", "other"] + archive.arguments).run(in: archive.folder.path)
        #expect(outcome.status == 66)
        #expect(outcome.errors.hasPrefix("trailseal: other holds no CloudTrail digest or log file"))
    }

    /// Some evidence lies behind a link. The link isn't followed, and the report says so.
    @Test func linksAboveAccountsAreNamed() throws {
        let archive = try SmallArchive()
        try FileManager.default.createSymbolicLink(
            atPath: archive.folder.path("tree/bucket-2"), withDestinationPath: "/var")
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 2 && report.verdict == "unverified")
        #expect(report.findings.map(\.code) == ["file-unreadable"] && report.findings[0].path == "tree/bucket-2")
    }
}
