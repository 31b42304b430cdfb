import CloudTrailFormat
import Primitives
import Testing

@testable import CloudTrailVerification

/// How the engine that knows one digest of each chain goes on with what a state holds.
@Suite struct KnownArchiveTests {
    private func checkpoint(
        endingAt end: Int, older: Int, since: Int = 0, signature: [UInt8]? = nil, bucket: ByteString = "logs"
    ) -> Checkpoint {
        let digest = KnownChains.digest(endingAt: end, bucket: bucket)
        return Checkpoint(
            chain: KnownChains.chain, location: digest.location, hash: digest.hash, signature: signature,
            since: KnownChains.hour(since), verifiedThrough: digest.end, olderCount: older)
    }

    @Test("STATE-1: a checkpoint is the last digest of the last segment") func checkpoints() {
        #expect(Checkpoint(KnownChains.chain(0..<5)) == checkpoint(endingAt: 5, older: 4))
        #expect(Checkpoint(KnownChains.chain(0..<5, 8..<12)) == checkpoint(endingAt: 12, older: 8))
        #expect(Checkpoint(KnownChains.firstVersion(0..<5)) == checkpoint(endingAt: 5, older: 4))
        let none = KnownChain(
            chain: KnownChains.chain, segments: [], verifiedThrough: KnownChains.hour(0), since: KnownChains.hour(0))
        #expect(Checkpoint(none) == nil)
        // Not verified to the end of its newest digest.
        let known = KnownChains.chain(0..<5)
        let behind = KnownChain(
            chain: known.chain, segments: known.segments, verifiedThrough: KnownChains.hour(4), since: known.since)
        #expect(Checkpoint(behind) == nil)
    }

    @Test("STATE-1: a chain that didn't advance is what it was") func unchanged() {
        for known in [KnownChains.chain(0..<5, 8..<12), KnownChains.firstVersion(0..<5)] {
            let archive = KnownArchive(chains: [known])
            #expect(archive.advanced(to: archive.checkpoints) == archive)
            // A run that knew nothing of it, or stopped before it.
            #expect(archive.advanced(to: []) == archive)
            #expect(archive.advanced(to: [checkpoint(endingAt: 3, older: 2)]) == archive)
        }
    }

    @Test("STATE-1: a chain advances at the last end of its last segment") func advances() {
        let next = checkpoint(endingAt: 15, older: 11)
        let known = KnownChain(next, before: KnownChains.chain(0..<5, 8..<12))
        #expect(known.segments.count == 2 && known.segments[0] == KnownChains.segment(0..<5))
        #expect(known.segments[1].first == KnownChains.digest(endingAt: 9) && known.segments[1].count == 7)
        #expect(known.segments[1].last.location == next.location && known.segments[1].last.start == nil)
        #expect(known.verifiedThrough == KnownChains.hour(15) && Checkpoint(known) == next)
    }

    @Test("STATE-1: a new chain has one segment, the first digest of which isn't known") func begins() {
        let next = checkpoint(endingAt: 5, older: 4)
        let known = KnownChain(next, before: nil)
        #expect(known == KnownChains.firstVersion(0..<5) && Checkpoint(known) == next)
    }

    @Test("STATE-1: the number of older digests holds, however few are left") func fewer() {
        for older in 0..<12 {
            let next = checkpoint(endingAt: 15, older: older)
            let known = KnownChain(next, before: KnownChains.chain(0..<5, 8..<12))
            #expect(Checkpoint(known) == next)
            #expect(known.segments.allSatisfy { $0.count > 1 || $0.first == nil })
        }
        // One digest that got another signature.
        let again = checkpoint(endingAt: 1, older: 0, signature: [1])
        let known = KnownChain(again, before: KnownChains.chain(0..<1))
        #expect(known.segments[0].first == known.segments[0].last && known.segments[0].last.signature == [1])
        #expect(known.segments[0].last.start == KnownChains.hour(0))
    }

    @Test("STATE-1: numbers stop at the largest") func largest() {
        let known = KnownChain(checkpoint(endingAt: 5, older: .max), before: KnownChains.chain(0..<3))
        #expect(known.digestCount == .max)
        let huge = KnownSegment(first: nil, last: KnownChains.digest(endingAt: 5), count: .max)
        let chain = KnownChain(
            chain: KnownChains.chain, segments: [huge, huge], verifiedThrough: KnownChains.hour(5),
            since: KnownChains.hour(0))
        #expect(Checkpoint(chain)?.olderCount == .max - 1)
    }

    @Test("STATE-10: what an order matches is taken out and recorded") func forgetting() {
        func order(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> ForgottenChain {
            ForgottenChain(
                accountID: account, region: region, trail: trail, reason: "closed", user: "u (1)",
                at: KnownChains.hour(9))
        }
        let backfill = ChainID(
            organizationID: "o-abcdefghij", accountID: "111122223333", region: "us-east-1", trail: "management",
            homeRegion: "eu-west-1", kind: .backfill)
        let known = KnownChains.chain(0..<5)
        let other = KnownChain(
            chain: backfill, segments: known.segments, verifiedThrough: known.verifiedThrough, since: known.since)
        let archive = KnownArchive(chains: [known, other], fullRunAt: KnownChains.hour(7))
        for all in [order(nil, nil, nil), order("111122223333", nil, nil), order(nil, "us-east-1", "management")] {
            let (left, taken) = archive.forgetting(all)
            #expect(left.chains.isEmpty && taken == archive.chains && left.forgotten == [all])
            #expect(left.fullRunAt == archive.fullRunAt)
        }
        for none in [order("111122223334", nil, nil), order(nil, "us-east-2", nil), order(nil, nil, "Management")] {
            let (left, taken) = archive.forgetting(none)
            #expect(left == archive && taken.isEmpty)
        }
        #expect(order(nil, "us-east-1", nil).selector == "*/us-east-1/*")
    }

    @Test("STATE-10: a full run is remembered, any other leaves the last one") func fullRun() {
        let archive = KnownArchive(chains: [KnownChains.chain(0..<5)])
        let later = archive.advanced(to: [], fullRunAt: KnownChains.hour(6))
        #expect(later.fullRunAt == KnownChains.hour(6) && later.advanced(to: []) == later)
    }
}
