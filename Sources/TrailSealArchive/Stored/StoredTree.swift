internal import TrailSealFormat
internal import TrailSealPrimitives

/// Makes a listing of paths, as a walk over folders would.
struct StoredTree {
    /// The longest path in bytes. A key in S3 has at most 1,024.
    static let pathLimit = 4_096

    private var folders: [ByteString: [(name: ByteString, position: Int)]] = [:]
    /// Files that are only counted, by folder.
    private var passed: [ByteString: Int] = [:]
    private var obstacles: [ArchiveListing.Obstacle] = []

    /// Adds a file. `position` is the caller's number for it.
    mutating func add(_ path: ByteString, size: UInt64, _ position: Int) {
        let (folder, name) = path.splitAtLastSlash
        // Consoles make such objects to show a folder (FILE-16). A walk doesn't count folders either.
        if name.isEmpty, size == 0, Self.isPath(folder) { return }
        if !Self.isPath(path) {
            addObstacle(path, "not a path below the archive")
        } else if path.components.count > ArchiveWalk.depthLimit {
            addObstacle(path, "file deeper than \(ArchiveWalk.depthLimit) levels")
        } else {
            folders[folder, default: []].append((name, position))
        }
    }

    private static func isPath(_ path: ByteString) -> Bool {
        !path.isEmpty && path.count <= pathLimit
            && path.components.allSatisfy { part in
                !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8) && !part.contains(0)
            }
    }

    private mutating func addObstacle(_ path: ByteString, _ reason: String) {
        obstacles.append(.init(root: 0, path: path, reason: reason, hidesFiles: false))
    }

    /// Returns the listing, and for each listed file its position. A path that occurs twice is an obstacle too.
    consuming func listing(root: ByteString) -> (ArchiveListing, [Int]) {
        var listed: [ArchiveListing.Folder] = []
        var positions: [RootedFolder: [Int]] = [:]
        for (path, files) in folders {
            let facts = FolderFacts(path)
            let look = facts.look(below: ByteString())
            var names = NameList()
            var byName: [ByteString: Int] = [:]
            for file in files {
                if byName[file.name] != nil {
                    addObstacle(path.appending(component: file.name), "file that is listed twice")
                } else if look == .all || (look == .objects && RecognizedName.isObject(file.name)) {
                    names.append(file.name.bytes.span)
                    byName[file.name] = file.position
                } else {
                    passed[path, default: 0] += 1
                }
            }
            guard names.count > 0 else { continue }
            let packed = PackedNames(names)
            // The listing numbers files in the order of the packed names.
            positions[RootedFolder(root: 0, path: path)] = packed.indices.map { byName[packed[$0]] ?? 0 }
            listed.append(.init(root: 0, facts, zone: ArchiveWalk.zone(facts), names: packed))
        }
        var counted = passed.map { ArchiveListing.PassedFolder(root: 0, path: $0.key, fileCount: $0.value) }
        ArchiveListing.hide(&listed, &counted, beside: obstacles, places: [ByteString()])
        let listing = ArchiveListing(roots: [root], folders: listed, obstacles: obstacles, passed: counted)
        return (listing, listing.folders.flatMap { positions[RootedFolder(root: 0, path: $0.path)] ?? [] })
    }
}
