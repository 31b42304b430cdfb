internal import TrailSealFormat
internal import TrailSealPrimitives

/// Says what is lost of one chain that earlier runs verified (STATE-5 to STATE-8, STATE-12).
///
/// The rule knows no files. The caller says what is in the place of each known digest, and what this run verified of
/// the chain. The window doesn't matter (STATE-7), so the caller asks about each chain that the filters and the shard
/// include.
struct HistoryRule {
    /// What is in the place of a known digest.
    enum Presence: Hashable, Sendable {
        /// A verified digest with this bucket and key. It outweighs anything else that is there.
        case verified(hash: SHA256Digest)
        /// Something that isn't verified. A file that declares the bucket and key has a hash. Junk, an empty file, a
        /// link, a folder, or a digest that declares another object has none.
        case other(hash: SHA256Digest?)
        /// A folder on the digest's own place can't be listed.
        case hidden
        /// Nothing.
        case absent
    }

    /// What the copy holds in a segment's time. That is from the start of its first digest, or if that isn't known from
    /// the end of the segment before, to the end of its last digest.
    struct Found: Hashable, Sendable {
        /// Number of digests that this run verified.
        let verified: Int
        /// Whether a folder that could hold digests of the segment can't be listed.
        let mayHide: Bool
    }

    /// One digest or interval that is gone, changed or hidden.
    struct Loss: Hashable, Sendable {
        /// What became of it, and the finding that reports it.
        enum Kind: Hashable, Sendable {
            /// The whole chain is gone: `history-truncated`.
            case chain
            /// A whole segment is gone, and older digests of the chain are there: `history-truncated`.
            case segment
            /// The newest digests are gone, and older ones are there: `history-truncated`.
            case end
            /// At least `missing` digests between older and newer ones are gone: `history-truncated`.
            case middle(missing: Int)
            /// The oldest digests are gone: `history-truncated` within the retention, otherwise the note
            /// `history-expired`.
            case beginning(isWithinRetention: Bool)
            /// The oldest digest is gone and something else is in its place, so it didn't expire: `history-truncated`.
            case replaced
            /// A digest with another hash is in the place: `history-rewritten`.
            case rewritten(actual: SHA256Digest)
            /// A folder hides it, so nobody can tell. The caller reports `file-unreadable`, and the chain doesn't
            /// advance (STATE-12).
            case hidden
        }

        let chain: ChainID
        /// The digest that the loss is about. For a segment or a chain, the last one.
        let digest: KnownDigest
        let kind: Kind
        /// The time that the lost digests covered, as far as it is known.
        let interval: Interval

        /// Whether the loss makes the run invalid.
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
    private let standard: Interval?
    private let states: [(first: State?, last: State)]
    private let left: Left

    /// What became of a known digest.
    private enum State: Hashable {
        case kept(isVerified: Bool)
        case rewritten(SHA256Digest)
        case hidden
        case gone
        /// Gone, with something else in its place.
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

    /// What remains of the chain: this run's verified digests, and known digests that aren't gone.
    private struct Left {
        /// The oldest interval that certainly remains.
        var oldest: Interval?
        /// The newest end, certain or hidden. Nil if nothing remains.
        var newestEnd: UnixTime?

        mutating func add(_ interval: Interval, isHidden: Bool = false) {
            newestEnd = newestEnd.map { max($0, interval.to) } ?? interval.to
            if isHidden { return }
            oldest = oldest.map { $0.to <= interval.to ? $0 : interval } ?? interval
        }

        /// Digests are compared by their ends (CHAIN-4).
        func isOlder(than digest: KnownDigest) -> Bool { oldest.map { $0.to < digest.end } ?? false }
        func isNewer(than digest: KnownDigest) -> Bool { newestEnd.map { $0 > digest.end } ?? false }

        /// Whether everything that remains comes after `digest`, so that it was at the beginning.
        func isAllNewer(than digest: KnownDigest) -> Bool { !isOlder(than: digest) && isNewer(than: digest) }
    }

