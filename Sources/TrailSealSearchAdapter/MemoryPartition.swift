internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealSearch

/// An archive in memory, divided like an `AccountArchive`: by account, or as one part.
struct MemoryPartition: AccountPartition {
    let accounts: [ByteString?]
    private let run: Run
    private let listings: [MemoryListing]

    var roots: [ByteString] { run.roots.indices.map { Run.name(ofRoot: $0).byteString } }
    var warnings: [String] { [] }

    init(_ run: Run, isByAccount: Bool) {
        self.run = run
        let whole = MemoryTree(run).listing()
        let paths = whole.folders.map(\.path) + whole.passed.map(\.path) + whole.obstacles.map(\.path)
        let names = Set(paths.compactMap(Self.account))
        let isOutside = whole.folders.contains { folder in
            Self.account(folder.path) == nil
                && (PathFacts(folder.path.appending(component: "x")).kind != nil
                    || folder.names.indices.contains { RecognizedName.isObject(folder.names[$0]) })
        }
        let shard = run.options.shard.flatMap { AccountShard(index: $0.index, count: $0.count) }
        guard isByAccount || shard != nil, names.count > 1, !isOutside else {
            accounts = [nil]
            listings = [whole]
            return
        }
        let own = names.filter { shard?.includes($0) ?? true }.sorted()
        accounts = [nil] + own
        listings = accounts.map { account in
            var part = MemoryListing()
            part.nestedRoots = whole.nestedRoots
            part.folders = whole.folders.filter { Self.account($0.path) == account }
            part.passed = whole.passed.filter { Self.account($0.path) == account }
            part.obstacles = whole.obstacles.filter { Self.account($0.path) == account }
            return part
        }
    }

    private static func account(_ path: ByteString) -> ByteString? {
        let facts = PathFacts(path.appending(component: "x"))
        return facts.isBelowAccountFolder ? facts.account : nil
    }

    /// The digest objects of the saved answers. Whether answers name their buckets is an option.
    var signedObjects: [ByteString: [SignedObject]] {
        var objects: [ByteString: [SignedObject]] = [:]
        for (key, signature) in run.roots.first?.signatures ?? [:] {
            let bucket = run.options.namesBuckets ? TrueWorld.bucket(of: key).byteString : nil
            let object = SignedObject(bucket: bucket, path: key.byteString) { signature != nil }
            guard let object else { continue }
            objects[object.chain.accountID, default: []].append(object)
        }
        return objects
    }

    func source(of part: Int, spread: ParallelLoop) -> MemoryArchive { MemoryArchive(run, listings[part]) }

    func isDone(with part: Int) {}
}

/// Lists files in memory as `ArchiveWalk` would.
private struct MemoryTree {
    private struct Folder {
        var files = NameList()
        var folders: Set<ByteString> = []
        var others: [(name: ByteString, reason: String, target: ByteString?)] = []
        var isClosed = false
    }

    private let roots: [[ByteString: Folder]]
    /// Roots that lie in the first root.
    private let nestedRoots: Set<Int>

    init(_ run: Run) {
        let first = Run.name(ofRoot: 0) + "/"
        let entries = Set(run.identities.lazy.filter { $0.key.hasPrefix(first) }.map(\.value))
        nestedRoots = Set(
            run.roots.indices.dropFirst().filter { root in
                run.isOverlapping
                    && run.roots[root].files.keys.contains { path in
                        run.identities[Run.name(ofRoot: root).appending(component: path)].map(entries.contains) ?? false
                    }
            })
        roots = run.roots.map { archive in
            var tree: [ByteString: Folder] = [ByteString(): Folder()]
            func place(_ path: Path) -> (folder: ByteString, name: ByteString) {
                let (folder, name) = path.byteString.splitAtLastSlash
                var below = folder
                while !below.isEmpty {
                    let (above, name) = below.splitAtLastSlash
                    if tree[below] == nil { tree[below] = Folder() }
                    if !tree[above, default: Folder()].folders.insert(name).inserted { break }
                    below = above
                }
                return (folder, name)
            }
            for path in archive.files.keys {
                let (folder, name) = place(path)
                tree[folder, default: Folder()].files.append(name.bytes.span)
            }
            for (path, obstacle) in archive.obstacles {
                let (folder, name) = place(path)
                if obstacle == .closedFolder {
                    tree[folder, default: Folder()].folders.insert(name)
                    tree[path.byteString, default: Folder()].isClosed = true
                } else {
                    let isLink = obstacle == .link
                    let target = isLink ? archive.linkTarget(of: path)?.byteString : nil
                    tree[folder, default: Folder()].others.append((name, isLink ? "symbolic link" : "FIFO", target))
                }
            }
            return tree
        }
    }

    func listing() -> MemoryListing {
        var listing = MemoryListing()
        listing.nestedRoots = nestedRoots
        for (root, tree) in roots.enumerated() where !nestedRoots.contains(root) {
            visit(root, tree, ByteString(), depth: 0, &listing)
        }
        ArchiveListing.hide(&listing.folders, &listing.passed, beside: listing.obstacles, places: [])
        return listing
    }

    private func visit(
        _ root: Int, _ tree: [ByteString: Folder], _ path: ByteString, depth: Int, _ listing: inout MemoryListing
    ) {
        guard let folder = tree[path] else { return }
        func obstacle(_ path: ByteString, _ reason: String, hides: Bool, target: ByteString? = nil) {
            let walked = target.flatMap { $0.components.count < 64 ? $0 : nil }
            listing.obstacles.append(
                .init(
                    root: root, path: path, reason: reason, hidesFiles: hides,
                    target: walked.map { ArchiveListing.LinkTarget(root: root, path: $0, isFolder: false) }))
        }
        if folder.isClosed { return obstacle(path, "folder: Permission denied", hides: true) }
        for (name, reason, target) in folder.others {
            obstacle(path.appending(component: name), reason, hides: false, target: target)
        }
        if folder.files.count > 0 {
            let look = FolderFacts(path).look(below: ByteString())
            let all = PackedNames(folder.files)
            var names = NameList()
            for index in all.indices where look == .all || (look == .objects && RecognizedName.isObject(all[index])) {
                names.append(all[index].bytes.span)
            }
            if names.count < all.count {
                listing.passed.append(.init(root: root, path: path, fileCount: all.count - names.count))
            }
            if names.count > 0 {
                let kind = PathFacts(path.appending(component: "x")).kind
                let zone: ArchiveZone =
                    kind.map { $0 == PathFacts.digestFolder } ?? true
                    ? .digests : kind.map { $0 == PathFacts.logFolder } ?? false ? .logs : .unjudged
                listing.folders.append(.init(root: root, path: path, zone: zone, names: PackedNames(names)))
            }
        }
        for name in folder.folders {
            let below = path.appending(component: name)
            if depth + 1 < 64 {
                visit(root, tree, below, depth: depth + 1, &listing)
            } else {
                obstacle(below, "folder deeper than 64 levels", hides: true)
            }
        }
    }
}

/// The result of a walk over files in memory.
struct MemoryListing {
    var folders: [ArchiveListing.Folder] = []
    var obstacles: [ArchiveListing.Obstacle] = []
    var passed: [ArchiveListing.PassedFolder] = []
    var nestedRoots: Set<Int> = []
}
