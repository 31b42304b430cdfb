/// A segment of a chain as earlier runs verified it: both ends, and the number of digests (STATE-1).
public struct KnownSegment: Hashable, Sendable {
    /// The oldest verified digest. Nil if it isn't known, as in a state from version 1 of the file.
    public let first: KnownDigest?
    /// The newest verified digest.
    public let last: KnownDigest
    /// Number of verified digests, both ends included. At least 1.
    public let count: Int

    /// Creates a known segment.
    public init(first: KnownDigest?, last: KnownDigest, count: Int) {
        self.first = first
        self.last = last
        self.count = count
    }
}
