import Testing
import TrailSealFormat
import VirtualTrail

@testable import TrailSealProof

@Suite struct StringToSignTests {
    @Test("FORMAT-18: four lines, joined by line feeds") func lines() throws {
        let digests = World.hourly(Trail(), 0..<2, logs: 0)
        for (digest, last) in zip(digests, ["null", digests[0].signature]) {
            let lines = [
                digest.end.iso, digest.bucket + "/" + digest.key, Hashes.hex(Hashes.sha256(digest.content)), last,
            ]
            let statement = try digest.statement()
            #expect(
                StringToSign.bytes(of: statement.document, hash: statement.hash)
                    == Array(lines.joined(separator: "\n").utf8))
        }
    }
}
