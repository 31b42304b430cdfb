public import TrailSealPrimitives

/// What a path or key says about a file's owner and time. Read from the top (PLACE-13, PLACE-14).
public struct PathFacts: Sendable {
    /// Name of the folder that holds digest files.
    public static let digestFolder: StaticString = "CloudTrail-Digest"
    /// Name of the folder that holds log files.
    public static let logFolder: StaticString = "CloudTrail"

    /// What the folders say.
    public let folder: FolderFacts
    private let last: Last
    private let isOfRegion: Bool
    /// Whether the file is hidden: it is litter, or its name or a folder's name begins with a dot. Outside an
    /// account's folder, a dotted folder doesn't hide files with a digest's or log's name (FILE-14, FILE-15,
    /// FILE-20).
    public let isHidden: Bool

    /// The last component. Names of thousands of digests differ only in their time, so those are stored compactly.
    private enum Last: Sendable {
        case digest(DigestKeySeries, UnixTime)
        case listed(LogKey)
        case other(NameFacts)
    }

    /// Parses a path.
    public init(_ path: ByteString) {
        let (folder, name) = path.splitAtLastSlash
        self.init(FolderFacts(folder), name: name)
    }

    /// Parses a name in a folder whose facts are known. Shares the series or chain of `neighbour` if they are the
    /// same.
    public init(_ folder: FolderFacts, name: ByteString, like neighbour: S3Location? = nil) {
        if let neighbour, let digest = PathFacts(folder, name: name.bytes.span, ofSeriesOf: neighbour) {
            self = digest
        } else {
            let owner = NameOwner(name)
            self.init(
                folder, .other(NameFacts(name, owner, like: neighbour?.digest?.series.chain)),
                isOfRegion: RecognizedName.isOf(region: folder.region, owner),
                isHidden: name.bytes.first == UInt8(ascii: ".") || folder.isLitter
                    || (folder.top == nil && Self.isLitter(name))
                    || (folder.isDotted && (folder.isBelowAccountFolder || !RecognizedName.isObject(name))))
        }
    }

    /// Parses a name of the same series as `neighbour`. Returns nil for any other name.
    public init?(_ folder: FolderFacts, name: Span<UInt8>, ofSeriesOf neighbour: S3Location) {
        guard let (series, _) = neighbour.digest, let endTime = series.endTime(inName: name) else { return nil }
        self.init(
            folder, .digest(series, endTime), isOfRegion: folder.region.map { $0 == series.chain.region } ?? true,
            isHidden: folder.isLitter || (folder.isDotted && folder.isBelowAccountFolder))
    }

    /// Parses the name of a log file's key as a file name in `folder`.
    public init(_ folder: FolderFacts, named key: LogKey) {
        guard key.isLogName else {
            self.init(folder, name: key.name)
            return
        }
        self.init(
            folder, .listed(key),
            isOfRegion: folder.region == key.folder.region
                ? key.isOfRegion : RecognizedName.isOf(region: folder.region, NameOwner(key.name)),
            isHidden: folder.isLitter || (folder.isDotted && folder.isBelowAccountFolder))
    }

    private init(_ folder: FolderFacts, _ last: Last, isOfRegion: Bool, isHidden: Bool) {
        (self.folder, self.last, self.isOfRegion, self.isHidden) = (folder, last, isOfRegion, isHidden)
    }

    /// The last component. Built on each call for a digest.
    public var name: ByteString {
        switch last {
        case .digest(let series, let endTime): series.name(at: endTime)
        case .listed(let key): key.name
        case .other(let facts): facts.name
        }
    }

    /// Whether the name is that of this digest. True is certain; false isn't, because only shared storage is compared.
    public func isName(of location: S3Location) -> Bool {
        guard case .digest(let own, let time) = last else { return false }
        return location.isOfSeries(own, at: time)
    }

