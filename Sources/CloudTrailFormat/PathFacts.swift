public import Primitives

/// What a path, or a key, says of whose file it is and of what time. Read once, from the top (PLACE-13, PLACE-14).
public struct PathFacts: Sendable {
    public static let digestFolder: StaticString = "CloudTrail-Digest"
    public static let logFolder: StaticString = "CloudTrail"

    /// What the folders say.
    public let folder: FolderFacts
    private let last: Last
    private let isOfRegion: Bool
    /// Whether a file is hidden: litter, or its name or a folder begins with a dot. The folder hides a digest or log only
    /// below an account's (FILE-14, FILE-15, FILE-20).
    public let isHidden: Bool

    /// The last component. Those of thousands of digests differ in their time alone.
    private enum Last: Sendable {
        case digest(DigestKeySeries, UnixTime)
        case listed(LogKey)
        case other(NameFacts)
    }

    public init(_ path: ByteString) {
        let (folder, name) = path.splitAtLastSlash
        self.init(FolderFacts(folder), name: name)
    }

    /// The same if what the folders say is known. If `neighbour` is a digest of the same series, its chain is shared.
    public init(_ folder: FolderFacts, name: ByteString, like neighbour: S3Location? = nil) {
        if let neighbour, let digest = PathFacts(folder, name: name.bytes.span, ofSeriesOf: neighbour) {
            self = digest
        } else {
            self.init(
                folder, .other(NameFacts(name, like: neighbour?.digest?.series.chain)),
                isOfRegion: RecognizedName.isOf(region: folder.region, name),
                isHidden: name.bytes.first == UInt8(ascii: ".") || folder.isLitter
                    || (folder.top == nil && Self.isLitter(name))
                    || (folder.isDotted && (folder.isBelowAccountFolder || !RecognizedName.isObject(name))))
        }
    }

    /// The same for a digest's name of the series of `neighbour`; nil for any other.
    public init?(_ folder: FolderFacts, name: Span<UInt8>, ofSeriesOf neighbour: S3Location) {
        guard let (series, _) = neighbour.digest, let endTime = series.endTime(inName: name) else { return nil }
        self.init(
            folder, .digest(series, endTime), isOfRegion: folder.region.map { $0 == series.chain.region } ?? true,
            isHidden: folder.isLitter || (folder.isDotted && folder.isBelowAccountFolder))
    }

    /// The same for a file with the name of a log file's key.
    public init(_ folder: FolderFacts, named key: LogKey) {
        guard key.isLogName else {
            self.init(folder, name: key.name)
            return
        }
        self.init(
            folder, .listed(key),
            isOfRegion: folder.region == key.folder.region
                ? key.isOfRegion : RecognizedName.isOf(region: folder.region, key.name),
            isHidden: folder.isLitter || (folder.isDotted && folder.isBelowAccountFolder))
    }

    private init(_ folder: FolderFacts, _ last: Last, isOfRegion: Bool, isHidden: Bool) {
        (self.folder, self.last, self.isOfRegion, self.isHidden) = (folder, last, isOfRegion, isHidden)
    }

    /// The last component. Put together anew each time for a digest.
    public var name: ByteString {
        switch last {
        case .digest(let series, let endTime): series.name(at: endTime)
        case .listed(let key): key.name
        case .other(let facts): facts.name
        }
    }

    /// The time in a log's name: `…_YYYYMMDDTHHMMZ_…`.
    public var stamp: UnixTime? {
        switch last {
        case .digest(let series, _): series.stampInName
        case .listed(let key): key.stamp
        case .other(let facts): facts.stamp
        }
    }

    /// Whether the name is one that CloudTrail gives a log file.
    public var isLogName: Bool {
        switch last {
        case .digest: false
        case .listed: true
        case .other(let facts): facts.isLogName
        }
    }

    /// What the name says if it is a digest's.
    public var digest: DigestName? {
        switch last {
        case .digest(let series, let endTime): DigestName(series, endTime)
        case .listed: nil
        case .other(let facts): facts.digest
        }
    }

    /// The account of the folder; nil if nobody knows. What is not known is of every account, so that no filter leaves it out:
    /// a log in a folder that only seems to be an account's, with another in its name (PLACE-13).
    public var account: ByteString? {
        let isUnclear =
            folder.isOwnerGuessed && folder.account != nil && isLogName
            && RecognizedName.account(name) != folder.account
        return isUnclear ? nil : folder.account
    }

    /// The Region of the folder; nil, as of every Region, if the name of a digest or log says another (PLACE-15).
    public var region: ByteString? { isOfRegion ? folder.region : nil }
    /// The account, if the path shows it from the top.
    public var shownAccount: ByteString? { folder.isBelowAccountFolder ? folder.account : nil }
    public var isBelowAccountFolder: Bool { folder.isBelowAccountFolder }
    public var place: AccountRegion { AccountRegion(account: account, region: region) }
    public var kind: ByteString? { folder.kind }
    public var isOtherService: Bool { folder.isOtherService }
    public var day: UnixTime? { folder.day }
    /// The first component.
    public var top: ByteString { folder.top ?? name }

    /// Names that systems leave at the top of a root (FILE-15).
    public static let litter: [StaticString] = ["lost+found", "$RECYCLE.BIN", "System Volume Information", "__MACOSX"]

