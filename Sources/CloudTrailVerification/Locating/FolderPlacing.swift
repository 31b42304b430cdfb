internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What the path of each folder says of its files, with what mappings say of roots that begin below an account's folder
/// (PLACE-13).
struct FolderPlacing: Sendable {
    private let listing: ArchiveListing
    private let folders: [PathFacts]
    private let paths: [ByteString]
    private let flat: Set<Int>

    init(_ listing: ArchiveListing, _ locator: ObjectLocator) {
        self.listing = listing
        var paths: [ByteString] = []
        var flat: Set<Int> = []
        for (index, folder) in listing.folders.enumerated() {
            let (path, isFlat) = locator.placed(root: folder.root, folder.path)
            paths.append(path)
            if isFlat || Self.holdsObjects(folder) { flat.insert(index) }
        }
        self.paths = paths
        self.flat = flat
        folders = paths.map { PathFacts($0.appending(component: "x")) }
    }

    /// Whether a folder that is no account's holds objects by their base names (FILE-11).
    private static func holdsObjects(_ folder: ArchiveListing.Folder) -> Bool {
        let facts = PathFacts(folder.path.appending(component: "x"))
        guard facts.account == nil, facts.kind == nil else { return false }
        return folder.names.indices.contains { index in
            let name = folder.names[index]
            return LogFileName.isWhole(name) || DigestFileName.standing(name) != nil
        }
    }

    /// What the folder of a file says; name and stamp are not the file's.
    func facts(of file: FileNumber) -> PathFacts { folders[listing.folder(of: file)] }
    func facts(ofFolder index: Int) -> PathFacts { folders[index] }
    /// The path that tells whose a folder is.
    func path(ofFolder index: Int) -> ByteString { paths[index] }
    func isFlat(_ index: Int) -> Bool { flat.contains(index) }

    /// The path that tells whose a file is.
    func path(of file: FileNumber) -> ByteString {
        let index = listing.folder(of: file)
        let folder = listing.folders[index]
        return paths[index].appending(component: folder.names[Int(file - folder.firstFile)])
    }
}
