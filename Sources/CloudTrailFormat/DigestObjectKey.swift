public import Primitives

/// The key of a digest file, taken apart.
///
/// ```
/// [prefix/]AWSLogs/[o-ORGID/]ACCOUNT/CloudTrail-Digest/REGION/YYYY/MM/DD/
///     ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_YYYYMMDDTHHMMSSZ[_backfill].json.gz
/// ```
///
/// Trail names hold letters, digits, `.`, `_` and `-`, so the file name is read from both ends and never split at `_`.
/// Account, region and day stand in folders and in the name and must agree. The stamp is the digest's end time.
/// Source: AWS CloudTrail User Guide, "CloudTrail digest file structure"; measured on real digests.
public struct DigestObjectKey: Hashable, Sendable {
    /// Name of the folder below which digest files lie.
    public static let folderName: StaticString = "CloudTrail-Digest"
    /// Most characters in a trail's name (CloudTrail API, CreateTrail).
    public static let trailNameLimit = 128

    /// What stands before `AWSLogs`, without a slash at its end; empty where nothing does.
    public let prefix: ByteString
    public let chain: ChainID
    public let endTime: UnixTime

    public init(prefix: ByteString, chain: ChainID, endTime: UnixTime) {
        self.prefix = prefix
        self.chain = chain
        self.endTime = endTime
    }

    /// Takes `key` apart; nil unless it follows the grammar to the letter. If the chain is `known`, that is shared.
    public init?(_ key: ByteString, like known: ChainID? = nil) {
        let parts = key.components
        // AWSLogs, account, CloudTrail-Digest, region, year, month, day, name.
        guard parts.count >= 8 else { return nil }
        let last = parts.count - 1
        guard Self.folderName.withUTF8Buffer({ parts[last - 5].elementsEqual($0) }) else { return nil }
        let account = parts[last - 6]
        guard AWSIdentifier.isAccountID(account) else { return nil }
        let organization: ArraySlice<UInt8>?
        let root: Int
        if AccountPath.isLogsFolder(parts[last - 7]) {
            (organization, root) = (nil, last - 7)
        } else if last >= 8, AWSIdentifier.isOrganizationID(parts[last - 7]),
            AccountPath.isLogsFolder(parts[last - 8])
        {
            (organization, root) = (parts[last - 7], last - 8)
        } else {
            return nil
        }
        // A prefix is not empty: `/AWSLogs/…` is another key than `AWSLogs/…`, and none that CloudTrail writes.
        guard root != 1 || !parts[0].isEmpty,
            let name = DigestFileName(parts[last], region: parts[last - 4]), name.accountID.elementsEqual(account),
            // The stamp begins with the digits of the folders: YYYYMMDD.
            Self.isDay(parts[last - 3], parts[last - 2], parts[last - 1], name.stamp)
        else { return nil }
        prefix = root == 0 ? ByteString() : ByteString(key.bytes[..<(parts[root].startIndex - 1)])
        chain = name.chain(organization: organization, like: known)
        endTime = name.endTime
    }

    private static func isDay(
        _ year: ArraySlice<UInt8>, _ month: ArraySlice<UInt8>, _ day: ArraySlice<UInt8>, _ stamp: ArraySlice<UInt8>
    ) -> Bool {
        year.count == 4 && month.count == 2 && day.count == 2 && stamp.starts(with: year)
            && stamp.dropFirst(4).starts(with: month) && stamp.dropFirst(6).starts(with: day)
    }

    /// The key as text: `init` gives this value back.
    public var text: ByteString {
        var key = prefix.appending(component: "AWSLogs")
        if let organization = chain.organizationID { key = key.appending(component: organization) }
        return key.appending(component: chain.accountID).appending(component: "CloudTrail-Digest")
            .appending(component: chain.region).appending(component: ByteString(endTime.dayFolder))
            .appending(component: fileName)
    }

    /// The last component of the key.
    public var fileName: ByteString {
        chain.accountID + "_CloudTrail-Digest_" + chain.region + "_" + chain.trail + "_" + chain.homeRegion + "_"
            + endTime.keyForm + (chain.kind == .backfill ? "_backfill" : "") + ".json.gz"
    }
}

/// The last component of a digest file's key, taken apart. Needs the region, which its folder gives.
public struct DigestFileName: Sendable {
    public let accountID: ArraySlice<UInt8>
    public let region: ArraySlice<UInt8>
    public let trail: ArraySlice<UInt8>
    public let homeRegion: ArraySlice<UInt8>
    public let endTime: UnixTime
    public let kind: ChainKind
    /// The end time as it stands in the name: `YYYYMMDDTHHMMSSZ`.
    let stamp: ArraySlice<UInt8>

