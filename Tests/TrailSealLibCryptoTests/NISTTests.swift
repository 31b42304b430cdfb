import Foundation
import TestSupport
import Testing
import TrailSealLibCrypto
import TrailSealPrimitives

/// SHA-256 and RSA against NIST's Cryptographic Algorithm Validation Program.
@Suite(.enabled(if: VectorFiles.arePresent, "the vectors are not beside the checkout"))
struct NISTTests {
    @Test(arguments: ["SHA256ShortMsg", "SHA256LongMsg"]) func messages(_ name: String) throws {
        var count = 0
        for block in try VectorFiles.nist("nist/\(name).rsp") where block.count == 3 {
            let values = Dictionary(uniqueKeysWithValues: block.map { ($0.name, $0.value) })
            let length = try #require(values["Len"].flatMap { Int($0) })
            let message = Array(try hex(try #require(values["Msg"])).prefix(length / 8))
            #expect(try SHA256Hasher.hash(message).hex == values["MD"], "\(length)")
            // Hashing in pieces gives the same result.
            let hasher = try SHA256Hasher()
            try hasher.begin()
            for start in stride(from: 0, to: message.count, by: 7) {
                try message[start..<min(start + 7, message.count)].withUnsafeBytes { try hasher.update($0) }
            }
            #expect(try hasher.finish().hex == values["MD"])
            count += 1
        }
        #expect(count >= 64)
    }

    /// Runs 100 rounds of 1,000 hashes, each over its three predecessors.
    @Test func monteCarlo() throws {
        let blocks = try VectorFiles.nist("nist/SHA256Monte.rsp")
        var seed = try hex(try #require(blocks.flatMap { $0 }.first { $0.name == "Seed" }).value)
        let rounds = blocks.filter { $0.first?.name == "COUNT" }
        #expect(rounds.count == 100)
        let hasher = try SHA256Hasher()
        for round in rounds {
            var last = [seed, seed, seed]
            for _ in 3..<1_003 {
                let next = try hasher.hash(last[0] + last[1] + last[2]).bytes
                last = [last[1], last[2], next]
            }
            seed = last[2]
            #expect(StrictHex.encode(seed) == round.last?.value)
        }
    }

    @Test func signatures() throws {
        var modulus: [UInt8] = []
        var outcomes: [String: Int] = [:]
        for block in try VectorFiles.nist("nist/SigVer15_186-3.rsp") {
            let values = Dictionary(block.map { ($0.name, $0.value) }) { $1 }
            if let text = values["n"] { modulus = try hex(text) }
            guard values["SHAAlg"] == "SHA256" else { continue }
            let key = try RSAPublicKey(der: Self.pkcs1(modulus: modulus, exponent: try hex(try #require(values["e"]))))
            let digest = try SHA256Hasher.hash(try hex(try #require(values["Msg"])))
            let answer = try key.isValidPKCS1v15Signature(try hex(try #require(values["S"])), for: digest)
            let result = try #require(values["Result"])
            #expect(answer == result.hasPrefix("P"), "\(result)")
            outcomes[String(result.prefix(1)), default: 0] += 1
        }
        #expect(outcomes["P", default: 0] >= 3)
        #expect(outcomes["F", default: 0] >= 15)
    }

    /// DER of `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 A.1.1).
    static func pkcs1(modulus: [UInt8], exponent: [UInt8]) -> [UInt8] {
        func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
            let size = content.count
            switch size {
            case ..<128: return [tag, UInt8(size)] + content
            case ..<256: return [tag, 0x81, UInt8(size)] + content
            default: return [tag, 0x82, UInt8(size >> 8), UInt8(size & 0xff)] + content
            }
        }
        func integer(_ bytes: [UInt8]) -> [UInt8] {
            let digits = Array(bytes.drop { $0 == 0 })
            return element(2, (digits.first ?? 0) >= 0x80 ? [0] + digits : digits)
        }
        return element(0x30, integer(modulus) + integer(exponent))
    }
}
