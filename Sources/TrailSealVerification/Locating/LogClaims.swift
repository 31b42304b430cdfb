internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds the files that unproved digests list (FILE-6). They say which logs aren't unreferenced, and prove nothing.
struct LogClaims {
    private let listing: ArchiveListing
    private let locator: ObjectLocator
    private let outside: OutsideFiles
    /// The listed folders in which objects of a folder may lie, as far as digests asked for them.
    private var known: [LocateLogs.Group: [Int]] = [:]

    /// Greatest number of folders that are remembered.
    private static let knownLimit = 1 << 14

    init(_ locate: LocateLogs) {
        (listing, locator, outside) = (locate.listing, locate.locator, locate.outside)
    }

    /// The files that an unproved digest lists, each once, with the recorded hash (FILE-6). The digest's own mapping
    /// counts for it alone.
    mutating func files(of digest: DigestStatement, root: Int) -> [(file: FileNumber, hash: SHA256Digest?)] {
        let account = digest.chain.accountID
        let own = FolderMapping(digest, root: root).map { [$0] } ?? []
        var folders: [S3Location: ClaimedFolder] = [:]
        var last: ClaimedFolder?
        var asked = AskedNames()
        var seen: Set<FileNumber> = []
        var found: [(file: FileNumber, hash: SHA256Digest?)] = []
        for entry in digest.document.logFiles {
            let key = entry.location.key.bytes
            let slash = key.lastIndex(of: ByteString.slash)
            // Adjacent entries mostly lie in one folder.
            let folder: ClaimedFolder
            if let last, last.location.bucket == entry.location.bucket,
                key[..<(slash ?? 0)].elementsEqual(last.location.key.bytes)
            {
                folder = last
            } else {
                let location = S3Location(bucket: entry.location.bucket, key: ByteString(key[..<(slash ?? 0)]))
                folder = folders[location] ?? claimedFolder(location, account, own)
                (folders[location], last) = (folder, folder)
            }
            guard folder.isOfAccount else { continue }
            let name = slash.map { key[($0 + 1)...] } ?? key[...]
            for index in folder.indices {
                for file in listing.files(standingFor: name.span, inFolder: index) where seen.insert(file).inserted {
                    found.append((file, entry.hash))
                }
            }
            guard folder.indices.isEmpty, !outside.isEmpty, outside.holds(name),
                let says = asked.saying(folder.says, ofName: ByteString(name))
            else { continue }
            for file in outside.files(named: ByteString(name), of: account, saying: says)
            where seen.insert(file).inserted {
                found.append((file, entry.hash))
            }
        }
        return found
    }

    /// What the entries of an unproved digest in one folder have in common.
    private struct ClaimedFolder {
        let location: S3Location
        let says: FolderFacts
        /// An entry of another account is ignored (DIGEST-24).
        let isOfAccount: Bool
        /// The listed folders that the entries' folder may be.
        let indices: [Int]
    }

    private mutating func claimedFolder(
        _ location: S3Location, _ account: ByteString, _ own: [FolderMapping]
    ) -> ClaimedFolder {
        let says = FolderFacts(location.key)
        guard says.account ?? account == account else {
            return ClaimedFolder(location: location, says: says, isOfAccount: false, indices: [])
        }
        let places = own.flatMap { mapping in
            [mapping.path(of: location), mapping.sharedPath(of: location)].compactMap(\.self)
                .map { RootedFolder(root: mapping.root, path: $0) }
        }
        let indices = Set(knownFolders(location, account) + listed(places))
        return ClaimedFolder(location: location, says: says, isOfAccount: true, indices: indices.sorted())
    }

    /// The listed folders that mappings of verified digests give.
    private mutating func knownFolders(_ location: S3Location, _ account: ByteString) -> [Int] {
        let group = LocateLogs.Group(folder: location, account: account)
        if let known = known[group] { return known }
        if known.count == Self.knownLimit { known = [:] }
        let folders = listed(locator.places(of: location, account: account))
        known[group] = folders
        return folders
    }

    private func listed(_ places: [RootedFolder]) -> [Int] {
        places.compactMap { listing.folder(root: $0.root, path: $0.path) }
    }
}

/// The names that one unproved digest lists outside all mappings, with what the folders of their keys say. It keeps the
/// cost down if an attacker lists one name in many folders: the files of a name are searched once for each thing that
/// its keys say.
private struct AskedNames {
    /// What the folder of a key says.
    private struct Say: Hashable {
        let account: ByteString?
        let kind: ByteString?
        let region: ByteString?
        let day: UnixTime?
    }

    /// Greatest number of different things that the keys of one name may say. A genuine name determines Region and day,
    /// so its keys all say the same. A digest that says more about one name claims all files of that name.
    private static let limit = 16
    private static let anything = FolderFacts(ByteString())

    private var names: [ByteString: Set<Say>] = [:]

    /// What a file's folder must not contradict. Nil if that was asked before.
    mutating func saying(_ folder: FolderFacts, ofName name: ByteString) -> FolderFacts? {
        let says = names[name] ?? []
        guard says.count <= Self.limit else { return nil }
        let say = Say(account: folder.account, kind: folder.kind, region: folder.region, day: folder.day)
        guard !says.contains(say) else { return nil }
        names[name, default: []].insert(say)
        return says.count < Self.limit ? folder : Self.anything
    }
}
