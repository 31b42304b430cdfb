internal import CloudTrailFormat
internal import Primitives

/// Says what is gone of one chain that earlier runs verified (STATE-5 to STATE-8, STATE-12).
///
/// It knows no files. The caller says what lies in the place of each known digest, and what this run verified of the
/// chain. The window doesn't matter (STATE-7): the caller asks about each chain that the filters and the shard let
/// through.
struct HistoryRule {
    /// What the copy holds of a known digest.
    enum Presence: Hashable, Sendable {
        /// A verified digest of this bucket and key. A verified one outweighs anything else.
        case verified(hash: SHA256Digest)
        /// A file declares its bucket and key and isn't verified, or something else lies in its place, which has no hash
        /// then: junk, an empty file, a link, a folder, a digest that declares another object.
        case other(hash: SHA256Digest?)
        /// A folder on its own place can't be listed.
        case hidden
        case absent
    }

    /// What the copy holds in a segment's time: from the beginning of its first digest, or if that isn't known from the end
    /// of the segment before, to the end of its last digest.
    struct Found: Hashable, Sendable {
        /// Number of the digests that this run verified.
        let verified: Int
        /// Whether a folder that could hold some of the segment's digests can't be listed.
        let mayHide: Bool
    }

    /// One thing that is gone, changed, or can't be seen.
    struct Loss: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            /// Nothing of the chain is left. `history-truncated`.
            case chain
            /// Nothing of a segment is left, but older digests of the chain are. `history-truncated`.
            case segment
            /// The newest digests are gone, older ones are left. `history-truncated`.
            case end
            /// Between older and newer digests at least `missing` are gone. `history-truncated`.
            case middle(missing: Int)
            /// All that is left is newer. `history-truncated` within the retention, else the note `history-expired`.
            case beginning(isWithinRetention: Bool)
            /// The beginning is gone, and something else lies in its place, so that it did not expire. `history-truncated`.
            case replaced
            /// Its place holds another hash. `history-rewritten`.
            case rewritten(actual: SHA256Digest)
            /// Nobody can tell. The caller reports `file-unreadable`, and the chain doesn't advance.
            case hidden
        }

        let chain: ChainID
        /// The digest that the loss is about; of a segment or chain the last one.
        let digest: KnownDigest
        let kind: Kind
        /// The time that the lost digests covered, as far as it is known.
        let interval: Interval

        /// Whether it makes the run invalid.
        var isAccusation: Bool {
            switch kind {
            case .chain, .segment, .end, .middle, .replaced, .rewritten: true
            case .beginning(let isWithinRetention): isWithinRetention
            case .hidden: false
            }
        }
    }

    private let known: KnownChain
    private let newestVerifiedEnd: UnixTime?
    private let found: (KnownSegment) -> Found
    private let retention: Int64?
    private let states: [(first: State?, last: State)]
    private let left: Left

    /// What became of a known digest.
    private enum State: Hashable {
        case kept(isVerified: Bool)
        case rewritten(SHA256Digest)
        case hidden
        case gone
        /// Gone, and something else lies in its place.
        case replaced

        var isGone: Bool { self == .gone || self == .replaced }

        init(_ digest: KnownDigest, _ presence: Presence) {
            self =
                switch presence {
                case .verified(let hash): hash == digest.hash ? .kept(isVerified: true) : .rewritten(hash)
                case .other(let hash?): hash == digest.hash ? .kept(isVerified: false) : .rewritten(hash)
                case .other(nil): .replaced
                case .absent: .gone
                case .hidden: .hidden
                }
        }
    }

    /// What is left of the chain: this run's verified digests, and known ones that aren't gone.
    private struct Left {
        /// The oldest of which that is certain.
        var oldest: Interval?
        /// The newest end, be it certain or hidden. Nil if nothing is left.
        var newestEnd: UnixTime?

        mutating func add(_ interval: Interval, isHidden: Bool = false) {
            newestEnd = newestEnd.map { max($0, interval.to) } ?? interval.to
            if isHidden { return }
            oldest = oldest.map { $0.to <= interval.to ? $0 : interval } ?? interval
        }

        /// Digests are ordered by their ends (CHAIN-4).
        func isOlder(than digest: KnownDigest) -> Bool { oldest.map { $0.to < digest.end } ?? false }
        func isNewer(than digest: KnownDigest) -> Bool { newestEnd.map { $0 > digest.end } ?? false }

        /// Whether all that is left comes after `digest`: it was at the beginning.
        func isAllNewer(than digest: KnownDigest) -> Bool { !isOlder(than: digest) && isNewer(than: digest) }
    }

    /// - Parameters:
    ///   - oldestVerified: The interval of the chain's oldest digest that this run verified, whatever the window. Nil if
    ///     there is none.
    ///   - newestVerifiedEnd: The end of its newest one.
    ///   - found: What the copy holds in a segment's time.
    ///   - retention: How long the archive keeps digests, in seconds. Nil if nobody says.
    ///   - presence: What the copy holds of a digest. It is asked once for each.
    init(
        known: KnownChain, oldestVerified: Interval?, newestVerifiedEnd: UnixTime?,
        found: @escaping (KnownSegment) -> Found, retention: Int64?, presence: (KnownDigest) -> Presence
    ) {
        self.known = known
        self.newestVerifiedEnd = newestVerifiedEnd
        self.found = found
        self.retention = retention
        var states: [(first: State?, last: State)] = []
        var left = Left()
        if let oldestVerified { left.add(oldestVerified) }
        if let newestVerifiedEnd { left.newestEnd = max(newestVerifiedEnd, left.newestEnd ?? newestVerifiedEnd) }
        for segment in known.segments {
            let last = State(segment.last, presence(segment.last))
            // One digest is both ends.
            let first = segment.first.flatMap { digest in
                digest.location == segment.last.location ? nil : State(digest, presence(digest))
            }
            states.append((first, last))
            for (digest, state) in [(segment.first, first), (segment.last, last)] {
                guard let digest, let state, !state.isGone else { continue }
                left.add(digest.interval, isHidden: state == .hidden)
            }
        }
        self.states = states
        self.left = left
    }

    /// What is gone, in order of time. Empty if all that was known is there.
    func losses() -> [Loss] {
        guard let newest = known.segments.last?.last else { return [] }
        if left.newestEnd == nil {
            let begin = known.segments.first.map { beginning(of: $0, isOldest: true) } ?? newest.interval.from
            return [loss(newest, .chain, from: begin, to: newest.end)]
        }
        return zip(known.segments, states).enumerated().flatMap { number, one in
            losses(one.0, first: one.1.first, last: one.1.last, isOldest: number == 0)
        }
    }

    // MARK: One segment

    private func losses(_ segment: KnownSegment, first: State?, last: State, isOldest: Bool) -> [Loss] {
        let begin = beginning(of: segment, isOldest: isOldest)
        if last.isGone, first?.isGone ?? true {
            // Nothing older is left, so nothing of the segment is.
            if left.isAllNewer(than: segment.last), last == .gone, first ?? .gone == .gone {
                return expired(segment.last, from: begin, to: segment.last.end)
            }
            if left.isOlder(than: segment.last), found(segment) == Found(verified: 0, mayHide: false) {
                return [loss(segment.last, .segment, from: begin, to: segment.last.end)]
            }
        }
        var losses: [Loss] = []
        if let digest = segment.first, let first { losses += self.losses(digest, first, in: segment) }
        if segment.first == nil, isOldest, !last.isGone { losses += lostBeginning(segment) }
        losses += self.losses(segment.last, last, in: segment)
        if case .kept(let isVerified)? = first, last == .kept(isVerified: true) {
            losses += lostMiddle(segment, unlinked: isVerified ? 0 : 1)
        }
        return losses
    }

    /// What is to be said of a segment's first or last digest.
    private func losses(_ digest: KnownDigest, _ state: State, in segment: KnownSegment) -> [Loss] {
        let own = digest.interval
        switch state {
        case .kept: return []
        case .rewritten(let actual): return [loss(digest, .rewritten(actual: actual), from: own.from, to: own.to)]
        case .hidden: return [loss(digest, .hidden, from: own.from, to: own.to)]
        case .gone, .replaced: break
        }
        if left.isAllNewer(than: digest) {
            if state == .replaced { return [loss(digest, .replaced, from: own.from, to: own.to)] }
            return expired(digest, from: own.from, to: lostUntil(segment) ?? own.to)
        }
        if left.isNewer(than: digest) { return [loss(digest, .middle(missing: 1), from: own.from, to: own.to)] }
        return [loss(digest, .end, from: min(left.newestEnd ?? own.from, own.from), to: own.to)]
    }

    /// The first digest isn't known, but the time from which on the chain was read is.
    private func lostBeginning(_ segment: KnownSegment) -> [Loss] {
        guard let oldest = left.oldest?.from, oldest > known.since, known.since < segment.last.end else { return [] }
        guard let to = lostUntil(segment) else {
            return [loss(segment.last, .hidden, from: known.since, to: min(oldest, segment.last.end))]
        }
        return expired(segment.last, from: known.since, to: to)
    }

    /// Until when a segment that lost its beginning is gone. Nil if a folder may hide some of it.
    private func lostUntil(_ segment: KnownSegment) -> UnixTime? {
        guard let oldest = left.oldest?.from, !found(segment).mayHide else { return nil }
        return min(oldest, segment.last.end)
    }

    /// The last digest is verified, so each before it is linked; `unlinked` is 1 if the links don't reach the first one.
    private func lostMiddle(_ segment: KnownSegment, unlinked: Int) -> [Loss] {
        guard let first = segment.first else { return [] }
        let (from, to) = (first.end, segment.last.interval.from)
        let found = found(segment)
        let (missing, overflow) = segment.count.subtractingReportingOverflow(found.verified + unlinked)
        guard missing > 0, !overflow else { return [] }
        return [loss(segment.last, found.mayHide ? .hidden : .middle(missing: missing), from: from, to: to)]
    }

    // MARK: Times

    /// A beginning that is gone: what is older than the retention expired, what is younger was taken away.
    private func expired(_ digest: KnownDigest, from: UnixTime, to: UnixTime) -> [Loss] {
        let newest = newestVerifiedEnd ?? known.segments.last?.last.end
        guard let retention, let newest, to > newest - retention else {
            return [loss(digest, .beginning(isWithinRetention: false), from: from, to: to)]
        }
        let border = newest - retention
        let younger = loss(digest, .beginning(isWithinRetention: true), from: max(from, border), to: to)
        guard from < border else { return [younger] }
        return [loss(digest, .beginning(isWithinRetention: false), from: from, to: border), younger]
    }

    /// Where a segment began: at its first digest, or where reading began.
    private func beginning(of segment: KnownSegment, isOldest: Bool) -> UnixTime {
        let first = segment.first?.interval.from ?? (isOldest ? known.since : segment.last.interval.from)
        return min(first, segment.last.end)
    }

    private func loss(_ digest: KnownDigest, _ kind: Loss.Kind, from: UnixTime, to: UnixTime) -> Loss {
        Loss(chain: known.chain, digest: digest, kind: kind, interval: Interval(from: min(from, to), to: to))
    }
}

extension KnownDigest {
    /// Its interval. Version 1 of the file doesn't hold the start: it is then empty.
    fileprivate var interval: Interval { Interval(from: start ?? end, to: end) }
}
