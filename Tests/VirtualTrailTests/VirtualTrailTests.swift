import TestSupport
import Testing
import VirtualTrail

/// The test world writes what CloudTrail would write. It shares no code with the product, so known values check it.
@Suite struct VirtualTrailTests {
    @Test func hashesAndBase64() {
        #expect(
            Hashes.hex(Hashes.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Hashes.hex(Hashes.md5([])) == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(Base64.encode(Array("foob".utf8)) == "Zm9vYg==")
    }

    @Test func times() {
        let moment = Moment.hour(25) + 61
        #expect(moment.iso == "2026-10-02T01:01:01Z")
        #expect(moment.digestStamp == "20261002T010101Z" && moment.logStamp == "20261002T0101Z")
        #expect(moment.folder == "2026/10/02")
    }

    /// Keys in the form of the CloudTrail User Guide.
    @Test func keys() {
        var trail = Trail()
        (trail.prefix, trail.organization, trail.region, trail.name) = ("p/q", "o-exampleorg", "eu-west-1", "t_1")
        #expect(
            trail.digestKey(.hour(1), isBackfill: false)
                == "p/q/AWSLogs/o-exampleorg/111122223333/CloudTrail-Digest/eu-west-1/2026/10/01/"
                + "111122223333_CloudTrail-Digest_eu-west-1_t_1_us-east-1_20261001T010000Z.json.gz")
        #expect(trail.digestKey(.hour(1), isBackfill: true).hasSuffix("_20261001T010000Z_backfill.json.gz"))
        #expect(
            trail.logKey(.hour(1), unique: "abc")
                == "p/q/AWSLogs/o-exampleorg/111122223333/CloudTrail/eu-west-1/2026/10/01/"
                + "111122223333_CloudTrail_eu-west-1_20261001T0100Z_abc.json.gz")
    }

    /// A chain whose digests name each other, and which `gzip` can read.
    @Test func chains() throws {
        let digests = World.hourly(Trail(), 0..<3, logs: 1)
        for (older, newer) in zip(digests, digests.dropFirst()) {
            let text = String(decoding: newer.content, as: UTF8.self)
            #expect(text.contains(older.key) && text.contains(Hashes.hex(Hashes.sha256(older.content))))
            #expect(text.contains(older.signature))
        }
        var world = World()
        world.publish(digests)
        #expect(world.tree.count == 6)
        let folder = try TemporaryFolder()
        try folder.write(try #require(world.tree[digests[2].key]), to: "d.gz")
        let outcome = try Program("/usr/bin/gzip", ["-dc", "d.gz"]).run(in: folder.path)
        #expect(outcome.status == 0 && Array(outcome.output.utf8) == digests[2].content)
    }
}
