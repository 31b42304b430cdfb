internal import CloudTrailFormat
internal import Primitives

/// Translates between files of the copy and S3, by the mappings that the digests' places gave. Those of verified
/// digests are tried first.
struct PlaceMap: Sendable {
    /// Most mappings that are tried: a copy has one for each bucket and root, and a forger could make many, by copying
    /// one digest file into as many folders. Those with the most digest files are kept.
    static let mappingLimit = 1_024

    private let listing: ArchiveListing
    /// Verified ones first, then the others; in a fixed order.
    private var mappings: [PathMapping]
    /// Those that digests of an account show; empty where no root has more than one.
    private let ofAccounts: [ByteString: [PathMapping]]
    private let outerFolders: Set<RootedFolder>
    /// Those that any digest shows by its place.
    private let shown: [PathMapping]
    /// Those that logs of an account show in roots without digests.
    private var learned: [ByteString: [PathMapping]] = [:]
    /// Roots without any verified digest in its place, in which logs may still lie.
    private let rootsWithoutDigests: Set<Int>
    /// In those roots: folders of logs by the last five components of their path.
    private let strayFolders: [ByteString: [Int]]
    private let merged: MergedFolders
    /// Files that are other objects than their places say, by the digests that list them.
    private var settled: [FileNumber: PathMapping] = [:]
    private var lastSettled: PathMapping?
    /// Buckets and key folders of which logs were found where no digest shows them.
    private var mergedFolders: Set<S3Location> = []

    /// `outerFolders` are folders that hold listed files, though `listing` may not know of them.
    init(listing: ArchiveListing, seen: MappingTally, outerFolders: Set<RootedFolder> = []) {
        self.listing = listing
        self.outerFolders = outerFolders
        mappings = seen.ordered(limit: Self.mappingLimit)
        shown = mappings
        ofAccounts = seen.areSeveral ? seen.orderedOfAccounts(limit: Self.mappingLimit) : [:]
        // A forged digest may not say that a root holds nothing else: then logs would be missing because of it.
        let firm = seen.verified.isEmpty ? mappings : mappings.filter { seen.verified[$0] != nil }
        let mapped = Set(firm.map(\.root))
        rootsWithoutDigests = Set(listing.roots.indices).subtracting(mapped)
        var stray: [ByteString: [Int]] = [:]
        if !rootsWithoutDigests.isEmpty {
            for (index, folder) in listing.folders.enumerated()
            where rootsWithoutDigests.contains(folder.root) && folder.zone != .digests {
                if let tail = Self.tail(of: folder.path) { stray[tail, default: []].append(index) }
            }
        }
        strayFolders = stray
        merged = MergedFolders(listing: listing, mappings: firm, tops: mappings)
    }

    /// Kind of folder, region, year, month and day.
    private static func tail(of folder: ByteString) -> ByteString? {
        let parts = folder.components
        let count = PathMapping.agreementMinimum - 1
        guard parts.count >= count else { return nil }
        return ByteString(folder.bytes[parts[parts.count - count].startIndex...])
    }

    /// Whether one object could lie at more than one place.
    var hasSeveral: Bool { mappings.count > 1 || !strayFolders.isEmpty }

    /// All files that stand for an object; `own` is known already. Learns the mapping of a root without digests.
    mutating func files(of location: S3Location, own: FileNumber? = nil) -> [FileNumber] {
        var found = own.map { [$0] } ?? []
        let joined = location.joined
        for mapping in mappings {
            guard let path = mapping.path(of: joined), let file = listing.file(root: mapping.root, path: path),
                !found.contains(file)
            else { continue }
            found.append(file)
        }
        guard !strayFolders.isEmpty else { return found }
        let (keyFolder, name) = location.key.splitAtLastSlash
        let account = AccountPath.belowAccounts(location.key)?.first.map { ByteString($0) } ?? ByteString()
        for folder in Self.tail(of: keyFolder).flatMap({ strayFolders[$0] }) ?? [] {
            guard let file = listing.file(named: name, inFolder: folder),
                let mapping = PathMapping(
                    root: listing.folders[folder].root,
                    path: listing.folders[folder].path.appending(component: name), declared: joined)
            else { continue }
            // The logs of an account show it also where another account's did already.
            learn(mapping, of: account)
            if !found.contains(file) { found.append(file) }
        }
        return found
    }

