public import TrailSealPrimitives

/// The kind of files that a folder of the copy holds.
public enum ArchiveZone: UInt8, Sendable {
    /// Digest files: below an account's `CloudTrail-Digest/`.
    case digests
    /// Log files: below an account's `CloudTrail/`.
    case logs
    /// Files that aren't judged: below `CloudTrail-Insight/`, `CloudTrail-NetworkActivity/` or
    /// `CloudTrail-Aggregated/`.
    case unjudged
}

/// The number of a listed file. Numbers begin at 0, and files of one folder have consecutive numbers.
public typealias FileNumber = UInt32

/// A root and a path below it.
public struct RootedFolder: Hashable, Sendable {
    /// Index of the root.
    public let root: Int
    /// Path below the root.
    public let path: ByteString

    /// Creates a path below a root.
    public init(root: Int, path: ByteString) {
        self.root = root
        self.path = path
    }
}

/// The listed files of the copy, by folder, and the obstacles. It is made from names. No file is opened.
public final class ArchiveListing: Sendable {
    /// A folder with at least one listed file. Cheap to copy, because its content is shared.
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
                // A name that ends in `.json.gz` is never a saved signature. A name that ends in `.json` may be one
                // if the longer name is present too (FILE-22).
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
        /// What the path says about the files.
        public var facts: FolderFacts { content.facts }
        /// Which files the folder holds.
        public var zone: ArchiveZone { content.zone }
        /// The names of the files.
        public var names: PackedNames { content.names }
        /// Whether saved signatures may lie in this digest folder. That is so if a file's name isn't a digest file's,
        /// or if `X.json` lies beside `X.json.gz`.
        public var mayHoldSidecars: Bool { content.mayHoldSidecars }
        /// The number of the folder's first file.
        public fileprivate(set) var firstFile: FileNumber = 0

        /// Creates a folder from its path.
        public init(root: Int, path: ByteString, zone: ArchiveZone, names: PackedNames) {
            self.init(root: root, FolderFacts(path), zone: zone, names: names)
        }

        /// Creates a folder whose facts are known already.
        public init(root: Int, _ facts: FolderFacts, zone: ArchiveZone, names: PackedNames) {
            content = Content(root: root, facts, zone: zone, names: names)
        }

