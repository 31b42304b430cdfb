public import TrailSealPrimitives

/// The parsed key of a digest file.
///
/// ```
/// [prefix/]AWSLogs/[o-ORGID/]ACCOUNT/CloudTrail-Digest/REGION/YYYY/MM/DD/
///     ACCOUNT_CloudTrail-Digest_REGION_TRAIL_HOMEREGION_YYYYMMDDTHHMMSSZ[_backfill].json.gz
/// ```
///
/// Trail names may contain `_`, so the file name is parsed from both ends and never split at `_` (FORMAT-3). Account,
/// Region and day occur both in the folders and in the name and must agree. The stamp is the digest's end time.
/// Source: AWS CloudTrail User Guide, "CloudTrail digest file structure"; measured on real digests.
public struct DigestObjectKey: Hashable, Sendable {
    /// Name of the folder that holds digest files.
    public static let folderName: StaticString = "CloudTrail-Digest"
    /// Longest name of a trail, in characters (CloudTrail API, CreateTrail).
    public static let trailNameLimit = 128

    /// The part before `AWSLogs`, without its last slash. May be empty.
    public let prefix: ByteString
    /// The chain that the key names.
    public let chain: ChainID
    /// The end time of the digest.
    public let endTime: UnixTime

    /// Creates a key from its parts.
    public init(prefix: ByteString, chain: ChainID, endTime: UnixTime) {
        self.prefix = prefix
        self.chain = chain
        self.endTime = endTime
    }

    /// Parses `key`. Returns nil unless it follows the grammar exactly. Uses `known` if that is the chain, to save
    /// memory.
    public init?(_ key: ByteString, like known: ChainID? = nil) {
        let parts = key.components
        // The last eight components are AWSLogs, account, CloudTrail-Digest, Region, year, month, day and name.
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
        // Rejects `/AWSLogs/…`: CloudTrail never writes an empty prefix, and it is another key than `AWSLogs/…`.
        guard root != 1 || !parts[0].isEmpty,
            let name = DigestFileName(parts[last], region: parts[last - 4]), name.accountID.elementsEqual(account),
            // The stamp must begin with the date of the folders (YYYYMMDD).
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

    /// The key as text. Parsing it returns an equal value.
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

/// The parsed last component of a digest file's key.
public struct DigestFileName: Sendable {
    /// The account.
    public let accountID: ArraySlice<UInt8>
    /// The Region of the events.
    public let region: ArraySlice<UInt8>
    /// The name of the trail.
    public let trail: ArraySlice<UInt8>
    /// The Region in which the trail was created.
    public let homeRegion: ArraySlice<UInt8>
    /// The end time of the digest.
    public let endTime: UnixTime
    /// Hourly or backfill.
    public let kind: ChainKind
    /// The end time as written: `YYYYMMDDTHHMMSSZ`.
    let stamp: ArraySlice<UInt8>

    /// What follows the account in each digest's name.
    public static let mark: StaticString = "_CloudTrail-Digest_"
    /// The position of the mark: the number of digits of an account.
    public static let markOffset = 12

    /// Parses `name`. The Region is that of the folder and must occur in the name. Returns nil if it isn't a digest's
    /// name.
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
        accountID = rest.prefix(Self.markOffset)
        rest = rest.dropFirst(Self.markOffset)
        guard rest.begins(with: Self.mark) else { return nil }
        rest = rest.dropFirst(Self.mark.utf8CodeUnitCount)
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
    /// The chain in the name. Its organization is always nil.
    public var chain: ChainID { chain(like: nil) }

    /// The chain in the name, with an organization. Returns `known` if that is the chain, to save memory.
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

    /// Parses a digest's file name without a folder, and takes the Region from the name.
    public init?(anyRegion name: ByteString) {
        // A quick check, because most names aren't a digest's.
        guard name.hasSuffix(".json.gz"), DigestKeySeries.mayHold(name) else { return nil }
        var rest = name.bytes[...]
        guard rest.takeField() != nil, rest.takeField() != nil, let region = rest.takeField() else { return nil }
        self.init(name.bytes[...], region: region)
    }
}

/// The grammars of AWS identifiers, as far as keys need them.
public enum AWSIdentifier {
    /// Whether `text` is an account id: twelve digits.
    public static func isAccountID(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == 12 && text.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether `text` is an organization id: `o-` and 10 to 32 lower-case letters or digits (AWS Organizations API,
    /// Organization).
    public static func isOrganizationID(_ text: ArraySlice<UInt8>) -> Bool {
        text.count >= 12 && text.count <= 34 && text.begins(with: "o-")
            && text.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    }

    /// Whether `text` may be a Region of any partition: 2 to 32 lower-case letters, digits and hyphens.
    public static func isRegion(_ text: ArraySlice<UInt8>) -> Bool {
        (2...32).contains(text.count)
            && text.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
    }

    /// Whether `text` looks like `us-east-1` or `eusc-de-east-1`: at least two groups of letters and one of one or
    /// two digits, joined by hyphens. Stricter than `isRegion`, to tell a Region's folder from others.
    public static func isRegionName(_ text: ArraySlice<UInt8>) -> Bool {
        guard let end = text.lastIndex(of: UInt8(ascii: "-")) else { return false }
        let digits = text[(end + 1)...]
        guard (1...2).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        // Runs for many folders, so it doesn't split the text.
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

    /// Whether `text` may be a bucket name: 1 to 255 ASCII letters, digits, `.`, `_` and `-`. That is everything S3
    /// ever allowed (S3 User Guide, "Bucket naming rules"; capitals and underscores before 2018).
    public static func isBucketName(_ text: ArraySlice<UInt8>) -> Bool {
        (1...255).contains(text.count) && text.allSatisfy(isNameByte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x2E
            || byte == 0x5F || byte == 0x2D
    }

    /// Whether `text` may be a trail name: 1 to 128 ASCII letters, digits, `.`, `_` and `-` (CloudTrail API,
    /// CreateTrail, which requires at least 3).
    public static func isTrailName(_ text: ArraySlice<UInt8>) -> Bool {
        (1...DigestObjectKey.trailNameLimit).contains(text.count) && text.allSatisfy(isNameByte)
    }
}