    private mutating func learn(_ mapping: PathMapping, of account: ByteString) {
        if !mappings.contains(mapping) {
            guard mappings.count < Self.mappingLimit else { return }
            mappings.append(mapping)
        }
        if learned[account]?.contains(mapping) != true { learned[account, default: []].append(mapping) }
    }

    /// Whether objects may lie where the digests of their root show others.
    var mayBeMerged: Bool { merged.areAny }

    /// Files that may be an object, though no digest in their root shows that it would be there.
    func mergedFiles(of location: S3Location) -> [FileNumber] {
        merged.areAny && covers(location) ? merged.files(of: location) : []
    }

    /// Whether several mappings may tell what a file is, not all of them the same.
    func isAmbiguous(_ file: FileNumber) -> Bool {
        let root = listing.folders[listing.folder(of: file)].root
        return mappings.count { $0.root == root } > 1
    }

    /// Takes a file for the object that a digest lists, if its place says otherwise.
    mutating func settle(_ file: FileNumber, as location: S3Location) {
        let object = placed(file)
        if object.bucket == location.bucket, object.key == location.key {
            settled[file] = nil
        } else {
            let root = listing.folders[listing.folder(of: file)].root
            let mapping = PathMapping(root: root, path: path(of: file), declared: location.joined)
            // Neighbours mostly share it.
            if mapping != lastSettled { lastSettled = mapping }
            settled[file] = lastSettled
        }
    }

    /// Remembers that the copy holds logs of an object's folder.
    mutating func noteMerged(_ location: S3Location) { mergedFolders.insert(Self.folder(of: location)) }

    private static func folder(of location: S3Location) -> S3Location {
        S3Location(bucket: location.bucket, key: location.key.splitAtLastSlash.folder)
    }

    /// Whether logs of an object's folder were found where no digest shows them.
    func isFolderMerged(of location: S3Location) -> Bool {
        !mergedFolders.isEmpty && mergedFolders.contains(Self.folder(of: location))
    }

    /// The paths at which an object would lie.
    func places(of location: S3Location) -> [(root: Int, path: ByteString)] {
        let joined = location.joined
        return mappings.compactMap { mapping in mapping.path(of: joined).map { (mapping.root, $0) } }
    }

    /// Whether the part of S3 to which an object belongs was given, so that its absence means something.
    func covers(_ location: S3Location) -> Bool {
        let joined = location.joined
        return mappings.contains { mapping in
            guard mapping.covers(joined) else { return false }
            guard mapping.location.isEmpty else { return true }
            // Above the buckets: the bucket's own folder must be there.
            let folder = mapping.folder.appending(component: location.bucket)
            return listing.hasFolder(root: mapping.root, below: folder)
                || outerFolders.contains(RootedFolder(root: mapping.root, path: folder))
        }
    }

    /// Whether anything stands where an object would lie: a file of any content, or something that is not opened.
    func isOccupied(_ location: S3Location) -> Bool {
        places(of: location).contains { place in
            listing.file(root: place.root, path: place.path) != nil
                || listing.hasObstacle(root: place.root, path: place.path)
        }
    }

    /// Whether an object would lie in a folder that could not be listed.
    func isHidden(_ location: S3Location) -> Bool {
        places(of: location).contains { listing.isHidden(root: $0.root, path: $0.path) } || isHiddenAnywhere(location)
    }

    /// Whether an object may lie in a folder that could not be listed, in a root of which no digest shows that it holds its
    /// bucket.
    private func isHiddenAnywhere(_ location: S3Location) -> Bool {
        guard !rootsWithoutDigests.isEmpty || merged.areAny else { return false }
        let key = Self.fromAccounts(location.key) ?? location.key
        let isCovered = covers(location)
        return listing.obstacles.contains { obstacle in
            guard obstacle.hidesFiles,
                rootsWithoutDigests.contains(obstacle.root)
                    || (isCovered && merged.mayHold(location, root: obstacle.root))
            else { return false }
            guard let folder = Self.fromAccounts(obstacle.path) else { return true }
            return key.hasPrefix(ByteString(folder.bytes + [ByteString.slash]))
        }
    }

    /// What begins with the last `AWSLogs` of a path or key; nil where there is none.
    private static func fromAccounts(_ path: ByteString) -> ByteString? {
        let parts = path.components
        guard let anchor = parts.lastIndex(where: { ByteString($0) == "AWSLogs" as StaticString }) else { return nil }
        return ByteString(path.bytes[parts[anchor].startIndex...])
    }

