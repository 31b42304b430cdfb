import Testing
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// Which digests are proved, and by what.
@Suite struct DigestProverTests {
    private func prove(_ statements: [DigestStatement], _ keys: [SigningKey] = [.first]) throws -> [DigestStanding] {
        try DigestProver(keys: .listing(keys)).prove(statements).standings.compactMap(\.self)
    }

    private func digest(
        _ hour: Int, after previous: Digest? = nil, _ trail: Trail = Trail(), key: SigningKey = .first,
        logs: [Log] = [], edit: (inout DigestDraft) -> Void = { _ in }
    ) -> Digest {
        Digest(
            trail, from: .hour(hour), to: .hour(hour + 1), logs: logs, after: previous, signedBy: key, edit: edit)
    }

    /// The same digest with an unsigned member added.
    private func forged(_ digest: Digest, after previous: Digest? = nil) -> Digest {
        self.digest((digest.start.seconds - Moment.beginning.seconds) / 3_600, after: previous) {
            $0.set("forged", "1")
        }
    }

    @Test("DIGEST-5: one signature at the newest digest proves the whole segment") func segment() throws {
        let digests = World.hourly(Trail(), 0..<5, logs: 0)
        for isReversed in [false, true] {
            var statements = try digests.map { try $0.statement($0.key == digests[4].key ? [$0.saved()] : []) }
            if isReversed { statements.reverse() }
            var proofs = try prove(statements).map(\.proved?.proof)
            if isReversed { proofs.reverse() }
            #expect(proofs == [.link, .link, .link, .link, .savedSignature(digests[4].saved())])
        }
    }

    @Test("DIGEST-3: a signature proves all files with the same bytes") func copies() throws {
        let head = digest(0)
        let other = forged(head)
        func said(_ files: [DigestStatement]) throws -> [[String]] {
            [try prove(files).map(\.said), try prove(files.reversed()).reversed().map(\.said)]
        }
        let (own, copy) = (try head.statement([head.saved()]), try head.statement(path: "copy/" + head.key))
        for found in try said([own, copy, other.statement()]) {
            #expect(found == ["saved", "saved", "signatureUnavailable"])
        }
        let bad = try head.statement([.wrong()], path: "copy/" + head.key)
        for isReversed in [false, true] {
            let files = isReversed ? [bad, own] : [own, bad]
            #expect(try prove(files).compactMap { $0.proved?.hasBadSignature } == [isReversed, !isReversed])
        }
    }

