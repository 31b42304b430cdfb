public import CloudTrailFormat
public import FileTree
internal import Primitives
internal import WorkerPool

/// Stage 1 of a run: lists everything below the roots. Nothing is opened but folders, and no link is followed.
///
/// Folders are taken level by level, those of one level by all workers, so the time is that of the file system. A folder
/// whose files no rule looks at is walked too, but only counted.
public struct ArchiveWalk: Sendable {
    /// Most components of a path below a root (LIMIT-5). CloudTrail's own paths have 9 and the prefix.
    public static let depthLimit = 64

    /// What a walk gave.
    public struct Result: Sendable {
        public let listing: ArchiveListing
        /// Why the listing may not be believed: descriptors or memory were used up.
        public let failure: FileTreeError?
    }

    /// A folder that is still to be listed.
    public struct Pending: Sendable {
        let root: Int
        let path: ByteString
        let depth: Int
    }

    private let roots: [Directory]
    private let spread: Spread
    private let isCancelled: @Sendable () -> Bool

    public init(
        roots: [Directory], spread: @escaping Spread, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.roots = roots
        self.spread = spread
        self.isCancelled = isCancelled
    }

    /// Walks the roots as a whole.
    public func result() -> Result { result(of: walk(tops)) }

    /// Where a walk of everything begins.
    public var tops: [Pending] { roots.indices.map { Pending(root: $0, path: ByteString(), depth: 0) } }

    // MARK: Folders

    /// What one folder held.
    private struct Visit: Sendable {
        var folder: ArchiveListing.Folder?
        var passed: ArchiveListing.PassedFolder?
        var subfolders: [Pending] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        var identity: FileIdentity?
        var failure: FileTreeError?
    }

    /// All that a walk met.
    struct Walk {
        var folders: [ArchiveListing.Folder] = []
        var passed: [ArchiveListing.PassedFolder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        /// Roots that were met below another root.
        var nestedRoots: Set<Int> = []
        var failure: FileTreeError?
    }

    func walk(_ start: [Pending]) -> Walk {
        let identities = rootIdentities()
        var walk = Walk()
        var level = start
        while !level.isEmpty {
            let current = level
            let visits = Slots<Visit>(count: current.count)
            spread(current.count) { position in
                if !isCancelled() { visits.set(position, visit(current[position], identities)) }
            }
            level = []
            for (pending, visit) in zip(current, visits.take()) {
                guard let visit else { continue }
                if let identity = visit.identity {
                    for root in identities[identity] ?? [] where root != pending.root {
                        // Of two names of one folder the first counts.
                        if !pending.path.isEmpty || pending.root < root { walk.nestedRoots.insert(root) }
                    }
                }
                if let folder = visit.folder { walk.folders.append(folder) }
                if let passed = visit.passed { walk.passed.append(passed) }
                walk.obstacles += visit.obstacles
                level += visit.subfolders
                walk.failure = walk.failure ?? visit.failure
            }
        }
        return walk
    }

    /// The roots by the folder that they are; empty where there is one root, which can hold no other.
    private func rootIdentities() -> [FileIdentity: [Int]] {
        guard roots.count > 1 else { return [:] }
        var identities: [FileIdentity: [Int]] = [:]
        for (index, root) in roots.enumerated() {
            if let identity = try? root.status().identity { identities[identity, default: []].append(index) }
        }
        return identities
    }

    func result(of walk: Walk) -> Result {
        func isOwn(_ root: Int) -> Bool { !walk.nestedRoots.contains(root) }
        let listing = ArchiveListing(
            roots: roots.map(\.path), folders: walk.folders.filter { isOwn($0.root) },
            obstacles: walk.obstacles.filter { isOwn($0.root) }, passed: walk.passed.filter { isOwn($0.root) },
            nestedRoots: walk.nestedRoots)
        return Result(listing: listing, failure: walk.failure)
    }

    private func visit(_ pending: Pending, _ identities: [FileIdentity: [Int]]) -> Visit {
        var visit = Visit()
        var names = NameList()
        var others: [(name: ByteString, kind: FileKind)] = []
        var folders: [ByteString] = []
        do throws(FileTreeError) {
            if !identities.isEmpty {
                visit.identity = try roots[pending.root].directory(pending.path).status().identity
            }
            try roots[pending.root].forEachEntry(in: pending.path) { name, kind in
                switch kind {
                case .directory: folders.append(ByteString(name))
                case .regular: names.append(name)
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
        guard names.count > 0 else { return visit }
        if PathFacts.isPassedOver(folder: pending.path) {
            visit.passed = .init(root: pending.root, path: pending.path, fileCount: names.count)
        } else {
            visit.folder = ArchiveListing.Folder(
                root: pending.root, path: pending.path, zone: Self.zone(pending.path), names: PackedNames(names))
        }
        return visit
    }

    /// Where a link leads, if that lies below a root.
    private func target(_ root: Int, _ path: ByteString) -> RootedFolder? {
        guard let real = roots[root].realPath(of: path) else { return nil }
        for (index, directory) in roots.enumerated() {
            guard let top = directory.realPath(of: ByteString()), real.hasPrefix(top.appending(component: "/")) else {
                continue
            }
            return RootedFolder(root: index, path: ByteString(real.bytes[(top.count + 1)...]))
        }
        return nil
    }

    private static func zone(_ folder: ByteString) -> ArchiveZone {
        guard let kind = PathFacts(folder.appending(component: "x")).kind else { return .digests }
        if kind == PathFacts.digestFolder { return .digests }
        return kind == PathFacts.logFolder ? .logs : .unjudged
    }
}
