internal import VirtualTrail

/// Knows the true world, and so what may be said about an archive. It compares the two, without knowing how the
/// difference came about.
///
/// It requires only what the contract requires. If the contract leaves a choice, or the answer needs more than this
/// oracle knows, it requires nothing.
struct Oracle: Sendable {
    let world: TrueWorld
    /// What CloudTrail delivered, by key.
    private(set) var truth: [Path: StoredFile]
    /// The SHA-256 of everything that CloudTrail ever signed or delivered under a key.
    private(set) var genuine: [Path: Set<[UInt8]>]
    /// The keys by SHA-256 of their true content.
    private(set) var keys: [[UInt8]: Path]
    /// The base names of everything that CloudTrail delivered.
    let names: Set<Path>
    let overwritten: (key: Path, hash: [UInt8], signature: [UInt8]?)
    let chains: [TrueChain]

    /// A chain, in the form that the oracle needs.
    struct TrueChain: Sendable {
        let chain: TrueWorld.Chain
        let digests: [Path]
        let logs: [[(key: Path, stamp: String)]]
        let signatures: [[UInt8]?]

        init(_ chain: TrueWorld.Chain) {
            self.chain = chain
            digests = chain.digests.map { Path($0.key) }
            logs = chain.digests.map { $0.logs.map { (Path($0.key), Place(Path($0.key)).logStamp ?? "") } }
            signatures = chain.digests.map { Hexadecimal.bytes(of: $0.signature) }
        }

        /// Whether both are hourly chains of one account and Region.
        func hasPlace(of other: TrueChain) -> Bool {
            !chain.isBackfill && chain.account == other.chain.account && chain.region == other.chain.region
        }

        /// Returns the digests that list a log, or the digest that follows a digest.
        func witnesses(of key: Path) -> [Path] {
            digests.indices.compactMap { position in
                let isFollower = position > 0 && digests[position - 1] == key && !chain.heads.contains(position - 1)
                return isFollower || logs[position].contains { $0.key == key } ? digests[position] : nil
            }
        }
    }

    init(_ world: TrueWorld) {
        self.world = world
        chains = world.chains.map(TrueChain.init)
        overwritten = (
            Path(world.overwritten.key), Hashes.sha256(world.overwritten.content),
            Hexadecimal.bytes(of: world.overwritten.signature)
        )
        truth = world.archive.files
        names = Set(truth.keys.map(\.splitAtLastSlash.name))
        genuine = truth.mapValues { [$0.hash] }
        for digest in world.outside + [world.overwritten] + world.foreign {
            genuine[Path(digest.key), default: []].insert(Hashes.sha256(digest.content))
            for log in digest.logs { genuine[Path(log.key), default: []].insert(Hashes.sha256(log.content)) }
        }
        keys = [:]
        for key in truth.keys.sorted() { keys[truth[key]?.hash ?? []] = key }
    }

    /// An oracle with a wrong belief about one object, to test the oracle itself.
    func believing(_ file: StoredFile, under key: Path) -> Oracle {
        var other = self
        other.truth[key] = file
        other.genuine[key] = [file.hash]
        return other
    }

    /// How an archive differs from the true world.
    struct Difference: Sendable {
        /// Why it must not be called verified. Empty if nothing was tampered with, or only invisibly.
        var reasons: [String] { losses + intrusions }
        /// What is gone, differs or can't be proved.
        var losses: [String] = []
        /// What was added.
        var intrusions: [String] = []
        /// What a proved digest contradicts. The archive is then invalid and not only unproved.
        var contradictions: [String] = []
        /// What excuses the verifier from noticing a difference.
        var silences: Set<Silence> = []
        /// Paths of files with true content in their places, and their keys.
        var untouched: [Path: Path] = [:]
        /// Keys whose objects are present, in their own place or in one that a mapping makes theirs.
        var present: Set<Path> = []
        /// Keys in whose place a file with other content lies.
        var differing: Set<Path> = []
        /// Keys in whose place nothing lies, or only an empty file for a log.
        var absent: Set<Path> = []
        /// Digests whose saved signature is wrong.
        var wronglySigned: Set<Path> = []
    }