    /// Prepares the comparison of one chain.
    ///
    /// - Parameters:
    ///   - known: The chain as the state holds it.
    ///   - oldestVerified: The interval of the chain's oldest digest that this run verified, whatever the window. Nil if
    ///     there is none.
    ///   - newestVerifiedEnd: The end of the newest digest that this run verified. Nil if there is none.
    ///   - standard: For a chain of backfill digests, the time from the oldest to the newest verified hourly digest of
    ///     the same trail. Nil for any other chain, and if there is none.
    ///   - found: Returns what the copy holds in a segment's time.
    ///   - retention: How long the archive keeps digests, in seconds. Nil if `--retention` isn't given.
    ///   - presence: Returns what is in the place of a digest. Called once for each.
    init(
        known: KnownChain, oldestVerified: Interval?, newestVerifiedEnd: UnixTime?, standard: Interval? = nil,
        found: @escaping (KnownSegment) -> Found, retention: Int64?, presence: (KnownDigest) -> Presence
    ) {
        self.known = known
        self.newestVerifiedEnd = newestVerifiedEnd
        self.found = found
        self.retention = retention
        self.standard = standard
        var states: [(first: State?, last: State)] = []
        var left = Left()
        if let oldestVerified { left.add(oldestVerified) }
        if let newestVerifiedEnd { left.newestEnd = max(newestVerifiedEnd, left.newestEnd ?? newestVerifiedEnd) }
        for segment in known.segments {
            let last = State(segment.last, presence(segment.last))
            // A segment of one digest has the same digest at both ends.
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

    /// Returns the losses in order of time. Empty if everything known is there.
    func losses() -> [Loss] {
        guard let newest = known.segments.last?.last else { return [] }
        if left.newestEnd == nil {
            let begin = known.segments.first.map { beginning(of: $0, isOldest: true) } ?? newest.interval.from
            // Hourly digests of the time of a backfill digest expire no later than it.
            let isPlain = states.allSatisfy { $0.last == .gone && $0.first ?? .gone == .gone }
            if isPlain, let standard, standard.from >= newest.end {
                return expired(newest, from: begin, to: newest.end)
            }
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
            // Everything that remains is newer, so the whole segment is gone.
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

    /// The losses at a segment's first or last digest.
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

    /// The loss of a beginning whose first digest isn't known. The time from which on the chain was read is.
    private func lostBeginning(_ segment: KnownSegment) -> [Loss] {
        guard let oldest = left.oldest?.from, oldest > known.since, known.since < segment.last.end else { return [] }
        guard let to = lostUntil(segment) else {
            return [loss(segment.last, .hidden, from: known.since, to: min(oldest, segment.last.end))]
        }
        return expired(segment.last, from: known.since, to: to)
    }

    /// The time at which a lost beginning ends. Nil if a folder may hide some of the segment.
    private func lostUntil(_ segment: KnownSegment) -> UnixTime? {
        guard let oldest = left.oldest?.from, !found(segment).mayHide else { return nil }
        return min(oldest, segment.last.end)
    }

    /// The loss inside a segment. The last digest is verified, so each digest before it that is present is linked.
    /// `unlinked` is 1 if the links don't reach the first digest.
    private func lostMiddle(_ segment: KnownSegment, unlinked: Int) -> [Loss] {
        guard let first = segment.first else { return [] }
        let (from, to) = (first.end, segment.last.interval.from)
        let found = found(segment)
        let (missing, overflow) = segment.count.subtractingReportingOverflow(found.verified + unlinked)
        guard missing > 0, !overflow else { return [] }
        return [loss(segment.last, found.mayHide ? .hidden : .middle(missing: missing), from: from, to: to)]
    }

    // MARK: Times

    /// The loss of a beginning. The part older than the retention expired. Somebody removed the younger part (STATE-8).
    private func expired(_ digest: KnownDigest, from: UnixTime, to: UnixTime) -> [Loss] {
        let newest = newestVerifiedEnd ?? standard?.to ?? known.segments.last?.last.end
        guard let retention, let newest, to > newest - retention else {
            return [loss(digest, .beginning(isWithinRetention: false), from: from, to: to)]
        }
        let border = newest - retention
        let younger = loss(digest, .beginning(isWithinRetention: true), from: max(from, border), to: to)
        guard from < border else { return [younger] }
        return [loss(digest, .beginning(isWithinRetention: false), from: from, to: border), younger]
    }

    /// The time at which a segment began: the start of its first digest, or the time from which on the chain was read.
    private func beginning(of segment: KnownSegment, isOldest: Bool) -> UnixTime {
        let first = segment.first?.interval.from ?? (isOldest ? known.since : segment.last.interval.from)
        return min(first, segment.last.end)
    }

    private func loss(_ digest: KnownDigest, _ kind: Loss.Kind, from: UnixTime, to: UnixTime) -> Loss {
        Loss(chain: known.chain, digest: digest, kind: kind, interval: Interval(from: min(from, to), to: to))
    }
}

extension KnownDigest {
    /// The digest's interval. It is empty if the state came from version 1 of the file, which holds no start.
    fileprivate var interval: Interval { Interval(from: start ?? end, to: end) }
}
