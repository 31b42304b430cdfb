internal import CloudTrailFormat
internal import Primitives
internal import TrailSealSearch

/// What `ArchiveIndexer` would list of files in memory.
struct MemoryWalk {
    enum Context {
        case neutral, account, accountBelowLogs
        case zone(ArchiveZone, isFirm: Bool)
    }

    struct Folder {
        var files: [ByteString] = []
        var folders: Set<ByteString> = []
        var others: [(name: ByteString, reason: String)] = []
        var isClosed = false
    }

    /// A folder that was met, with what is known of it.
    struct Pending {
        let root: Int
        let path: ByteString
        let depth: Int
        let context: Context
        let share: ArchiveShare
    }

    struct Listing {
        var folders: [ArchiveListing.Folder] = []
        var obstacles: [ArchiveListing.Obstacle] = []
        var passed: [ArchiveListing.PassedFolder] = []
        /// Where parts begin.
        var ends: [Pending] = []
    }

    private let roots: [[ByteString: Folder]]
    private let shard: AccountShard?

    init(_ run: Run) {
        shard = run.options.shard.flatMap { AccountShard(index: $0.index, count: $0.count) }
        roots = run.roots.map { archive in
            var tree: [ByteString: Folder] = [ByteString(): Folder()]
            func place(_ path: Path) -> (folder: ByteString, name: ByteString) {
                let (folder, name) = path.byteString.splitAtLastSlash
                var below = folder
                while !below.isEmpty {
                    let (above, name) = below.splitAtLastSlash
                    if tree[below] == nil { tree[below] = Folder() }
                    let isNew = tree[above, default: Folder()].folders.insert(name).inserted
                    if !isNew { break }
                    below = above
                }
                return (folder, name)
            }
            for path in archive.files.keys {
                let (folder, name) = place(path)
                tree[folder, default: Folder()].files.append(name)
            }
            for (path, obstacle) in archive.obstacles {
                let (folder, name) = place(path)
                if obstacle == .closedFolder {
                    tree[folder, default: Folder()].folders.insert(name)
                    tree[path.byteString, default: Folder()].isClosed = true
                } else {
                    let reason = obstacle == .link ? "symbolic link" : "FIFO"
                    tree[folder, default: Folder()].others.append((name, reason))
                }
            }
            return tree
        }
    }

    var tops: [Pending] {
        roots.indices.map { Pending(root: $0, path: ByteString(), depth: 0, context: .neutral, share: .common) }
    }

    func everything() -> Listing { walk(tops) { _ in false } }

    func walk(_ start: [Pending], until isEnd: (Pending) -> Bool) -> Listing {
        var listing = Listing()
        var waiting = start
        while let pending = waiting.popLast() {
            for folder in visit(pending, &listing) {
                if isEnd(folder) { listing.ends.append(folder) } else { waiting.append(folder) }
            }
        }
        return listing
    }

    /// `ArchiveIndexer.visit`.
    private func visit(_ pending: Pending, _ listing: inout Listing) -> [Pending] {
        guard let folder = roots[pending.root][pending.path] else { return [] }
        func obstacle(_ path: ByteString, _ reason: String, hides: Bool, _ share: ArchiveShare) {
            listing.obstacles.append(
                .init(root: pending.root, path: path, reason: reason, hidesFiles: hides, share: share))
        }
        if folder.isClosed {
            obstacle(pending.path, "folder: Permission denied", hides: true, pending.share)
            return []
        }
        let zone = Self.zone(of: pending.context)
        var names = NameList()
        for name in folder.files {
            guard let zone, zone == .digests || name.bytes.first != UInt8(ascii: ".") else { continue }
            names.append(name.bytes.span)
        }
        for (name, reason) in folder.others {
            if case .neutral = pending.context { continue }
            obstacle(pending.path.appending(component: name), reason, hides: false, pending.share)
        }
        if let zone, names.count > 0 {
            listing.folders.append(
                .init(
                    root: pending.root, path: pending.path, zone: zone, names: PackedNames(names),
                    share: pending.share))
        }
        var subfolders: [Pending] = []
        let taken = pending.share == .foreign ? folder.folders.max().map { [$0] } ?? [] : folder.folders.sorted()
        for name in taken {
            let context = context(of: name, in: pending, folder)
            let share = share(context, in: pending)
            if share == .foreign, Self.zone(of: context) != .digests { continue }
            let path = pending.path.appending(component: name)
            if pending.depth + 1 < 64 {
                subfolders.append(
                    Pending(
                        root: pending.root, path: path, depth: pending.depth + 1, context: context, share: share))
            } else {
                obstacle(path, "folder deeper than 64 levels", hides: true, share)
            }
        }
        return subfolders
    }

