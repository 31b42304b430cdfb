public import TrailSealFormat
public import TrailSealPrimitives

/// What a trail description says about a trail and its digest files. It is trusted like an option, because the user
/// saved it.
public struct TrailDelivery: Sendable {
    /// The account that owns the trail.
    public let ownerID: ByteString
    /// The trail's name.
    public let trail: ByteString
    /// The trail's home Region.
    public let homeRegion: ByteString
    /// The bucket that the trail delivers to.
    public let bucket: ByteString
    /// Whether the trail also writes the chains of the organization's other accounts.
    public let isOrganizationTrail: Bool
    /// `LatestDigestDeliveryTime` of `GetTrailStatus` in the home Region.
    public let latestDigest: UnixTime?
    /// `StartLoggingTime`: when logging was last started.
    public let started: UnixTime?
    /// `StopLoggingTime`: when logging was last stopped. The trail was logging until then, even if it was started again
    /// later.
    public let stopped: UnixTime?
    /// Whether the trail was logging when the description was captured. Nil if that isn't known.
    public let isLogging: Bool?
    /// When the status was captured. Nil if that isn't known.
    public let captured: UnixTime?

    /// Creates a description of a trail.
    public init(
        ownerID: ByteString, trail: ByteString, homeRegion: ByteString, bucket: ByteString, isOrganizationTrail: Bool,
        latestDigest: UnixTime?, started: UnixTime?, stopped: UnixTime?, isLogging: Bool?, captured: UnixTime?
    ) {
        self.ownerID = ownerID
        self.trail = trail
        self.homeRegion = homeRegion
        self.bucket = bucket
        self.isOrganizationTrail = isOrganizationTrail
        self.latestDigest = latestDigest
        self.started = started
        self.stopped = stopped
        self.isLogging = isLogging
        self.captured = captured
    }

    /// Whether the trail writes `chain`.
    public func writes(_ chain: ChainID) -> Bool {
        chain.trail == trail && chain.homeRegion == homeRegion
            && (chain.accountID == ownerID || (isOrganizationTrail && chain.organizationID != nil))
    }

    /// Whether `trails`, names or ARNs, include the trail. An empty list includes all.
    func isAskedFor(_ trails: [ByteString]) -> Bool {
        trails.isEmpty
            || trails.contains { value in
                guard let selector = TrailSelector(value) else { return false }
                return selector.includes(name: trail, homeRegion: homeRegion)
                    && (selector.accountID ?? ownerID) == ownerID
            }
    }

    /// Evidence of digests after a chain's newest one, and how far they reach.
    struct LaterDigests: Equatable {
        /// What shows it: a digest delivery, or the stop of the trail.
        enum Witness {
            case delivery, stop
        }
        let until: UnixTime
        let witness: Witness
    }

    /// Returns until when the trail wrote digests after a chain's newest one, which ends at `end`. Nil if nothing shows
    /// a later one.
    ///
    /// A trail that is stopped delivers a digest for the time before the stop, however short that is (TIME-18).
    ///
    /// Digests end whole hours apart, and none is delivered before its end. One that was delivered an hour or more
    /// after `end` may still be the digest that ends at `end`, delivered late (3.4 hours were seen). That can't be
    /// decided, so it counts as a gap. `latestDigest` is the home Region's, so other Regions get the tolerance of
    /// siblings (TIME-17).
    func laterDigests(_ chain: ChainID, after end: UnixTime) -> LaterDigests? {
        var found: [LaterDigests] = []
        if let latestDigest {
            let isOwn = chain.region == homeRegion && chain.accountID == ownerID
            let late = latestDigest.interval(since: end)
            if isOwn || late > VerificationPolicy.deliveryTolerance, late >= UnixTime.hour {
                let hours = late / UnixTime.hour
                found.append(LaterDigests(until: end + hours * UnixTime.hour, witness: .delivery))
            }
        }
        if let stopped, stopped > end { found.append(LaterDigests(until: stopped, witness: .stop)) }
        return found.max { $0.until < $1.until }
    }

    /// Whether the trail is known to have written nothing from its stop until `time`.
    func isSilent(until time: UnixTime) -> Bool {
        guard isLogging == false, stopped != nil, let captured else { return false }
        return time <= captured
    }

    /// The time in which the trail is known to have written nothing: from its stop to the capture (TIME-19).
    var silence: Interval? {
        guard isLogging == false, let stopped, let captured, stopped < captured else { return nil }
        return Interval(from: stopped, to: captured)
    }

    /// Whether the trail was stopped at or before `end` and not started again.
    func isOver(at end: UnixTime) -> Bool {
        guard isLogging == false, let stopped else { return false }
        return stopped <= end
    }
}