    func difference(_ archive: Archive, _ scope: Scope) -> Difference {
        var difference = Difference()
        var ownFiles: Set<Path> = []
        for (key, file) in truth {
            guard let (path, present) = archive.file(for: key) else {
                difference.absent.insert(key)
                continue
            }
            ownFiles.insert(path)
            if present.holdsContent(of: file) {
                difference.untouched[path] = key
                difference.present.insert(key)
            } else if key == overwritten.key, present.isWhole, present.hash == overwritten.hash {
                difference.present.insert(key)
                difference.silences.insert(.overwrittenVersion)
            } else {
                difference.differing.insert(key)
                guard present.bytes.isEmpty, Zone(path) == .logs else { continue }
                // If nothing lists it any more, it counts as a folder marker, as if it were gone.
                difference.absent.insert(key)
                difference.silences.insert(.folderMarker)
            }
        }
        let extras = archive.files.filter { !ownFiles.contains($0.key) }
        let mappings = mappings(of: extras)
        if scope.findsBaseNames {
            for (path, file) in extras {
                guard file.isWhole, let key = keys[file.hash], difference.absent.contains(key),
                    key.splitAtLastSlash.name == path.splitAtLastSlash.name, Zone(key) == .logs,
                    scope.shown(path).map({ ShownPath($0).mayBe(of: TrueWorld.bucket + "/" + key) }) ?? false
                else { continue }
                difference.absent.remove(key)
                difference.silences.insert(.undecided)
            }
        }
        for (path, file) in extras {
            guard file.isWhole, let key = keys[file.hash],
                difference.absent.contains(key) || difference.differing.contains(key),
                let shown = scope.shown(path), isInPlace(path, shown, key, scope),
                !mappings.contains(where: { $0.key(of: path) == key })
            else { continue }
            difference.absent.remove(key)
            difference.present.insert(key)
            difference.silences.insert(.undecided)
        }
        for (path, file) in extras {
            // Too deep to read, but the user allows that (ALLOW-9).
            if scope.options.allowance == .fileUnreadable, path.isDeep(Self.depthLimit) { continue }
            judge(extra: path, file, mappings, scope, &difference)
        }
        for (path, obstacle) in archive.obstacles { judge(obstacle, at: path, scope, &difference) }
        for path in archive.files.keys where path.isDeep(Self.depthLimit) {
            judge(.closedFolder, at: path, scope, &difference)
        }
        var proved = proved(archive, scope, &difference)
        // The overwritten version is proved, but doesn't list what the newer version lists.
        if difference.silences.contains(.overwrittenVersion) { proved.remove(overwritten.key) }
        for chain in chains where scope.passes(chain.chain) {
            Demands(oracle: self, chain: chain, scope: scope, archive: archive, proved: proved).add(to: &difference)
        }
        // A difference that isn't required to be noticed may still be noticed.
        if !difference.absent.isEmpty || !difference.differing.isEmpty { difference.silences.insert(.undecided) }
        difference.losses.sort()
        difference.intrusions.sort()
        difference.contradictions.sort()
        return difference
    }

    /// Most components of a path below a root (LIMIT-5; the limit must not hide files).
    static let depthLimit = 64

    // MARK: Signatures

    /// Returns the digests that are proved. A missing saved signature isn't tampering, because signatures aren't part
    /// of the archive. But then the digest needs a proved successor.
    private func proved(_ archive: Archive, _ scope: Scope, _ difference: inout Difference) -> Set<Path> {
        // A signature for an unknown object may stand for a digest that is gone (TIME-24).
        if archive.signatures.keys.contains(where: { truth[$0] == nil }) { difference.silences.insert(.undecided) }
        var proved: Set<Path> = []
        for chain in chains {
            var followerIsProved = false
            for (position, key) in chain.digests.enumerated().reversed() {
                if chain.chain.heads.contains(position) { followerIsProved = false }
                let isOverwritten = key == overwritten.key && difference.silences.contains(.overwrittenVersion)
                let genuine = isOverwritten ? overwritten.signature : chain.signatures[position]
                let saved = archive.signatures[key] ?? nil
                guard difference.present.contains(key) else {
                    followerIsProved = false
                    continue
                }
                // Anything of another length isn't a signature.
                if let saved, saved != genuine, saved.count == 256 {
                    difference.wronglySigned.insert(key)
                    let digest = chain.chain.digests[position]
                    if scope.passes(chain.chain), scope.includes(start: digest.start, end: digest.end),
                        scope.readsOldAgain || digest.end > TrueWorld.night
                    {
                        difference.losses.append("the signature saved for \(key) is another")
                    } else {
                        difference.silences.insert(.undecided)
                    }
                }
                followerIsProved =
                    followerIsProved || saved == genuine || scope.checkpoints.contains(key)
                    || isSigned(genuine, in: archive)
                if followerIsProved { proved.insert(key) }
            }
        }
        return proved
    }

    /// Whether a digest file, forged or not, contains a signature. A signature authenticates itself, wherever it is
    /// found (DIGEST-3).
    private func isSigned(_ signature: [UInt8]?, in archive: Archive) -> Bool {
        let text = Array(Hashes.hex(signature ?? []).utf8)
        return archive.files.contains { path, file in file.signatures.contains(text) && Zone(path) == .digests }
    }
}