    fileprivate static func isLitter(_ name: ByteString) -> Bool { litter.contains { name == $0 } }
}

/// What a name alone says that is neither a digest's of a known series nor a known log's.
private final class NameFacts: Sendable {
    let name: ByteString
    let stamp: UnixTime?
    let isLogName: Bool
    let digest: DigestName?

    init(_ name: ByteString, like known: ChainID?) {
        self.name = name
        stamp = LogFileName.stamp(in: name)
        isLogName = stamp != nil && LogFileName.isWhole(name)
        digest = DigestName(name, like: known)
    }
}

/// What the folders of a path say of the files below them. The files of one folder share it.
public final class FolderFacts: Sendable {
    public let path: ByteString
    /// The first component; nil for the root itself.
    public let top: ByteString?
    /// The account of the first `[o-…/]12 digits/` below `AWSLogs`, or at the top of a root that begins there.
    public let account: ByteString?
    /// Whether neither `AWSLogs` above nor kind, Region and year below show that the account's folder is one: an examiner may
    /// have called a folder like that.
    public let isOwnerGuessed: Bool
    /// The organization whose folder the account's stands in.
    public let organization: ByteString?
    /// Whether that folder stands below `AWSLogs`, or at the top of the root, and not only above a kind folder.
    public let isBelowAccountFolder: Bool
    /// The first folder below the account that is called like one of CloudTrail's.
    public let kind: ByteString?
    /// Whether another service's folder stands below the account: none there is called like one of CloudTrail's.
    public let isOtherService: Bool
    /// The Region folder below the kind folder; nil means every Region (PLACE-15).
    public let region: ByteString?
    /// Midnight of the day folder.
    public let day: UnixTime?
    /// Whether a folder begins with a dot, below the account folder or, if there is none, anywhere.
    public let isDotted: Bool
    /// Whether it is, or lies in, what systems leave at the top of a root (FILE-15).
    public let isLitter: Bool
    /// Whether a folder is called as no folder of a copy can be (LOG-6).
    public let isUnsafe: Bool

    public init(_ path: ByteString) {
        self.path = path
        let parts = path.components
        isUnsafe = parts.contains(where: \.isUnsafeComponent)
        top = parts.first.map { ByteString($0) }
        let first = Self.accountFolder(parts, at: 0)
        let accounts = parts.indices.lazy.filter { AccountPath.isLogsFolder(parts[$0]) }.compactMap { index in
            Self.accountFolder(parts, at: index + 1)
        }
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
            isOtherService = !below.isEmpty && !below.contains(where: AccountPath.isCalledLikeKind)
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
        // Where the root begins below `AWSLogs`, the component above the kind folder is the account's.
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
        day = rest.count >= 3 ? Self.day(rest.prefix(3)) : nil
    }

    /// Which of a folder's files are looked at.
    public enum Look: Sendable {
        case all
        /// Those with a digest's or log's name. A root that shows an account's folder hides them below one alone.
        case objects
        /// None: they are hidden, or another service's (FILE-15, FILE-20, FILE-2).
        case none
    }

    /// What is looked at in this folder, if the root's own path says `place` (PLACE-13).
    public func look(below place: ByteString) -> Look {
        if isLitter { return .none }
        let facts = place.isEmpty ? self : FolderFacts(place.appending(component: path))
        if facts.isOtherService { return .none }
        guard facts.isDotted else { return .all }
        return facts.isBelowAccountFolder ? .none : .objects
    }

    /// What the folders of a key say: this, if they are the same.
    public func reused(for key: ByteString) -> FolderFacts {
        let end = path.count
        if key.count > end, key.bytes[end] == ByteString.slash, key.hasPrefix(path),
            !key.bytes.span.extracting((end + 1)..<key.count).contains(ByteString.slash)
        {
            return self
        }
        return FolderFacts(key.splitAtLastSlash.folder)
    }

    /// Where the account's folder stands, if `[o-…/]12 digits/` begins at `start`.
    private static func accountFolder(_ parts: [ArraySlice<UInt8>], at start: Int) -> Int? {
        guard start < parts.count else { return nil }
        if AWSIdentifier.isAccountID(parts[start]) { return start }
        guard start + 1 < parts.count, AWSIdentifier.isOrganizationID(parts[start]),
            AWSIdentifier.isAccountID(parts[start + 1])
        else { return nil }
        return start + 1
    }

    /// Whether the account's folder at the root's top holds what an account's does: kind, Region and year. Whatever lies
    /// deeper is its own then. Without that the folder may be an examiner's, and a prefix may follow.
    private static func holdsDays(_ parts: [ArraySlice<UInt8>], below folder: Int) -> Bool {
        guard folder + 3 < parts.count else { return false }
        return AccountPath.isKindOfFolder(parts[folder + 1]) && AWSIdentifier.isRegionName(parts[folder + 2])
            && parts[folder + 3].count == 4 && parts[folder + 3].allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func day(_ parts: ArraySlice<ArraySlice<UInt8>>) -> UnixTime? {
        guard parts.lazy.map(\.count).elementsEqual([4, 2, 2]) else { return nil }
        var text: [UInt8] = []
        text.reserveCapacity(16)
        for part in parts { text += part }
        text += "T000000Z".utf8
        return UnixTime(keyForm: text[...])
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
