public import Primitives

/// A trail as users name it: by its name, or by its ARN `arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME` (SCOPE-3).
public struct TrailSelector: Sendable {
    public let name: ByteString
    /// The Region in which the trail was created. Nil stands for any.
    public let homeRegion: ByteString?
    /// The account that created the trail. Nil stands for any.
    public let accountID: ByteString?

    /// Whether `value` looks like an ARN. No name of a trail holds a colon.
    public static func isARN(_ value: ByteString) -> Bool { value.hasPrefix("arn:") }

    /// Nil if `value` looks like an ARN and isn't that of a trail.
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

    /// Whether the trail writes `chain`. The trail of an organization belongs to the account that created it, and writes
    /// chains of all its accounts.
    public func includes(_ chain: ChainID) -> Bool {
        includes(name: chain.trail, homeRegion: chain.homeRegion)
            && (accountID == nil || accountID == chain.accountID || chain.organizationID != nil)
    }

    /// The same for what the name of a digest file shows. It doesn't show an organization, so any account is let through.
    public func includes(name: ByteString, homeRegion: ByteString) -> Bool {
        self.name == name && (self.homeRegion == nil || self.homeRegion == homeRegion)
    }
}

extension [ByteString] {
    /// Whether one of the trails that are asked for writes `chain`. If none is asked for, any does.
    public func asksFor(_ chain: ChainID) -> Bool {
        isEmpty || contains { TrailSelector($0)?.includes(chain) ?? false }
    }

    /// The same for what the name of a digest file shows.
    public func asksFor(trail: ByteString, homeRegion: ByteString) -> Bool {
        isEmpty || contains { TrailSelector($0)?.includes(name: trail, homeRegion: homeRegion) ?? false }
    }
}
