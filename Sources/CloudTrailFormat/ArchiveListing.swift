public import Primitives

/// What kind of file a folder of the copy holds.
public enum ArchiveZone: UInt8, Sendable {
    /// Below an account's `CloudTrail-Digest/`.
    case digests
    /// Below an account's `CloudTrail/`.
    case logs
    /// Below `CloudTrail-Insight/`, `CloudTrail-NetworkActivity/` or `CloudTrail-Aggregated/`.
    case unjudged
}

/// A number for each listed file; neighbours lie in one folder.
public typealias FileNumber = UInt32

/// A folder, or something else, below a root.
public struct RootedFolder: Hashable, Sendable {
    /// Index of the root.
    public let root: Int
    /// Path below the root.
    public let path: ByteString

    public init(root: Int, path: ByteString) {
        self.root = root
        self.path = path
    }
}

/// The files of the copy that matter, by folder. No file was opened for it.
public final class ArchiveListing: Sendable {
    /// One folder that holds such files. Cheap to copy: its parts are shared.
    public struct Folder: Sendable {
        private final class Content: Sendable {
            let root: Int
            let facts: FolderFacts
            let zone: ArchiveZone
            let names: PackedNames
            let mayHoldSidecars: Bool

            init(root: Int, _ facts: FolderFacts, zone: ArchiveZone, names: PackedNames) {
                self.root = root
                self.facts = facts
                self.zone = zone
                self.names = names
                // No name that ends so is by name a saved signature; beside the longer name, the shorter may be (FILE-22).
                mayHoldSidecars =
                    zone == .digests && !names.allEnd(in: ".json.gz")
                    && names.indices.contains { index in
                        let name = names[index]
                        return !SignatureSidecar.isDigestFile(name)
                            || (name.hasSuffix(".json") && names.index(of: (name + ".gz").bytes[...]) != nil)
                    }
            }
        }

        private let content: Content
        /// Index of the root.
        public var root: Int { content.root }
        /// Path below the root.
        public var path: ByteString { content.facts.path }
        /// What the path says of the files.
        public var facts: FolderFacts { content.facts }
        public var zone: ArchiveZone { content.zone }
        public var names: PackedNames { content.names }
        /// Whether any of its files is no digest file or by name a saved signature, so that sidecars may lie here.
        public var mayHoldSidecars: Bool { content.mayHoldSidecars }
        /// Number of its first file.
        public fileprivate(set) var firstFile: FileNumber = 0

        public init(root: Int, path: ByteString, zone: ArchiveZone, names: PackedNames) {
            self.init(root: root, FolderFacts(path), zone: zone, names: names)
        }

        /// The same if what the path says is known.
        public init(root: Int, _ facts: FolderFacts, zone: ArchiveZone, names: PackedNames) {
            content = Content(root: root, facts, zone: zone, names: names)
        }

        /// Numbers of its files.
        public var files: Range<FileNumber> { firstFile..<(firstFile + FileNumber(names.count)) }
    }

    /// Something in the way that was not looked into.
    public struct Obstacle: Sendable {
        public let root: Int
        public let path: ByteString
        /// In plain words, for example "symbolic link" or "folder: Permission denied".
        public let reason: String
        /// Whether files may lie below it that nobody could list, so that their absence proves nothing.
        public let hidesFiles: Bool
        /// Whether it is a link that leads to something which is walked itself, so that it hides nothing (PLACE-16).
        public let leadsToWalked: Bool

        public init(
            root: Int, path: ByteString, reason: String, hidesFiles: Bool, leadsToWalked: Bool = false
        ) {
            self.leadsToWalked = leadsToWalked
            self.root = root
            self.path = path
            self.reason = reason
            self.hidesFiles = hidesFiles
        }
    }

    /// A folder with files that no rule looks at: hidden ones, and those of another service. They are counted.
    public struct PassedFolder: Sendable {
        public let root: Int
        public let path: ByteString
        public let fileCount: Int

        public init(root: Int, path: ByteString, fileCount: Int) {
            self.root = root
            self.path = path
            self.fileCount = fileCount
        }
    }

    /// The paths that the user gave.
    public let roots: [ByteString]
    /// What their own paths say of all that lies below them, for each root; empty if nothing (PLACE-13).
    public let places: [ByteString]
    /// Folders whose files are only counted.
    public let passed: [PassedFolder]
    /// Roots that lie in another root, and are looked at there (PLACE-10).
    public let nestedRoots: Set<Int>
    /// Files and folders that the command line names for another purpose (FILE-18).
    public let named: Set<RootedFolder>
    /// In the order of root and path.
    public let folders: [Folder]
    /// In the order of root and path.
    public let obstacles: [Obstacle]
    /// Number of all files.
    public let fileCount: Int
    private let folderIndex: [RootedFolder: Int]
    private let obstacleIndex: Set<RootedFolder>
    private let hiddenFolders: Set<RootedFolder>

