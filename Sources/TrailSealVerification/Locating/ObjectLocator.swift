internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// A correspondence between a folder of the copy and a bucket with the beginning of a key, as one verified digest shows
/// it (PLACE-3).
struct FolderMapping: Hashable, Sendable {
    let account: ByteString
    let root: Int
    /// The folder's path below the root.
    let folder: ByteString
    /// `BUCKET/BEGINNING-OF-KEY`. Empty if the folder lies above the buckets.
    let location: ByteString
    let bucket: ByteString
    /// The prefix of the digest's key.
    let prefix: ByteString
    /// Whether the folder corresponds to a kind folder or one below it.
    private let beginsBelowKind: Bool
    /// Whether the folder corresponds to a digest's own folder, that of its day.
    private let isOfDay: Bool

    init?(_ digest: DigestStatement, root: Int) {
        guard case .inPlace(let folder, let location) = digest.place else { return nil }
        account = digest.chain.accountID
        self.root = root
        self.folder = folder
        self.location = location
        bucket = digest.document.location.bucket
        prefix = digest.key.prefix
        beginsBelowKind = FolderFacts(location).kind != nil
        isOfDay = location == digest.document.location.joined.splitAtLastSlash.folder
    }

    /// The folder that holds the bucket's objects. A folder above the buckets may hold others.
    var top: RootedFolder {
        RootedFolder(root: root, path: location.isEmpty ? folder.appending(component: bucket) : folder)
    }

    /// The path in the copy of a folder of objects. Nil if the mapping doesn't reach it.
    func path(of folder: S3Location) -> ByteString? {
        PathMapping(root: root, folder: self.folder, location: location).path(of: folder.joined)
    }

    /// The path if another bucket or prefix shares the folder with this mapping's (PLACE-7, PLACE-9).
    func sharedPath(of folder: S3Location) -> ByteString? {
        let parts = folder.key.components
        guard let anchor = parts.firstIndex(where: { $0.elementsEqual("AWSLogs".utf8) }) else { return nil }
        let below = ByteString(Array(parts[anchor...].joined(separator: [ByteString.slash])))
        return path(of: S3Location(bucket: bucket, key: prefix.appending(component: below)))
    }

    /// The path if the folders of all kinds were copied into one, and this mapping shows where its digests lie (PLACE-7).
    func mixedPath(of folder: S3Location) -> ByteString? {
        guard beginsBelowKind, let kind = FolderFacts(folder.key.appending(component: "x")).kind else { return nil }
        let parts = folder.key.components
        guard let index = parts.firstIndex(where: { $0.elementsEqual(kind.bytes) }) else { return nil }
        let (above, below) = (parts[..<index], parts[(index + 1)...])
        let key = (above + [Array("CloudTrail-Digest".utf8)[...]] + below).joined(separator: [ByteString.slash])
        return path(of: S3Location(bucket: folder.bucket, key: ByteString(Array(key))))
    }

    /// Whether a key that the mapping gives may be an object's. A mapping of a digest's own folder also covers a flat folder,
    /// with logs and digests of other days. For these it gives keys that no object has.
    func mayHold(_ key: ByteString) -> Bool { !isOfDay || DigestObjectKey(key) != nil }

    /// The `BUCKET/KEY` that a path below the root stands for. Nil if the mapping doesn't reach it.
    func location(of path: ByteString) -> ByteString? {
        PathMapping(root: root, folder: folder, location: location).location(of: path)
    }
}

extension DigestStatement {
    /// Whether the digest shows the same mapping as `other`, if both lie below one root.
    func maps(like other: DigestStatement) -> Bool {
        document.location.isOfSeries(of: other.document.location) && place == other.place
    }
}

/// Says in which folders of the copy an object may lie. Only verified digests give mappings: an unproved digest could
/// declare any folder to be another bucket's (PLACE-6 to PLACE-9).
final class ObjectLocator: Sendable {
    /// Greatest number of mappings of one root and account (LIMIT-9).
    static let mappingLimit = 4_096

