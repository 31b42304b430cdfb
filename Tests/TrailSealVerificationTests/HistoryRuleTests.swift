import Testing
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealVerification

/// What a chain lacks that a state knows.
@Suite struct HistoryRuleTests {
    private typealias Kind = HistoryRule.Loss.Kind

    /// A copy that holds some verified hours of the chain.
    private struct Copy {
        var hours: Set<Int>
        /// Presence that `hours` and `hidden` don't give, by the hour at which a digest ends.
        var others: [Int: HistoryRule.Presence] = [:]
        /// Hours in a folder that can't be listed.
        var hidden: Set<Int> = []
        var retention: Int64?

        init(_ ranges: Range<Int>...) { hours = Set(ranges.joined()) }

        func losses(_ known: KnownChain) -> [HistoryRule.Loss] {
            let ends = hours.map { $0 + 1 }
            let rule = HistoryRule(
                known: known, oldestVerified: ends.min().map { KnownChains.interval($0 - 1, $0) },
                newestVerifiedEnd: ends.max().map(KnownChains.hour), found: found, retention: retention
            ) { digest in
                let end = Int(digest.end.interval(since: KnownChains.hour(0)) / UnixTime.hour)
                if let other = others[end] { return other }
                if hidden.contains(end - 1) { return .hidden }
                return hours.contains(end - 1) ? .verified(hash: KnownChains.hash(end)) : .absent
            }
            return rule.losses()
        }

        private func found(_ segment: KnownSegment) -> HistoryRule.Found {
            let from = segment.first?.start ?? KnownChains.hour(-1_000)
            func isIn(_ hour: Int) -> Bool {
                KnownChains.hour(hour) >= from && KnownChains.hour(hour + 1) <= segment.last.end
            }
            return HistoryRule.Found(verified: hours.count(where: isIn), mayHide: hidden.contains(where: isIn))
        }
    }

    /// A kind of loss and its interval in hours, as text.
    private func described(_ losses: [HistoryRule.Loss]) -> [String] {
        losses.map { loss in
            func hour(_ time: UnixTime) -> Int64 { time.interval(since: KnownChains.hour(0)) / UnixTime.hour }
            let name =
                switch loss.kind {
                case .chain: "chain"
                case .segment: "segment"
                case .end: "end"
                case .middle(let missing): "middle-\(missing)"
                case .beginning(false): "expired"
                case .beginning(true): "young"
                case .replaced: "replaced"
                case .rewritten: "rewritten"
                case .hidden: "hidden"
                }
            return "\(name) \(hour(loss.interval.from))-\(hour(loss.interval.to))"
        }
    }

    @Test("STATE-5: all known digests are present") func nothingIsGone() {
        #expect(Copy(0..<10).losses(KnownChains.chain(0..<5)).isEmpty)
        #expect(Copy(0..<5).losses(KnownChains.chain(0..<5)).isEmpty)
        #expect(Copy(0..<1).losses(KnownChains.chain(0..<1)).isEmpty)
        #expect(Copy(0..<5, 8..<12).losses(KnownChains.chain(0..<5, 8..<12)).isEmpty)
        #expect(Copy(0..<5).losses(KnownChains.firstVersion(0..<5)).isEmpty)
        // There are older digests than the state knew.
        #expect(Copy(0..<5).losses(KnownChains.firstVersion(2..<5)).isEmpty)
    }

    @Test("STATE-5: the end of a chain is gone") func end() {
        let known = KnownChains.chain(0..<5)
        let losses = Copy(0..<3).losses(known)
        #expect(described(losses) == ["end 3-5"])
        #expect(losses.allSatisfy { $0.isAccusation && $0.chain == known.chain })
        #expect(losses.first?.digest == known.segments[0].last)
        #expect(described(Copy(0..<3).losses(KnownChains.firstVersion(0..<5))) == ["end 3-5"])
        // Only the last one is gone.
        #expect(described(Copy(0..<4).losses(known)) == ["end 4-5"])
    }