    @Test("DIGEST-5: a link doesn't need a key") func withoutKey() throws {
        let old = World.hourly(Trail(), 0..<2, logs: 0)
        let head = digest(2, after: old[1], key: .second)
        let standings = try prove([old[0].statement(), old[1].statement(), head.statement([head.saved()])], [.second])
        #expect(standings.map(\.said) == ["link", "link", "saved"])
        #expect(
            try prove([old[0].statement(), old[1].statement()], [.second]).map(\.said) == ["keyUnknown", "keyUnknown"])
    }

    @Test("DIGEST-3, DIGEST-4: an unverified successor's signature may prove") func successorProves() throws {
        let digests = World.hourly(Trail(), 0..<2, logs: 0)
        #expect(
            try prove([digests[0].statement(), digests[1].statement()]).map(\.said)
                == ["successor", "signatureUnavailable"])
    }

    @Test("DIGEST-4: an unverified successor never accuses, by signature or hash") func successorAccuses() throws {
        let first = digest(0)
        let liar = digest(1, after: first) {
            $0.setText("previousDigestSignature", String(repeating: "01", count: 256))
            $0.setText("previousDigestHashValue", String(repeating: "01", count: 32))
        }
        #expect(
            try prove([first.statement(), liar.statement()]).map(\.said)
                == ["signatureUnavailable", "signatureUnavailable"])
        #expect(
            try prove([first.statement([first.saved()]), liar.statement()]).map(\.said)
                == ["saved", "signatureUnavailable"])
        // With a signature it accuses.
        #expect(
            try prove([first.statement([first.saved()]), liar.statement([liar.signed()])]).map(\.said)
                == ["otherHash", "saved"])
    }

    @Test("DIGEST-6: another account's digest doesn't link", arguments: ["444455556666", "111122223333"])
    func otherOwner(_ account: String) throws {
        let first = digest(0)
        let region = account == "111122223333" ? "eu-west-1" : "us-east-1"
        let foreign = digest(1, after: first, .other(account: account, region: region))
        let standings = try prove([first.statement(), foreign.statement([foreign.saved()])])
        #expect(standings.map(\.said) == ["signatureUnavailable", "saved"])
    }

    @Test("DIGEST-7, DIGEST-9, DIGEST-10: a changed digest is contradicted by hash and signature") func changed() throws
    {
        let first = digest(0)
        let head = digest(1, after: first)
        let statements = try [forged(first).statement(), head.statement([head.saved()])]
        #expect(try prove(statements).map(\.said) == ["otherHash signatureInvalid", "saved"])
        // Without the key, only the hash counts.
        let later = digest(1, after: first, key: .second)
        #expect(
            try prove([forged(first).statement(), later.statement([later.saved()])], [.second]).map(\.said)
                == ["otherHash", "saved"])
        // The right digest beside it isn't affected.
        #expect(
            try prove([first.statement()] + statements).map(\.said) == ["link", "otherHash signatureInvalid", "saved"])
    }

    @Test("DIGEST-7, DIGEST-12: a second signed digest of one name is contradicted, but its signature isn't")
    func signedTwice() throws {
        let first = digest(0)
        let second = forged(first)
        let head = digest(1, after: first)
        #expect(
            try prove([second.statement([second.saved()]), head.statement([head.saved()])]).map(\.said)
                == ["otherHash", "saved"])
    }

    @Test("DIGEST-8: if the digest is proved otherwise, a failing saved signature is a mismatch") func metadata() throws
    {
        let first = digest(0)
        let head = digest(1, after: first)
        for saved in [[head.saved()], []] {
            let standings = try prove([first.statement([.wrong()]), head.statement(saved)])
            #expect(standings[0].said == (saved.isEmpty ? "successor" : "link") + " badSignature")
        }
        #expect(
            try prove([first.statement([.wrong(isAttributed: false)]), head.statement([head.saved()])])[0].said
                == "link")
    }

    @Test("DIGEST-8: a signature from the state doesn't excuse a saved one") func kept() throws {
        let first = digest(0)
        let kept = SavedSignature(source: .checkpoint, signature: first.signatureBytes)
        #expect(try prove([first.statement([kept])]).map(\.said) == ["saved"])
        for saved in [[.wrong(), kept], [kept, .wrong()]] {
            #expect(try prove([first.statement(saved)]).map(\.said) == ["saved badSignature"])
        }
        #expect(try prove([first.statement([.wrong(isAttributed: false), kept])]).map(\.said) == ["saved"])
        #expect(try prove([first.statement([kept, .wrong(), first.saved()])]).map(\.said) == ["saved"])
    }

    @Test("DIGEST-9, DIGEST-12: failing signatures accuse only if all fail") func failing() throws {
        let first = digest(0)
        #expect(try prove([first.statement([.wrong()])]).map(\.said) == ["signatureInvalid"])
        #expect(try prove([first.statement([.wrong(), .wrong(2)])]).map(\.said) == ["signatureInvalid"])
        #expect(try prove([first.statement([.wrong(), first.saved()])]).map(\.said) == ["saved"])
        #expect(try prove([first.statement([.wrong(isAttributed: false)])]).map(\.said) == ["signatureUnavailable"])
    }

    @Test("DIGEST-11: a saved signature that a verified successor repeats isn't checked again") func repeated() throws {
        let first = digest(0)
        // AWS signed that this is the signature. Whether it verifies isn't checked.
        let head = digest(1, after: first) {
            $0.setText("previousDigestSignature", String(repeating: "01", count: 256))
        }
        func said(_ saved: SavedSignature) throws -> String {
            try prove([first.statement([saved]), head.statement([head.signed()])])[0].said
        }
        #expect(try said(.wrong()) == "link")
        #expect(try said(.wrong(2)) == "link badSignature")
        #expect(try said(first.saved()) == "saved")
        // It saves the check and proves nothing, and it says nothing about other bytes.
        #expect(
            try prove([forged(first).statement([.wrong()]), head.statement([head.signed()])])[0].said
                == "otherHash signatureInvalid")
    }

    @Test("DIGEST-12: if a verified successor repeats one saved signature, another doesn't accuse")
    func repeatedAndDamaged() throws {
        let first = digest(0)
        let head = digest(1, after: first)
        func said(_ saved: [SavedSignature]) throws -> String {
            try prove([first.statement(saved), head.statement([head.signed()])])[0].said
        }
        #expect(try said([.wrong(), first.saved()]) == "link")
        #expect(try said([first.saved(), .wrong()]) == "link")
        #expect(try said([.wrong()]) == "link badSignature")
        // A signature that an earlier run kept doesn't excuse a bad one (DIGEST-8).
        let kept = SavedSignature(source: .checkpoint, signature: first.signatureBytes)
        #expect(try said([kept, .wrong()]) == "link badSignature")
    }

    @Test("DIGEST-5: digests that name each other, or themselves") func circles() throws {
        let later = digest(1)
        let early = digest(0, after: later)
        let closing = digest(1, after: early)
        #expect(
            try prove([early.statement(), closing.statement()]).map(\.said)
                == ["successor", "otherHash signatureInvalid"])
        #expect(try prove([closing.statement([closing.saved()]), early.statement()]).map(\.said) == ["saved", "link"])
        let selfish = digest(0) {
            $0.setText("previousDigestS3Bucket", early.bucket)
            $0.setText("previousDigestS3Object", early.key)
            $0.setText("previousDigestHashValue", String(repeating: "01", count: 32))
            $0.setText("previousDigestHashAlgorithm", "SHA-256")
            $0.setText("previousDigestSignature", "01")
        }
        #expect(try prove([selfish.statement()]).map(\.said) == ["signatureUnavailable"])
    }

    @Test(
        "DIGEST-3, DIGEST-21: what is not in its place isn't proved; its signature of another may prove")
    func relocated() throws {
        let first = digest(0)
        let head = digest(1, after: first)
        let statements = try [first.statement(), head.statement([head.saved()], path: "AWSLogs/other.json.gz")]
        #expect(try prove(statements).map(\.said) == ["successor", "relocated"])
    }

    @Test("DIGEST-23: unknown algorithms") func unsupported() throws {
        let odd = digest(0) { $0.setText("digestSignatureAlgorithm", "SHA512withRSA") }
        #expect(try prove([odd.statement([odd.saved()])]).map(\.said) == ["unsupported"])
        // A link doesn't need a signature.
        let head = digest(1, after: odd)
        #expect(try prove([odd.statement(), head.statement([head.saved()])]).map(\.said) == ["link", "saved"])
        let log = Log(Trail(), at: .hour(0) + 300, records: 1, seed: 0)
        let hashed = digest(0, logs: [log]) { draft in
            let entries = draft.members.first { $0.name == "logFiles" }?.value ?? ""
            draft.set("logFiles", entries.replacing("SHA-256", with: "SHA3-256"))
        }
        #expect(try prove([hashed.statement([hashed.saved()])]).map(\.said) == ["unsupported"])
        let next = digest(1, after: hashed)
        #expect(
            try prove([hashed.statement(), next.statement([next.saved()])]).map(\.said) == ["unsupported", "saved"])
    }

    @Test("DIGEST-13: the first reason that applies") func doubts() throws {
        let first = digest(0)
        func said(_ saved: [SavedSignature], _ keys: TrustedKeys) throws -> String {
            try DigestProver(keys: keys).prove([first.statement(saved)]).standings[0]?.said ?? ""
        }
        let late = try TrustedKeys.listing([.first], from: .hour(50), to: .hour(60))
        #expect(try said([.wrong()], late) == "signatureInvalid")
        #expect(try said([first.saved()], late) == "keyOutOfValidity")
        #expect(try said([], late) == "keyOutOfValidity")
        #expect(try said([first.saved()], .listing([.second])) == "keyUnknown")
        #expect(try said([.wrong()], .listing([.first], isGenuine: false)) == "keyUnknown")
        #expect(try said([], .listing([.first])) == "signatureUnavailable")
        let lateFalse = try TrustedKeys.listing([.first], isGenuine: false, from: .hour(50), to: .hour(60))
        #expect(try said([first.saved()], lateFalse) == "keyOutOfValidity")
        // Its saved signature and its successor's are both under a key out of time: still out of time.
        let head = digest(1, after: first)
        let both = try DigestProver(keys: late).prove([first.statement([first.saved()]), head.statement()])
        #expect(both.standings.map { $0?.said } == ["keyOutOfValidity", "keyOutOfValidity"])
    }

    @Test("KEY-4: the saved generation of a backfill digest decides") func generation() throws {
        let backfill = Digest(
            Trail(), from: .hour(0), to: .hour(1), logs: [], after: nil, signedBy: .first, isBackfill: true)
        func said(_ generation: Moment?) throws -> String {
            try prove([backfill.statement([backfill.saved(generation: generation?.time)])])[0].said
        }
        #expect(try said(nil) == "saved")
        #expect(try said(.hour(240)) == "saved")
        #expect(try said(.hour(247)) == "keyOutOfValidity")
    }

    @Test("LIMIT-8: sixteen saved answers are tried") func savedLimit() throws {
        let first = digest(0)
        func said(_ count: Int) throws -> String {
            let wrong = (0..<count).map { SavedSignature.wrong(UInt8($0), isAttributed: false) }
            return try prove([first.statement(wrong + [first.saved()])])[0].said
        }
        #expect(try said(15) == "saved")
        #expect(try said(16) == "signatureUnavailable")
    }
}

extension DigestStanding {
    /// A short description, for comparison.
    fileprivate var said: String {
        switch self {
        case .proved(let digest):
            let proof =
                switch digest.proof {
                case .savedSignature: "saved"
                case .successorSignature: "successor"
                case .link: "link"
                }
            return proof + (digest.hasBadSignature ? " badSignature" : "")
        case .contradicted(let contradictions): return contradictions.map(\.said).joined(separator: " ")
        case .unproved(let doubt): return "\(doubt)"
        }
    }
}

extension DigestContradiction {
    fileprivate var said: String {
        if case .otherHash = self { "otherHash" } else { "\(self)" }
    }
}
