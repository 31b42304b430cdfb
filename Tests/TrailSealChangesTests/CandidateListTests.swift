import Testing
import TrailSealPrimitives

@testable import TrailSealChanges

/// `CandidateList` keeps the earliest events, whatever the order in which they come.
@Suite struct CandidateListTests {
    private static func candidate(_ id: Int, log: String = "log") throws -> Candidate {
        let text = LogText.event("StopLogging", id: "id-\(1_000 + id)")
        guard case .record(let record) = EventRecord.read(Array(text.utf8)[...]) else { throw Unreadable() }
        let hash = try #require(SHA256Digest(hex: Array(String(repeating: "a", count: 64).utf8)[...]))
        return Candidate(record).proved(
            by: Change.Proof(bucket: "bucket", logKey: ByteString(log), hash: hash, digestKey: "digest"))
    }

    private struct Unreadable: Error {}

    @Test("The earliest stay and the rest is counted")
    func limit() throws {
        let candidates = try (0..<20).map { try Self.candidate($0) }
        for order in [candidates, candidates.reversed(), candidates.shuffled()] {
            var list = CandidateList(.init(count: 4, bytes: 1 << 20))
            for one in order { list.add(one) }
            list.settle()
            #expect(list.items.map(\.record.eventID) == (0..<4).map { "id-\(1_000 + $0)" })
            #expect(list.omitted == 16)
        }
    }

    @Test("What was refused, and what happened to objects, can't push a change of a trail out")
    func weights() throws {
        var events = (0..<30_000).map {
            LogText.event("DeleteObject", id: "o\($0)", source: "s3.amazonaws.com").replacing(
                "{\"name\":\"management\"}", with: "{\"bucketName\":\"b\",\"key\":\"AWSLogs/\($0)\"}")
        }
        events += (0..<10_000).map {
            LogText.event("StopLogging", id: "r\($0)").replacing(
                "\"awsRegion\"", with: "\"errorCode\":\"AccessDenied\",\"awsRegion\"")
        }
        let found = LogText.read(LogText.file(events + [LogText.event("StopLogging", id: "zz")]))
        #expect(found.connected.items.contains { $0.record.eventID == "zz" })
        #expect(found.connected.omitted > 0)
        #expect(!found.connected.isCut)
    }

    @Test("Deliveries of one event are one candidate with several proofs")
    func deliveries() throws {
        var list = CandidateList(.init(count: 4, bytes: 1 << 20))
        for log in ["one", "two", "one"] { list.add(try Self.candidate(1, log: log)) }
        list.settle()
        #expect(list.items.count == 1)
        #expect(list.items.first?.proofs.count == 2)
        #expect(list.omitted == 0)
    }
}
