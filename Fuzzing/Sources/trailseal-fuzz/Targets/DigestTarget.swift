import SlowParsers
import TrailSealFormat
import TrailSealPrimitives

/// `DigestDocumentDecoder` and `DigestTemplate`. If the input has a byte 0xFF, the part after it is read with the
/// template of the part before it.
enum DigestTarget: FuzzTarget {
    static let name = "digest"
    static let words =
        SlowDigest.members.map { "\"\($0)\":" } + SlowDigest.entryMembers.map { "\"\($0)\":" } + [
            "\"SHA-256\"", "\"SHA256withRSA\"", "null", "\\/", "\\u0041", "\\uD83D\\uDE00", "\\uD800", "_backfill",
            "2026-10-01T02:00:00Z", "20261001T020000Z", "2026/10/01", "},{", "\"x\":{\"y\":[1e5]},", "AWSLogs/",
        ]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        let digests = vectors.digests.filter { $0.count < 8_192 }
        let pairs = zip(digests, digests.dropFirst()).map { $0 + [0xFF] + $1 }
        return digests + pairs
    }

    static func run(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0xFF, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
        check(parts[0])
        guard let template = try? DigestDocumentDecoder.learn(parts[0]).template else { return }
        compare(parts[0], by: template)
        if parts.count > 1 {
            check(parts[1])
            compare(parts[1], by: template)
        }
    }

    /// The decoder must accept exactly what the grammar allows, and read the same values.
    private static func check(_ bytes: [UInt8]) {
        let slow = SlowDigest(bytes)
        guard let document = try? DigestDocumentDecoder.decode(bytes) else {
            return require(slow == nil, "a good document is read")
        }
        guard let slow else { return require(false, "a bad document, or one with a member twice, is refused") }
        require(document.accountID.bytes == slow["awsAccountId"], "awsAccountId")
        require(document.location.bucket.bytes == slow["digestS3Bucket"], "digestS3Bucket")
        require(document.location.key.bytes == slow["digestS3Object"], "digestS3Object")
        require(document.fingerprint == slow["digestPublicKeyFingerprint"].flatMap(SlowText.hex), "the fingerprint")
        require(document.startTime.seconds == slow.time("digestStartTime"), "digestStartTime")
        require(document.endTime.seconds == slow.time("digestEndTime"), "digestEndTime")
        require(document.endTime.iso8601.utf8.elementsEqual(slow["digestEndTime"] ?? []), "times are written as read")
        require(document.previous?.signature.bytes == slow["previousDigestSignature"], "previousDigestSignature")
        require(document.previous?.location.key.bytes == slow["previousDigestS3Object"], "previousDigestS3Object")
        let logs = document.logFiles.map { [$0.location.bucket.bytes, $0.location.key.bytes, $0.hash?.bytes] }
        require(logs == slow.logFiles, "log files")
        check(document, slow)
    }

    private static func check(_ document: DigestDocument, _ slow: SlowDigest) {
        guard let hash = SHA256Digest([UInt8](repeating: 0xAB, count: 32)) else { return }
        let lines: [[UInt8]] = [
            slow["digestEndTime"] ?? [], (slow["digestS3Bucket"] ?? []) + [0x2F] + (slow["digestS3Object"] ?? []),
            Array(String(repeating: "ab", count: 32).utf8), slow["previousDigestSignature"] ?? Array("null".utf8),
        ]
        require(
            StringToSign.bytes(of: document, hash: hash).elementsEqual(lines.joined(separator: [0x0A])), "signed text")
        if let key = try? document.declaredKey() {
            require(key.text == document.location.key, "a key is written as read")
            require(
                key.endTime == document.endTime && key.chain.accountID == document.accountID, "key and content agree")
        }
    }

    /// A template must read the same as the decoder.
    private static func compare(_ bytes: [UInt8], by template: DigestTemplate) {
        guard let document = template.document(bytes) else { return }
        require(document == (try? DigestDocumentDecoder.decode(bytes)), "read by comparison as decoded")
    }
}
