public import CloudTrailFormat
public import Primitives

/// What earlier runs verified of one chain (STATE-1).
public struct KnownChain: Hashable, Sendable {
    public let chain: ChainID
    /// In order of time. Never empty in a state file.
    public let segments: [KnownSegment]
    /// Until when the chain is verified. At most the end of its newest digest.
    public let verifiedThrough: UnixTime
    /// From when on the chain was read.
    public let since: UnixTime

    public init(chain: ChainID, segments: [KnownSegment], verifiedThrough: UnixTime, since: UnixTime) {
        self.chain = chain
        self.segments = segments
        self.verifiedThrough = verifiedThrough
        self.since = since
    }

    /// Number of verified digests in all segments. It stops at the largest integer.
    public var digestCount: Int {
        segments.reduce(0) { sum, segment in
            let (next, overflow) = sum.addingReportingOverflow(segment.count)
            return overflow ? .max : next
        }
    }
}