    /// The mappings by account, each once, in the order of the digests.
    let mappings: [ByteString: [FolderMapping]]
    /// For each folder, the positions in `mappings` of those that begin there, by account.
    private let positions: [RootedFolder: [ByteString: [Int]]]
    /// For each folder that mappings begin at, their accounts. Flat folders are left out, because they hold objects of
    /// other folders too.
    private let tops: [RootedFolder: Set<ByteString>]
    /// The lengths of the paths in `tops`, so that most lookups are skipped.
    private let topLengths: Set<Int>
    /// The buckets of verified digests.
    let buckets: Set<ByteString>
    /// For each folder below an account's that a mapping begins at: whose files it holds (PLACE-13).
    private let placings: [RootedFolder: Placing]
    /// Folders that correspond to a place above accounts. Paths below them name their accounts.
    private let aboveAccounts: Set<RootedFolder>

    init(_ proved: ProvedDigests, _ listing: ArchiveListing) {
        var mappings: [ByteString: [FolderMapping]] = [:]
        var positions: [RootedFolder: [ByteString: [Int]]] = [:]
        var tops: [RootedFolder: Set<ByteString>] = [:]
        var buckets: Set<ByteString> = []
        var placings: [RootedFolder: Placing] = [:]
        var aboveAccounts: Set<RootedFolder> = []
        var seen: Set<FolderMapping> = []
        var last: (digest: DigestStatement, root: Int)?
        var counts: [RootedFolder: Int] = [:]
        for (digest, position) in zip(proved.proved, proved.positions) {
            let root = listing.folders[proved.files[position].folder].root
            // Adjacent digests mostly show the same mapping.
            if let last, last.root == root, last.digest.maps(like: digest.statement) { continue }
            guard let mapping = FolderMapping(digest.statement, root: root) else { continue }
            buckets.insert(digest.location.bucket)
            last = (digest.statement, root)
            guard seen.insert(mapping).inserted else { continue }
            let owner = RootedFolder(root: root, path: mapping.account)
            counts[owner, default: 0] += 1
            guard counts[owner, default: 0] <= Self.mappingLimit else { continue }
            let top = RootedFolder(root: root, path: mapping.folder)
            positions[top, default: [:]][mapping.account, default: []].append(mappings[mapping.account]?.count ?? 0)
            mappings[mapping.account, default: []].append(mapping)
            let isFlat = mapping.location == digest.location.joined.splitAtLastSlash.folder
            if !isFlat { tops[mapping.top, default: []].insert(mapping.account) }
            guard let placing = Placing(mapping, digest.statement) else {
                aboveAccounts.insert(top)
                continue
            }
            placings[top] = placings[top]?.joined(with: placing) ?? placing
        }
        (self.mappings, self.positions, self.tops) = (mappings, positions, tops)
        topLengths = Set(tops.keys.map(\.path.count))
        (self.buckets, self.placings, self.aboveAccounts) = (buckets, placings, aboveAccounts)
    }

    /// The folders in which an object of `folder` may lie, each once. `own` are the mappings of the digest that lists
    /// it.
    func places(of folder: S3Location, account: ByteString, own: [FolderMapping] = []) -> [RootedFolder] {
        var found: [RootedFolder] = []
        var seen: Set<RootedFolder> = []
        func add(_ mapping: FolderMapping, _ path: ByteString?) {
            guard let path else { return }
            let place = RootedFolder(root: mapping.root, path: path)
            if seen.insert(place).inserted { found.append(place) }
        }
        let known = mappings[account] ?? []
        for mapping in known { add(mapping, mapping.path(of: folder)) }
        for mapping in known + own { add(mapping, mapping.sharedPath(of: folder)) }
        for mapping in known + own { add(mapping, mapping.mixedPath(of: folder)) }
        return found
    }

    /// The folders that mappings of the object's own bucket give. If there are none, those of other buckets that may
    /// share them (PLACE-19).
    func ownPlaces(of folder: S3Location, account: ByteString) -> [RootedFolder] {
        let known = mappings[account] ?? []
        let direct = known.compactMap { mapping in
            mapping.path(of: folder).map { RootedFolder(root: mapping.root, path: $0) }
        }
        return direct.isEmpty ? places(of: folder, account: account) : direct
    }