    private static func zone(of context: Context) -> ArchiveZone? {
        switch context {
        case .zone(let zone, _): zone
        case .accountBelowLogs: .logs
        case .neutral, .account: nil
        }
    }

    private func share(_ context: Context, in parent: Pending) -> ArchiveShare {
        guard let shard, parent.share == .common, case .zone(_, isFirm: true) = context,
            Self.isBelowAccounts(parent.path)
        else { return parent.share }
        return shard.includes(parent.path.splitAtLastSlash.name) ? .own : .foreign
    }

    private func context(of name: ByteString, in parent: Pending, _ folder: Folder) -> Context {
        switch parent.context {
        case .zone(_, isFirm: true): return parent.context
        case .zone(let zone, isFirm: false):
            guard name == "AWSLogs" as StaticString else { return parent.context }
            return zone == .logs ? .accountBelowLogs : .account
        case .neutral, .account, .accountBelowLogs: break
        }
        if name == "AWSLogs" as StaticString || AWSIdentifier.isAccountID(name.bytes[...]) {
            if case .accountBelowLogs = parent.context { return .accountBelowLogs }
            return .account
        }
        let isPlaced = Self.isBelowAccounts(parent.path)
        let isBesideDigests = folder.folders.contains("CloudTrail-Digest")
        if name == "CloudTrail-Digest" as StaticString {
            return .zone(.digests, isFirm: isPlaced || folder.folders.contains("CloudTrail"))
        }
        let isAccountFolder = AWSIdentifier.isAccountID(parent.path.splitAtLastSlash.name.bytes[...])
        guard isAccountFolder || isBesideDigests || parent.depth == 0 else { return parent.context }
        if name == "CloudTrail" as StaticString { return .zone(.logs, isFirm: isPlaced || isBesideDigests) }
        if name.hasPrefix("CloudTrail-") { return .zone(.unjudged, isFirm: isPlaced || isBesideDigests) }
        return parent.context
    }

    private static func isBelowAccounts(_ path: ByteString) -> Bool {
        let parts = path.components
        guard let account = parts.last, AWSIdentifier.isAccountID(account), parts.count >= 2 else { return false }
        let above = ByteString(parts[parts.count - 2])
        if above == "AWSLogs" as StaticString { return true }
        return parts.count >= 3 && AWSIdentifier.isOrganizationID(above.bytes[...])
            && ByteString(parts[parts.count - 3]) == "AWSLogs" as StaticString
    }

    // MARK: Parts

    static func isAccountEnd(_ folder: Pending) -> Bool {
        if case .account = folder.context { return isAccountFolder(folder.path) }
        return false
    }

    static func isRegionEnd(_ folder: Pending) -> Bool {
        guard case .zone(_, isFirm: true) = folder.context else { return false }
        let (above, region) = folder.path.splitAtLastSlash
        return AWSIdentifier.isRegion(region.bytes[...]) && isAccountFolder(above.splitAtLastSlash.folder)
    }

    private static func isAccountFolder(_ path: ByteString) -> Bool {
        if isBelowAccounts(path) { return true }
        let parts = path.components
        guard let account = parts.last, AWSIdentifier.isAccountID(account) else { return false }
        return parts.count == 1 || (parts.count == 2 && AWSIdentifier.isOrganizationID(parts[0]))
    }
}