        /// The numbers of the folder's files.
        public var files: Range<FileNumber> { firstFile..<(firstFile + FileNumber(names.count)) }
    }

    /// Something that couldn't be read or isn't followed, such as a link or an unreadable folder.
    public struct Obstacle: Sendable {
        /// Index of the root.
        public let root: Int
        /// Path below the root.
        public let path: ByteString
        /// What it is, in plain words, for example "symbolic link" or "folder: Permission denied".
        public let reason: String
        /// Whether it may hide files below it. If it does, a file that isn't listed there may still exist.
        public let hidesFiles: Bool
        /// For a link whose target was walked: the target (PLACE-16).
        public let target: LinkTarget?

        /// Creates an obstacle.
        public init(root: Int, path: ByteString, reason: String, hidesFiles: Bool, target: LinkTarget? = nil) {
            self.target = target
            self.root = root
            self.path = path
            self.reason = reason
            self.hidesFiles = hidesFiles
        }
    }

    /// A walked file or folder that a link leads to.
    public struct LinkTarget: Sendable {
        /// Index of the root.
        public let root: Int
        /// Path below the root.
        public let path: ByteString
        /// Whether it is a folder.
        public let isFolder: Bool

        /// Creates a target.
        public init(root: Int, path: ByteString, isFolder: Bool) {
            self.root = root
            self.path = path
            self.isFolder = isFolder
        }
    }

    /// A folder whose files are counted but not judged: a hidden one, or one of another service.
    public struct PassedFolder: Sendable {
        /// Index of the root.
        public let root: Int
        /// Path below the root.
        public let path: ByteString
        /// Number of its files.
        public let fileCount: Int

        /// Creates a counted folder.
        public init(root: Int, path: ByteString, fileCount: Int) {
            self.root = root
            self.path = path
            self.fileCount = fileCount
        }
    }

    /// The paths given by the user.
    public let roots: [ByteString]
    /// For each root, the end of its own path that shows whose files lie below it, from `AWSLogs` on. Empty if the path
    /// doesn't show that (PLACE-13).
    public let places: [ByteString]
    /// Folders whose files are only counted.
    public let passed: [PassedFolder]
    /// Roots that lie in another root and are listed as part of it (PLACE-10).
    public let nestedRoots: Set<Int>
    /// Files and folders that the command line names for another purpose (FILE-18).
    public let named: Set<RootedFolder>
    /// The folders with listed files, in order of root and path.
    public let folders: [Folder]
    /// The obstacles, in order of root and path.
    public let obstacles: [Obstacle]
    /// Number of listed files.
    public let fileCount: Int
    private let folderIndex: [RootedFolder: Int]
    private let obstacleIndex: Set<RootedFolder>
    private let hiddenFolders: Set<RootedFolder>

    /// Creates a listing. Sorts the folders and obstacles, and numbers the files. If `places` is nil, the roots' own
    /// paths don't count.
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

    /// Returns the index of the folder at `path`, or nil if it has no listed files.
    public func folder(root: Int, path: ByteString) -> Int? {
        folderIndex[RootedFolder(root: root, path: path)]
    }

    /// Whether a root has a listed file or an obstacle.
    public func holdsAnything(root: Int) -> Bool {
        folders.contains { $0.root == root && $0.names.count > 0 } || obstacles.contains { $0.root == root }
    }

    /// Number of all entries that the walk saw: listed files, counted files and obstacles.
    public var walkedCount: Int { fileCount + obstacles.count + passed.reduce(0) { $0 + $1.fileCount } }

    /// Whether the command line names this file or a folder above it.
    public func isNamed(root: Int, path: ByteString) -> Bool {
        guard !named.isEmpty else { return false }
        var path = path
        while !path.isEmpty {
            if named.contains(RootedFolder(root: root, path: path)) { return true }
            path = path.splitAtLastSlash.folder
        }
        return false
    }

    /// Whether there is an obstacle at exactly `path`.
    public func hasObstacle(root: Int, path: ByteString) -> Bool {
        obstacleIndex.contains(RootedFolder(root: root, path: path))
    }

    /// Whether `path` lies below a folder that couldn't be listed.
    public func isHidden(root: Int, path: ByteString) -> Bool {
        guard !hiddenFolders.isEmpty else { return false }
        var folder = path
        while !folder.isEmpty {
            folder = folder.splitAtLastSlash.folder
            if hiddenFolders.contains(RootedFolder(root: root, path: folder)) { return true }
        }
        return false
    }

    /// Whether a listed folder lies below the folder `path`.
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

    /// Returns the index of the folder that holds a file.
    public func folder(of file: FileNumber) -> Int {
        var low = 0
        var high = folders.count
        while low < high {
            let middle = low + (high - low) / 2
            if folders[middle].firstFile <= file { low = middle + 1 } else { high = middle }
        }
        // An empty folder has the same first number as the folder after it. So the last one with that number holds the
        // file.
        return max(0, low - 1)
    }

    /// Returns the name of a file.
    public func name(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return folder.names[Int(file - folder.firstFile)]
    }

    /// Returns the path of a file below its root.
    public func path(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return folder.path.appending(component: folder.names[Int(file - folder.firstFile)])
    }

    /// Returns the file that stands for an object name in a folder: the file of that name, or, if it is absent,
    /// `X.json` for `X.json.gz` (FILE-4).
    public func file(named name: ByteString, inFolder index: Int) -> FileNumber? {
        file(named: name.bytes.span, inFolder: index)
    }

    /// Returns the file that stands for an object name, without copying the name.
    public func file(named name: Span<UInt8>, inFolder index: Int) -> FileNumber? {
        let folder = folders[index]
        if let position = folder.names.index(of: name) { return folder.firstFile + FileNumber(position) }
        guard name.count >= 8, name.holds(Self.compressedEnding.span, at: name.count - 8),
            let position = folder.names.index(of: name.extracting(0..<(name.count - 3)))
        else { return nil }
        return folder.firstFile + FileNumber(position)
    }

    /// Returns all files that may stand for an object name in a folder: `X.json.gz`, and `X.json` beside it (FILE-4).
    public func files(standingFor name: Span<UInt8>, inFolder index: Int) -> [FileNumber] {
        guard let file = file(named: name, inFolder: index) else { return [] }
        guard name.count >= 8, name.holds(Self.compressedEnding.span, at: name.count - 8),
            let other = self.file(named: name.extracting(0..<(name.count - 3)), inFolder: index), other != file
        else { return [file] }
        return [file, other]
    }

    /// Returns the file `X.json.gz` beside the file `X.json`. Nil for any other file.
    public func compressedForm(of file: FileNumber) -> FileNumber? {
        let folder = folders[folder(of: file)]
        let name = folder.names[Int(file - folder.firstFile)]
        guard name.hasSuffix(".json") else { return nil }
        return folder.names.index(of: (name + ".gz").bytes[...]).map { folder.firstFile + FileNumber($0) }
    }

    private static let compressedEnding = Array(".json.gz".utf8)

    /// Returns the object name that a file stands for: `X.json.gz` for `X.json` if only the shorter name is present,
    /// otherwise its own name (FILE-4).
    public func objectName(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        let name = folder.names[Int(file - folder.firstFile)]
        guard name.hasSuffix(".json") else { return name }
        let longer = name + ".gz"
        return folder.names.index(of: longer.bytes[...]) == nil ? longer : name
    }

    /// Returns the file that stands for the object whose path below a root is `path`.
    public func file(root: Int, path: ByteString) -> FileNumber? {
        let (folderPath, name) = path.splitAtLastSlash
        return folder(root: root, path: folderPath).flatMap { file(named: name, inFolder: $0) }
    }

    /// Returns the path of a file as the user would name it: the root as given, and the path below it.
    public func userPath(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return userPath(
            root: folder.root, path: folder.path.appending(component: folder.names[Int(file - folder.firstFile)]))
    }

    /// Returns a path below a root as the user would name it.
    public func userPath(root: Int, path: ByteString) -> ByteString {
        guard roots.indices.contains(root) else { return path }
        return roots[root].bytes.last == ByteString.slash
            ? ByteString(roots[root].bytes + path.bytes) : roots[root].appending(component: path)
    }
}
