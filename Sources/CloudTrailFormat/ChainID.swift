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
    public var organizationID: ByteString? { names.organizationID }
    public var accountID: ByteString { names.accountID }
    /// The region whose events the chain covers.
    public var region: ByteString { names.region }
    public var trail: ByteString { names.trail }
    /// The region in which the trail was created.
    public var homeRegion: ByteString { names.homeRegion }
    public var kind: ChainKind { names.kind }

    /// Thousands of digests are of one chain, so they share what names it.
    private let names: ChainNames

    public init(
        organizationID: ByteString?, accountID: ByteString, region: ByteString, trail: ByteString,
        homeRegion: ByteString, kind: ChainKind
    ) {
        names = ChainNames(
            organizationID: organizationID, accountID: accountID, region: region, trail: trail, homeRegion: homeRegion,
            kind: kind)
    }

    private init(_ names: ChainNames) { self.names = names }

    /// The chain whatever its organization: a trail may become an organization's and goes on (CHAIN-3).
    public var withoutOrganization: ChainID { names.withoutOrganization.map { ChainID($0) } ?? self }

    public static func == (left: ChainID, right: ChainID) -> Bool {
        left.names === right.names || left.names == right.names
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(names.hash) }

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
        kind == .standard
            ? self
            : ChainID(
                organizationID: organizationID, accountID: accountID, region: region, trail: trail,
                homeRegion: homeRegion, kind: .standard)
    }
}

extension ChainID: CustomStringConvertible {
    /// `ACCOUNT/REGION/TRAIL`, the form of a selector, with the kind where it is not the standard one.
    public var description: String {
        "\(accountID)/\(region)/\(trail)" + (kind == .backfill ? " (backfill)" : "")
    }
}

/// The names of one chain, with their hash value.
private final class ChainNames: Sendable {
    let organizationID: ByteString?
    let accountID: ByteString
    let region: ByteString
    let trail: ByteString
    let homeRegion: ByteString
    let kind: ChainKind
    let hash: Int
    /// Nil if there is no organization.
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