    /// Whether a verified digest shows that the bucket is part of the copy (LOG-14).
    func holds(bucket: ByteString) -> Bool { buckets.contains(bucket) }

    /// Whether the bucket is part of the copy. A folder with the bucket's name counts too, below a mapping from above
    /// the buckets (TIME-14).
    func holds(bucket: ByteString, in listing: ArchiveListing) -> Bool {
        holds(bucket: bucket)
            || mappings.values.contains { known in
                known.contains {
                    $0.location.isEmpty
                        && listing.hasFolder(root: $0.root, below: $0.folder.appending(component: bucket))
                }
            }
    }

    /// Whether a folder lies outside all mappings of an account, so that base names decide in it (PLACE-8).
    func isOutside(root: Int, _ folder: ByteString, of account: ByteString) -> Bool {
        top(root: root, folder, of: account) == nil
    }

    /// The accounts with a mapping that begins at `folder` or above it.
    func accounts(covering folder: ByteString, root: Int) -> Set<ByteString> {
        guard !tops.isEmpty else { return [] }
        var accounts: Set<ByteString> = []
        var path = folder
        while true {
            if let own = tops[RootedFolder(root: root, path: path)] {
                if accounts.isEmpty { accounts = own } else { accounts.formUnion(own) }
            }
            if path.isEmpty { return accounts }
            path = path.splitAtLastSlash.folder
        }
    }

    /// Whether a folder is or lies below one, other than the root itself, that a mapping begins at.
    func isBelowInnerTop(root: Int, _ folder: ByteString) -> Bool {
        var path = folder
        while !tops.isEmpty, !path.isEmpty {
            if tops[RootedFolder(root: root, path: path)] != nil { return true }
            path = path.splitAtLastSlash.folder
        }
        return false
    }

    /// The uppermost folder above or at `folder` that a mapping of the account begins at. Nil if there is none.
    func top(root: Int, _ folder: ByteString, of account: ByteString) -> ByteString? {
        guard !tops.isEmpty else { return nil }
        let bytes = folder.bytes
        for end in 0...bytes.count
        where (end == 0 || end == bytes.count || bytes[end] == ByteString.slash) && topLengths.contains(end) {
            let path = ByteString(bytes[..<end])
            if tops[RootedFolder(root: root, path: path)]?.contains(account) ?? false { return path }
        }
        return nil
    }

    /// The path that says whose the files of folder `path` are, if the root begins below an account's folder
    /// (PLACE-13). It is the path as it would be below `AWSLogs`, or for a flat folder only the owner's. It is `path`
    /// itself if that names an owner, if no mapping does, or if mappings name different ones.
    ///
    /// If other digests show that the root begins above accounts, a mapping says what kind of files a folder holds, but not
    /// whose they are: anybody can copy a digest there.
    func placed(root: Int, _ path: ByteString) -> (folder: ByteString, isFlat: Bool) {
        guard !placings.isEmpty else { return (path, false) }
        // A path's own names count only above the mapping, because anybody can name deeper folders (PLACE-13). So a
        // digest that somebody copies to the top of a whole copy can't take an account's folder from its owner
        // (FILE-13).
        let isShown = FolderFacts(path).account != nil
        let isAbove = isBelowAccounts(root: root, path)
        if isShown, isAbove { return (path, false) }
        var top = path
        while true {
            if let placing = placings[RootedFolder(root: root, path: top)],
                !isShown || (!placing.isFlat && FolderFacts(top).account == nil)
            {
                guard let owner = placing.owner else { return (path, placing.isFlat) }
                if placing.isFlat { return (isAbove ? path : owner, true) }
                guard let location = placing.mapping.location(of: path.appending(component: "x")) else {
                    return (path, false)
                }
                let folder = location.splitAtLastSlash.folder
                return isAbove ? (Self.belowOwner(folder), true) : (folder, false)
            }
            if top.isEmpty { return (path, false) }
            top = top.splitAtLastSlash.folder
        }
    }

