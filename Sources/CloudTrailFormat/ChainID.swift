public import Primitives

/// The two kinds of digest chain that CloudTrail writes.
public enum ChainKind: String, Hashable, Sendable, CaseIterable {
    /// A digest file every hour.
    case standard
    /// Digest files named `…_backfill`, which list late log files that the hour's digest left out.
    case backfill
}

/// What identifies a digest chain: read from the digest file's declared key (rule CHAIN-1).
///
/// Bucket and prefix are not part of it: a chain may move to another bucket or prefix and goes on there.
public struct ChainID: Hashable, Comparable, Sendable {
    public let organizationID: ByteString?
    public let accountID: ByteString
    /// The region whose events the chain covers.
    public let region: ByteString
    public let trail: ByteString
    /// The region in which the trail was created.
    public let homeRegion: ByteString
    public let kind: ChainKind

    public init(
        organizationID: ByteString?, accountID: ByteString, region: ByteString, trail: ByteString,
        homeRegion: ByteString, kind: ChainKind
    ) {
        self.organizationID = organizationID
        self.accountID = accountID
        self.region = region
        self.trail = trail
        self.homeRegion = homeRegion
        self.kind = kind
    }

    /// Account, region and trail first, as in reports; then what distinguishes the rest.
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
    /// The chain of hourly digests beside this one; itself where it is that.
    public var standard: ChainID {
        ChainID(
            organizationID: organizationID, accountID: accountID, region: region, trail: trail, homeRegion: homeRegion,
            kind: .standard)
    }
}

extension ChainID {
    /// The chain whatever its organization: a trail may become an organization's and goes on (CHAIN-3).
    public var withoutOrganization: ChainID {
        ChainID(
            organizationID: nil, accountID: accountID, region: region, trail: trail, homeRegion: homeRegion, kind: kind)
    }
}

extension ChainID: CustomStringConvertible {
    /// `ACCOUNT/REGION/TRAIL`, the form of a selector, with the kind where it is not the standard one.
    public var description: String {
        "\(accountID)/\(region)/\(trail)" + (kind == .backfill ? " (backfill)" : "")
    }
}
