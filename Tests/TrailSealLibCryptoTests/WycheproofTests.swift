import Foundation
import TestSupport
import Testing
import TrailSealLibCrypto

/// RSASSA-PKCS1-v1_5 with SHA-256 against Project Wycheproof.
@Suite(.enabled(if: VectorFiles.arePresent, "the vectors are not beside the checkout"))
struct WycheproofTests {
    struct File: Decodable {
        struct Group: Decodable {
            struct Test: Decodable {
                let tcId: Int
                let comment: String
                let msg: String
                let sig: String
                let result: String
            }
            let keySize: Int
            let publicKeyAsn: String
            let publicKeyDer: String
            let sha: String
            let tests: [Test]
        }
        let numberOfTests: Int
        let testGroups: [Group]
    }

    @Test(arguments: [2_048, 3_072, 4_096, 8_192]) func signatures(_ size: Int) throws {
        let file: File = try VectorFiles.json("wycheproof/rsa_signature_\(size)_sha256_test.json")
        var count = 0
        for group in file.testGroups {
            #expect(group.sha == "SHA-256")
            let pkcs1 = try RSAPublicKey(der: try hex(group.publicKeyAsn))
            let x509 = try RSAPublicKey(der: try hex(group.publicKeyDer))
            #expect(pkcs1.encoding == .pkcs1)
            #expect(x509.encoding == .subjectPublicKeyInfo)
            #expect(pkcs1.modulusBitCount == group.keySize)
            #expect(x509.modulusBitCount == group.keySize)
            for test in group.tests {
                // `acceptable` marks a DigestInfo without NULL, which CloudTrail doesn't write.
                let isValid = test.result == "valid"
                let digest = try SHA256Hasher.hash(try hex(test.msg))
                for key in [pkcs1, x509] {
                    let answer = try key.isValidPKCS1v15Signature(try hex(test.sig), for: digest)
                    #expect(answer == isValid, "\(size) \(test.tcId): \(test.comment)")
                }
                count += 1
            }
        }
        #expect(count == file.numberOfTests)
    }
}