    /// Whether the folder is in no account's folder, or in this account's.
    public func mayBelong(to account: ByteString) -> Bool {
        guard let own = self.account else { return true }
        return own == account
    }

    /// Whether both have the same name.
    func hasName(of other: PathFacts) -> Bool {
        if case .digest(let own, let time) = last, case .digest(let others, let otherTime) = other.last, own === others
        {
            return time == otherTime
        }
        if case .listed(let own) = last, case .listed(let others) = other.last, own === others { return true }
        return name == other.name
    }

    /// Whether neither folder's path begins with the other's.
    func isApart(from other: PathFacts) -> Bool {
        !folder.path.hasPrefix(other.folder.path) && !other.folder.path.hasPrefix(folder.path)
    }

    /// Whether the name sorts before the other's. Names of one series differ only in their time.
    func isNamedBefore(_ other: PathFacts) -> Bool {
        if case .digest(let own, let time) = last, case .digest(let others, let otherTime) = other.last, own === others
        {
            return time < otherTime
        }
        return name < other.name
    }

    /// The stamp in a log's name (`…_YYYYMMDDTHHMMZ_…`), or nil.
    public var stamp: UnixTime? {
        switch last {
        case .digest(let series, _): series.stampInName
        case .listed(let key): key.stamp
        case .other(let facts): facts.stamp
        }
    }

    /// Whether CloudTrail writes such names for log files.
    public var isLogName: Bool {
        switch last {
        case .digest: false
        case .listed: true
        case .other(let facts): facts.isLogName
        }
    }

    /// Whether the name may be that of one certain object: it is a digest's, or has a log's stamp. A name with what tools
    /// add for copies, such as `X (1).json.gz` or `X.json.gz.bak`, is none.
    public var isObjectName: Bool { isDigest || (stamp != nil && LeftoverName(name) == nil) }

    /// The chain and end time in the name, or nil if it isn't a digest's.
    public var digest: DigestName? {
        switch last {
        case .digest(let series, let endTime): DigestName(series, endTime)
        case .listed: nil
        case .other(let facts): facts.digest
        }
    }

    /// Whether the name is a digest's.
    public var isDigest: Bool {
        switch last {
        case .digest: true
        case .listed: false
        case .other(let facts): facts.digest != nil
        }
    }

    /// The account of the folder, or nil if it is unknown. Unknown matches every account, so that no filter leaves
    /// the file out. It is unknown if the folder only looks like an account's and a log's name contains another
    /// account (PLACE-13).
    public var account: ByteString? {
        let isUnclear =
            folder.isOwnerGuessed && folder.account != nil && isLogName
            && RecognizedName.account(name) != folder.account
        return isUnclear ? nil : folder.account
    }

    /// The Region of the folder. Nil, which matches every Region, if the name of a digest or log contains another one
    /// (PLACE-15).
    public var region: ByteString? { isOfRegion ? folder.region : nil }
    /// The Region of the folder. Without a Region folder, that in the name of a digest or log. Filters don't use it, because a
    /// file without a Region folder is of every Region.
    public var namedRegion: ByteString? { isOfRegion ? folder.region ?? NameOwner(name)?.regionName : nil }
    /// The account, but only if the path shows it from the top.
    public var shownAccount: ByteString? { folder.isBelowAccountFolder ? folder.account : nil }
    /// Whether the file lies below an account's folder.
    public var isBelowAccountFolder: Bool { folder.isBelowAccountFolder }
    /// The account and Region; nil in either means unknown.
    public var place: AccountRegion { AccountRegion(account: account, region: region) }
    /// The name of the kind folder, such as `CloudTrail-Digest`, or nil.
    public var kind: ByteString? { folder.kind }
    /// Whether the file belongs to another service of the account.
    public var isOtherService: Bool { folder.isOtherService }
    /// Midnight of the day folder, or nil.
    public var day: UnixTime? { folder.day }
    /// The first component of the path.
    public var top: ByteString { folder.top ?? name }

