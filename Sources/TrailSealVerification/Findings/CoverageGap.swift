public import TrailSealPrimitives

/// Why time is required and not covered. If several causes fit one interval of a chain, the findings are reported in
/// the order of the cases.
public enum CoverageGap: Hashable, Sendable {
    /// Backfill digests show that the chain exists, and it has no hourly digest (TIME-26).
    case hourlyDigestsAbsent
    /// The digest after the gap is unverified, so nothing proves that its predecessor existed (TIME-15).
    case beforeUnverifiedDigest
    /// The digest after the gap can't be read.
    case beforeUnreadableDigest
    /// The digests before and after are there, and their intervals don't meet.
    case digestsDoNotMeet
    /// The missing digest lies in a bucket that isn't part of the copy (TIME-14).
    case otherBucket(ByteString)
    /// The missing digest would lie in a folder that couldn't be listed (TIME-11).
    case hiddenFolder
    /// A sibling chain ends more than 6 hours later (TIME-16).
    case siblingEndsLater
    /// A sibling chain begins more than 6 hours earlier (TIME-16).
    case siblingBeginsEarlier
    /// The trail description shows that the trail was stopped later (TIME-18).
    case stoppedLater
    /// The trail description shows a later digest delivery (TIME-17).
    case deliveredLater
    /// The window begins before the chain's oldest digest (TIME-13).
    case windowBegins
    /// The window ends after the chain's newest digest (TIME-13).
    case windowEnds
    /// A segment ended and a later one began with a starting digest (TIME-12).
    case restart
    /// The archive includes the bucket of a described trail, but no digest of the trail (TIME-17). `latestDelivery` is
    /// the time of its latest delivery.
    case unseenTrail(trail: ByteString, ownerID: ByteString, bucket: ByteString, latestDelivery: UnixTime)

    /// No chain with this combination of filter values has a verified digest (TIME-20). Nil means any value.
    case noChainForFilters(account: ByteString?, region: ByteString?, trail: ByteString?)
    /// Only files without proof show the chain, and none of them accounts for an hour of the required time.
    case noVerifiedDigest
    /// The state requires the chain to be covered from its checkpoint on (STATE-3).
    case stateEnd
}
