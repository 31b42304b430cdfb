public import CloudTrailFormat
public import FileTree
internal import Primitives
internal import WorkerPool

/// Lists the digest and log files below the roots. Nothing is opened but folders, and no link is followed.
///
/// Folders are taken level by level, those of one level by all workers, so the time is that of the file system.
public struct ArchiveIndexer: Sendable {
    /// Most components of a path below a root. CloudTrail's own paths have 9 and the prefix.
    public static let depthLimit = 64

    /// The kinds of folder that say what lies below them (AWS CloudTrail User Guide, "Finding your CloudTrail log
    /// files").
    enum Context: Sendable {
        /// Nothing is known yet.
        case neutral
        /// Below a folder `AWSLogs`, or an account's folder.
        case account
        case zone(ArchiveZone)
    }

    private struct PendingFolder: Sendable {
        let root: Int
        let path: ByteString
        let depth: Int
        let context: Context
    }

    /// What one folder held.
    private struct Visit: Sendable {
        var folder: ArchiveListing.Folder?
        var subfolders: [PendingFolder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        var ignoredCount = 0
    }

    /// The result: the listing, and how many files were passed over because no rule speaks of them.
    public struct Index: Sendable {
        public let listing: ArchiveListing
        public let ignoredFileCount: Int
    }

    private let roots: [Directory]
    private let jobs: Int
    private let isCancelled: @Sendable () -> Bool

    public init(roots: [Directory], jobs: Int, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        self.roots = roots
        self.jobs = jobs
        self.isCancelled = isCancelled
    }

    /// Walks the roots.
    public func index() -> Index {
        var level = roots.indices.map { PendingFolder(root: $0, path: ByteString(), depth: 0, context: .neutral) }
        var folders: [ArchiveListing.Folder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        var ignored = 0
        let pool = WorkerPool(jobs: jobs)
        while !level.isEmpty {
            let current = level
            let visits = Slots<Visit>(count: current.count)
            pool.forEach(count: current.count, batch: 4, isCancelled: isCancelled) {
            } body: { _, position in
                visits.set(position, visit(current[position]))
            }
            level = []
            for visit in visits.take() {
                guard let visit else { continue }
                if let folder = visit.folder { folders.append(folder) }
                obstacles += visit.obstacles
                level += visit.subfolders
                ignored += visit.ignoredCount
            }
        }
        let listing = ArchiveListing(roots: roots.map(\.path), folders: folders, obstacles: obstacles)
        return Index(listing: listing, ignoredFileCount: ignored)
    }

    private func visit(_ pending: PendingFolder) -> Visit {
        var visit = Visit()
        var folders: [ByteString] = []
        var names = NameList()
        do throws(FileTreeError) {
            try roots[pending.root].forEachEntry(in: pending.path) { name, kind in
                switch kind {
                case .directory: folders.append(ByteString(name))
                case .regular:
                    if Self.isListed(name, in: pending.context) { names.append(name) } else { visit.ignoredCount += 1 }
                default:
                    if case .neutral = pending.context {
                        visit.ignoredCount += 1
                    } else {
                        let path = pending.path.appending(component: ByteString(name))
                        visit.obstacles.append(
                            .init(root: pending.root, path: path, reason: kind.rawValue, hidesFiles: false))
                    }
                }
            }
        } catch {
            let reason = "folder: \(error.reason)"
            var failed = Visit()
            failed.obstacles.append(.init(root: pending.root, path: pending.path, reason: reason, hidesFiles: true))
            return failed
        }
        let hasDigestFolder = folders.contains { $0.bytes == Self.digestFolder }
        for name in folders {
            let context = Self.context(of: name.bytes, in: pending, besideDigests: hasDigestFolder)
            let path = pending.path.appending(component: name)
            guard pending.depth + 1 < Self.depthLimit else {
                visit.obstacles.append(
                    .init(
                        root: pending.root, path: path, reason: "folder deeper than \(Self.depthLimit) levels",
                        hidesFiles: true))
                continue
            }
            visit.subfolders.append(
                PendingFolder(root: pending.root, path: path, depth: pending.depth + 1, context: context))
        }
        if case .zone(let zone) = pending.context, names.count > 0 {
            visit.folder = ArchiveListing.Folder(
                root: pending.root, path: pending.path, zone: zone, names: PackedNames(names))
        }
        return visit
    }

    // MARK: Rules

    private static let digestFolder = Array("CloudTrail-Digest".utf8)
    private static let logFolder = Array("CloudTrail".utf8)
    private static let unjudgedFolders = ["CloudTrail-Insight", "CloudTrail-NetworkActivity", "CloudTrail-Aggregated"]
        .map { Array($0.utf8) }

    /// What lies below the folder `name`. `CloudTrail` is an account's log folder where its parent is named like an
    /// account, holds a `CloudTrail-Digest` too, or is the root (the copy starts at the account folder).
    private static func context(of name: [UInt8], in parent: PendingFolder, besideDigests: Bool) -> Context {
        if name == Array("AWSLogs".utf8) || AWSIdentifier.isAccountID(name[...]) {
            if case .zone = parent.context, name != Array("AWSLogs".utf8) { return parent.context }
            return .account
        }
        if case .zone(.digests) = parent.context { return parent.context }
        if name == digestFolder { return .zone(.digests) }
        if case .zone = parent.context { return parent.context }
        let isAccountFolder = AWSIdentifier.isAccountID(parent.path.splitAtLastSlash.name.bytes[...])
        guard isAccountFolder || besideDigests || parent.depth == 0 else { return parent.context }
        if name == logFolder { return .zone(.logs) }
        if unjudgedFolders.contains(name) { return .zone(.unjudged) }
        return parent.context
    }

    private static func isListed(_ name: Span<UInt8>, in context: Context) -> Bool {
        switch context {
        case .zone(.logs), .zone(.unjudged): name.isEmpty || name[0] != UInt8(ascii: ".")
        case .zone(.digests): true
        case .neutral, .account: false
        }
    }
}
