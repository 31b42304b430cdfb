public import TrailSealPrimitives

/// A trail as the user names it: by name or by ARN `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME` (SCOPE-3).
public struct TrailSelector: Sendable {
    /// The name of the trail.
    public let name: ByteString
    /// The Region in which the trail was created. Nil stands for any.
    public let homeRegion: ByteString?
    /// The account that created the trail. Nil stands for any.
    public let accountID: ByteString?

    /// Whether `value` looks like an ARN. Trail names contain no colon.
    public static func isARN(_ value: ByteString) -> Bool { value.hasPrefix("arn:") }

    /// Parses a name or an ARN. Returns nil if `value` looks like an ARN but isn't a trail's.
    public init?(_ value: ByteString) {
        guard Self.isARN(value) else {
            (name, homeRegion, accountID) = (value, nil, nil)
            return
        }
        let parts = value.bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let kind = Array("trail/".utf8)
        guard parts.count == 6, parts[2].elementsEqual("cloudtrail".utf8), AWSIdentifier.isRegion(parts[3]),
            AWSIdentifier.isAccountID(parts[4]), parts[5].starts(with: kind), parts[5].count > kind.count
        else { return nil }
        name = ByteString(parts[5].dropFirst(kind.count))
        homeRegion = ByteString(parts[3])
        accountID = ByteString(parts[4])
    }

    /// Whether the trail writes `chain`. An organization's trail belongs to the account that created it, but writes
    /// chains of all accounts.
    public func includes(_ chain: ChainID) -> Bool {
        includes(name: chain.trail, homeRegion: chain.homeRegion)
            && (accountID == nil || accountID == chain.accountID || chain.organizationID != nil)
    }

    /// Whether the trail may write digests whose file names show this trail and home Region. Any account matches,
    /// because the name doesn't show an organization.
    public func includes(name: ByteString, homeRegion: ByteString) -> Bool {
        self.name == name && (self.homeRegion == nil || self.homeRegion == homeRegion)
    }
}

extension [ByteString] {
    /// Whether one of these trails writes `chain`. True if there are none.
    public func asksFor(_ chain: ChainID) -> Bool {
        isEmpty || contains { TrailSelector($0)?.includes(chain) ?? false }
    }

    /// Whether one of these trails may write digests whose file names show this trail and home Region. True if there
    /// are none.
    public func asksFor(trail: ByteString, homeRegion: ByteString) -> Bool {
        isEmpty || contains { TrailSelector($0)?.includes(name: trail, homeRegion: homeRegion) ?? false }
    }
}
