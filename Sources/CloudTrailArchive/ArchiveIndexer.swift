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
        /// Below a folder `AWSLogs` in what may be a log folder, or a prefix that is called like one: files are logs
        /// until a folder says otherwise.
        case accountBelowLogs
        /// `isFirm` where the path leaves no doubt: then no folder in it changes what lies below.
        case zone(ArchiveZone, isFirm: Bool)
    }

    struct PendingFolder: Sendable {
        let root: Int
        let path: ByteString
        let depth: Int
        let context: Context
        let share: ArchiveShare
        var sampling = Sampling.none
    }

    /// Which folders of digest files are taken.
    enum Sampling {
        /// All of them, and those of logs.
        case none
        /// The first and the last of the first region.
        case both
        case first, last
    }

    /// What one folder held.
    private struct Visit: Sendable {
        var folder: ArchiveListing.Folder?
        var subfolders: [PendingFolder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        /// Links and the like outside account folders, which are neither followed nor judged.
        var passedOver: [ArchiveListing.Obstacle] = []
        var exhaustion: FileTreeError?
    }

    /// Most warnings about what was passed over.
    private static let warningLimit = 20

    /// The result: the listing, and what the user should know of what was passed over.
    public struct Index: Sendable {
        public let listing: ArchiveListing
        public let warnings: [String]
        /// Why the listing may not be believed: descriptors or memory were used up.
        public let failure: FileTreeError?
    }

    private let roots: [Directory]
    private let jobs: Int
    let shard: AccountShard?
    private let isCancelled: @Sendable () -> Bool

    /// With a `shard`, the folders of other accounts are not walked but for one digest folder of each.
    public init(
        roots: [Directory], jobs: Int, shard: AccountShard? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.shard = shard
        self.roots = roots
        self.jobs = jobs
        self.isCancelled = isCancelled
    }

    /// Walks the roots.
    public func index() -> Index { index(of: walk(tops, spread: ownThreads)) }

    var tops: [PendingFolder] {
        roots.indices.map {
            PendingFolder(root: $0, path: ByteString(), depth: 0, context: .neutral, share: .common)
        }
    }

    var ownThreads: Spread { WorkerPool(jobs: jobs).spread }

    /// All that a walk met.
    struct Walk {
        var folders: [ArchiveListing.Folder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        var passedOver: [ArchiveListing.Obstacle] = []
        /// Where a part begins.
        var ends: [PendingFolder] = []
        var failure: FileTreeError?
    }

    func walk(_ start: [PendingFolder], until boundary: Boundary? = nil, spread: Spread) -> Walk {
        var walk = Walk()
        var level = start
        while !level.isEmpty {
            let current = level
            let visits = Slots<Visit>(count: current.count)
            spread(current.count) { position in
                if !isCancelled() { visits.set(position, visit(current[position])) }
            }
            level = []
            for visit in visits.take() {
                guard let visit else { continue }
                if let folder = visit.folder { walk.folders.append(folder) }
                walk.obstacles += visit.obstacles
                for folder in visit.subfolders {
                    if let boundary, Self.isEnd(folder, boundary) {
                        walk.ends.append(folder)
                    } else {
                        level.append(folder)
                    }
                }
                walk.passedOver += visit.passedOver
                walk.failure = walk.failure ?? visit.exhaustion
            }
        }
        return walk
    }

    func index(of walk: Walk) -> Index {
        let listing = ArchiveListing(roots: roots.map(\.path), folders: walk.folders, obstacles: walk.obstacles)
        let warnings = walk.passedOver.map {
            "\(listing.userPath(root: $0.root, path: $0.path)): \($0.reason), not followed"
        }
        return Index(
            listing: listing, warnings: Array(warnings.sorted().prefix(Self.warningLimit)), failure: walk.failure)
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
                    if Self.isListed(name, in: pending.context) { names.append(name) }
                default:
                    let path = pending.path.appending(component: ByteString(name))
                    let obstacle = ArchiveListing.Obstacle(
                        root: pending.root, path: path, reason: kind.rawValue, hidesFiles: false, share: pending.share)
                    if case .neutral = pending.context {
                        visit.passedOver.append(obstacle)
                    } else {
                        visit.obstacles.append(obstacle)
                    }
                }
            }
        } catch {
            let reason = "folder: \(error.reason)"
            var failed = Visit()
            if error.isExhaustion { failed.exhaustion = error }
            failed.obstacles.append(
                .init(
                    root: pending.root, path: pending.path, reason: reason, hidesFiles: true, share: pending.share))
            return failed
        }
        let hasDigestFolder = folders.contains { $0.bytes == Self.digestFolder }
        let hasLogFolder = folders.contains { $0.bytes == Self.logFolder }
        for (name, sampling) in Self.taken(folders, in: pending) {
            let context = Self.context(
                of: name.bytes, in: pending, besideDigests: hasDigestFolder, besideLogs: hasLogFolder)
            let share = share(context, in: pending)
            if share == .foreign || sampling != .none, Self.zone(of: context) != .digests { continue }
            let path = pending.path.appending(component: name)
            guard pending.depth + 1 < Self.depthLimit else {
                visit.obstacles.append(
                    .init(
                        root: pending.root, path: path, reason: "folder deeper than \(Self.depthLimit) levels",
                        hidesFiles: true, share: share))
                continue
            }
            visit.subfolders.append(
                PendingFolder(
                    root: pending.root, path: path, depth: pending.depth + 1, context: context, share: share,
                    sampling: sampling))
        }
        if let zone = Self.zone(of: pending.context), names.count > 0 {
            visit.folder = ArchiveListing.Folder(
                root: pending.root, path: pending.path, zone: zone, names: PackedNames(names), share: pending.share)
        }
        return visit
    }

    // MARK: Shards

    /// Whose files lie in a folder with `context` in `parent`. The outermost folder of an account that holds logs or
    /// digests decides, whatever lies below it: every file is in exactly one shard.
    private func share(_ context: Context, in parent: PendingFolder) -> ArchiveShare {
        guard let shard, parent.share == .common, case .zone(_, isFirm: true) = context,
            Self.isBelowAccounts(parent.path)
        else { return parent.share }
        return shard.includes(parent.path.splitAtLastSlash.name) ? .own : .foreign
    }

    /// The folders to be taken of those in a folder. Of another shard's account it is the newest.
    private static func taken(
        _ folders: [ByteString], in parent: PendingFolder
    ) -> [(name: ByteString, sampling: Sampling)] {
        if parent.share == .foreign { return folders.max().map { [($0, .none)] } ?? [] }
        guard parent.sampling != .none else { return folders.map { ($0, .none) } }
        guard Self.zone(of: parent.context) == .digests else { return folders.map { ($0, parent.sampling) } }
        guard let first = folders.min(), let last = folders.max() else { return [] }
        switch parent.sampling {
        case .none: return []
        case .first: return [(first, .first)]
        case .last: return [(last, .last)]
        case .both:
            let isRegion = parent.path.splitAtLastSlash.name.bytes == digestFolder
            return isRegion || first == last ? [(first, .both)] : [(first, .first), (last, .last)]
        }
    }

    // MARK: Rules

    private static let digestFolder = Array("CloudTrail-Digest".utf8)
    private static let logFolder = Array("CloudTrail".utf8)
    private static let unjudgedPrefix = Array("CloudTrail-".utf8)
    private static let accountsFolder = Array("AWSLogs".utf8)

    /// What lies below the folder `name`. `CloudTrail` is an account's log folder where its parent is named like an
    /// account, holds a `CloudTrail-Digest` too, or is the root (the copy starts at the account folder). Below one that
    /// is an account's beyond doubt every file is a log, whatever folder it lies in: no name that a forger chooses may
    /// take it out of sight.
    private static func context(
        of name: [UInt8], in parent: PendingFolder, besideDigests: Bool, besideLogs: Bool
    ) -> Context {
        switch parent.context {
        case .zone(_, isFirm: true): return parent.context
        case .zone(let zone, isFirm: false):
            guard name == accountsFolder else { return parent.context }
            return zone == .logs ? .accountBelowLogs : .account
        case .neutral, .account, .accountBelowLogs: break
        }
        if name == accountsFolder || AWSIdentifier.isAccountID(name[...]) {
            if case .accountBelowLogs = parent.context { return .accountBelowLogs }
            return .account
        }
        let isPlaced = isBelowAccounts(parent.path)
        if name == digestFolder { return .zone(.digests, isFirm: isPlaced || besideLogs) }
        let isAccountFolder = AWSIdentifier.isAccountID(parent.path.splitAtLastSlash.name.bytes[...])
        guard isAccountFolder || besideDigests || parent.depth == 0 else { return parent.context }
        if name == logFolder { return .zone(.logs, isFirm: isPlaced || besideDigests) }
        // Insight, NetworkActivity, Aggregated, and what AWS may add.
        if name.starts(with: unjudgedPrefix) { return .zone(.unjudged, isFirm: isPlaced || besideDigests) }
        return parent.context
    }

    /// Whether a path ends in `AWSLogs/ACCOUNT` or `AWSLogs/o-ORGANIZATION/ACCOUNT`.
    static func isBelowAccounts(_ path: ByteString) -> Bool {
        let parts = path.components
        guard let account = parts.last, AWSIdentifier.isAccountID(account), parts.count >= 2 else { return false }
        let above = parts[parts.count - 2]
        if above.elementsEqual(accountsFolder) { return true }
        return parts.count >= 3 && AWSIdentifier.isOrganizationID(above)
            && parts[parts.count - 3].elementsEqual(accountsFolder)
    }

    static func zone(of context: Context) -> ArchiveZone? {
        switch context {
        case .zone(let zone, _): zone
        case .accountBelowLogs: .logs
        case .neutral, .account: nil
        }
    }

    private static func isListed(_ name: Span<UInt8>, in context: Context) -> Bool {
        switch zone(of: context) {
        case .logs, .unjudged: name.isEmpty || name[0] != UInt8(ascii: ".")
        case .digests: true
        case nil: false
        }
    }
}
