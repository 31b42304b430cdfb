import Testing
import TrailSealFormat
import TrailSealPrimitives

@Suite struct LogFileListTests {
    private func document(_ entries: [String]) throws -> DigestDocument {
        let key =
            "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/"
            + "111122223333_CloudTrail-Digest_us-east-1_management_us-east-1_20261001T010000Z.json.gz"
        let previous = ["S3Bucket", "S3Object", "HashValue", "HashAlgorithm", "Signature"].map {
            "\"previousDigest\($0)\":null"
        }
        let text =
            #"{"awsAccountId":"111122223333","digestStartTime":"2026-10-01T00:00:00Z","#
            + #""digestEndTime":"2026-10-01T01:00:00Z","digestS3Bucket":"b","digestS3Object":"\#(key)","#
            + #""digestPublicKeyFingerprint":"00112233445566778899aabbccddeeff","#
            + #""digestSignatureAlgorithm":"SHA256withRSA","# + previous.joined(separator: ",")
            + #","logFiles":[\#(entries.joined(separator: ","))]}"#
        return try DigestDocumentDecoder.decode(Array(text.utf8))
    }

    private func entry(_ bucket: String, _ key: String, _ hash: String, _ algorithm: String) -> String {
        #"{"s3Bucket":"\#(bucket)","s3Object":"\#(key)","hashValue":"\#(hash)","hashAlgorithm":"\#(algorithm)"}"#
    }

    /// Each entry comes out as it was read, whatever it shares with its neighbours.
    @Test func entriesComeBack() throws {
        let hashes = ["0", "f"].map { String(repeating: $0, count: 64) } + [String(repeating: "0", count: 62) + "01"]
        let keys = ["", "a", "aa", "aaa", "aba", "b", "a/b.json.gz", "a/c.json.gz", String(repeating: "k", count: 300)]
        var entries: [(bucket: String, key: String, hash: String, algorithm: String)] = []
        for number in 0..<400 {
            entries.append(
                (
                    ["b", "c", ""][number / 7 % 3], keys[number * 5 % keys.count], hashes[number / 3 % 3],
                    ["SHA-256", "SHA-256", "SHA3", ""][number / 5 % 4]
                ))
        }
        let list = try document(entries.map { entry($0.bucket, $0.key, $0.hash, $0.algorithm) }).logFiles
        #expect(list.count == 400 && !list.hashesAreKnown && list.longestKey == 300 && !list.isCut)
        for (file, expected) in zip(list, entries) {
            #expect(file.location == S3Location(bucket: ByteString(expected.bucket), key: ByteString(expected.key)))
            #expect(file.hash?.hex == (expected.algorithm == "SHA-256" ? expected.hash : nil))
            #expect(file.hashAlgorithm == ByteString(expected.algorithm))
        }
        #expect(Array(list).count == 400)
        #expect(list.last?.hashAlgorithm == ByteString(entries[399].algorithm))
        #expect(try document([]).logFiles.isEmpty)
    }

    /// Memory depends on the differences between neighbours, so a digest of millions of similar entries costs little.
    @Test("LIMIT-12: similar neighbours cost a few bytes each") func likeNeighboursAreSmall() throws {
        let one = entry(
            "bucket", "AWSLogs/" + String(repeating: "k", count: 120), String(repeating: "7", count: 64), "SHA-256")
        let list = try document(Array(repeating: one, count: 1_000)).logFiles
        #expect(list.count == 1_000)
        #expect(list.packedByteCount < 10_000)
    }
}
