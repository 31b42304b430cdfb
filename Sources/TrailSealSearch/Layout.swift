internal import VirtualTrail

/// How a copy of the bucket lies on the disk.
struct Layout: Hashable, Sendable {
    /// Where the copy begins.
    enum Depth: String, CaseIterable, Sendable {
        /// Above the bucket, whose name is a folder.
        case buckets
        case bucket
        /// Below `AWSLogs`.
        case accounts
        /// Below an account's folder: each is a root.
        case account
        /// Below `CloudTrail` and `CloudTrail-Digest`: each is a root.
        case kind
        /// All files in one folder.
        case flat
    }

    /// What is a root of its own.
    enum Roots: String, CaseIterable, Sendable {
        case one
        /// Digests, and everything else.
        case kinds
        /// What lies in the folders of the first day, and everything else.
        case days
        /// The first account once more.
        case overlapping
        /// The first account's folder of digests, and everything else.
        case apart
    }

    let depth: Depth
    let roots: Roots

    /// What lies below this is not made flat.
    static let asItLies: Path = "as it lies/"

    /// Whether each root shows whose the files are that lie in it.
    var showsAccounts: Bool { !hidesOwners && (roots == .one || roots == .overlapping) }

    /// Whether the copy may have folders that no digest's own place shows to be the bucket's.
    var hasUnmappedFolders: Bool {
        !(roots == .one || roots == .overlapping) || hidesOwners
    }

    /// Whether roots begin below the folders that say whose they are.
    var hidesOwners: Bool { depth == .account || depth == .kind || depth == .flat || roots == .apart }

    /// What comes of an archive.
    struct Copy: Sendable {
        var roots: [Archive] = []
        /// Paths in the bucket by paths as the verifier names them.
        var origins: [Path: Path] = [:]
        /// The part of the archive that was copied.
        var kept = Archive()
        /// Whether that is all of it.
        var isWhole = true
        /// Whether one of several roots holds no digest or log.
        var hasEmptyRoot: Bool {
            roots.count > 1
                && roots.enumerated().contains { number, root in
                    root.files.keys.allSatisfy { path in
                        let zone = origins[Run.name(ofRoot: number).appending(component: path)].map(Zone.init)
                        return zone != .digests && zone != .logs
                    }
                }
        }

        /// Numbers of the files that are one directory entry or one inode with others.
        var identities: [Path: Int] = [:]
    }

    func copy(of archive: Archive, _ world: TrueWorld) -> Copy {
        var copy = Copy()
        var numbers: [Path: Int] = [:]
        var kept = Archive()
        kept.signatures = archive.signatures
        // By root.
        var places: [String: [(place: Path, path: Path)]] = [:]
        let paths = Set(archive.files.keys).union(archive.obstacles.keys).sorted()
        var taken: Set<Path> = []
        for path in paths {
            guard let (root, place) = place(of: path, world), depth != .flat || taken.insert(place).inserted else {
                copy.isWhole = false
                continue
            }
            places[root, default: []].append((place, path))
            if roots == .overlapping, let again = again(place, path, world) {
                places["~", default: []].append((again, path))
            }
            kept.files[path] = archive.files[path]
            kept.obstacles[path] = archive.obstacles[path]
        }
        for (path, target) in archive.hardLinks where kept.files[path] != nil && kept.files[target] != nil {
            kept.hardLinks[path] = target
        }
        for (number, name) in places.keys.sorted().enumerated() {
            var root = Archive()
            root.signatures = archive.signatures
            let here = Dictionary((places[name] ?? []).map { ($0.path, $0.place) }) { first, _ in first }
            for (place, path) in places[name] ?? [] {
                root.files[place] = archive.files[path]
                root.obstacles[place] = archive.obstacles[path]
                // A copy of two folders has a file of its own in each.
                let target = kept.hardLinks[path].flatMap { here[$0] }
                root.hardLinks[place] = target
                let shown = Run.name(ofRoot: number).appending(component: place)
                copy.origins[shown] = path
                let entry = target == nil ? path : kept.hardLinks[path] ?? path
                let known = numbers[entry] ?? numbers.count
                numbers[entry] = known
                copy.identities[shown] = known
            }
            copy.roots.append(root)
        }
        if copy.roots.isEmpty { copy.roots = [kept] }
        copy.kept = kept
        return copy
    }

    /// The path below its root that a copy shows of a path; nil if it isn't copied.
    func shown(_ world: TrueWorld) -> @Sendable (Path) -> Path? { { path in place(of: path, world)?.1 } }

    /// The root and the path below it; nil if it isn't copied.
    private func place(of path: Path, _ world: TrueWorld) -> (String, Path)? {
        let base = Path(world.base)
        let apart = Path(world.base + world.chains[0].trail.account + "/CloudTrail-Digest/")
        if roots == .apart, depth != .flat, path.hasPrefix(apart) {
            return ("apart", Path(path.bytes.dropFirst(apart.count)))
        }
        let suffix: String
        switch roots {
        case .one, .overlapping, .apart: suffix = ""
        case .kinds: suffix = Zone(path) == .digests ? "d" : "l"
        case .days: suffix = path.text.contains("/2026/10/01") ? "1" : "2"
        }
        switch depth {
        case .buckets: return (suffix, TrueWorld.bucket + "/" + path)
        case .bucket: return (suffix, path)
        case .accounts:
            let anchor = Path((world.template.prefix.isEmpty ? "" : world.template.prefix + "/") + "AWSLogs/")
            guard path.hasPrefix(anchor), path.count > anchor.count else { return nil }
            return (suffix, Path(path.bytes.dropFirst(anchor.count)))
        case .account, .kind:
            guard path.hasPrefix(base) else { return nil }
            let parts = Path(path.bytes.dropFirst(base.count)).components.map { Path($0) }
            let count = depth == .account ? 1 : 2
            guard parts.count > count else { return nil }
            let root = parts.prefix(count).map(\.text).joined(separator: "/") + suffix
            return (root, parts.dropFirst(count).reduce(Path()) { $0.appending(component: $1) })
        case .flat where path.hasPrefix(Self.asItLies): return ("", Path(path.bytes.dropFirst(Self.asItLies.count)))
        case .flat:
            let parts = Path(path.bytes.dropFirst(base.count)).components
            // Only what lies as CloudTrail's own files do.
            guard path.hasPrefix(base), parts.count == 7, let name = parts.last else { return nil }
            return ("", Path(name))
        }
    }

    /// Its path in a second root that is the folder of the first account.
    private func again(_ place: Path, _ path: Path, _ world: TrueWorld) -> Path? {
        guard depth == .buckets || depth == .bucket || depth == .accounts else { return nil }
        let folder = Path(world.base + world.chains[0].trail.account + "/")
        guard path.hasPrefix(folder) else { return nil }
        return Path(path.bytes.dropFirst(folder.count))
    }
}
