internal import TrailSealFormat
internal import TrailSealPrimitives

/// The files outside all mappings of their account, by base name (PLACE-8).
struct OutsideFiles: Sendable {
    private let listing: ArchiveListing
    private let locator: ObjectLocator
    private let placing: FolderPlacing
    private var byName: [ByteString: [FileNumber]] = [:]

    init(_ listing: ArchiveListing, _ locator: ObjectLocator, _ placing: FolderPlacing) {
        (self.listing, self.locator, self.placing) = (listing, locator, placing)
        for (index, folder) in listing.folders.enumerated() {
            let owner = placing.facts(ofFolder: index).account
            // A folder that names no account may be any account's.
            guard owner.map({ locator.isOutside(root: folder.root, folder.path, of: $0) }) ?? true else { continue }
            for file in folder.files {
                byName[folder.names[Int(file - folder.firstFile)], default: []].append(file)
            }
        }
    }

    var isEmpty: Bool { byName.isEmpty }

    /// Whether a file has this name, or the shorter form of it.
    func holds(_ name: ArraySlice<UInt8>) -> Bool {
        let name = ByteString(name)
        return byName[name] != nil || (name.hasSuffix(".json.gz") && byName[name.dropLast(3)] != nil)
    }

    /// The files with this name whose paths don't contradict the folder of the key. If there are none, those with the
    /// shorter form of the name (FILE-4).
    func files(named name: ByteString, of account: ByteString, saying key: FolderFacts) -> [FileNumber] {
        func mayStand(_ file: FileNumber) -> Bool {
            let folder = listing.folders[listing.folder(of: file)]
            return !placing.folderFacts(of: file).contradicts(key)
                && locator.isOutside(root: folder.root, folder.path, of: account)
        }
        let found = (byName[name] ?? []).filter(mayStand)
        guard found.isEmpty, name.hasSuffix(".json.gz") else { return found }
        return (byName[name.dropLast(3)] ?? []).filter(mayStand)
    }
}
