internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What part of the buckets the copy is, so that an absent object outside of it is not called missing.
struct CopyExtent {
    private let listing: ArchiveListing
    private let locator: ObjectLocator
    private let proved: ProvedDigests
    /// Logs before this time were not copied; nil if all were.
    private let logsFrom: UnixTime?
    /// The days of which the copy holds a file, by account and Region.
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
                // An empty file only marks a folder.
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

    private struct Days {
        let all: Set<UnixTime>
        let first: UnixTime
        let last: UnixTime

        /// Nil if there are none.
        init?(_ all: Set<UnixTime>) {
            guard let first = all.min(), let last = all.max() else { return nil }
            (self.all, self.first, self.last) = (all, first, last)
        }
    }

    /// Whose file of which day it is, by a log's or a digest's name.
    private static func dayByName(_ name: ByteString) -> (AccountRegion, UnixTime)? {
        let parts = name.bytes.split(separator: UInt8(ascii: "_"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, AWSIdentifier.isAccountID(parts[0]), AWSIdentifier.isRegion(parts[2]),
            let time = LogFileName.stamp(in: name) ?? DigestFileName.standing(name)?.endTime
        else { return nil }
        let day = UnixTime(seconds: time.seconds - ((time.seconds % UnixTime.day) + UnixTime.day) % UnixTime.day)
        return (AccountRegion(account: ByteString(parts[0]), region: ByteString(parts[2])), day)
    }

    /// Why a listed object without a file is not there. `filled` are the buckets of which a listed object was found.
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

    /// Whether the object is of the day before the first, or after the last, of which the copy holds a file (LOG-15, LOG-19).
    private func isBesideCopiedDays(_ key: ByteString) -> Bool {
        let facts = PathFacts(key)
        guard let account = facts.account, let region = facts.region, let day = facts.day,
            let held = days[AccountRegion(account: account, region: region)], !held.all.contains(day)
        else { return false }
        return day == held.first - UnixTime.day || day == held.last + UnixTime.day
    }
}

/// Places in folders that could not be listed, so that nobody knows what lies there.
struct HiddenPlaces {
    private let listing: ArchiveListing
    private let locator: ObjectLocator
    /// Folders that could not be listed, by their path from `AWSLogs` on, or as a whole: the accounts whose mappings cover all
    /// of that path. For any other one lies outside.
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
            // Nothing is left to be taken away.
            if obstacles[run]?.isEmpty ?? false { continue }
            let covering = locator.accounts(covering: obstacle.path, root: obstacle.root)
            obstacles[run] = obstacles[run]?.intersection(covering) ?? covering
        }
        self.obstacles = obstacles
        longest = obstacles.keys.lazy.map(\.components.count).max() ?? 0
    }

    /// Whether the folder of an object's own place could not be listed (PLACE-19).
    func hides(_ location: S3Location, account: ByteString) -> Bool {
        let places = locator.ownPlaces(of: location, account: account)
        if places.contains(where: { listing.isHidden(root: $0.root, path: $0.path) }) {
            return true
        }
        guard longest > 0 else { return false }
        // Outside all mappings of the account, a folder of the key.
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
