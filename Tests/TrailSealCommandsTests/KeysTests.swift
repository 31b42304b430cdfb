import Foundation
import TestSupport
import Testing
import VirtualTrail

/// `keys` shows which keys are listed, which an archive needs, and which are lacking.
@Suite struct KeysTests {
    private func keys(_ folder: TemporaryFolder, _ arguments: String...) throws -> Program.Outcome {
        try Program.trailseal(["keys"] + arguments).run(in: folder.path)
    }

    @Test func table() throws {
        let archive = try SmallArchive { world, _ in
            world.listKeys(
                [
                    World.KeyRecord(.second, isSubjectPublicKeyInfo: true),
                    World.KeyRecord(.third, fingerprint: String(repeating: "0", count: 32)),
                ], name: "more.json")
            world.keys["short.json"] = Array(
                """
                {"PublicKeyList":[{"Value":"AAAA","ValidityStartTime":0,"ValidityEndTime":1,\
                "Fingerprint":"\(String(repeating: "1", count: 32))"}]}
                """.utf8)
        }
        let outcome = try keys(archive.folder, "keys", "--archive", "tree")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows[0].first == "FINGERPRINT")
        let first = try #require(rows.first { $0[0] == SigningKey.first.fingerprint })
        #expect(
            first == [
                SigningKey.first.fingerprint, "2026-09-21T00:00:00Z", "2026-10-11T00:00:00Z", "2048", "PKCS#1", "3",
                "digests", "keys/us-east-1.json",
            ])
        #expect(rows.contains { $0.contains("SubjectPublicKeyInfo") && $0[5] == "-" && $0.last == "keys/more.json" })
        #expect(outcome.output.contains("is \(SigningKey.third.fingerprint)"))
        #expect(outcome.output.contains("keys/short.json (unusable: "))
        #expect(outcome.output.hasSuffix("\nNo key is missing.\n"))
    }

    @Test func lacking() throws {
        let archive = try SmallArchive { world, digests in
            world.listKeys([World.KeyRecord(.second)])
            world.publish(
                World.hourly(
                    {
                        var trail = Trail()
                        trail.region = "eu-west-1"
                        return trail
                    }(), 0..<2, signedBy: .second))
        }
        let outcome = try keys(archive.folder, "keys", "--archive", "tree", "--signatures", "signatures")
        #expect(outcome.status == 2)
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(
            lines.contains([
                SigningKey.first.fingerprint, "us-east-1", "2026-10-01T00:00:00Z", "2026-10-01T03:00:00Z", "3", "3",
            ]))
        #expect(!lines.contains { $0.count > 1 && $0[1] == "eu-west-1" })
    }

    /// If every digest under a key is proved by a successor, the key isn't needed, and the command doesn't fail.
    @Test func lackingButNotNeeded() throws {
        let archive = try SmallArchive { world, digests in
            let later = World.hourly(Trail(), 3..<4, after: digests.last, signedBy: .second)
            world.publish(later)
            world.saveHead(later.last)
            world.listKeys([World.KeyRecord(.second)])
        }
        let outcome = try keys(archive.folder, "keys", "--archive", "tree", "--signatures", "signatures")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("Missing:") && outcome.output.contains(SigningKey.first.fingerprint))
    }
}
