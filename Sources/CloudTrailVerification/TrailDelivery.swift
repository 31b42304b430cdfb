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
    /// `StopLoggingTime`: when it was last stopped. Until then it was logging, whether it was started again or not.
    public let stopped: UnixTime?
    /// Whether it was logging when the description was captured; nil where that is not known.
    public let isLogging: Bool?
    /// When the status was captured.
    public let captured: UnixTime?

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

    /// Whether it is one of `trails`, names or ARNs; if there are none, any is.
    func isAskedFor(_ trails: [ByteString]) -> Bool {
        trails.isEmpty
            || trails.contains { value in
                guard let selector = TrailSelector(value) else { return false }
                return selector.includes(name: trail, homeRegion: homeRegion)
                    && (selector.accountID ?? ownerID) == ownerID
            }
    }

    /// What shows that there are digests behind a chain's newest one, and until when.
    struct LaterDigests: Equatable {
        enum Witness {
            case delivery, stop
        }
        let until: UnixTime
        let witness: Witness
    }

    /// Until when digests of a chain that ends at `end` were written for certain, or as far as anybody can tell; nil
    /// where nothing shows that there is a later one.
    ///
    /// A trail that was logging until it was stopped has a digest of the time before, however short.
    ///
    /// Digests end whole hours apart and none is delivered before its end. One that was delivered an hour or more
    /// after `end` may still be that of `end` itself, delivered late (3.4 hours were seen): it cannot be decided, and
    /// counts as a gap. The delivery time is the home region's; the other regions are given the tolerance that
    /// siblings have.
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

    /// The time for which the trail is known to have written nothing: from its stop to the capture (TIME-19).
    var silence: Interval? {
        guard isLogging == false, let stopped, let captured, stopped < captured else { return nil }
        return Interval(from: stopped, to: captured)
    }

    /// Whether a chain that is covered until `end` reaches the trail's end.
    func isOver(at end: UnixTime) -> Bool {
        guard isLogging == false, let stopped else { return false }
        return stopped <= end
    }
}
