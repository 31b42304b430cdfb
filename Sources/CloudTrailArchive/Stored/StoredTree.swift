internal import CloudTrailFormat
internal import Primitives

/// Makes a listing of paths, as a walk over folders would.
struct StoredTree {
    private var folders: [ByteString: [(name: ByteString, position: Int)]] = [:]
    private var obstacles: [ArchiveListing.Obstacle] = []

    /// Adds a file. `position` is the caller's number for it.
    mutating func add(_ path: ByteString, _ position: Int) {
        let components = path.components
        let isPath = components.allSatisfy { part in
            !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8) && !part.contains(0)
        }
        let (folder, name) = path.splitAtLastSlash
        if !isPath || components.count > ArchiveWalk.depthLimit {
            let reason = isPath ? "file deeper than \(ArchiveWalk.depthLimit) levels" : "not a path below the archive"
            obstacles.append(.init(root: 0, path: path, reason: reason, hidesFiles: false))
        } else {
            folders[folder, default: []].append((name, position))
        }
    }

    /// Returns the listing, and for each listed file its position. A path that occurs twice is an obstacle too.
    consuming func listing(root: ByteString) -> (ArchiveListing, [Int]) {
        var listed: [ArchiveListing.Folder] = []
        var passed: [ArchiveListing.PassedFolder] = []
        var positions: [ByteString: [Int]] = [:]
        for (path, files) in folders {
            let facts = FolderFacts(path)
            let look = facts.look(below: ByteString())
            var names = NameList()
            var count = 0
            var last: ByteString?
            for file in files.sorted(by: { $0.name != $1.name ? $0.name < $1.name : $0.position < $1.position }) {
                if file.name == last {
                    obstacles.append(
                        .init(
                            root: 0, path: path.appending(component: file.name), reason: "file that is listed twice",
                            hidesFiles: false))
                } else if look == .all || (look == .objects && RecognizedName.isObject(file.name)) {
                    names.append(file.name.bytes.span)
                    positions[path, default: []].append(file.position)
                } else {
                    count += 1
                }
                last = file.name
            }
            if count > 0 { passed.append(.init(root: 0, path: path, fileCount: count)) }
            guard names.count > 0 else { continue }
            listed.append(.init(root: 0, facts, zone: ArchiveWalk.zone(facts), names: PackedNames(names)))
        }
        ArchiveListing.hide(&listed, &passed, beside: obstacles, places: [ByteString()])
        let listing = ArchiveListing(roots: [root], folders: listed, obstacles: obstacles, passed: passed)
        return (listing, listing.folders.flatMap { positions[$0.path] ?? [] })
    }
}
