public import CloudTrailFormat
public import Primitives

/// What a trail description says of a trail's digest files. Trusted like every option: it is the user's own.
public struct TrailDelivery: Sendable {
    public let ownerID: ByteString
    public let trail: ByteString
    public let homeRegion: ByteString
    public let bucket: ByteString
    /// Whether it also writes the chains of an organization's other accounts.
    public let isOrganizationTrail: Bool
    /// `LatestDigestDeliveryTime`, of the home region.
    public let latestDigest: UnixTime?
    /// `StartLoggingTime`: when it was last started.
    public let started: UnixTime?
    /// `StopLoggingTime`, where the trail was not logging when the description was captured.
    public let stopped: UnixTime?
    /// When the description was captured.
    public let captured: UnixTime?

    public init(
        ownerID: ByteString, trail: ByteString, homeRegion: ByteString, bucket: ByteString, isOrganizationTrail: Bool,
        latestDigest: UnixTime?, started: UnixTime?, stopped: UnixTime?, captured: UnixTime?
    ) {
        self.ownerID = ownerID
        self.trail = trail
        self.homeRegion = homeRegion
        self.bucket = bucket
        self.isOrganizationTrail = isOrganizationTrail
        self.latestDigest = latestDigest
        self.started = started
        self.stopped = stopped
        self.captured = captured
    }

    /// Whether the trail writes `chain`.
    public func writes(_ chain: ChainID) -> Bool {
        chain.trail == trail && chain.homeRegion == homeRegion
            && (chain.accountID == ownerID || (isOrganizationTrail && chain.organizationID != nil))
    }

    /// Until when digests of a chain that ends at `end` were written for certain, or as far as anybody can tell; nil
    /// where nothing shows that there is a later one.
    ///
    /// Digests end whole hours apart and none is delivered before its end. One that was delivered an hour or more
    /// after `end` may still be that of `end` itself, delivered late (3.4 hours were seen): it cannot be decided, and
    /// counts as a gap. The delivery time is the home region's; the other regions are given the tolerance that
    /// siblings have.
    func writtenUntil(_ chain: ChainID, after end: UnixTime) -> UnixTime? {
        func wholeHours(until time: UnixTime) -> UnixTime? {
            let hours = time.interval(since: end) / UnixTime.hour
            return hours >= 1 ? end + hours * UnixTime.hour : nil
        }
        var candidates: [UnixTime] = []
        if let latestDigest {
            let isOwn = chain.region == homeRegion && chain.accountID == ownerID
            if isOwn || latestDigest.interval(since: end) > VerificationPolicy.deliveryTolerance {
                candidates += [wholeHours(until: latestDigest)].compactMap(\.self)
            }
        }
        if let stopped { candidates += [wholeHours(until: stopped)].compactMap(\.self) }
        return candidates.max()
    }

    /// Whether the trail is known to have written nothing from its stop until `time`.
    func isSilent(until time: UnixTime) -> Bool {
        guard stopped != nil, let captured else { return false }
        return time <= captured
    }
}
