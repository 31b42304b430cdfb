internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What the path of each folder says of its files, with what mappings say of roots that begin below an account's folder
/// (PLACE-13).
struct FolderPlacing: Sendable {
    private let listing: ArchiveListing
    private let folders: [FolderFacts]
    private let flat: Set<Int>

    init(_ listing: ArchiveListing, _ locator: ObjectLocator) {
        self.listing = listing
        var folders: [FolderFacts] = []
        var flat: Set<Int> = []
        for (index, folder) in listing.folders.enumerated() {
            let (path, isFlat) = locator.placed(root: folder.root, folder.path)
            folders.append(FolderFacts(path))
            if isFlat || Self.holdsObjects(folder) { flat.insert(index) }
        }
        self.folders = folders
        self.flat = flat
    }

    /// Whether a folder that is no account's holds objects by their base names (FILE-11).
    private static func holdsObjects(_ folder: ArchiveListing.Folder) -> Bool {
        let facts = FolderFacts(folder.path)
        guard facts.account == nil, facts.kind == nil else { return false }
        return folder.names.indices.contains { index in
            let name = folder.names[index]
            return LogFileName.isWhole(name) || DigestFileName.standing(name) != nil
        }
    }

    /// What the folder of a file says.
    func folderFacts(of file: FileNumber) -> FolderFacts { folders[listing.folder(of: file)] }
    func facts(ofFolder index: Int) -> FolderFacts { folders[index] }
    func isFlat(_ index: Int) -> Bool { flat.contains(index) }

    /// What tells whose a file is.
    func facts(of file: FileNumber) -> PathFacts {
        let index = listing.folder(of: file)
        let folder = listing.folders[index]
        return PathFacts(folders[index], name: folder.names[Int(file - folder.firstFile)])
    }
}
