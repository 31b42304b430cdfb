internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The part of the buckets that was copied. An absent object outside it isn't called missing (LOG-14, LOG-15, LOG-19).
struct CopyExtent {
    private let listing: ArchiveListing
    private let locator: ObjectLocator
    private let proved: ProvedDigests
    /// Logs before this time weren't copied. Nil if all were.
    private let logsFrom: UnixTime?
    /// The days from which the copy holds a file, by account and Region.
    private let days: [AccountRegion: Days]
    private let hidden: HiddenPlaces

    init(
        listing: ArchiveListing, placing: FolderPlacing, locator: ObjectLocator, proved: ProvedDigests,
        logsFrom: UnixTime?, status: (FileNumber) -> ArtifactStatus?
    ) {
        self.listing = listing
        self.locator = locator
        self.proved = proved
        self.logsFrom = logsFrom
        var days: [AccountRegion: Set<UnixTime>] = [:]
        for (index, folder) in listing.folders.enumerated() {
            let facts = placing.facts(ofFolder: index)
            if let day = facts.day, facts.account != nil {
                // Empty files only mark folders.
                guard folder.files.contains(where: { status($0)?.size != 0 }) else { continue }
                days[AccountRegion(account: facts.account, region: facts.region), default: []].insert(day)
            } else if placing.isFlat(index) || facts.day != nil {
                for position in folder.names.indices {
                    guard let (place, day) = Self.dayByName(folder.names[position]) else { continue }
                    days[place, default: []].insert(day)
                }
            }
        }
        self.days = days.compactMapValues(Days.init)
        hidden = HiddenPlaces(listing, locator)
    }

    /// The days from which the copy holds a file of one account and Region.
    private struct Days {
        let all: Set<UnixTime>
        let first: UnixTime
        let last: UnixTime

        /// Nil if `all` is empty.
        init?(_ all: Set<UnixTime>) {
            guard let first = all.min(), let last = all.max() else { return nil }
            (self.all, self.first, self.last) = (all, first, last)
        }
    }

    /// The account, Region and day in a log's or digest's name.
    private static func dayByName(_ name: ByteString) -> (AccountRegion, UnixTime)? {
        let parts = name.bytes.split(separator: UInt8(ascii: "_"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, AWSIdentifier.isAccountID(parts[0]), AWSIdentifier.isRegion(parts[2]),
            let time = LogFileName.stamp(in: name) ?? DigestFileName.standing(name)?.endTime
        else { return nil }
        let day = UnixTime(seconds: time.seconds - ((time.seconds % UnixTime.day) + UnixTime.day) % UnixTime.day)
        return (AccountRegion(account: ByteString(parts[0]), region: ByteString(parts[2])), day)
    }

    /// Why no file stands for a listed object. `filled` are the buckets in which a file for some listed object was
    /// found.
    func absence(of log: ListedLog, filled: Set<ByteString>) -> LogAbsence {
        if let logsFrom, let time = log.key.stamp ?? log.digests.lazy.map({ proved.proved[$0].interval.to }).max(),
            time < logsFrom
        {
            return .notAskedFor
        }
        if log.key.isUnsafe { return .seen }
        guard let account = log.digests.first.map({ proved.proved[$0].chain.accountID }) else { return .seen }
        if hidden.hides(log.location, account: account) { return .hidden }
        let bucket = log.location.bucket
        if !locator.holds(bucket: bucket, in: listing), !filled.contains(bucket) { return .outsideCopy }
        return isBesideCopiedDays(log.location.key) ? .outsideCopy : .seen
    }

    /// Whether the object is from the day before the copy's first day or after its last one (LOG-15, LOG-19).
    private func isBesideCopiedDays(_ key: ByteString) -> Bool {
        let facts = PathFacts(key)
        guard let account = facts.account, let region = facts.region, let day = facts.day,
            let held = days[AccountRegion(account: account, region: region)], !held.all.contains(day)
        else { return false }
        return day == held.first - UnixTime.day || day == held.last + UnixTime.day
    }
}

/// The folders that couldn't be listed. Nobody knows what is in them (PLACE-19).
struct HiddenPlaces {
    private let listing: ArchiveListing
    private let locator: ObjectLocator
    /// The folders that couldn't be listed, by their path from `AWSLogs` on, or by their whole path if that has none.
    /// The values are the accounts whose mappings cover all folders of that path. For any other account such a folder
    /// lies outside the mappings, and the names in its path decide.
    private let obstacles: [ByteString: Set<ByteString>]
    private let longest: Int

    init(_ listing: ArchiveListing, _ locator: ObjectLocator) {
        self.listing = listing
        self.locator = locator
        var obstacles: [ByteString: Set<ByteString>] = [:]
        for obstacle in listing.obstacles where obstacle.hidesFiles {
            let parts = obstacle.path.components
            let anchor = parts.last { $0.elementsEqual("AWSLogs".utf8) }?.startIndex
            let run = ByteString(obstacle.path.bytes[(anchor ?? 0)...])
            // An empty set can't shrink, so the lookup isn't needed.
            if obstacles[run]?.isEmpty ?? false { continue }
            let covering = locator.accounts(covering: obstacle.path, root: obstacle.root)
            // A folder of one account holds no object of another.
            let below = locator.placedPath(root: obstacle.root, obstacle.path.appending(component: "x"))
            if let owner = PathFacts(below).account, covering.contains(owner) { continue }
            obstacles[run] = obstacles[run]?.intersection(covering) ?? covering
        }
        self.obstacles = obstacles
        longest = obstacles.keys.lazy.map(\.components.count).max() ?? 0
    }

    /// Whether the folder in an object's own place couldn't be listed (PLACE-19).
    func hides(_ location: S3Location, account: ByteString) -> Bool {
        let places = locator.ownPlaces(of: location, account: account)
        if places.contains(where: { listing.isHidden(root: $0.root, path: $0.path) }) {
            return true
        }
        guard longest > 0 else { return false }
        // Outside the account's mappings, an obstacle hides the object if its path is part of the key's folder.
        let folder = location.key.splitAtLastSlash.folder
        let parts = folder.components
        return parts.indices.contains { start in
            parts[start...].prefix(longest).contains { last in
                let run = ByteString(folder.bytes[parts[start].startIndex..<last.endIndex])
                return obstacles[run].map { !$0.contains(account) } ?? false
            }
        }
    }
}
