import Foundation
import TestSupport
import Testing
import VirtualTrail

/// `log-unreferenced` names the explanations that time, name and neighbours of a file allow (FILE-7).
@Suite struct UnreferencedLogTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            let code: String
            let path: String?
            let message: String
        }

        let findings: [Finding]
    }

    private static func name(_ time: Moment, account: String = "111122223333", region: String = "us-east-1") -> String {
        "\(account)_CloudTrail_\(region)_\(time.logStamp)_0123456789abcdef.json.gz"
    }

    private static let early = name(.hour(2) + 600)

    static let names: [(name: String, words: String)] = [
        (name(.hour(4) + 600), "Verified digests cover its time"),
        (name(.hour(3) + 600), "No verified digest covers its time"),
        (name(.hour(5) + 600), "is between two segments of the chain"),
        (name(.hour(1) + 600), "is before the oldest digest"),
        (name(.hour(9) + 600), "is after the newest digest"),
        ("forged.json.gz", "Its name holds no time"),
        (name(.hour(2) + 600, account: "444455556666"), "CloudTrail doesn't give such a name here"),
        (name(.hour(2) + 600, region: "eu-west-1"), "CloudTrail doesn't give such a name here"),
        (name(.hour(60) + 600), "CloudTrail doesn't give such a name here"),
        ("x_\(early)", "CloudTrail doesn't give such a name here"),
        (name(.hour(8) + 3_000), "the next digest file may list it"),
        (name(.hour(8) + 1_800), "Verified digests cover its time"),
        ("\(early).6eF3b2a1", "it looks like the remains of an unfinished download"),
        ("\(early).part", "it looks like the remains of an unfinished download"),
        ("Thumbs.db", "it looks like a file that an operating system"),
        ("\(early):Zone.Identifier", "it looks like a file that an operating system"),
        ("\(early.dropLast(8)) (1).json.gz", "it looks like a copy of another file"),
        ("\(early)~", "it looks like a copy of another file"),
    ]

    /// Each file alone, in an archive of the hours 2 to 4 and, after a restart, 6 to 8. The digests of hour 3 are
    /// absent.
    @Test(arguments: names) func explanations(_ name: String, _ words: String) throws {
        var world = World()
        world.level = 6
        world.listKeys([World.KeyRecord(.first)])
        let early = World.hourly(Trail(), 2..<5, logs: 1)
        let late = World.hourly(Trail(), 6..<9, logs: 1)
        world.publish(early + late)
        for digests in [early, late] { world.saveHead(digests.last) }
        world.tree[early[1].key] = nil
        let folder = late[0].logs[0].key.split(separator: "/").dropLast().joined(separator: "/") + "/"
        world.tree[folder + name] = GzipWriter.member(Array("{\"Records\":[]}".utf8))
        let message = try message(world, folder + name)
        #expect(message.contains(words), "\(message)")
    }

    @Test func inflatedBesideCompressed() throws {
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        let digests = World.hourly(Trail(), 0..<2, logs: 1)
        world.publish(digests)
        world.saveHead(digests.last)
        let path = String(digests[0].logs[0].key.dropLast(3))
        world.tree[path] = Array("{\"Records\":[]}".utf8)
        let message = try message(world, path)
        #expect(message.contains("beside"), "\(message)")
    }

    /// The explanation for the file at `path` below `tree/`.
    private func message(_ world: World, _ path: String) throws -> String {
        let folder = try TemporaryFolder()
        try world.write(to: folder)
        _ = try Program.trailseal(
            "verify", "tree", "--keys", "keys", "--signatures", "signatures", "-q", "--report", "json=r.json"
        ).run(in: folder.path)
        let report = try JSONDecoder().decode(Report.self, from: Data(try folder.read("r.json").utf8))
        let own = report.findings.filter { $0.code == "log-unreferenced" && $0.path == "tree/" + path }
        return try #require(own.first).message
    }
}
