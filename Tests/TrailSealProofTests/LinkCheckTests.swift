import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// What digests say about a digest that they name as their predecessor.
@Suite struct LinkCheckTests {
    private let first = Digest(Trail(), from: .hour(0), to: .hour(1), logs: [], after: nil, signedBy: .first)

    private func successor(
        _ trail: Trail = Trail(), isBackfill: Bool = false, edit: (inout DigestDraft) -> Void = { _ in }
    ) throws -> DigestStatement {
        try Digest(
            trail, from: .hour(1), to: .hour(2), logs: [], after: first, signedBy: .first, isBackfill: isBackfill,
            edit: edit
        ).statement()
    }

    private func link(_ successors: [DigestStatement], isProved: Bool = true) -> LinkCheck {
        link(successors.map { (statement: $0, isProved: isProved) })
    }

    private func link(_ successors: [(statement: DigestStatement, isProved: Bool)]) -> LinkCheck {
        var link = LinkCheck(of: Trail().chain)
        for successor in successors { link.add(successor) }
        return link
    }

    @Test("DIGEST-5: only a verified successor's hash proves") func hash() throws {
        let hash = try #require(first.hash)
        var link = link([try successor()])
        #expect(link.proves(hash))
        #expect(link.contradicts(hash) == nil)
        let candidates = link.candidates
        let (isRecorded, isOther) = (link.records(first.signatureBytes), link.records([]))
        #expect(isRecorded && !isOther)
        #expect(candidates.map(\.mayAccuse) == [true])
        let other = try #require(SHA256Digest(Hashes.sha256([1])))
        #expect(!link.proves(other))
        #expect(link.contradicts(other) == hash)
    }

    @Test("CHAIN-7: a backfill digest may be the successor") func backfill() throws {
        #expect(link([try successor(isBackfill: true)]).proves(try #require(first.hash)))
    }

    @Test(
        "DIGEST-6: a digest of another account or Region says nothing",
        arguments: [Trail.other(account: "444455556666"), Trail.other(region: "eu-west-1")])
    func other(_ trail: Trail) throws {
        var link = link([try successor(trail)])
        #expect(!link.proves(try #require(first.hash)))
        #expect(link.contradicts(try #require(SHA256Digest(Hashes.sha256([1])))) == nil)
        let candidates = link.candidates
        #expect(candidates.isEmpty)
    }

    @Test("DIGEST-4: an unverified successor only gives a signature to try") func unproved() throws {
        var link = link([try successor()], isProved: false)
        #expect(!link.proves(try #require(first.hash)))
        #expect(link.contradicts(try #require(SHA256Digest(Hashes.sha256([1])))) == nil)
        let candidates = link.candidates
        let isRecorded = link.records(first.signatureBytes)
        #expect(!isRecorded)
        #expect(candidates.map(\.mayAccuse) == [false])
        #expect(candidates.map(\.signature) == [first.signatureBytes])
    }

    @Test("DIGEST-7: two verified successors with different hashes contradict every digest") func contradiction() throws
    {
        let hash = try #require(first.hash)
        let zero = try #require(SHA256Digest(Array(repeating: 0, count: 32)))
        let liar = try successor(.other(name: "second")) { $0.setText("previousDigestHashValue", zero.hex) }
        let link = link([try successor(), liar])
        #expect(link.proves(hash) && link.proves(zero))
        #expect(link.contradicts(hash) == zero)
        #expect(link.contradicts(zero) == hash)
        #expect(link.contradicts(try #require(SHA256Digest(Hashes.sha256([1])))) == zero)
    }

    @Test("LIMIT-10: unverified successors are tried up to a limit, after those of verified ones") func limit() throws {
        let liars = try (0..<66).map { number in
            try successor { $0.setText("previousDigestSignature", "\(number + 100)\(number + 100)") }
        }
        let mixed = (liars + [liars[0]]).map { (statement: $0, isProved: false) } + [(try successor(), true)]
        var check = link(mixed)
        let candidates = check.candidates
        #expect(candidates.count == LinkCheck.candidateLimit + 1)
        #expect(candidates.first?.signature == first.signatureBytes)
        var twice = link([liars[0], liars[0]], isProved: false)
        let once = twice.candidates
        #expect(once.count == 1)
    }
}
