internal import VirtualTrail

/// How a copy of the bucket is laid out on disk.
struct Layout: Hashable, Sendable {
    /// Where the copy begins.
    enum Depth: String, CaseIterable, Sendable {
        /// Above the bucket, whose name is a folder.
        case buckets
        /// At the bucket.
        case bucket
        /// Below `AWSLogs`.
        case accounts
        /// Below an account's folder. Each account is a root.
        case account
        /// Below `CloudTrail` and `CloudTrail-Digest`. Each is a root.
        case kind
        /// All files in one folder.
        case flat
    }

    /// How the copy is divided into roots.
    enum Roots: String, CaseIterable, Sendable {
        case one
        /// Digests, and everything else.
        case kinds
        /// The folders of the first day, and everything else.
        case days
        /// Everything, and the first account again.
        case overlapping
        /// The first account's digest folder, and everything else.
        case apart
    }

    let depth: Depth
    let roots: Roots

    /// Paths below this folder aren't flattened.
    static let asItLies: Path = "as it lies/"

    /// Whether each root shows the accounts of its files.
    var showsAccounts: Bool { !hidesOwners && (roots == .one || roots == .overlapping) }

    /// Whether folders may exist that no digest's own place maps to the bucket.
    var hasUnmappedFolders: Bool {
        !(roots == .one || roots == .overlapping) || hidesOwners
    }

    /// Whether roots begin below the folders that name the account.
    var hidesOwners: Bool { depth == .account || depth == .kind || depth == .flat || roots == .apart }

    /// The result of copying an archive.
    struct Copy: Sendable {
        var roots: [Archive] = []
        /// For each path as the verifier names it, the path in the bucket.
        var origins: [Path: Path] = [:]
        /// The part of the archive that was copied.
        var kept = Archive()
        /// Whether everything was copied.
        var isWhole = true
        /// Whether one of several roots has no digest or log.
        var hasEmptyRoot: Bool {
            roots.count > 1
                && roots.enumerated().contains { number, root in
                    root.files.keys.allSatisfy { path in
                        let zone = origins[Run.name(ofRoot: number).appending(component: path)].map(Zone.init)
                        return zone != .digests && zone != .logs
                    }
                }
        }

        /// For each path, a number. Paths with the same number are one directory entry or hard links of one file.
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
                // A hard link isn't kept across roots: each root gets its own file.
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

    /// Returns a function that maps a path to its path below the root of a copy, or to nil if it isn't copied.
    func shown(_ world: TrueWorld) -> @Sendable (Path) -> Path? { { path in place(of: path, world)?.1 } }

    /// Returns the root and the path below it, or nil if the path isn't copied.
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
            // Copies only files in folders like CloudTrail's own.
            guard path.hasPrefix(base), parts.count == 7, let name = parts.last else { return nil }
            return ("", Path(name))
        }
    }

    /// Returns the path in a second root that is the first account's folder.
    private func again(_ place: Path, _ path: Path, _ world: TrueWorld) -> Path? {
        guard depth == .buckets || depth == .bucket || depth == .accounts else { return nil }
        let folder = Path(world.base + world.chains[0].trail.account + "/")
        guard path.hasPrefix(folder) else { return nil }
        return Path(path.bytes.dropFirst(folder.count))
    }
}
