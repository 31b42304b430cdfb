import Testing
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealVerification

/// What a state knows about an archive.
@Suite struct KnownArchiveTests {
    @Test("STATE-10: chains that an order matches are removed and recorded") func forgetting() {
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
}
