public import TrailSealFormat
public import TrailSealPrimitives

/// What earlier runs verified of one chain (STATE-1).
public struct KnownChain: Hashable, Sendable {
    /// The chain.
    public let chain: ChainID
    /// The segments, in order of time. Never empty in a state file.
    public let segments: [KnownSegment]
    /// The checkpoint: the time up to which the chain is verified. It is never later than the end of the newest digest.
    public let verifiedThrough: UnixTime
    /// The time from which on the chain was verified.
    public let since: UnixTime

    /// Creates a known chain.
    public init(chain: ChainID, segments: [KnownSegment], verifiedThrough: UnixTime, since: UnixTime) {
        self.chain = chain
        self.segments = segments
        self.verifiedThrough = verifiedThrough
        self.since = since
    }

    /// Number of verified digests in all segments, clamped to the largest integer.
    public var digestCount: Int {
        segments.reduce(0) { sum, segment in
            let (next, overflow) = sum.addingReportingOverflow(segment.count)
            return overflow ? .max : next
        }
    }
}
