internal import CloudTrailFormat
public import Primitives

// The engine that knows one digest of each chain reads and writes what a state file holds of its segments.

extension Checkpoint {
    /// The newest verified digest of a chain. Nil if the chain isn't verified up to the end of that digest: it is then
    /// read in full.
    public init?(_ known: KnownChain) {
        guard let last = known.segments.last?.last, last.end == known.verifiedThrough else { return nil }
        self.init(
            chain: known.chain, location: last.location, hash: last.hash, signature: last.signature,
            since: known.since, verifiedThrough: last.end, olderCount: max(0, known.digestCount - 1))
    }
}

extension KnownChain {
    /// The chain after a run. `before` is what a state held of it, if it held anything.
    ///
    /// The checkpoint replaces the last digest of the last segment. That segment's number follows from the number of
    /// older digests. Its first digest stays what it was. A checkpoint that lies before the newest known digest changes
    /// nothing.
    public init(_ checkpoint: Checkpoint, before: KnownChain?) {
        if let before, let last = before.segments.last?.last,
            checkpoint.verifiedThrough < last.end || Checkpoint(before) == checkpoint
        {
            self = before
            return
        }
        let (sum, overflow) = checkpoint.olderCount.addingReportingOverflow(1)
        let count = overflow ? .max : max(1, sum)
        let newest = before?.segments.last
        let earlier = (before?.segments ?? []).dropLast()
        let isSame = newest?.last.location == checkpoint.location && newest?.last.hash == checkpoint.hash
        let last = KnownDigest(
            location: checkpoint.location, hash: checkpoint.hash, start: isSame ? newest?.last.start : nil,
            end: checkpoint.verifiedThrough, signature: checkpoint.signature)
        let earlierCount = KnownChain(
            chain: checkpoint.chain, segments: Array(earlier), verifiedThrough: last.end, since: checkpoint.since
        ).digestCount
        guard earlierCount < count else {
            // The beginning expired, and nothing tells how many digests are left of each segment.
            self.init(
                chain: checkpoint.chain, segments: [KnownSegment(first: nil, last: last, count: count)],
                verifiedThrough: last.end, since: checkpoint.since)
            return
        }
        let rest = count - earlierCount
        // One digest is both ends, two ends are two digests.
        let first = newest?.first.flatMap { known -> KnownDigest? in
            let isLast = known.location == last.location
            return rest == 1 ? (isLast ? last : nil) : (isLast ? nil : known)
        }
        let segments = earlier + [KnownSegment(first: first, last: last, count: rest)]
        self.init(
            chain: checkpoint.chain, segments: Array(segments), verifiedThrough: last.end, since: checkpoint.since)
    }
}

extension KnownArchive {
    /// The newest verified digest of each chain, for a run that continues.
    public var checkpoints: [Checkpoint] { chains.compactMap { Checkpoint($0) } }

    /// The archive after a run. A chain without a checkpoint stays as it was; only `forgetting` takes one out.
    public func advanced(to checkpoints: [Checkpoint], fullRunAt: UnixTime? = nil) -> KnownArchive {
        var known = Dictionary(chains.map { ($0.chain, $0) }) { first, _ in first }
        for checkpoint in checkpoints {
            known[checkpoint.chain] = KnownChain(checkpoint, before: known[checkpoint.chain])
        }
        return KnownArchive(
            chains: known.values.sorted { $0.chain < $1.chain }, forgotten: forgotten,
            fullRunAt: fullRunAt ?? self.fullRunAt)
    }
}