    @Test("STATE-5: a digest in the middle is gone") func middle() {
        #expect(described(Copy(0..<2, 4..<6).losses(KnownChains.chain(0..<6))) == ["middle-2 1-5"])
        // The last known one is gone, and the chain goes on.
        #expect(described(Copy(0..<4, 5..<8).losses(KnownChains.chain(0..<5))) == ["middle-1 4-5"])
        // The first one is gone, and older ones are present.
        #expect(described(Copy(0..<2, 3..<5).losses(KnownChains.chain(2..<5))) == ["middle-1 2-3"])
    }

    @Test("STATE-5: no number is compared if a segment's first digest isn't known") func noNumber() {
        // Version 1 counted files, including copies.
        let known = KnownChains.firstVersion(0..<5)
        let more = KnownSegment(first: nil, last: known.segments[0].last, count: 9)
        let chain = KnownChain(
            chain: known.chain, segments: [more], verifiedThrough: known.verifiedThrough, since: known.since)
        #expect(Copy(0..<5).losses(chain).isEmpty)
    }

    @Test("STATE-5: a whole chain is gone, whatever the retention") func chain() {
        for retention in [nil, UnixTime.hour] {
            var copy = Copy()
            copy.retention = retention
            let known = KnownChains.chain(0..<5, 8..<12)
            let losses = copy.losses(known)
            #expect(described(losses) == ["chain 0-12"] && losses.allSatisfy(\.isAccusation))
            #expect(losses.first?.digest == known.segments[1].last)
            #expect(described(copy.losses(KnownChains.firstVersion(0..<5))) == ["chain 0-5"])
        }
    }