    /// The accounts whose mappings begin at one place above `path` and disagree about its owner. Nil if none do, or if the
    /// folder is flat, where each file's name says whose it is.
    func contestants(root: Int, _ path: ByteString) -> Set<ByteString>? {
        guard !placings.isEmpty else { return nil }
        var top = path
        while true {
            let place = RootedFolder(root: root, path: top)
            if let placing = placings[place] {
                guard placing.owner == nil, !placing.isFlat else { return nil }
                return positions[place].map { Set($0.keys) }
            }
            if top.isEmpty { return nil }
            top = top.splitAtLastSlash.folder
        }
    }

    /// The part of a path from the kind folder on.
    private static func belowOwner(_ path: ByteString) -> ByteString {
        guard let kind = FolderFacts(path).kind,
            let part = path.components.first(where: { $0.elementsEqual(kind.bytes) })
        else { return path }
        return ByteString(path.bytes[part.startIndex...])
    }

    /// Whether `path` lies below a folder that corresponds to a place above accounts.
    private func isBelowAccounts(root: Int, _ path: ByteString) -> Bool {
        guard !aboveAccounts.isEmpty else { return false }
        var top = path
        while true {
            if aboveAccounts.contains(RootedFolder(root: root, path: top)), FolderFacts(top).account == nil {
                return true
            }
            if top.isEmpty { return false }
            top = top.splitAtLastSlash.folder
        }
    }

    /// The path that says whose an obstacle or an absent file would be.
    func placedPath(root: Int, _ path: ByteString) -> ByteString {
        // What systems leave at the top of a root belongs to nobody, whatever a mapping says about the root (FILE-15).
        if FolderFacts(path).isLitter { return path }
        let (folder, name) = path.splitAtLastSlash
        return placed(root: root, folder).folder.appending(component: name)
    }

    /// The object that a path stands for by its place. If the path names its account, only mappings of that account
    /// count.
    func object(root: Int, _ path: ByteString) -> (bucket: ByteString?, key: ByteString?) {
        let account = PathFacts(path).account
        let accounts = account.map { [$0] } ?? mappings.keys.sorted()
        for mapping in accounts.lazy.flatMap({ self.above(root: root, path, of: $0) }) {
            guard let joined = mapping.location(of: path), let location = S3Location(joined: joined),
                location.key.hasComponent("AWSLogs"), PathFacts(location.key).account != nil,
                mapping.mayHold(location.key)
            else { continue }
            return (location.bucket, location.key)
        }
        let parts = path.components
        guard account != nil, let anchor = parts.firstIndex(where: { $0.elementsEqual("AWSLogs".utf8) }) else {
            return (nil, nil)
        }
        return (nil, ByteString(path.bytes[parts[anchor].startIndex...]))
    }

    /// The mappings of an account that begin above a path, in their order.
    private func above(root: Int, _ path: ByteString, of account: ByteString) -> [FolderMapping] {
        let all = mappings[account] ?? []
        guard all.count > 1 else { return all.filter { $0.root == root } }
        var found: [Int] = []
        var top = path
        while !top.isEmpty {
            top = top.splitAtLastSlash.folder
            found += positions[RootedFolder(root: root, path: top)]?[account] ?? []
        }
        return found.sorted().map { all[$0] }
    }

    /// What mappings say about a folder below an account's.
    private struct Placing {
        let mapping: FolderMapping
        /// Whether digests lie in it by their base names.
        private(set) var isFlat: Bool
        /// `AWSLogs`, organization and account. Nil if mappings disagree.
        private(set) var owner: ByteString?

        init?(_ mapping: FolderMapping, _ digest: DigestStatement) {
            guard FolderFacts(mapping.location.appending(component: "x/x")).account != nil else { return nil }
            self.mapping = mapping
            isFlat = mapping.location == digest.document.location.joined.splitAtLastSlash.folder
            let chain = digest.chain
            var owner: ByteString = "AWSLogs"
            if let organization = chain.organizationID { owner = owner.appending(component: organization) }
            self.owner = owner.appending(component: chain.accountID)
        }

        /// Combines what two mappings say.
        func joined(with other: Placing) -> Placing {
            var both = self
            both.isFlat = isFlat || other.isFlat
            if other.owner != owner { both.owner = nil }
            return both
        }
    }
}