    /// Names that operating systems leave at the top of a root (FILE-15).
    public static let litter: [StaticString] = ["lost+found", "$RECYCLE.BIN", "System Volume Information", "__MACOSX"]

    fileprivate static func isLitter(_ name: ByteString) -> Bool { litter.contains { name == $0 } }
}

/// What the name alone says, if it is neither in a known digest series nor a known log's.
private final class NameFacts: Sendable {
    let name: ByteString
    let stamp: UnixTime?
    let isLogName: Bool
    let digest: DigestName?

    init(_ name: ByteString, _ owner: NameOwner?, like known: ChainID?) {
        self.name = name
        stamp = LogFileName.stamp(in: name)
        isLogName = stamp != nil && LogFileName.isWhole(name, owner)
        digest = DigestName(name, like: known)
    }
}

/// What the folders of a path say about the files below them. Shared by all files of a folder.
public final class FolderFacts: Sendable {
    /// The path of the folder.
    public let path: ByteString
    /// The first component, or nil for the root itself.
    public let top: ByteString?
    /// The account: the first `[o-…/]12 digits/` below `AWSLogs`, or at the top of a root that begins there.
    public let account: ByteString?
    /// Whether the account is a guess: there is no `AWSLogs` above it, and no kind, Region and year folder below. An
    /// examiner may have named a folder like that.
    public let isOwnerGuessed: Bool
    /// The organization folder that contains the account's folder, or nil.
    public let organization: ByteString?
    /// Whether the account's folder was found below `AWSLogs` or at the top of the root, not only above a kind
    /// folder.
    public let isBelowAccountFolder: Bool
    /// The name of the first kind folder below the account.
    public let kind: ByteString?
    /// Whether the path leads to another service: there are folders below the account's. The first isn't a Region, and none
    /// is named like one of CloudTrail's.
    public let isOtherService: Bool
    /// The Region folder below the kind folder. Nil means every Region (PLACE-15).
    public let region: ByteString?
    /// Midnight of the day folder, or nil.
    public let day: UnixTime?
    /// Whether a folder's name begins with a dot. Below an account's folder only the deeper folders count.
    public let isDotted: Bool
    /// Whether the path is, or lies below, something that operating systems leave at the top of a root (FILE-15).
    public let isLitter: Bool
    /// Whether a component can't be a folder's name in a copy (LOG-6).
    public let isUnsafe: Bool

    /// Parses the path of a folder.
    public init(_ path: ByteString) {
        self.path = path
        let parts = path.components
        top = parts.first.map { ByteString($0) }
        let first = Self.accountFolder(parts, at: 0)
        let accounts = parts.indices.lazy.filter { AccountPath.isLogsFolder(parts[$0]) }.compactMap { index in
            Self.accountFolder(parts, at: index + 1)
        }
        // A copy has no folder without a name, but a prefix such as `p/` leaves one in the key above `AWSLogs`.
        let start = parts.contains(where: \.isEmpty) ? accounts.first ?? parts.startIndex : parts.startIndex
        isUnsafe = parts.indices.contains { parts[$0].isUnsafeComponent && ($0 >= start || !parts[$0].isEmpty) }
        var below = parts[...]
        var account: ByteString?
        var organization: ByteString?
        var isOtherService = false
        let shown = first.flatMap { Self.holdsDays(parts, below: $0) ? $0 : nil }
        let owner = shown ?? accounts.first
        isOwnerGuessed = owner == nil
        if let folder = owner ?? first {
            below = parts[folder...]
            if folder > 0, AWSIdentifier.isOrganizationID(parts[folder - 1]) {
                organization = ByteString(parts[folder - 1])
            }
            account = below.first.map { ByteString($0) }
            below = below.dropFirst()
            isOtherService =
                below.first.map { !AWSIdentifier.isRegionName($0) } ?? false
                && !below.contains(where: AccountPath.isCalledLikeKind)
        }
        self.organization = organization
        self.isOtherService = isOtherService
        isBelowAccountFolder = account != nil
        isDotted = below.contains { $0.first == UInt8(ascii: ".") }
        isLitter = top.map(PathFacts.isLitter) ?? false
        guard let folder = below.firstIndex(where: AccountPath.isKindOfFolder) else {
            (self.account, kind, region, day) = (account, nil, nil, nil)
            return
        }
        kind = ByteString(parts[folder])
        // If the root begins below `AWSLogs`, the component above the kind folder is the account.
        if account == nil, folder > parts.startIndex, AWSIdentifier.isAccountID(parts[folder - 1]) {
            account = ByteString(parts[folder - 1])
        }
        self.account = account
        var rest = parts[(folder + 1)...]
        var region: ByteString?
        if let first = rest.first, AWSIdentifier.isRegionName(first) {
            region = ByteString(first)
            rest = rest.dropFirst()
        }
        self.region = region
        day = rest.count >= 3 ? Self.day(rest.prefix(3), of: path) : nil
    }

