import Testing
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// What the candidate signatures of one digest prove.
@Suite struct SignatureCheckTests {
    private let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: [], after: nil, signedBy: .first)
    private let wrong = [UInt8](repeating: 1, count: 256)

    private func candidate(
        _ signature: [UInt8], mayAccuse: Bool = true, proof: ProvedDigest.Proof = .successorSignature
    ) -> SignatureCheck.Candidate {
        .init(signature: signature, mayAccuse: mayAccuse, proof: proof)
    }

    private func answer(_ keys: TrustedKeys, _ candidates: [SignatureCheck.Candidate]) throws -> SignatureCheck.Answer {
        try SignatureCheck(keys: keys).answer(candidates, try digest.statement())
    }

    @Test("DIGEST-2: a signature proves under the key of its fingerprint") func proves() throws {
        let good = candidate(digest.signatureBytes)
        #expect(try answer(.listing([.first]), [good]) == .proves(.successorSignature))
        #expect(try answer(.listing([.second]), [good]) == .nothing)
        #expect(try answer(.listing([.first]), []) == .nothing)
        var changed = digest.signatureBytes
        changed[255] ^= 1
        #expect(try answer(.listing([.first]), [candidate(changed)]) == .accuses)
    }

    @Test("KEY-9: a key out of time proves nothing and accuses nobody") func outOfTime() throws {
        let keys = try TrustedKeys.listing([.first], from: .hour(100), to: .hour(200))
        #expect(try answer(keys, [candidate(digest.signatureBytes)]) == .outOfTime)
        #expect(try answer(keys, [candidate(wrong), candidate(digest.signatureBytes)]) == .outOfTime)
    }

    @Test("KEY-2: a key that doesn't match its fingerprint may prove, never accuse") func notGenuine() throws {
        let keys = try TrustedKeys.listing([.first], isGenuine: false)
        #expect(try answer(keys, [candidate(wrong)]) == .nothing)
        #expect(try answer(keys, [candidate(digest.signatureBytes)]) == .proves(.successorSignature))
    }

    @Test("DIGEST-4, INPUT-3: a signature without an object accuses nobody") func notAttributed() throws {
        let keys = try TrustedKeys.listing([.first])
        #expect(try answer(keys, [candidate(wrong)]) == .accuses)
        #expect(try answer(keys, [candidate(wrong, mayAccuse: false)]) == .nothing)
        #expect(try answer(keys, [candidate(digest.signatureBytes, mayAccuse: false)]) == .proves(.successorSignature))
    }

    @Test("INPUT-4: a signature of another length is ignored", arguments: [0, 128, 255, 257, 384])
    func length(_ count: Int) throws {
        let keys = try TrustedKeys.listing([.first])
        #expect(try answer(keys, [candidate(Array(repeating: 1, count: count))]) == .nothing)
    }

    @Test("DIGEST-12: any signature that verifies proves, and the first is named") func several() throws {
        let keys = try TrustedKeys.listing([.first])
        // Both come from one listing.
        let source = SavedSignature.Source.userPath("heads.jsonl")
        let first = SavedSignature(source: source, signature: wrong)
        let second = SavedSignature(source: source, signature: digest.signatureBytes)
        let bad = candidate(wrong, proof: .savedSignature(first))
        let good = candidate(digest.signatureBytes, proof: .savedSignature(second))
        #expect(try answer(keys, [bad, good]) == .proves(.savedSignature(second)))
        #expect(try answer(keys, [good, bad]) == .proves(.savedSignature(second)))
        #expect(try answer(keys, [candidate(wrong, mayAccuse: false), bad]) == .accuses)
        #expect(try answer(keys, [bad, candidate(wrong, mayAccuse: false)]) == .accuses)
    }

    @Test("KEY-5: each key of one fingerprint is tried") func severalKeys() throws {
        let fingerprint = try #require(StrictHex.decode(Array(SigningKey.first.fingerprint.utf8)))
        let range = Moment.hour(-9).time...Moment.hour(9).time
        let good = try TrustedKeys.Key(RSAPublicKey(der: SigningKey.first.pkcs1), isGenuine: true, validity: [range])
        let bad = try TrustedKeys.Key(RSAPublicKey(der: SigningKey.second.pkcs1), isGenuine: false, validity: [range])
        for keys in [[good, bad], [bad, good]] {
            #expect(
                try answer(TrustedKeys([fingerprint: keys]), [candidate(digest.signatureBytes)])
                    == .proves(.successorSignature))
        }
    }

    @Test("DIGEST-23: a signature with an unknown algorithm isn't checked") func algorithm() throws {
        let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: [], after: nil, signedBy: .first) {
            $0.setText("digestSignatureAlgorithm", "SHA512withRSA")
        }
        let check = SignatureCheck(keys: try .listing([.first]))
        #expect(try check.answer([candidate(digest.signatureBytes)], digest.statement()) == .nothing)
        #expect(try check.answer([candidate(wrong)], digest.statement()) == .nothing)
    }

    @Test("KEY-8, KEY-9: whether the key is known and in time") func standing() throws {
        func standing(_ keys: TrustedKeys) throws -> [Bool] {
            let standing = SignatureCheck(keys: keys).keyStanding(try digest.statement())
            return [standing.isKnown, standing.isInTime]
        }
        #expect(try standing(.listing([.first])) == [true, true])
        #expect(try standing(.listing([.second])) == [false, false])
        #expect(try standing(.listing([.first], isGenuine: false)) == [false, false])
        #expect(try standing(.listing([.first], from: .hour(50), to: .hour(60))) == [true, false])
    }
}