    /// The day folders in which an object may lie, as far as they hold files.
    func dayFolders(of location: S3Location) -> [Int] {
        places(of: location).compactMap { place in
            listing.folder(root: place.root, path: place.path.splitAtLastSlash.folder)
        }
    }

    /// The object that a file of the listing is, by its place or by what lists it.
    func object(of file: FileNumber) -> PlacedObject {
        if !settled.isEmpty, let mapping = settled[file],
            let location = mapping.location(of: path(of: file)).flatMap({ S3Location(joined: $0) })
        {
            return PlacedObject(bucket: location.bucket, key: location.key)
        }
        return placed(file)
    }

    private func placed(_ file: FileNumber) -> PlacedObject {
        object(root: listing.folders[listing.folder(of: file)].root, path: path(of: file))
    }

    /// The path below its root, by the name of the object for which a file stands.
    func path(of file: FileNumber) -> ByteString {
        listing.folders[listing.folder(of: file)].path.appending(component: listing.objectName(of: file))
    }

    /// The object that something at a path is by its place.
    func object(root: Int, path: ByteString) -> PlacedObject {
        var fallback: S3Location?
        for mapping in candidates(for: path) where mapping.root == root {
            guard let joined = mapping.location(of: path), let location = S3Location(joined: joined) else { continue }
            // A copy may hold one folder at several depths, and a mapping of one depth gives no key for another.
            if PlacedObject.isWellFormed(location.key) {
                return PlacedObject(bucket: location.bucket, key: location.key)
            }
            fallback = fallback ?? location
        }
        let fromAccounts = Self.fromAccounts(path)
        // No bucket is called AWSLogs, and what stands before it in a path is no key's where a mapping does not say so.
        if let fallback, fromAccounts == nil || Self.fromAccounts(fallback.key) != nil {
            return PlacedObject(bucket: fallback.bucket, key: fallback.key)
        }
        return PlacedObject(bucket: nil, key: fromAccounts)
    }

    /// The mappings that may tell what lies at a path, in the order in which they are tried: those first that digests or
    /// logs of its own account show, so that another account's tell only what nothing of its own does.
    private func candidates(for path: ByteString) -> [PathMapping] {
        guard !(ofAccounts.isEmpty && learned.isEmpty) else { return shown }
        guard let account = PlacedObject.owner(of: path).account else { return mappings }
        return (ofAccounts[account] ?? []) + shown + (learned[account] ?? [])
    }
}

/// What a file is by its place, as far as that can be told.
struct PlacedObject: Sendable {
    let bucket: ByteString?
    let key: ByteString?

    /// Account and region of the folders around it.
    var accountAndRegion: (account: ByteString?, region: ByteString?) {
        Self.accountAndRegion(of: key ?? ByteString())
    }

    /// Whether a key is one that CloudTrail would give: below the last `AWSLogs` an account, of an organization or not, and
    /// its `CloudTrail` folders.
    static func isWellFormed(_ key: ByteString) -> Bool {
        guard let below = AccountPath.belowAccounts(key), let account = below.first, AWSIdentifier.isAccountID(account),
            let kind = below.dropFirst().first
        else { return false }
        return kind.starts(with: Array("CloudTrail".utf8))
    }

    /// The same of something that may lie outside a kind of folder: then the account in whose folder it lies, or whose
    /// place it takes.
    static func owner(of path: ByteString) -> (account: ByteString?, region: ByteString?) {
        let (account, region) = accountAndRegion(of: path)
        guard account == nil, let folder = AccountPath.belowAccounts(path)?.first, AWSIdentifier.isAccountID(folder)
        else { return (account, region) }
        return (ByteString(folder), region)
    }

    /// Account and region in a key or path: the components around the kind of folder.
    static func accountAndRegion(of path: ByteString) -> (account: ByteString?, region: ByteString?) {
        let parts = path.components
        guard let kind = parts.lastIndex(where: AccountPath.isKindOfFolder) else { return (nil, nil) }
        let account = kind > 0 && AWSIdentifier.isAccountID(parts[kind - 1]) ? ByteString(parts[kind - 1]) : nil
        let region =
            kind + 1 < parts.count && AWSIdentifier.isRegion(parts[kind + 1]) ? ByteString(parts[kind + 1]) : nil
        return (account, region)
    }
}