    /// Which files of a folder are judged.
    public enum Look: Sendable {
        /// All files.
        case all
        /// Only files with a digest's or log's name. In a root that shows an account's folder, hiding works only
        /// below that folder.
        case objects
        /// No files: they are hidden or belong to another service (FILE-2, FILE-15, FILE-20).
        case none
    }

    /// Which files of this folder are judged. `place` is what the root's own path says (PLACE-13).
    public func look(below place: ByteString) -> Look {
        if isLitter { return .none }
        let facts = place.isEmpty ? self : FolderFacts(place.appending(component: path))
        if facts.isOtherService { return .none }
        guard facts.isDotted else { return .all }
        return facts.isBelowAccountFolder ? .none : .objects
    }

    /// Returns the facts for the folders of a key. Returns itself if they are the same.
    public func reused(for key: ByteString) -> FolderFacts {
        let end = path.count
        if key.count > end, key.bytes[end] == ByteString.slash, key.hasPrefix(path),
            !key.bytes.span.extracting((end + 1)..<key.count).contains(ByteString.slash)
        {
            return self
        }
        return FolderFacts(key.splitAtLastSlash.folder)
    }

    /// Returns the index of the account component if `[o-…/]12 digits/` begins at `start`.
    private static func accountFolder(_ parts: [ArraySlice<UInt8>], at start: Int) -> Int? {
        guard start < parts.count else { return nil }
        if AWSIdentifier.isAccountID(parts[start]) { return start }
        guard start + 1 < parts.count, AWSIdentifier.isOrganizationID(parts[start]),
            AWSIdentifier.isAccountID(parts[start + 1])
        else { return nil }
        return start + 1
    }

    /// Whether the account's folder at the top of the root has a kind, Region and year folder below it. If so,
    /// everything deeper belongs to it. Otherwise it may be an examiner's folder, and the real account may follow.
    private static func holdsDays(_ parts: [ArraySlice<UInt8>], below folder: Int) -> Bool {
        guard folder + 3 < parts.count else { return false }
        return AccountPath.isKindOfFolder(parts[folder + 1]) && AWSIdentifier.isRegionName(parts[folder + 2])
            && parts[folder + 3].count == 4 && parts[folder + 3].allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func day(_ parts: ArraySlice<ArraySlice<UInt8>>, of path: ByteString) -> UnixTime? {
        guard let year = parts.first, let day = parts.last, year.count == 4, day.count == 2 else { return nil }
        return UnixTime(dayFolder: path.bytes.span.extracting(year.startIndex..<day.endIndex))
    }
}

/// The account and Region of a path. Nil means unknown.
public struct AccountRegion: Hashable, Sendable {
    /// The account.
    public let account: ByteString?
    /// The Region.
    public let region: ByteString?

    /// Creates a pair.
    public init(account: ByteString?, region: ByteString?) {
        self.account = account
        self.region = region
    }
}
