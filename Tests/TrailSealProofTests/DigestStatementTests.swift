import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// What a well-formed digest must say about itself.
@Suite struct DigestStatementTests {
    private func isAccepted(
        _ trail: Trail = Trail(), from: Int = 0, logs: [Log] = [], edit: (inout DigestDraft) -> Void = { _ in }
    ) -> Bool {
        let digest = Digest(
            trail, from: .hour(from), to: .hour(1), logs: logs, after: nil, signedBy: .first, edit: edit)
        return (try? digest.statement()) != nil
    }

    @Test("DIGEST-19, LIMIT-3: a key has at most 1,024 bytes") func keys() {
        var log = Log(Trail(), at: .hour(0), records: 1, seed: 0)
        log.key = String(repeating: "k", count: 1_024)
        #expect(isAccepted(logs: [log]))
        log.key += "k"
        #expect(!isAccepted(logs: [log]))
        var trail = Trail()
        trail.prefix = String(repeating: "p", count: 1_023 - trail.digestKey(.hour(1), isBackfill: false).utf8.count)
        #expect(isAccepted(trail))
        trail.prefix += "p"
        #expect(!isAccepted(trail))
    }

    @Test("DIGEST-19: the end lies after the start") func interval() {
        #expect(isAccepted())
        #expect(!isAccepted(from: 1))
        #expect(!isAccepted(from: 2))
    }

    @Test("DIGEST-17: key and content agree") func key() {
        #expect(!isAccepted { $0.setText("awsAccountId", "444455556666") })
        #expect(!isAccepted { $0.setText("digestEndTime", Moment.hour(2).iso) })
        #expect(!isAccepted { $0.setText("digestS3Object", "AWSLogs/digest.json.gz") })
    }
}
