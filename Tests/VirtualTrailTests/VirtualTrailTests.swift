import Foundation
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

    /// A record as CloudTrail writes it, between ordinary ones.
    @Test func events() throws {
        let stop = Event.trail("StopLogging", at: .hour(0) + 600, ["name": "a\"\\\u{1B}"])
        let start = Event.trail("StartLogging", at: .hour(0) + 660, ["name": "a"]).failing("AccessDenied")
        let log = Log(Trail(), at: .hour(0) + 900, events: [stop, start], seed: 0)
        #expect(log.key == Log(Trail(), at: .hour(0) + 900, records: 0, seed: 0).key)
        let file = try JSONDecoder().decode(LogFile.self, from: Data(log.content))
        #expect(
            file.records.map(\.eventName)
                == ["GetObject", "StopLogging", "GetObject", "StartLogging", "GetObject"])
        #expect(Set(file.records.map(\.eventID)).count == 5)
        let record = file.records[1]
        #expect(record.requestParameters["name"] == "a\"\\\u{1B}" && record.errorCode == nil)
        #expect(record.eventTime == "2026-10-01T00:10:00Z" && file.records[3].errorCode == "AccessDenied")
        #expect(record.eventID == stop.id && UUID(uuidString: stop.id) != nil)
        // Equal events have equal ids, however often they are made.
        let again = Event.trail("StopLogging", at: .hour(0) + 600, ["name": "a\"\\\u{1B}"])
        #expect(again.id == stop.id && again.with { $0.seed = 1 }.id != stop.id)
    }

    private struct LogFile: Decodable {
        struct Record: Decodable {
            let eventName: String
            let eventTime: String
            let eventID: String
            let errorCode: String?
            let requestParameters: [String: String]
        }
        let records: [Record]

        enum CodingKeys: String, CodingKey { case records = "Records" }
    }
}
