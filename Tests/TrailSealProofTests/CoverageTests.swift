import Testing
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// The time that digests cover, and the rest of the required time.
@Suite struct CoverageTests {
    private func digest(_ from: Int, _ to: Int, isBackfill: Bool = false) throws -> ProvedDigest {
        try Digest(
            Trail(), from: .hour(from), to: .hour(to), logs: [], after: nil, signedBy: .first, isBackfill: isBackfill
        ).proved()
    }

    @Test("TIME-1: neighbours and overlaps are joined, a hole stays") func union() throws {
        let coverage = Coverage([try digest(4, 5), try digest(0, 1), try digest(1, 3), try digest(0, 2)])
        #expect(coverage.intervals == [.hours(0, 3), .hours(4, 5)])
        #expect(coverage.uncovered(.hours(-1, 6)) == [.hours(-1, 0), .hours(3, 4), .hours(5, 6)])
        #expect(coverage.uncovered(.hours(0, 3)).isEmpty)
        #expect(coverage.uncovered(.hours(2, 4)) == [.hours(3, 4)])
        #expect(coverage.uncovered(.hours(8, 9)) == [.hours(8, 9)])
        #expect(Coverage([]).uncovered(.hours(8, 9)) == [.hours(8, 9)])
    }

    @Test("TIME-1: an interval inside another doesn't end it early") func contained() throws {
        #expect(Coverage([try digest(0, 6), try digest(1, 2), try digest(5, 7)]).intervals == [.hours(0, 7)])
        #expect(Coverage([]).uncovered(.hours(0, 9), except: [.hours(0, 6), .hours(1, 2)]) == [.hours(6, 9)])
    }

    @Test("TIME-26: backfill digests cover no time") func backfill() throws {
        #expect(Coverage([try digest(0, 1, isBackfill: true)]).intervals.isEmpty)
    }

    @Test("ACCOUNT-2: excused intervals are left out") func excused() throws {
        let coverage = Coverage([try digest(0, 1), try digest(3, 4)])
        #expect(coverage.uncovered(.hours(0, 4), except: [.hours(1, 3)]).isEmpty)
        #expect(coverage.uncovered(.hours(0, 4), except: [.hours(1, 2)]) == [.hours(2, 3)])
    }

    @Test("SCOPE-1: intervals are half-open") func intervals() {
        #expect(!Interval.hours(0, 1).meets(.hours(1, 2)) && !Interval.hours(1, 2).meets(.hours(0, 1)))
        #expect(Interval.hours(0, 2).meets(.hours(1, 2)))
        #expect(
            Interval.hours(0, 1).contains(Moment.hour(0).time) && !Interval.hours(0, 1).contains(Moment.hour(1).time))
        #expect(Interval.hours(0, 2).contains(.hours(0, 2)) && !Interval.hours(0, 2).contains(.hours(1, 3)))
        #expect(!Interval.hours(1, 2).contains(.hours(0, 2)))
    }
}
