public import Primitives

/// What a path, or a key, says of whose file it is and of what time. Read once, from the top (PLACE-13, PLACE-14).
public struct PathFacts: Sendable {
    /// The account of the first `AWSLogs/[o-…/]12 digits/`, or of what a root that begins there holds at its top.
    public private(set) var account: ByteString?
    /// Whether that folder stands below `AWSLogs`, or at the top of the root, and not only above a kind folder.
    public private(set) var isBelowAccountFolder = false
    /// The first folder below the account that is called like one of CloudTrail's.
    public private(set) var kind: ByteString?
    /// Whether another service's folder stands directly below the account.
    public private(set) var isOtherService = false
    /// The Region folder below the kind folder; nil means every Region (PLACE-15).
    public private(set) var region: ByteString?
    /// Midnight of the day folder.
    public private(set) var day: UnixTime?
    /// The last component.
    public let name: ByteString
    /// The time in a log's name: `…_YYYYMMDDTHHMMZ_…`.
    public let stamp: UnixTime?
    /// Whether the name is one that CloudTrail gives a log file.
    public let isLogName: Bool
    /// Whether a folder or the name itself begins with a dot, at or below the account folder.
    public private(set) var isDotted = false

    public static let digestFolder: StaticString = "CloudTrail-Digest"
    public static let logFolder: StaticString = "CloudTrail"

    public init(_ path: ByteString) {
        let parts = path.components
        name = ByteString(parts.last ?? [])
        stamp = LogFileName.stamp(in: name)
        isLogName = stamp != nil && LogFileName.isWhole(name)
        let accounts = parts.indices.lazy.filter { parts[$0].elementsEqual("AWSLogs".utf8) }.compactMap { index in
            Self.accountFolder(parts, at: index + 1)
        }
        var below = parts[...]
        if let folder = accounts.first ?? Self.accountFolder(parts, at: 0) {
            below = parts[folder...]
            account = below.first.map { ByteString($0) }
            isBelowAccountFolder = true
            below = below.dropFirst()
            isOtherService = below.count > 1 && !(below.first.map(AccountPath.isKindOfFolder) ?? false)
        }
        isDotted = below.contains { $0.first == UInt8(ascii: ".") }
        guard let folder = below.dropLast().firstIndex(where: AccountPath.isKindOfFolder) else { return }
        kind = ByteString(parts[folder])
        // Where the root begins below `AWSLogs`, the component above the kind folder is the account's.
        if account == nil, folder > parts.startIndex, AWSIdentifier.isAccountID(parts[folder - 1]) {
            account = ByteString(parts[folder - 1])
        }
        var rest = parts[(folder + 1)...].dropLast()
        if let first = rest.first, AWSIdentifier.isRegionName(first) {
            region = ByteString(first)
            rest = rest.dropFirst()
        }
        if rest.count >= 3 { day = Self.day(Array(rest.prefix(3))) }
    }

    /// Where the account's folder stands, if `[o-…/]12 digits/` begins at `start`.
    private static func accountFolder(_ parts: [ArraySlice<UInt8>], at start: Int) -> Int? {
        guard start + 1 < parts.count else { return nil }
        if AWSIdentifier.isAccountID(parts[start]) { return start }
        guard start + 2 < parts.count, AWSIdentifier.isOrganizationID(parts[start]),
            AWSIdentifier.isAccountID(parts[start + 1])
        else { return nil }
        return start + 1
    }

    private static func day(_ parts: [ArraySlice<UInt8>]) -> UnixTime? {
        guard parts[0].count == 4, parts[1].count == 2, parts[2].count == 2 else { return nil }
        return UnixTime(keyForm: (parts[0] + parts[1] + parts[2] + Array("T000000Z".utf8))[...])
    }
}

/// An account and a Region as a path gives them; nil is not known.
public struct AccountRegion: Hashable, Sendable {
    public let account: ByteString?
    public let region: ByteString?

    public init(account: ByteString?, region: ByteString?) {
        self.account = account
        self.region = region
    }
}
