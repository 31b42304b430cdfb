public import Primitives

/// Why time should be covered and is not. In the order in which gaps of one chain and one interval are reported.
public enum CoverageGap: Hashable, Sendable {
    /// Backfill digests show the chain, of which no hourly digest is there.
    case hourlyDigestsAbsent
    case beforeUnverifiedDigest
    case beforeUnreadableDigest
    /// The digests before and after are present and do not meet.
    case digestsDoNotMeet
    /// The missing digest lies in a bucket that is not part of the copy.
    case otherBucket(ByteString)
    /// The missing digest would lie in a folder that could not be listed.
    case hiddenFolder
    case siblingEndsLater
    case siblingBeginsEarlier
    /// By the trail description.
    case stoppedLater
    /// By the trail description.
    case deliveredLater
    case windowBegins
    case windowEnds
    /// A segment ends and another one starts.
    case restart
    /// The value of a filter is that of no digest.
    case unmatchedFilter(Filter, value: ByteString)
    /// A described trail of which the copy of its bucket holds no digest; when it delivered the latest.
    case unseenTrail(trail: ByteString, ownerID: ByteString, bucket: ByteString, latestDelivery: UnixTime)

    /// A combination of filter values of which no chain has a verified digest; nil means any (TIME-20).
    case noChainForFilters(account: ByteString?, region: ByteString?, trail: ByteString?)
    /// Only files without proof show the chain, and none of them accounts for an hour of the required time.
    case noVerifiedDigest
    /// The state requires the chain to be covered from its verified-through time on.
    case stateEnd

    public enum Filter: Hashable, Sendable {
        case account, region, trail
    }
}