    public init(
        roots: [ByteString], places: [ByteString]? = nil, folders: [Folder], obstacles: [Obstacle],
        passed: [PassedFolder] = [],
        nestedRoots: Set<Int> = [], named: Set<RootedFolder> = []
    ) {
        self.named = named
        self.passed = passed
        self.nestedRoots = nestedRoots
        var ordered = folders.map { (root: $0.root, path: $0.path, folder: $0) }
            .sorted { $0.root != $1.root ? $0.root < $1.root : $0.path < $1.path }.map(\.folder)
        var index: [RootedFolder: Int] = [:]
        var next: FileNumber = 0
        for position in ordered.indices {
            ordered[position].firstFile = next
            next += FileNumber(ordered[position].names.count)
            index[RootedFolder(root: ordered[position].root, path: ordered[position].path)] = position
        }
        self.roots = roots
        self.places = places ?? roots.map { _ in ByteString() }
        self.folders = ordered
        self.obstacles = obstacles.sorted { $0.root != $1.root ? $0.root < $1.root : $0.path < $1.path }
        obstacleIndex = Set(obstacles.map { RootedFolder(root: $0.root, path: $0.path) })
        hiddenFolders = Set(obstacles.lazy.filter(\.hidesFiles).map { RootedFolder(root: $0.root, path: $0.path) })
        fileCount = Int(next)
        folderIndex = index
    }

    /// The folder at `path` below a root, if it holds such files.
    public func folder(root: Int, path: ByteString) -> Int? {
        folderIndex[RootedFolder(root: root, path: path)]
    }

    /// Whether a root holds any file that is listed, or something that could not be looked at.
    public func holdsAnything(root: Int) -> Bool {
        folders.contains { $0.root == root && $0.names.count > 0 } || obstacles.contains { $0.root == root }
    }

    /// Everything that the walk saw: files, and what was not looked into.
    public var walkedCount: Int { fileCount + obstacles.count + passed.reduce(0) { $0 + $1.fileCount } }

    /// Whether the command line names a file, or a folder above it.
    public func isNamed(root: Int, path: ByteString) -> Bool {
        guard !named.isEmpty else { return false }
        var path = path
        while !path.isEmpty {
            if named.contains(RootedFolder(root: root, path: path)) { return true }
            path = path.splitAtLastSlash.folder
        }
        return false
    }

    /// Whether something that was not looked into stands at `path`.
    public func hasObstacle(root: Int, path: ByteString) -> Bool {
        obstacleIndex.contains(RootedFolder(root: root, path: path))
    }

    /// Whether `path` lies in a folder that could not be listed.
    public func isHidden(root: Int, path: ByteString) -> Bool {
        guard !hiddenFolders.isEmpty else { return false }
        var folder = path
        while !folder.isEmpty {
            folder = folder.splitAtLastSlash.folder
            if hiddenFolders.contains(RootedFolder(root: root, path: folder)) { return true }
        }
        return false
    }

    /// Whether any listed folder lies below the folder `path`.
    public func hasFolder(root: Int, below path: ByteString) -> Bool {
        let prefix = ByteString(path.bytes + [ByteString.slash])
        var low = 0
        var high = folders.count
        while low < high {
            let middle = low + (high - low) / 2
            let folder = folders[middle]
            let isBefore = folder.root != root ? folder.root < root : folder.path < prefix
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low < folders.count && folders[low].root == root && folders[low].path.hasPrefix(prefix)
    }

    /// The folder in which a file lies.
    public func folder(of file: FileNumber) -> Int {
        var low = 0
        var high = folders.count
        while low < high {
            let middle = low + (high - low) / 2
            if folders[middle].firstFile <= file { low = middle + 1 } else { high = middle }
        }
        // Empty folders share their first number with the next one; the last of them holds the file.
        return max(0, low - 1)
    }

    /// Name of a file.
    public func name(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return folder.names[Int(file - folder.firstFile)]
    }

    /// Path of a file below its root.
    public func path(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return folder.path.appending(component: folder.names[Int(file - folder.firstFile)])
    }

    /// The file that stands for the object name `name` in a folder: that name, or, only if it is absent and ends in
    /// `.json.gz`, the name without `.gz`.
    public func file(named name: ByteString, inFolder index: Int) -> FileNumber? {
        file(named: name.bytes.span, inFolder: index)
    }

    /// The same for a name that lies in other bytes.
    public func file(named name: Span<UInt8>, inFolder index: Int) -> FileNumber? {
        let folder = folders[index]
        if let position = folder.names.index(of: name) { return folder.firstFile + FileNumber(position) }
        guard name.count >= 8, name.holds(Self.compressedEnding.span, at: name.count - 8),
            let position = folder.names.index(of: name.extracting(0..<(name.count - 3)))
        else { return nil }
        return folder.firstFile + FileNumber(position)
    }

    private static let compressedEnding = Array(".json.gz".utf8)

    /// The object name that a file stands for: its own, or with `.gz` added where only the shorter name is present.
    public func objectName(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        let name = folder.names[Int(file - folder.firstFile)]
        guard name.hasSuffix(".json") else { return name }
        let longer = name + ".gz"
        return folder.names.index(of: longer.bytes[...]) == nil ? longer : name
    }

    /// The file at a path below a root that stands for an object whose mapped path that is.
    public func file(root: Int, path: ByteString) -> FileNumber? {
        let (folderPath, name) = path.splitAtLastSlash
        return folder(root: root, path: folderPath).flatMap { file(named: name, inFolder: $0) }
    }

    /// Path of a file as the user would name it: the root as given, and the path below it.
    public func userPath(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return userPath(
            root: folder.root, path: folder.path.appending(component: folder.names[Int(file - folder.firstFile)]))
    }

    /// A path below a root as the user would name it.
    public func userPath(root: Int, path: ByteString) -> ByteString {
        guard roots.indices.contains(root) else { return path }
        return roots[root].bytes.last == ByteString.slash
            ? ByteString(roots[root].bytes + path.bytes) : roots[root].appending(component: path)
    }
}
