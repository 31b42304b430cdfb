public import TrailSealFormat
public import TrailSealPrimitives

/// A user's order to forget chains, with the reason (STATE-10).
public struct ForgottenChain: Hashable, Sendable {
    /// The account as the user gave it. Nil stands for `*`, any account.
    public let accountID: ByteString?
    /// The Region as the user gave it. Nil stands for `*`, any Region.
    public let region: ByteString?
    /// The trail's name as the user gave it. Nil stands for `*`, any trail.
    public let trail: ByteString?
    /// The reason, in the user's words. Not escaped.
    public let reason: String
    /// The user, as reports name the user of a run.
    public let user: String
    /// The time of the order.
    public let at: UnixTime

    /// Creates an order.
    public init(
        accountID: ByteString?, region: ByteString?, trail: ByteString?, reason: String, user: String, at: UnixTime
    ) {
        self.accountID = accountID
        self.region = region
        self.trail = trail
        self.reason = reason
        self.user = user
        self.at = at
    }

    /// Whether the order is about `chain`. Organization, home Region and kind don't matter.
    public func matches(_ chain: ChainID) -> Bool {
        (accountID.map { $0 == chain.accountID } ?? true) && (region.map { $0 == chain.region } ?? true)
            && (trail.map { $0 == chain.trail } ?? true)
    }

    /// The selector in the form `ACCOUNT/REGION/TRAIL`, escaped for display.
    public var selector: String {
        [accountID, region, trail].map { $0?.description ?? "*" }.joined(separator: "/")
    }
}
