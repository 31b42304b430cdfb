package import TrailSealFileTree
package import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealWorkerPool

/// Lists everything below the roots: the first stage of a run. Opens only folders and follows no links.
///
/// Walks level by level; all workers share the folders of a level, so the time is that of the file system. Folders
/// whose files aren't judged are walked too, but only counted.
package struct ArchiveWalk: Sendable {
    /// Most components of a path below a root (LIMIT-5). CloudTrail's own paths have 9 and the prefix.
    package static let depthLimit = 64

    /// A folder that isn't listed yet.
    struct Pending: Sendable {
        let root: Int
        let path: ByteString
        let depth: Int
    }

    private let roots: [Directory]
    /// What the roots' own paths say (PLACE-13).
    private let places: [ByteString]
    private let nestedRoots: Set<Int>
    private let named: Set<RootedFolder>
    private let isCancelled: @Sendable () -> Bool

    /// Prepares a walk. `named` are files and folders below the roots that the command line names for another purpose
    /// (FILE-18).
    package init(
        roots: [Directory], named: Set<RootedFolder> = [], isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.roots = roots
        self.named = named
        places = roots.map { AccountPath.place(ofRoot: $0.realPath(of: ByteString()) ?? $0.path) }
        nestedRoots = Self.nested(roots)
        self.isCancelled = isCancelled
    }

    /// The starting points of a walk of everything.
    var tops: [Pending] {
        roots.indices.filter { !nestedRoots.contains($0) }.map { Pending(root: $0, path: ByteString(), depth: 0) }
    }

    // MARK: Folders

    /// The content of one folder.
    private struct Visit: Sendable {
        var folder: ArchiveListing.Folder?
        var passed: ArchiveListing.PassedFolder?
        var subfolders: [Pending] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        var failure: FileTreeError?
    }

    /// Everything that a walk found.
    struct Walk {
        var folders: [ArchiveListing.Folder] = []
        var passed: [ArchiveListing.PassedFolder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        /// Folders at which the walk was told to stop.
        var ends: [Pending] = []
        var failure: FileTreeError?

        mutating func add(_ other: Walk) {
            folders += other.folders
            passed += other.passed
            obstacles += other.obstacles
            failure = failure ?? other.failure
        }
    }

    /// Walks from `start` downwards. Doesn't enter folders for which `isEnd` returns true, and returns them in
    /// `ends`.
    func walk(_ start: [Pending], spread: ParallelLoop, until isEnd: (Pending) -> Bool = { _ in false }) -> Walk {
        var walk = Walk()
        var level = start
        while !level.isEmpty {
            let current = level
            let visits = IndexedResults<Visit>(count: current.count)
            spread(current.count) { position in
                if !isCancelled() { visits.set(position, visit(current[position])) }
            }
            level = []
            for visit in visits.take().compactMap(\.self) {
                if let folder = visit.folder { walk.folders.append(folder) }
                if let passed = visit.passed { walk.passed.append(passed) }
                walk.obstacles += visit.obstacles
                for folder in visit.subfolders {
                    if isEnd(folder) { walk.ends.append(folder) } else { level.append(folder) }
                }
                walk.failure = walk.failure ?? visit.failure
            }
        }
        return walk
    }

    /// Returns the roots that lie in another root or repeat an earlier one (PLACE-10).
    private static func nested(_ roots: [Directory]) -> Set<Int> {
        guard roots.count > 1 else { return [] }
        let real = roots.map { $0.realPath(of: ByteString()) ?? $0.path }
        return Set(
            real.indices.filter { index in
                real.indices.contains { other in
                    real[index] == real[other]
                        ? other < index
                        : other != index && real[index].hasPrefix(real[other] == "/" ? "/" : real[other] + "/")
                }
            })
    }

    /// Returns the listing of what a walk found.
    func listing(of walk: Walk) -> ArchiveListing {
        var (folders, passed) = (walk.folders, walk.passed)
        ArchiveListing.hide(&folders, &passed, beside: walk.obstacles, places: places)
        return ArchiveListing(
            roots: roots.map(\.path), places: places, folders: folders, obstacles: walk.obstacles, passed: passed,
            nestedRoots: nestedRoots, named: named)
    }

    private func visit(_ pending: Pending) -> Visit {
        var visit = Visit()
        let facts = FolderFacts(pending.path)
        let look = facts.look(below: places[pending.root])
        var names = NameList()
        var passed = 0
        var others: [(name: ByteString, kind: FileKind)] = []
        var folders: [ByteString] = []
        do throws(FileTreeError) {
            try roots[pending.root].forEachEntry(in: pending.path) { name, kind in
                switch kind {
                case .directory: folders.append(ByteString(name))
                case .regular:
                    if look == .all || (look == .objects && RecognizedName.isObject(ByteString(name))) {
                        names.append(name)
                    } else {
                        passed += 1
                    }
                default: others.append((ByteString(name), kind))
                }
            }
        } catch {
            var failed = Visit()
            if error.isExhaustion { failed.failure = error }
            failed.obstacles.append(
                .init(root: pending.root, path: pending.path, reason: "folder: \(error.reason)", hidesFiles: true))
            return failed
        }
        for (name, kind) in others {
            let path = pending.path.appending(component: name)
            visit.obstacles.append(
                .init(
                    root: pending.root, path: path, reason: kind.rawValue, hidesFiles: false,
                    target: kind == .symbolicLink ? target(pending.root, path) : nil))
        }
        for name in folders {
            let path = pending.path.appending(component: name)
            guard pending.depth + 1 < Self.depthLimit else {
                visit.obstacles.append(
                    .init(
                        root: pending.root, path: path, reason: "folder deeper than \(Self.depthLimit) levels",
                        hidesFiles: true))
                continue
            }
            visit.subfolders.append(Pending(root: pending.root, path: path, depth: pending.depth + 1))
        }
        if passed > 0 { visit.passed = .init(root: pending.root, path: pending.path, fileCount: passed) }
        if names.count > 0 {
            visit.folder = ArchiveListing.Folder(
                root: pending.root, facts, zone: Self.zone(facts), names: PackedNames(names))
        }
        return visit
    }

    /// The file or folder that a link leads to, if the walk lists it (PLACE-16). Opens nothing but the target's folder.
    private func target(_ root: Int, _ path: ByteString) -> ArchiveListing.LinkTarget? {
        guard let real = roots[root].realPath(of: path) else { return nil }
        for (number, directory) in roots.enumerated() {
            guard let top = directory.realPath(of: ByteString()) else { continue }
            let below = real == top ? ByteString() : ByteString(real.bytes.dropFirst(top.count + 1))
            guard real == top || real.hasPrefix(top + "/"), below.components.count < Self.depthLimit,
                let isFolder = isFolder(below, in: directory)
            else { continue }
            return ArchiveListing.LinkTarget(root: number, path: below, isFolder: isFolder)
        }
        return nil
    }

    /// Whether a path leads to a folder that can be listed, or to a file. Nil for anything else.
    private func isFolder(_ path: ByteString, in root: Directory) -> Bool? {
        if path.isEmpty { return true }
        let (folder, name) = path.splitAtLastSlash
        switch try? root.directory(folder).status(of: name).kind {
        case .regular: return false
        case .directory: return (try? root.directory(path)) != nil ? true : nil
        default: return nil
        }
    }

    /// Which files a folder holds.
    static func zone(_ folder: FolderFacts) -> ArchiveZone {
        guard let kind = folder.kind else { return .digests }
        if kind == PathFacts.digestFolder { return .digests }
        return kind == PathFacts.logFolder ? .logs : .unjudged
    }
}
