/// A copy of a bucket in memory, and what somebody saved beside it.
package struct Archive: Sendable {
    /// Something that isn't a file or a folder that can be listed.
    package enum Obstacle: String, Sendable {
        case link, pipe
        case closedFolder = "closed folder"
    }

    /// By path below the root.
    package var files: [Path: StoredFile] = [:]
    /// Saved answers by the key of the digest for which they were saved: a signature, or nil if the answer has none.
    package var signatures: [Path: [UInt8]?] = [:]
    package var obstacles: [Path: Obstacle] = [:]
    /// Files that are other names of a file.
    package var hardLinks: [Path: Path] = [:]

    package init() {}

    /// What an act does to an archive, whatever else was done to it.
    struct Change: Sendable {
        /// The last one of a path counts.
        var files: [(path: Path, file: StoredFile?)] = []
        var signatures: [(key: Path, answer: Answer)] = []
        var obstacles: [(path: Path, obstacle: Obstacle)] = []
        /// The new name, and the file that it names.
        var hardLinks: [(path: Path, target: Path)] = []

        /// All that it touches.
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
        // No file stands where something else does, whatever came first.
        for (path, obstacle) in obstacles {
            files[path] = nil
            guard obstacle == .closedFolder else { continue }
            let inside = path.isEmpty ? path : path + "/"
            for below in files.keys where below.hasPrefix(inside) { files[below] = nil }
        }
        removeUnderFiles()
        hardLinks = hardLinks.filter { files[$0.key] != nil && files[$0.value] != nil }
    }

    /// A path can't be a file and a folder at once: the file stays.
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

    /// The file that stands for an object at `path`: its own, or the short name if that is absent.
    func file(for path: Path) -> (path: Path, file: StoredFile)? {
        if let file = files[path] { return (path, file) }
        guard path.hasSuffix(".json.gz"), let file = files[path.dropLast(3)] else { return nil }
        return (path.dropLast(3), file)
    }
}
