public import TrailSealPrimitives

extension ArchiveListing {
    /// Removes hidden folders from the listing and only counts their files (FILE-20).
    ///
    /// This applies to folders whose name, or a parent's name, begins with a dot, in roots that show no account's
    /// folder: they are flat, or begin at or below an account's folder.
    public static func hide(
        _ folders: inout [Folder], _ passed: inout [PassedFolder], beside obstacles: [Obstacle], places: [ByteString]
    ) {
        let dotted = folders.filter { $0.look(places) == .objects }
        guard !dotted.isEmpty else { return }
        func showing(_ paths: some Sequence<(root: Int, path: ByteString)>) -> Set<Int> {
            Set(paths.lazy.filter { FolderFacts($0.path).isBelowAccountFolder }.map(\.root))
        }
        let whole = showing(folders.lazy.map { ($0.root, $0.path) })
            .union(showing(passed.lazy.map { ($0.root, $0.path) }))
            .union(showing(obstacles.lazy.map { ($0.root, $0.path) }))
        var counts: [RootedFolder: Int] = [:]
        for folder in dotted where !whole.contains(folder.root) {
            counts[RootedFolder(root: folder.root, path: folder.path)] = folder.names.count
        }
        guard !counts.isEmpty else { return }
        folders.removeAll { counts[RootedFolder(root: $0.root, path: $0.path)] != nil }
        for folder in passed {
            counts[RootedFolder(root: folder.root, path: folder.path), default: 0] += folder.fileCount
        }
        passed = counts.map { PassedFolder(root: $0.key.root, path: $0.key.path, fileCount: $0.value) }
    }
}

extension ArchiveListing.Folder {
    fileprivate func look(_ places: [ByteString]) -> FolderFacts.Look {
        facts.look(below: places.indices.contains(root) ? places[root] : ByteString())
    }
}