    @Test("STATE-5: a whole segment is gone and an older one is left") func segment() {
        #expect(described(Copy(0..<5).losses(KnownChains.chain(0..<5, 8..<12))) == ["segment 8-12"])
        #expect(
            described(Copy(0..<5, 14..<16).losses(KnownChains.chain(0..<5, 8..<12, 14..<16))) == ["segment 8-12"])
        #expect(
            described(Copy(0..<5, 9..<11).losses(KnownChains.chain(0..<5, 8..<12))) == ["middle-1 8-9", "end 11-12"])
    }

    @Test("STATE-6: a known digest has another hash now") func rewritten() {
        let other = KnownChains.hash(99)
        for presence in [HistoryRule.Presence.verified(hash: other), .other(hash: other)] {
            var copy = Copy(0..<8)
            copy.others = [5: presence]
            let losses = copy.losses(KnownChains.chain(0..<5))
            #expect(losses.map(\.kind) == [.rewritten(actual: other)] && losses.allSatisfy(\.isAccusation))
        }
        // The first one too, even if only that one is left.
        var copy = Copy()
        copy.others = [1: .other(hash: other)]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["rewritten 0-1", "end 1-5"])
    }

    @Test("STATE-7: a file that can't be a digest doesn't stand for it") func standIn() {
        var copy = Copy(0..<3)
        copy.others = [5: .other(hash: nil)]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["end 3-5"])
        copy = Copy()
        copy.others = [1: .other(hash: nil), 5: .other(hash: nil)]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["chain 0-5"])
    }

    @Test("STATE-6: the same bytes without proof are neither gone nor another digest") func unproved() {
        var copy = Copy()
        copy.others = [1: .other(hash: KnownChains.hash(1)), 5: .other(hash: KnownChains.hash(5))]
        #expect(copy.losses(KnownChains.chain(0..<5)).isEmpty)
    }

    @Test("STATE-8: a missing beginning expired") func expired() {
        let losses = Copy(2..<8).losses(KnownChains.chain(0..<5))
        #expect(described(losses) == ["expired 0-2"] && !losses.contains(where: \.isAccusation))
        // A whole segment is gone, and some of the next.
        #expect(
            described(Copy(10..<12).losses(KnownChains.chain(0..<5, 8..<12))) == ["expired 0-5", "expired 8-10"])
        // All known digests are gone, and the chain goes on: the old ones expired, or lie in a bucket that wasn't
        // copied.
        #expect(described(Copy(12..<15).losses(KnownChains.chain(0..<5, 8..<12))) == ["expired 0-5", "expired 8-12"])
        #expect(described(Copy(2..<8).losses(KnownChains.firstVersion(0..<5))) == ["expired 0-2"])
        #expect(described(Copy(6..<8).losses(KnownChains.firstVersion(0..<5))) == ["expired 0-5"])
    }

    @Test("STATE-8: within the retention a missing beginning is an accusation") func retention() {
        var copy = Copy(2..<8)
        // More than six hours before hour 8.
        copy.retention = 6 * UnixTime.hour
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["expired 0-2"])
        copy.retention = 7 * UnixTime.hour
        let losses = copy.losses(KnownChains.chain(0..<5))
        #expect(described(losses) == ["expired 0-1", "young 1-2"] && losses.map(\.isAccusation) == [false, true])
        copy.retention = .max
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["young 0-2"])
        #expect(described(copy.losses(KnownChains.firstVersion(0..<5))) == ["young 0-2"])
        copy = Copy(10..<20)
        copy.retention = 16 * UnixTime.hour
        // From hour 4 on.
        #expect(
            described(copy.losses(KnownChains.chain(0..<3, 5..<8, 9..<12)))
                == ["expired 0-3", "young 5-8", "young 9-10"])
    }

    @Test("STATE-12: a folder that can't be listed accuses nobody") func hidden() {
        var copy = Copy(0..<3)
        copy.hidden = [3, 4]
        let losses = copy.losses(KnownChains.chain(0..<5))
        #expect(described(losses) == ["hidden 4-5"] && !losses.contains(where: \.isAccusation))
        // Between the two ends.
        copy = Copy(0..<2, 4..<5)
        copy.hidden = [2, 3]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["hidden 1-4"])
        // The folder lies beside all known digests.
        copy = Copy(0..<5)
        copy.hidden = [2]
        #expect(copy.losses(KnownChains.chain(0..<5)).isEmpty)
        // All known digests are gone.
        copy = Copy()
        copy.hidden = [0, 1, 2, 3, 4]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["hidden 0-1", "hidden 4-5"])
        #expect(described(copy.losses(KnownChains.firstVersion(0..<5))) == ["hidden 5-5"])
    }

    @Test("STATE-12: an unlistable folder may hide all remaining digests") func onlyHidden() {
        var copy = Copy()
        copy.hidden = [3, 4]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["expired 0-1", "hidden 4-5"])
        copy.retention = UnixTime.day
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["young 0-1", "hidden 4-5"])
        // The state doesn't know the first digest of the chain.
        copy = Copy(4..<5)
        copy.hidden = [0, 1]
        copy.retention = UnixTime.day
        #expect(described(copy.losses(KnownChains.firstVersion(0..<5))) == ["hidden 0-4"])
    }

    @Test("STATE-12: an unlistable folder elsewhere excuses nothing") func hiddenElsewhere() {
        var copy = Copy()
        copy.hidden = [0, 1]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["hidden 0-1", "end 1-5"])
        copy = Copy(0..<3)
        copy.hidden = [30, 31]
        #expect(described(copy.losses(KnownChains.chain(0..<5))) == ["end 3-5"])
    }

    @Test("CHAIN-4: digests are ordered by their ends") func order() {
        let known = KnownChains.chain(0..<5)
        // A digest that begins early and ends late, as after a restart of the trail.
        let rule = HistoryRule(
            known: known, oldestVerified: KnownChains.interval(0, 6), newestVerifiedEnd: KnownChains.hour(6),
            found: { _ in .init(verified: 0, mayHide: false) }, retention: nil, presence: { _ in .absent })
        #expect(rule.losses().map(\.kind) == [.beginning(isWithinRetention: false)])
    }
}
