internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// What the path of each folder says about its files. If a root begins below an account's folder, mappings complete the
/// path (PLACE-13).
final class FolderPlacing: Sendable {
    private let listing: ArchiveListing
    private let folders: [FolderFacts]
    private let flat: Set<Int>
    /// For folders that don't say whose their files are: what to assume for a file with each account in its name.
    private let owners: [Int: [ByteString: FolderFacts]]

    init(_ listing: ArchiveListing, _ locator: ObjectLocator) {
        self.listing = listing
        let kinds = KindRoots(listing)
        var folders: [FolderFacts] = []
        var flat: Set<Int> = []
        var owners: [Int: [ByteString: FolderFacts]] = [:]
        for (index, folder) in listing.folders.enumerated() {
            let raw = folder.facts
            // A hidden name above all account folders hides no digest or log, whatever a mapping says about the folder
            // (FILE-20).
            let isAbove = raw.look(below: ByteString()) == .objects
            var (path, isFlat) = isAbove ? (folder.path, false) : locator.placed(root: folder.root, folder.path)
            if path == folder.path, !isAbove {
                let place = kinds.place(of: folder)
                (path, isFlat) = (place.path, isFlat || place.isInOne)
            }
            let facts = path == folder.path ? raw : FolderFacts(path)
            folders.append(facts)
            if isFlat || KindRoots.holdsObjects(folder) { flat.insert(index) }
            if facts.account == nil {
                owners[index] = Self.owners(
                    folder, isAbove ? FolderFacts(ByteString()) : facts,
                    among: locator.contestants(root: folder.root, folder.path))
            }
        }
        self.folders = folders
        self.flat = flat
        self.owners = owners
    }

    /// For a folder that doesn't name its account: facts for each account in the names of its digests and logs. If mappings
    /// of several accounts cover the folder, only `contestants` may own what lies there. A name can't make a file another
    /// account's, so nobody knows whose it is.
    private static func owners(
        _ folder: ArchiveListing.Folder, _ facts: FolderFacts, among contestants: Set<ByteString>?
    ) -> [ByteString: FolderFacts] {
        var owners: [ByteString: FolderFacts] = [:]
        for index in folder.names.indices {
            guard let account = RecognizedName.account(folder.names[index]), owners[account] == nil,
                contestants?.contains(account) ?? true
            else { continue }
            var path = ByteString("AWSLogs").appending(component: account)
            if let kind = facts.kind,
                let anchor = facts.path.components.first(where: { $0.elementsEqual(kind.bytes) })
            {
                path = path.appending(component: ByteString(facts.path.bytes[anchor.startIndex...]))
            }
            owners[account] = FolderFacts(path)
        }
        return owners
    }

    /// The facts of a file's folder.
    func folderFacts(of file: FileNumber) -> FolderFacts { folders[listing.folder(of: file)] }
    /// The facts of a folder, by its position in the listing.
    func facts(ofFolder index: Int) -> FolderFacts { folders[index] }
    /// The facts of a folder, if they are those of each file in it. Nil if the names say whose the files are.
    func plainFacts(ofFolder index: Int) -> FolderFacts? { owners[index] == nil ? folders[index] : nil }
    /// Whether the folder holds objects by their base names (FILE-11, PLACE-21).
    func isFlat(_ index: Int) -> Bool { flat.contains(index) }

    /// The facts of a file. If neither its folder nor a mapping says whose it is, the name of a digest or log does.
    func facts(of file: FileNumber) -> PathFacts {
        let index = listing.folder(of: file)
        let folder = listing.folders[index]
        return facts(inFolder: index, folder.names[Int(file - folder.firstFile)])
    }

    /// The facts of a digest file.
    func facts(of digest: DigestFile) -> PathFacts {
        facts(inFolder: digest.folder, digest.facts.name, known: digest.facts)
    }

    /// The facts of a digest file's folder.
    func folderFacts(of digest: DigestFile) -> FolderFacts { folders[digest.folder] }

    /// The facts of a file in a folder, with the name in a log's key.
    func facts(inFolder index: Int, named key: LogKey) -> PathFacts {
        owners[index] == nil ? PathFacts(folders[index], named: key) : facts(inFolder: index, key.name)
    }

