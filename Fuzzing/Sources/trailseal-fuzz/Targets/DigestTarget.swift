import CloudTrailFormat
import Primitives
import SlowParsers

/// `DigestDocumentDecoder`, and `DigestTemplate` behind a byte 0xFF: what stands there is read by the layout of what stands
/// before.
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
        guard let learned = try? DigestDocumentDecoder.learn(parts[0]), let layout = learned.layout else { return }
        compare(parts[0], with: learned, by: layout)
        if parts.count > 1 {
            check(parts[1])
            compare(parts[1], with: learned, by: layout)
        }
    }

    /// The decoder takes exactly what the grammar allows, and reads in it what is there.
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

    /// What is read by comparison is what decoding gives.
    private static func compare(
        _ bytes: [UInt8],
        with model: (document: DigestDocument, key: DigestObjectKey, layout: DigestTemplate?), by layout: DigestTemplate
    ) {
        var variation = DigestTemplate.Variation()
        guard layout.read(bytes.span, into: &variation) else { return }
        guard let (document, key, _) = try? DigestDocumentDecoder.learn(bytes) else {
            return require(false, "only digests are recognized")
        }
        let previous = document.previous.flatMap { DigestObjectKey($0.location.key) }
        let modelPrevious = model.document.previous.flatMap { DigestObjectKey($0.location.key) }
        require(key.chain == model.key.chain && key.prefix == model.key.prefix, "one chain")
        require(previous?.chain == modelPrevious?.chain && previous?.prefix == modelPrevious?.prefix, "one predecessor")
        require(document.previous?.location.bucket == model.document.previous?.location.bucket, "one bucket before")
        require(document.location.bucket == model.document.location.bucket, "one bucket")
        require(document.fingerprint == model.document.fingerprint, "one public key")
        require(document.signatureAlgorithm == model.document.signatureAlgorithm, "one algorithm")
        require(document.unknownMemberCount == 0 && document.hashAlgorithmsAreKnown, "nothing unknown")
        require(Array(bytes[variation.key]) == document.location.key.bytes, "the key")
        require(variation.startTime == document.startTime && variation.endTime == document.endTime, "the times")
        require(variation.previousEndTime == previous?.endTime, "the time of the predecessor")
        require(variation.previousHash == document.previous?.hash, "the hash of the predecessor")
        let logs = variation.logFiles.map { log -> [[UInt8]?] in
            let key = (layout.logFiles?.keyFolder.bytes ?? []) + bytes[log.day] + [0x2F] + bytes[log.name]
            return [layout.logFiles?.bucket.bytes, key, log.hash.bytes]
        }
        require(
            logs == document.logFiles.map { [$0.location.bucket.bytes, $0.location.key.bytes, $0.hash?.bytes] },
            "the logs")
    }
}