    public init?(_ name: ArraySlice<UInt8>, region: ArraySlice<UInt8>) {
        guard AWSIdentifier.isRegion(region) else { return nil }
        self.region = region
        var rest = name
        guard Self.dropSuffix(".json.gz", &rest) else { return nil }
        kind = Self.dropSuffix("_backfill", &rest) ? .backfill : .standard
        guard rest.count > 17, let time = UnixTime(keyForm: rest.suffix(16)) else { return nil }
        endTime = time
        stamp = rest.suffix(16)
        rest = rest.dropLast(16)
        guard Self.dropSuffix("_", &rest), let separator = rest.lastIndex(of: UInt8(ascii: "_")) else { return nil }
        homeRegion = rest[(separator + 1)...]
        rest = rest[..<separator]
        accountID = rest.prefix(12)
        rest = rest.dropFirst(12)
        guard rest.begins(with: "_CloudTrail-Digest_") else { return nil }
        rest = rest.dropFirst(19)
        guard rest.starts(with: region) else { return nil }
        rest = rest.dropFirst(region.count)
        guard rest.begins(with: "_") else { return nil }
        rest = rest.dropFirst()
        trail = rest
        guard AWSIdentifier.isAccountID(accountID), AWSIdentifier.isRegion(homeRegion), AWSIdentifier.isTrailName(trail)
        else { return nil }
    }

    private static func dropSuffix(_ suffix: StaticString, _ text: inout ArraySlice<UInt8>) -> Bool {
        let length = suffix.utf8CodeUnitCount
        guard text.count >= length, suffix.withUTF8Buffer({ text.suffix(length).elementsEqual($0) }) else {
            return false
        }
        text = text.dropLast(length)
        return true
    }
}

extension DigestFileName {
    /// The chain that the name shows. It holds no organization.
    public var chain: ChainID { chain(like: nil) }

    /// The same, sharing what `known` holds if that is it.
    public func chain(organization: ArraySlice<UInt8>? = nil, like known: ChainID?) -> ChainID {
        if let known, known.kind == kind, known.accountID.bytes.elementsEqual(accountID),
            known.region.bytes.elementsEqual(region), known.trail.bytes.elementsEqual(trail),
            known.homeRegion.bytes.elementsEqual(homeRegion)
        {
            switch (known.organizationID, organization) {
            case (nil, nil): return known
            case (let own?, let other?) where own.bytes.elementsEqual(other): return known
            case (_?, nil): return known.withoutOrganization
            default: break
            }
        }
        return ChainID(
            organizationID: organization.map { ByteString($0) }, accountID: ByteString(accountID),
            region: ByteString(region), trail: ByteString(trail), homeRegion: ByteString(homeRegion), kind: kind)
    }

    /// A digest's file name whose Region is read from the name itself, for want of a folder.
    public init?(anyRegion name: ByteString) {
        // Most names of files are not one.
        guard name.hasSuffix(".json.gz"), DigestKeySeries.mayHold(name) else { return nil }
        var rest = name.bytes[...]
        guard rest.takeField() != nil, rest.takeField() != nil, let region = rest.takeField() else { return nil }
        self.init(name.bytes[...], region: region)
    }
}

/// The grammars of AWS's identifiers, as far as keys need them.
public enum AWSIdentifier {
    /// Twelve digits.
    public static func isAccountID(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == 12 && text.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// `o-` and 10 to 32 lower-case letters or digits (AWS Organizations API, Organization).
    public static func isOrganizationID(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 12 && text.count <= 34 && text.begins(with: "o-")
            && text.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    }

    /// Lower-case letters, digits and hyphens, as in every partition's region names; 2 to 32 of them.
    public static func isRegion(_ text: ArraySlice<UInt8>) -> Bool {
        (2...32).contains(text.count)
            && text.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
    }

    /// Letters, letters once or more, one or two digits, joined by hyphens, as in `us-east-1` and `eusc-de-east-1`. Narrower
    /// than `isRegion`: it tells a Region's folder from others.
    public static func isRegionName(_ text: ArraySlice<UInt8>) -> Bool {
        guard let end = text.lastIndex(of: UInt8(ascii: "-")) else { return false }
        let digits = text[(end + 1)...]
        guard (1...2).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        // Asked of many folders: looked through without taking it apart.
        var (hyphens, isPartEmpty) = (0, true)
        for byte in text[..<end] {
            if byte == UInt8(ascii: "-") {
                if isPartEmpty { return false }
                (hyphens, isPartEmpty) = (hyphens + 1, true)
            } else {
                guard (0x61...0x7A).contains(byte) else { return false }
                isPartEmpty = false
            }
        }
        return hyphens > 0 && !isPartEmpty
    }

    /// ASCII letters, digits, `.`, `_` and `-`, 1 to 255 of them: what S3 ever allowed (S3 User Guide, bucket naming rules;
    /// before 2018 also capitals and underscores).
    public static func isBucketName(_ text: ArraySlice<UInt8>) -> Bool {
        (1...255).contains(text.count) && text.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x2E
            || byte == 0x5F || byte == 0x2D
    }

    /// ASCII letters, digits, `.`, `_` and `-`, 1 to 128 of them (CloudTrail API, CreateTrail, asks for 3 or more).
    public static func isTrailName(_ text: ArraySlice<UInt8>) -> Bool {
        (1...DigestObjectKey.trailNameLimit).contains(text.count) && text.allSatisfy(isNameByte)
    }
}
