import Foundation
import TestSupport
import Testing
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives

/// Keys and signatures that AWS itself published.
@Suite(.enabled(if: VectorFiles.arePresent, "the vectors are not beside the checkout"))
struct GenuineSignatureTests {
    struct File: Decodable {
        struct Signature: Decodable {
            let signatureHex: String
            let recoveredSha256OfDataSigningString: String
            let publicKeyDerB64AsPublished: String
            let publicKeyPkcs1DerB64: String
            let fingerprint: String
        }
        let verified: [Signature]
    }

    @Test func signaturesOfCloudTrail() throws {
        let file: File = try VectorFiles.json("aws/aws-genuine-signatures.json")
        #expect(file.verified.count == 3)
        for one in file.verified {
            let published = Array(try #require(Data(base64Encoded: one.publicKeyDerB64AsPublished)))
            let pkcs1 = Array(try #require(Data(base64Encoded: one.publicKeyPkcs1DerB64)))
            let digest = try #require(
                SHA256Digest(hex: Array(one.recoveredSha256OfDataSigningString.utf8)[...]))
            let signature = try hex(one.signatureHex)
            // The fingerprint is the MD5 of the bytes as published.
            #expect(StrictHex.encode(try MD5.hash(published)) == one.fingerprint)
            for der in [published, pkcs1] {
                let key = try RSAPublicKey(der: der)
                #expect(try key.isValidPKCS1v15Signature(signature, for: digest))
                var altered = signature
                altered[200] ^= 1
                #expect(try !key.isValidPKCS1v15Signature(altered, for: digest))
            }
        }
    }

    @Test(arguments: ["awscli", "awsdocs"]) func listings(_ source: String) throws {
        let records = try PublicKeyList.decode(try VectorFiles.bytes("aws/\(source)-list-public-keys.json"))
        #expect(records.count == (source == "awscli" ? 1 : 3))
        for record in records {
            #expect(try MD5.hash(record.value) == record.fingerprint)
            #expect(try RSAPublicKey(der: record.value).modulusBitCount == 2_048)
            #expect(record.validUntil.interval(since: record.validFrom) == 30 * UnixTime.day)
        }
    }

    /// A genuine digest as PHP writes it, with every slash escaped.
    @Test func escapedSlashes() throws {
        let digest = try DigestDocumentDecoder.decode(try VectorFiles.bytes("aws/llmguard-escaped-slashes.json"))
        #expect(digest.location.bucket == "llm-guard-trail")
        #expect(
            digest.location.key
                == """
                AWSLogs/327878933619/CloudTrail-Digest/ap-northeast-1/2023/10/15/327878933619_CloudTrail-Digest_\
                ap-northeast-1_llm-guard-trail_us-west-2_20231015T230404Z.json.gz
                """)
    }

    /// A handmade one. Its event times have a second T, its signature is words, and CloudTrail doesn't give such a
    /// name.
    @Test func malformedName() throws {
        let digest = try DigestDocumentDecoder.decode(try VectorFiles.bytes("aws/otel-malformed-times.json"))
        #expect(throws: DigestFormatError.self) { try digest.declaredKey() }
    }
}
