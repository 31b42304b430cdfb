import Foundation
import TestSupport
import Testing
import VirtualTrail

/// Reports in several files. AWS accepts a hundred ASFF findings at a time, and only an account's own.
@Suite struct ReportPartsTests {
    /// A log that no digest lists, in the folders of an account and a Region.
    private func plant(_ account: String, _ region: String = "us-east-1", in archive: SmallArchive) throws {
        let name = "\(account)_CloudTrail_\(region)_20261001T0005Z_x.json.gz"
        try archive.folder.write("x", to: "tree/AWSLogs/\(account)/CloudTrail/\(region)/2026/10/01/" + name)
    }

    private func verify(_ archive: SmallArchive, _ more: String..., to path: String = "out.json") throws
        -> Program.Outcome
    {
        try Program.trailseal(["verify"] + archive.arguments + more + ["--report", "asff=\(path)"])
            .run(in: archive.folder.path)
    }

    private func findings(_ text: String) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    }

    private func accounts(_ text: String) throws -> [String] {
        try findings(text).compactMap { $0["AwsAccountId"] as? String }
    }

    @Test func eachAccountHasItsFile() throws {
        let archive = try SmallArchive()
        try plant("444455556666", in: archive)
        let letters = Array("abcdefghijk")
        for number in 0..<101 { try plant("222233334444", "us-\(letters[number / 10])-\(number % 10)", in: archive) }
        #expect(try verify(archive).status == 2)
        #expect(try archive.folder.read("out.json") == "[]\n")
        // The account has no finding, and the file says so.
        #expect(try archive.folder.read("out-111122223333.json") == "[]\n")
        #expect(try accounts(archive.folder.read("out-444455556666.json")) == ["444455556666"])
        let parts = try ["", "-002"].map { try accounts(archive.folder.read("out-222233334444\($0).json")) }
        #expect(parts == [100, 1].map { Array(repeating: "222233334444", count: $0) })
        #expect(throws: (any Error).self) { try archive.folder.read("out-002.json") }
        #expect(throws: (any Error).self) { try archive.folder.read("out-222233334444-003.json") }
        // With only one place to write to, one array holds everything.
        #expect(try findings(try verify(archive, to: "-").output).count == 102)
        #expect(try verify(archive, to: "/dev/null").status == 2)
    }

    /// The first account imports what belongs to no account. The finding says that it isn't its own.
    @Test func nobodysFindingsGoToTheFirstAccount() throws {
        let archive = try SmallArchive()
        try plant("000000000001", in: archive)
        let filters = ["--trail", "management", "--trail", "x"]
        let outcome = try Program.trailseal(["verify"] + archive.arguments + filters + ["--report", "asff=out.json"])
            .run(in: archive.folder.path)
        #expect(outcome.status == 2)
        let own = try findings(archive.folder.read("out-111122223333.json"))
        let gap = try #require(own.first { $0["GeneratorId"] as? String == "trailseal/coverage-gap" })
        #expect(gap["AwsAccountId"] as? String == "111122223333")
        #expect((gap["ProductFields"] as? [String: String])?["trailseal/account"] == "none")
        #expect(
            (gap["Description"] as? String)?.hasSuffix("belongs to no account, so it is filed under 111122223333.")
                == true)
        #expect((gap["Id"] as? String)?.hasPrefix("trailseal/-/-/x/coverage-gap/") == true)
    }

    /// Files of an earlier run with more or fewer accounts aren't mixed with this one's.
    @Test func otherAccountsAreEmptied() throws {
        let archive = try SmallArchive()
        try plant("222233334444", in: archive)
        _ = try verify(archive)
        #expect(try accounts(archive.folder.read("out-222233334444.json")).count == 1)
        _ = try verify(archive, "--account", "222233334444")
        #expect(try accounts(archive.folder.read("out.json")).contains("222233334444"))
        #expect(try archive.folder.read("out-222233334444.json") == "[]\n")
        _ = try verify(archive)
        #expect(try archive.folder.read("out.json") == "[]\n")
    }

    /// Files of an earlier, longer report are emptied. Files of somebody else are left alone.
    @Test func oldPartsAreEmptied() throws {
        let archive = try SmallArchive { world, digests in world.apply(.delete(digests[1].logs[0].key)) }
        let arguments = ["verify"] + archive.arguments + ["--report", "asff=out.json"]
        _ = try Program.trailseal(arguments).run(in: archive.folder.path)
        let report = try archive.folder.read("out.json")
        try archive.folder.write(report, to: "out-002.json")
        try archive.folder.write(report, to: "out-003.json")
        try archive.folder.write("[\"mine\"]\n", to: "out-004.json")
        #expect(try Program.trailseal(arguments).run(in: archive.folder.path).status == 1)
        #expect(try archive.folder.read("out-002.json") == "[]\n")
        #expect(try archive.folder.read("out-003.json") == "[]\n")
        #expect(try archive.folder.read("out-004.json") == "[\"mine\"]\n")
        #expect(try archive.folder.read("out.json").hasPrefix("[\n{"))
    }

}