    /// The facts of a file with this name in a folder. `known` is what its path below the root says, if that was parsed
    /// already.
    func facts(inFolder index: Int, _ name: @autoclosure () -> ByteString, known: PathFacts? = nil) -> PathFacts {
        let own = known.flatMap { $0.folder === folders[index] ? $0 : nil }
        let facts = own ?? PathFacts(folders[index], name: name())
        guard let owners = owners[index], !facts.isHidden, let account = RecognizedName.account(facts.name),
            let owner = owners[account]
        else { return facts }
        return PathFacts(owner, name: facts.name)
    }
}

/// Folders without an account that stand for a kind folder, such as `CloudTrail/`, judging by what lies below them
/// (PLACE-13, PLACE-14, PLACE-21). A folder does if it holds Regions with days and objects, or if it is named like a
/// kind and holds Regions.
///
/// Everything in these Regions belongs to the kind, whatever deeper folders are called. If the folder is a root, or
/// named like a kind, everything else in it belongs to the kind too. The root's own path is read like the folders above
/// it.
private struct KindRoots {
    private let places: [ByteString]
    /// The kind that each of these folders stands for.
    private var kinds: [RootedFolder: ByteString] = [:]
    /// The folders in which everything belongs to the kind.
    private var whole: Set<RootedFolder> = []

    init(_ listing: ArchiveListing) {
        places = listing.places
        for folder in listing.folders {
            let path = ownPath(of: folder)
            let facts = path == folder.path ? folder.facts : FolderFacts(path)
            guard facts.account == nil else { continue }
            let parts = path.components
            if let kind = facts.kind, let part = parts.first(where: { $0.elementsEqual(kind.bytes) }),
                facts.region != nil
            {
                let top = RootedFolder(root: folder.root, path: ByteString(path.bytes[..<part.endIndex]))
                kinds[top] = kind
                whole.insert(top)
            }
            guard parts.count >= 4, AWSIdentifier.isRegionName(parts[parts.count - 4]), Self.isDay(parts.suffix(3)),
                Self.holdsObjects(folder)
            else { continue }
            let top = RootedFolder(
                root: folder.root, path: (0..<4).reduce(path) { path, _ in path.splitAtLastSlash.folder })
            if top.path == places[folder.root] { whole.insert(top) }
            let isOfLogs = folder.names.indices.contains { LogFileName.isWhole(folder.names[$0]) }
            if isOfLogs || kinds[top] == nil {
                kinds[top] = isOfLogs ? ByteString("CloudTrail") : ByteString("CloudTrail-Digest")
            }
        }
    }

    /// The path below the root's own place.
    private func ownPath(of folder: ArchiveListing.Folder) -> ByteString {
        places[folder.root].appending(component: folder.path)
    }

    private static func isDay(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        zip(parts, [4, 2, 2]).allSatisfy { part, count in
            part.count == count && part.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    /// Whether a folder in no account's folder holds objects by their base names (FILE-11).
    static func holdsObjects(_ folder: ArchiveListing.Folder) -> Bool {
        let facts = folder.facts
        guard facts.account == nil, facts.kind == nil else { return false }
        return folder.names.indices.contains { RecognizedName.account(folder.names[$0]) != nil }
    }

    /// The path that says whose a folder's files are. If the folder is one of these folders or lies in one, that is the
    /// path from the kind folder on, and `isInOne` is true.
    func place(of folder: ArchiveListing.Folder) -> (path: ByteString, isInOne: Bool) {
        let path = ownPath(of: folder)
        guard let (kind, below) = below(path, root: folder.root) else { return (path, false) }
        return (kind.appending(component: below), true)
    }

    /// The kind of the uppermost of these folders that a folder is or lies in, and the path below it. Nil if the folder
    /// names its account.
    private func below(_ path: ByteString, root: Int) -> (kind: ByteString, path: ByteString)? {
        guard !kinds.isEmpty, FolderFacts(path).account == nil else { return nil }
        var found: (ByteString, ByteString)?
        var top = path
        while true {
            let rooted = RootedFolder(root: root, path: top)
            if let kind = kinds[rooted] {
                let rest = ByteString(Array(path.bytes.dropFirst(top.isEmpty ? 0 : top.count + 1)))
                let isInRegion = rest.components.first.map(AWSIdentifier.isRegionName) ?? false
                if isInRegion || whole.contains(rooted) { found = (kind, rest) }
            }
            if top.isEmpty { return found }
            top = top.splitAtLastSlash.folder
        }
    }
}
