/// A copy of a bucket in memory, with saved signatures.
package struct Archive: Sendable {
    /// Something that isn't a file or a readable folder.
    package enum Obstacle: String, Sendable {
        /// A symbolic link or a FIFO.
        case link, pipe
        /// A folder that can't be listed.
        case closedFolder = "closed folder"
    }

    /// The files, by path below the root.
    package var files: [Path: StoredFile] = [:]
    /// Saved answers by the key of their digest: a signature, or nil if the answer has none.
    package var signatures: [Path: [UInt8]?] = [:]
    /// Obstacles, by path below the root.
    package var obstacles: [Path: Obstacle] = [:]
    /// Hard links, with the path of the file that they name.
    package var hardLinks: [Path: Path] = [:]

    /// Creates an empty archive.
    package init() {}

    /// What an act changes in an archive. It doesn't depend on other acts.
    struct Change: Sendable {
        /// Files to write, or to delete if nil. The last entry of a path wins.
        var files: [(path: Path, file: StoredFile?)] = []
        var signatures: [(key: Path, answer: Answer)] = []
        var obstacles: [(path: Path, obstacle: Obstacle)] = []
        /// The new name, and the path of the file that it names.
        var hardLinks: [(path: Path, target: Path)] = []

        /// All paths and keys that it touches.
        var paths: Set<Path> {
            Set(files.map(\.path) + signatures.map(\.key) + obstacles.map(\.path) + hardLinks.map(\.path))
        }

        mutating func add(_ other: Change) {
            files += other.files
            signatures += other.signatures
            obstacles += other.obstacles
            hardLinks += other.hardLinks
        }
    }

    /// What is saved for a digest afterwards.
    enum Answer: Sendable {
        case nothing
        case text(String)
    }

    mutating func apply(_ changes: [Change]) {
        for change in changes {
            for (path, file) in change.files {
                files[path] = file
                hardLinks[path] = nil
            }
            for (key, answer) in change.signatures {
                switch answer {
                case .nothing: signatures.removeValue(forKey: key)
                case .text(let text): signatures.updateValue(Hexadecimal.bytes(of: text), forKey: key)
                }
            }
            for (path, obstacle) in change.obstacles { obstacles[path] = obstacle }
            for (path, target) in change.hardLinks {
                guard let file = files[target] else { continue }
                files[path] = file
                hardLinks[path] = target
            }
        }
        // An obstacle replaces a file at its path, whatever the order of the changes.
        for (path, obstacle) in obstacles {
            files[path] = nil
            guard obstacle == .closedFolder else { continue }
            let inside = path.isEmpty ? path : path + "/"
            for below in files.keys where below.hasPrefix(inside) { files[below] = nil }
        }
        removeUnderFiles()
        hardLinks = hardLinks.filter { files[$0.key] != nil && files[$0.value] != nil }
    }

    /// Removes files below other files: a path can't be both a file and a folder.
    private mutating func removeUnderFiles() {
        var folders: Set<Path> = []
        for path in Array(files.keys) + obstacles.keys {
            var folder = path.splitAtLastSlash.folder
            while !folder.isEmpty, folders.insert(folder).inserted { folder = folder.splitAtLastSlash.folder }
        }
        let doubled = folders.filter { files[$0] != nil || obstacles[$0].map { $0 != .closedFolder } ?? false }
        guard !doubled.isEmpty else { return }
        for path in doubled {
            files = files.filter { !$0.key.hasPrefix(path + "/") }
            obstacles = obstacles.filter { !$0.key.hasPrefix(path + "/") }
        }
    }

    /// Returns the file that a symbolic link leads to: one of the same account, kind and Region, if there is any. Such a
    /// link hides nothing, unless it stands for a digest or log (PLACE-16).
    package func linkTarget(of link: Path) -> Path? {
        let parts = link.text.split(separator: "/").dropLast().prefix { !["2025", "2026"].contains($0) }
        let region = Path(parts.map { $0 + "/" }.joined())
        let near = files.keys.filter { $0.hasPrefix(region) }.sorted()
        return near.isEmpty ? nil : near[link.count % near.count]
    }

    /// Returns the file that stands for the object at `path`: its own, or `X.json` for `X.json.gz` (FILE-4).
    func file(for path: Path) -> (path: Path, file: StoredFile)? {
        if let file = files[path] { return (path, file) }
        guard path.hasSuffix(".json.gz"), let file = files[path.dropLast(3)] else { return nil }
        return (path.dropLast(3), file)
    }
}
