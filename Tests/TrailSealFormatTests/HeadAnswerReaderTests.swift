import Testing
import TrailSealPrimitives

@testable import TrailSealFormat

/// The quick reader of saved answers against the general one: it must give the same or leave the answer to it.
@Suite struct HeadAnswerReaderTests {
    private static let signature = String(repeating: "0a1b2c3d", count: 64)

    private static let usual = """
        {
            "AcceptRanges": "bytes",
            "LastModified": "2026-10-01T01:10:00+00:00",
            "ContentLength": 912,
            "ETag": "\\"d41d8cd98f00b204e9800998ecf8427e\\"",
            "ContentType": "application/json",
            "ServerSideEncryption": "AES256",
            "Metadata": {
                "signature": "\(signature)",
                "signature-algorithm": "SHA256withRSA"
            }
        }
        """

    /// The general reader alone.
    private func general(_ answer: [UInt8]) -> SignatureMetadata? {
        (try? JSONValue(answer)).map { SignatureMetadataParser.metadata(of: $0) }
    }

    @Test func theUsualAnswer() throws {
        let metadata = try #require(HeadAnswerReader.metadata(in: Array(Self.usual.utf8)))
        #expect(metadata.signature?.count == 256 && metadata.backfillGeneration == nil)
        #expect(metadata == general(Array(Self.usual.utf8)))
    }

    @Test(arguments: [
        ("\"Metadata\"", "\"metadata\""), ("\"signature\"", "\"Signature\""),
        ("\"signature\"", "\"x-amz-meta-signature\""),
        ("\"AES256\"", "\"\u{E9}\""), ("\"AES256\"", "{}"), ("\"AcceptRanges\"", "\"METADATA\""),
        ("\"ContentType\"", "\"ContentLength\""), ("\"signature-algorithm\"", "\"SIGNATURE\""),
        ("\"signature-algorithm\"", "\"backfill-generation-timestamp\""), ("bytes", "\\x"), ("0a1b", "zzzz"),
    ])
    func theUnusual(_ part: String, _ other: String) {
        let answer = Array(Self.usual.replacing(part, with: other).utf8)
        #expect(HeadAnswerReader.metadata(in: answer) == nil)
    }

    /// Answers with random changes.
    @Test func changedAnswers() {
        var state: UInt64 = 7
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let parts = [
            "\"Metadata\": {", "}", "{", "\"signature\": \"00\",", "\"\\u0041\": 1,", ",", "null", "\u{FF}", "\\", "\"",
            " ",
        ].map { Array($0.utf8) }
        var (read, left) = (0, 0)
        for _ in 0..<20_000 {
            var answer = Array(Self.usual.utf8)
            for _ in 0..<random(3) {
                let place = random(answer.count)
                switch random(4) {
                case 0: answer[place] = UInt8(random(256))
                case 1: answer.remove(at: place)
                case 2: answer.insert(contentsOf: parts[random(parts.count)], at: place)
                default: answer.removeSubrange(place..<min(answer.count, place + random(40)))
                }
            }
            if let metadata = HeadAnswerReader.metadata(in: answer) {
                read += 1
                #expect(metadata == general(answer), "\(String(decoding: answer, as: UTF8.self))")
            } else {
                left += 1
            }
        }
        #expect(read > 2_000 && left > 2_000)
    }
}
