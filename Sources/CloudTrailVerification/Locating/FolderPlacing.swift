internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What the path of each folder says of its files, with what mappings say of roots that begin below an account's folder
/// (PLACE-13).
final class FolderPlacing: Sendable {
    private let listing: ArchiveListing
    private let folders: [FolderFacts]
    private let flat: Set<Int>
    /// Of folders that don't say whose their files are, by account.
    private let owners: [Int: [ByteString: FolderFacts]]

    init(_ listing: ArchiveListing, _ locator: ObjectLocator) {
        self.listing = listing
        let kinds = KindRoots(listing)
        var folders: [FolderFacts] = []
        var flat: Set<Int> = []
        var owners: [Int: [ByteString: FolderFacts]] = [:]
        for (index, folder) in listing.folders.enumerated() {
            var (path, isFlat) = locator.placed(root: folder.root, folder.path)
            if path == folder.path, let below = kinds.path(of: folder) { path = below }
            let facts = path == folder.path ? folder.facts : FolderFacts(path)
            folders.append(facts)
            isFlat = isFlat || KindRoots.holdsObjects(folder) || kinds.isAboveRegions(folder)
            if isFlat { flat.insert(index) }
            if facts.account == nil { owners[index] = Self.owners(folder, facts) }
        }
        self.folders = folders
        self.flat = flat
        self.owners = owners
    }

    /// What tells whose the files of a folder are that says it of none, by the accounts in the names of digests and logs.
    private static func owners(_ folder: ArchiveListing.Folder, _ facts: FolderFacts) -> [ByteString: FolderFacts] {
        var owners: [ByteString: FolderFacts] = [:]
        for index in folder.names.indices {
            guard let account = RecognizedName.account(folder.names[index]), owners[account] == nil else { continue }
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

    /// What the folder of a file says.
    func folderFacts(of file: FileNumber) -> FolderFacts { folders[listing.folder(of: file)] }
    func facts(ofFolder index: Int) -> FolderFacts { folders[index] }
    func isFlat(_ index: Int) -> Bool { flat.contains(index) }

    /// What tells whose a file is. Where the folder does not, and no mapping, the name of a digest or log does.
    func facts(of file: FileNumber) -> PathFacts {
        let index = listing.folder(of: file)
        let folder = listing.folders[index]
        return facts(inFolder: index, folder.names[Int(file - folder.firstFile)])
    }

    /// The same of a digest file.
    func facts(of digest: DigestFile) -> PathFacts {
        facts(inFolder: digest.folder, digest.facts.name, known: digest.facts)
    }

    /// What the folder of a digest file says.
    func folderFacts(of digest: DigestFile) -> FolderFacts { folders[digest.folder] }

    /// The same of a file in a folder with the name of a log file's key.
    func facts(inFolder index: Int, named key: LogKey) -> PathFacts {
        owners[index] == nil ? PathFacts(folders[index], named: key) : facts(inFolder: index, key.name)
    }

    /// The same of a file with this name in a folder. `known` is what its path below its root says, if that was read.
    func facts(inFolder index: Int, _ name: ByteString, known: PathFacts? = nil) -> PathFacts {
        let own = known.flatMap { $0.folder === folders[index] ? $0 : nil }
        let facts = own ?? PathFacts(folders[index], name: name)
        guard let owners = owners[index], !facts.isHidden, let account = RecognizedName.account(name),
            let owner = owners[account]
        else { return facts }
        return PathFacts(owner, name: name)
    }
}

/// Folders of no account and kind below which Regions and days hold objects, as roots do that begin below a kind of folder:
/// all that lies there belongs to them, whatever deeper folders are called (PLACE-13, PLACE-14, PLACE-21).
private struct KindRoots {
    /// The kind of folder by what the names below it are.
    private var kinds: [RootedFolder: ByteString] = [:]
    /// Folders called like a kind, of no account, that hold Region folders, so that they are no prefix.
    private var aboveRegions: Set<RootedFolder> = []

    init(_ listing: ArchiveListing) {
        for folder in listing.folders {
            if let top = Self.kindFolder(folder), top.hasRegion {
                aboveRegions.insert(RootedFolder(root: folder.root, path: top.path))
            }
            let parts = folder.path.components
            guard parts.count >= 4, AWSIdentifier.isRegion(parts[parts.count - 4]), Self.isDay(parts.suffix(3)),
                Self.holdsObjects(folder)
            else { continue }
            let above = (0..<4).reduce(folder.path) { path, _ in path.splitAtLastSlash.folder }
            let top = RootedFolder(root: folder.root, path: above)
            let isOfLogs = folder.names.indices.contains { LogFileName.isWhole(folder.names[$0]) }
            if isOfLogs || kinds[top] == nil {
                kinds[top] = isOfLogs ? ByteString("CloudTrail") : ByteString("CloudTrail-Digest")
            }
        }
    }

    /// The folder of a path that is called like a kind, if the path names no account, and whether a Region stands below.
    private static func kindFolder(_ folder: ArchiveListing.Folder) -> (path: ByteString, hasRegion: Bool)? {
        let facts = folder.facts
        guard facts.account == nil, let kind = facts.kind,
            let part = folder.path.components.first(where: { $0.elementsEqual(kind.bytes) })
        else { return nil }
        return (ByteString(folder.path.bytes[..<part.endIndex]), facts.region != nil)
    }

    /// Whether a folder lies in one of a kind, of no account, that holds Regions too (FILE-1).
    func isAboveRegions(_ folder: ArchiveListing.Folder) -> Bool {
        guard !aboveRegions.isEmpty, let top = Self.kindFolder(folder) else { return false }
        return !top.hasRegion && aboveRegions.contains(RootedFolder(root: folder.root, path: top.path))
    }

    private static func isDay(_ parts: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        zip(parts, [4, 2, 2]).allSatisfy { part, count in
            part.count == count && part.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    /// Whether a folder that is no account's holds objects by their base names (FILE-11).
    static func holdsObjects(_ folder: ArchiveListing.Folder) -> Bool {
        let facts = folder.facts
        guard facts.account == nil, facts.kind == nil else { return false }
        return folder.names.indices.contains { RecognizedName.account(folder.names[$0]) != nil }
    }

    /// The path of a folder from the kind of folder on; nil if it does not lie below such a root.
    func path(of folder: ArchiveListing.Folder) -> ByteString? {
        guard !kinds.isEmpty else { return nil }
        var top = folder.path
        var below: [ByteString] = []
        while !top.isEmpty {
            let (above, name) = top.splitAtLastSlash
            below.append(name)
            top = above
            guard AWSIdentifier.isRegion(name.bytes[...]), let kind = kinds[RootedFolder(root: folder.root, path: top)]
            else { continue }
            return below.reversed().reduce(kind) { $0.appending(component: $1) }
        }
        return nil
    }
}
