import Testing
import TrailSealPrimitives

@testable import TrailSealFormat

@Suite("Objects for which an answer was saved") struct SignedObjectTests {
    private static let name = "111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20261001T010000Z.json.gz"
    private static let key = "p/AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/\(name)"

    /// What `mayBe` says without a shortcut: as many components agree from the end as both have, six at most.
    private func agree(_ path: ByteString, _ key: ByteString) -> Bool {
        let (own, other) = (path.components.reversed(), key.components.reversed())
        let common = min(own.count, other.count, PathMapping.agreementMinimum)
        return zip(own, other).prefix(common).allSatisfy { $0.elementsEqual($1) }
    }

    @Test("TIME-24: a whole key shows the organization") func organization() {
        func declared(_ path: String) -> ByteString? {
            SignedObject(bucket: nil, path: ByteString(path)) { true }?.declaredChain.organizationID
        }
        let key = Self.key.replacing("AWSLogs/", with: "AWSLogs/o-a1b2c3d4e5/")
        #expect(declared(key) == "o-a1b2c3d4e5")
        #expect(declared("bucket/" + key) == "o-a1b2c3d4e5")
        #expect(declared(Self.key) == nil)
        #expect(declared(Self.name) == nil)
    }

    @Test("INPUT-3: the last six components decide") func lastComponents() {
        let backfill = Self.key.replacing(".json.gz", with: "_backfill.json.gz")
        let short = Self.key.dropFirst(2)
        let keys = [Self.key, backfill, String(short), Self.key.replacing("us-east-1/", with: "eu-west-1/")]
        var (agreed, differed) = (0, 0)
        for key in keys {
            let location = S3Location(bucket: "b", key: ByteString(key))
            let parts = key.split(separator: "/")
            for count in 1...parts.count {
                let end = parts.suffix(count).joined(separator: "/")
                for path in [end, "x/\(end)", "x\(end)", "/\(end)"] {
                    let bytes = ByteString(path).bytes
                    // The path itself, and with each byte changed.
                    for index in -1..<bytes.count {
                        var changed = bytes
                        if index >= 0 { changed[index] ^= 1 }
                        let path = ByteString(changed)
                        let isSigned: @Sendable () -> Bool = { true }
                        guard let object = SignedObject(bucket: nil, path: path, holdsSignature: isSigned) else {
                            continue
                        }
                        let expected = agree(path, location.key)
                        #expect(object.mayBe(location) == expected, "\(path) for \(key)")
                        if expected { agreed += 1 } else { differed += 1 }
                    }
                }
            }
        }
        #expect(agreed > 500 && differed > 1_000, "\(agreed) \(differed)")
        let path = ByteString(Self.key)
        let other = SignedObject(bucket: "c", path: path) { true }
        #expect(other?.mayBe(S3Location(bucket: "b", key: path)) == false)
    }

    @Test("a signature is compared with the text in the next digest") func records() {
        let signature = (0..<256).map { UInt8($0) }
        func previous(_ text: [UInt8]) -> DigestDocument.PreviousDigest {
            DigestDocument.PreviousDigest(
                location: S3Location(bucket: "b", key: ByteString(Self.key)), hash: nil, hashAlgorithm: "SHA-256",
                signature: ByteString(text))
        }
        let digest = previous(StrictHex.encodedBytes(signature))
        #expect(digest.records(signature))
        for index in signature.indices {
            var other = signature
            other[index] ^= 0x80
            #expect(!digest.records(other))
        }
        #expect(!digest.records(signature + [0]) && !digest.records([]) && !digest.records(Array(signature.dropLast())))
        #expect(!previous([]).records([]) && !previous(Array("no digits".utf8)).records(signature))
    }
}
