internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// How a folder of the copy corresponds to a bucket and the beginning of a key, as one verified digest shows it (PLACE-3).
struct FolderMapping: Hashable, Sendable {
    let account: ByteString
    let root: Int
    /// Below the root.
    let folder: ByteString
    /// `bucket/beginning of the key`; empty above the buckets.
    let location: ByteString
    let bucket: ByteString
    /// The prefix of the digest's key.
    let prefix: ByteString

    init?(_ digest: DigestStatement, root: Int) {
        guard case .inPlace(let folder, let location) = digest.place else { return nil }
        account = digest.chain.accountID
        self.root = root
        self.folder = folder
        self.location = location
        bucket = digest.document.location.bucket
        prefix = digest.key.prefix
    }

    /// Where the folder of an object lies by this mapping; nil if it does not say.
    func path(of folder: S3Location) -> ByteString? {
        PathMapping(root: root, folder: self.folder, location: location).path(of: folder.joined)
    }

    /// The same if the object's bucket and prefix share the folder with this mapping's (PLACE-7, PLACE-9).
    func sharedPath(of folder: S3Location) -> ByteString? {
        let parts = folder.key.components
        guard let anchor = parts.firstIndex(where: { $0.elementsEqual("AWSLogs".utf8) }) else { return nil }
        let below = ByteString(Array(parts[anchor...].joined(separator: [ByteString.slash])))
        return path(of: S3Location(bucket: bucket, key: prefix.appending(component: below)))
    }

    /// The object that a path below the root would be.
    func location(of path: ByteString) -> ByteString? {
        PathMapping(root: root, folder: folder, location: location).location(of: path)
    }
}

extension DigestStatement {
    /// Whether it shows the same mapping as another below the same root.
    func maps(like other: DigestStatement) -> Bool {
        document.location.isOfSeries(of: other.document.location) && place == other.place
    }
}

/// Says in which folders of the copy an object may lie, by the mappings of verified digests alone (PLACE-6 to PLACE-9).
final class ObjectLocator: Sendable {
    /// Most mappings of one root and account (LIMIT-9).
    static let mappingLimit = 4_096

    /// By account, each once, in the order of the digests.
    let mappings: [ByteString: [FolderMapping]]
    /// Positions in `mappings` of those that begin at a folder, by account.
    private let positions: [RootedFolder: [ByteString: [Int]]]
    /// Of each folder that mappings begin at, whose they are. Flat folders aside: they hold objects of other folders too.
    private let tops: [RootedFolder: Set<ByteString>]
    /// Bytes of their paths.
    private let topLengths: Set<Int>
    /// Those of verified digests.
    let buckets: Set<ByteString>
    /// By the folder that it begins at: what tells whose the files of roots are that begin below an account's folder.
    private let placings: [RootedFolder: Placing]
    /// Folders that correspond to what lies above accounts: paths below them say whose they are.
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
            // Neighbours mostly show the same.
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
            if !isFlat { tops[top, default: []].insert(mapping.account) }
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

    /// Folders below the roots in which an object of `folder` may lie, each once. `own` is the mapping of what names it.
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
        return found
    }

    /// The folders that verified digests of the object's own bucket say; if there are none, those that share a folder with
    /// another bucket's (PLACE-19).
    func ownPlaces(of folder: S3Location, account: ByteString) -> [RootedFolder] {
        let known = mappings[account] ?? []
        let direct = known.compactMap { mapping in
            mapping.path(of: folder).map { RootedFolder(root: mapping.root, path: $0) }
        }
        return direct.isEmpty ? places(of: folder, account: account) : direct
    }

    /// Whether the bucket of an object is part of the copy, as the place of a verified digest shows it (LOG-14).
    func holds(bucket: ByteString) -> Bool { buckets.contains(bucket) }

    /// The same, or a mapping from above the buckets leads to a folder of it (TIME-14).
    func holds(bucket: ByteString, in listing: ArchiveListing) -> Bool {
        holds(bucket: bucket)
            || mappings.values.contains { known in
                known.contains {
                    $0.location.isEmpty
                        && listing.hasFolder(root: $0.root, below: $0.folder.appending(component: bucket))
                }
            }
    }

    /// Whether a folder lies outside all that verified digests of an account map, so that base names decide in it (PLACE-8).
    func isOutside(root: Int, _ folder: ByteString, of account: ByteString) -> Bool {
        top(root: root, folder, of: account) == nil
    }

    /// The accounts of which a mapping begins at a folder or above it.
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

    /// Whether a mapping begins at a folder below its root, and this folder is or lies in that.
    func isBelowInnerTop(root: Int, _ folder: ByteString) -> Bool {
        var path = folder
        while !tops.isEmpty, !path.isEmpty {
            if tops[RootedFolder(root: root, path: path)] != nil { return true }
            path = path.splitAtLastSlash.folder
        }
        return false
    }

    /// The uppermost folder at which a mapping of the account begins that a folder is or lies in.
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

    /// The path that tells whose a file of the folder `path` is, where the root begins below an account's folder
    /// (PLACE-13): as it would be below `AWSLogs`. In a flat folder only the owner is told. The path itself if it says
    /// whose it is, if nobody knows, or if mappings say different owners.
    func placed(root: Int, _ path: ByteString) -> (folder: ByteString, isFlat: Bool) {
        guard !placings.isEmpty else { return (path, false) }
        // What a path itself says counts only above the mapping: deeper folders are called as anybody likes (PLACE-13). A
        // digest that somebody copies to the top of a whole copy takes no account's folder from it (FILE-13).
        let isShown = FolderFacts(path).account != nil
        if isShown, isBelowAccounts(root: root, path) { return (path, false) }
        var top = path
        while true {
            if let placing = placings[RootedFolder(root: root, path: top)],
                !isShown || (!placing.isFlat && FolderFacts(top).account == nil)
            {
                guard let owner = placing.owner else { return (path, placing.isFlat) }
                if placing.isFlat { return (owner, true) }
                guard let location = placing.mapping.location(of: path.appending(component: "x")) else {
                    return (path, false)
                }
                return (location.splitAtLastSlash.folder, false)
            }
            if top.isEmpty { return (path, false) }
            top = top.splitAtLastSlash.folder
        }
    }

    /// Whether a path that names its account lies, with that folder, below one that corresponds to what lies above accounts.
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

    /// The same for something that is no listed file.
    func placedPath(root: Int, _ path: ByteString) -> ByteString {
        let (folder, name) = path.splitAtLastSlash
        return placed(root: root, folder).folder.appending(component: name)
    }

    /// The object that a path is by its place; digests of its own account alone show which, if the path says whose it is.
    func object(root: Int, _ path: ByteString) -> (bucket: ByteString?, key: ByteString?) {
        let account = PathFacts(path).account
        let accounts = account.map { [$0] } ?? mappings.keys.sorted()
        for mapping in accounts.lazy.flatMap({ self.above(root: root, path, of: $0) }) {
            guard let joined = mapping.location(of: path), let location = S3Location(joined: joined),
                location.key.hasComponent("AWSLogs"), PathFacts(location.key).account != nil
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

    /// What mappings say of a folder below an account's.
    private struct Placing {
        let mapping: FolderMapping
        /// Digests lie in it by their base names.
        private(set) var isFlat: Bool
        /// `AWSLogs`, organization and account; nil if mappings say different ones.
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

        /// What both say together.
        func joined(with other: Placing) -> Placing {
            var both = self
            both.isFlat = isFlat || other.isFlat
            if other.owner != owner { both.owner = nil }
            return both
        }
    }
}
