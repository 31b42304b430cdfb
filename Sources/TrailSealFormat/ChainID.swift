public import TrailSealPrimitives

/// The two kinds of digest chain that CloudTrail writes.
public enum ChainKind: String, Hashable, Sendable, CaseIterable {
    /// One digest file an hour.
    case standard
    /// Digest files named `…_backfill`. They list log files that came too late for the digest of their hour.
    case backfill
}

/// Identifies a digest chain. Taken from the key that the digest file declares (CHAIN-1).
///
/// The bucket and prefix don't belong to it, because a chain may move to another bucket or prefix (CHAIN-2).
public struct ChainID: Hashable, Comparable, Sendable {
    /// The organization whose folder holds the chain, or nil.
    public var organizationID: ByteString? { names.organizationID }
    /// The account whose events the chain covers.
    public var accountID: ByteString { names.accountID }
    /// The Region whose events the chain covers.
    public var region: ByteString { names.region }
    /// The name of the trail.
    public var trail: ByteString { names.trail }
    /// The Region in which the trail was created.
    public var homeRegion: ByteString { names.homeRegion }
    /// Whether the digests are hourly or backfill.
    public var kind: ChainKind { names.kind }

    /// Shared, because thousands of digests belong to one chain.
    private let names: ChainNames

    /// Creates an identifier.
    public init(
        organizationID: ByteString?, accountID: ByteString, region: ByteString, trail: ByteString,
        homeRegion: ByteString, kind: ChainKind
    ) {
        names = ChainNames(
            organizationID: organizationID, accountID: accountID, region: region, trail: trail, homeRegion: homeRegion,
            kind: kind)
    }

    private init(_ names: ChainNames) { self.names = names }

    /// The chain without its organization. A trail that becomes an organization trail may keep its chain (`ChainJoins`).
    public var withoutOrganization: ChainID { names.withoutOrganization.map { ChainID($0) } ?? self }

    /// Compares all six parts.
    public static func == (left: ChainID, right: ChainID) -> Bool {
        left.names === right.names || left.names == right.names
    }

    /// Whether both chains cover the same account and Region.
    public func hasPlace(of other: ChainID) -> Bool {
        names === other.names
            || names.accountID == other.names.accountID && names.region == other.names.region
    }

    /// Hashes all six parts.
    public func hash(into hasher: inout Hasher) { hasher.combine(names.hash) }

    /// Orders by account, Region and trail, as in reports, then by the other parts.
    public static func < (left: ChainID, right: ChainID) -> Bool {
        if left.accountID != right.accountID { return left.accountID < right.accountID }
        if left.region != right.region { return left.region < right.region }
        if left.trail != right.trail { return left.trail < right.trail }
        if left.homeRegion != right.homeRegion { return left.homeRegion < right.homeRegion }
        let (first, second) = (left.organizationID ?? ByteString(), right.organizationID ?? ByteString())
        if first != second { return first < second }
        return left.kind == .standard && right.kind == .backfill
    }
}

extension ChainID {
    /// The hourly chain that belongs to this one. An hourly chain returns itself.
    public var standard: ChainID { of(.standard) }
    /// The backfill chain that belongs to this one. A backfill chain returns itself.
    public var backfill: ChainID { of(.backfill) }

    private func of(_ kind: ChainKind) -> ChainID {
        kind == self.kind
            ? self
            : ChainID(
                organizationID: organizationID, accountID: accountID, region: region, trail: trail,
                homeRegion: homeRegion, kind: kind)
    }
}

extension ChainID: CustomStringConvertible {
    /// `ACCOUNT/REGION/TRAIL`, the form of a selector. Backfill chains add ` (backfill)`.
    public var description: String {
        "\(accountID)/\(region)/\(trail)" + (kind == .backfill ? " (backfill)" : "")
    }
}

/// The parts of one chain's identifier, with their hash value.
private final class ChainNames: Sendable {
    let organizationID: ByteString?
    let accountID: ByteString
    let region: ByteString
    let trail: ByteString
    let homeRegion: ByteString
    let kind: ChainKind
    let hash: Int
    /// The same without the organization, or nil if there is none.
    let withoutOrganization: ChainNames?

    init(
        organizationID: ByteString?, accountID: ByteString, region: ByteString, trail: ByteString,
        homeRegion: ByteString, kind: ChainKind
    ) {
        self.organizationID = organizationID
        self.accountID = accountID
        self.region = region
        self.trail = trail
        self.homeRegion = homeRegion
        self.kind = kind
        var hasher = Hasher()
        hasher.combine(organizationID)
        for name in [accountID, region, trail, homeRegion] { hasher.combine(name) }
        hasher.combine(kind)
        hash = hasher.finalize()
        withoutOrganization = organizationID.map { _ in
            ChainNames(
                organizationID: nil, accountID: accountID, region: region, trail: trail, homeRegion: homeRegion,
                kind: kind)
        }
    }

    static func == (left: ChainNames, right: ChainNames) -> Bool {
        left.hash == right.hash && left.kind == right.kind && left.organizationID == right.organizationID
            && left.accountID == right.accountID && left.region == right.region && left.trail == right.trail
            && left.homeRegion == right.homeRegion
    }
}
