import Primitives
import VirtualTrail

/// Knows the true world, and so what may be said of an archive. Looks only at the difference, not at how it came about.
struct Oracle: Sendable {
    private let chains: [TrueChain]
    private let overwritten: (key: ByteString, hash: [UInt8], signature: [UInt8]?)
    /// What CloudTrail delivered, by key.
    private(set) var truth: [ByteString: StoredFile]
    /// The SHA-256 of every content that CloudTrail ever signed or delivered under a key.
    private(set) var genuine: [ByteString: Set<[UInt8]>]

    /// A chain as far as the oracle asks.
    private struct TrueChain: Sendable {
        let digests: [ByteString]
        let logs: [Set<ByteString>]
        let signatures: [[UInt8]?]
        let heads: Set<Int>

        init(_ chain: ModelWorld.Chain) {
            digests = chain.digests.map { ByteString($0.key) }
            logs = chain.digests.map { Set($0.logs.map { ByteString($0.key) }) }
            signatures = chain.digests.map { Hexadecimal.bytes(of: $0.signature) }
            heads = chain.heads
        }

        /// The digest that lists a log, or that follows a digest.
        func witnesses(of key: ByteString) -> [ByteString] {
            digests.indices.compactMap { position in
                let isFollower = position > 0 && digests[position - 1] == key && !heads.contains(position - 1)
                return isFollower || logs[position].contains(key) ? digests[position] : nil
            }
        }

        var objects: Set<ByteString> { logs.reduce(Set(digests)) { $0.union($1) } }
    }

    init(_ world: ModelWorld) {
        chains = world.chains.map(TrueChain.init)
        overwritten = (
            ByteString(world.overwritten.key), Hashes.sha256(world.overwritten.content),
            Hexadecimal.bytes(of: world.overwritten.signature)
        )
        truth = world.archive.files
        genuine = truth.mapValues { [$0.hash] }
        for digest in world.outside + [world.overwritten] {
            genuine[ByteString(digest.key), default: []].insert(Hashes.sha256(digest.content))
        }
    }

    /// An oracle that believes something else of one object: for tests of the oracle.
    func believing(_ file: StoredFile, under key: ByteString) -> Oracle {
        var other = self
        other.truth[key] = file
        other.genuine[key] = [file.hash]
        return other
    }

    /// What is different in an archive.
    struct Difference: Sendable {
        /// Why it may not be called verified; empty where nothing was tampered with, or only invisibly.
        var reasons: [String] = []
        /// What a proved digest contradicts, so that the archive is invalid and not only unproved.
        var contradictions: [String] = []
        /// What excuses the verifier from noticing.
        var silences: Set<Silence> = []
        /// Files with the content of the true world in their places, and their keys.
        var untouched: [ByteString: ByteString] = [:]
        /// Keys whose objects are there, in their places or in others that a mapping makes theirs.
        var present: Set<ByteString> = []
        /// Digests whose saved signature is another.
        var wronglySigned: Set<ByteString> = []
    }

    func difference(_ archive: Archive) -> Difference {
        var difference = Difference()
        var absent: Set<ByteString> = []
        var ownFiles: Set<ByteString> = []
        var differing: Set<ByteString> = []
        for (key, file) in truth {
            guard let (path, present) = archive.file(for: key) else {
                absent.insert(key)
                continue
            }
            ownFiles.insert(path)
            if present.holdsContent(of: file) {
                difference.untouched[path] = key
                difference.present.insert(key)
            } else if key == overwritten.key, present.isWhole, present.hash == overwritten.hash {
                difference.present.insert(key)
                difference.silences.insert(.overwrittenVersion)
            } else if present.bytes.isEmpty, Zone(path) == .logs {
                // Where nothing lists it any more it is but a folder marker, as good as gone.
                differing.insert(key)
                absent.insert(key)
                difference.silences.insert(.folderMarker)
            } else {
                differing.insert(key)
                difference.reasons.append("\(key) differs")
            }
        }
        let extras = archive.files.filter { !ownFiles.contains($0.key) }
        let mappings = mappings(of: extras)
        for (path, file) in extras { judge(extra: path, file, mappings, &absent, &difference) }
        judge(absent: absent, &difference)
        difference.reasons += archive.obstacles.keys.map { "\($0) is blocked" }
        var proved = judge(signaturesOf: archive, &difference)
        // An overwritten version is proved, but does not list what the true one lists.
        if difference.silences.contains(.overwrittenVersion) { proved.remove(overwritten.key) }
        difference.contradictions = differing.filter { key in
            chains.contains { $0.witnesses(of: key).contains { proved.contains($0) } }
        }.map { "\($0) differs from what a proved digest records" }
        return difference
    }

    // MARK: Files that are not the true world's

    /// Digests of the true world that lie elsewhere, in their places by mappings of their own.
    private func mappings(of extras: [ByteString: StoredFile]) -> Set<Mapping> {
        var mappings: Set<Mapping> = []
        for (path, file) in extras where Zone(path) == .digests {
            guard let key = truth.first(where: { file.holdsContent(of: $1) })?.key else { continue }
            if let mapping = Mapping(of: path, to: key) { mappings.insert(mapping) }
        }
        return mappings
    }

    private func judge(
        extra path: ByteString, _ file: StoredFile, _ mappings: Set<Mapping>, _ absent: inout Set<ByteString>,
        _ difference: inout Difference
    ) {
        let place = Place(path)
        guard place.zone == .digests || place.zone == .logs else { return }
        let keys = mappings.compactMap { $0.key(of: path) }
        if let key = keys.first(where: { truth[$0].map { file.holdsContent(of: $0) } ?? false }) {
            if absent.remove(key) == nil {
                difference.silences.insert(.identicalCopy)
            } else {
                difference.silences.insert(.anotherMapping)
                difference.present.insert(key)
            }
            return
        }
        switch place.zone {
        case .logs where place.name.bytes.first == UInt8(ascii: "."): difference.silences.insert(.hiddenLogName)
        case .logs where file.bytes.isEmpty: difference.silences.insert(.folderMarker)
        case .digests where !place.name.hasSuffix(".json.gz") && !place.name.hasSuffix(".json"):
            difference.silences.insert(.noDigestName)
        case _ where isOutOfScope(place): difference.silences.insert(.outOfScope)
        default: difference.reasons.append("\(path) is not of the true world")
        }
    }

    private func isOutOfScope(_ place: Place) -> Bool {
        if let account = place.account, !ModelWorld.accounts.contains(account) { return true }
        if let region = place.region, !ModelWorld.regions.contains(region) { return true }
        guard let stamp = place.stamp else { return false }
        // A digest has its end in its name, and covers the hour before.
        let isDigest = place.zone == .digests
        let (from, to) = isDigest ? (ModelWorld.from + 1, ModelWorld.to + 3_600) : (ModelWorld.from, ModelWorld.to)
        return stamp < (isDigest ? from.digestStamp : from.logStamp)
            || stamp >= (isDigest ? to.digestStamp : to.logStamp)
    }

    // MARK: What is gone

    private func judge(absent: Set<ByteString>, _ difference: inout Difference) {
        guard !absent.isEmpty else { return }
        var excused: Set<ByteString> = []
        let backfill = chains[ModelWorld.backfill]
        for position in backfill.digests.indices.reversed() {
            guard absent.contains(backfill.digests[position]), backfill.logs[position].isSubset(of: absent) else {
                break
            }
            excused.formUnion(backfill.logs[position].union([backfill.digests[position]]))
            difference.silences.insert(.backfillEnd)
        }
        // Everything of the first chain, whose account the second has, and whose region the third has.
        let main = chains[ModelWorld.main].objects.union(backfill.objects)
        if main.isSubset(of: absent) {
            excused = main
            difference.silences.insert(.chainGone)
        }
        if difference.silences.contains(.overwrittenVersion), let logs = chains[ModelWorld.main].logs.last {
            excused.formUnion(logs)
        }
        difference.reasons += absent.subtracting(excused).map { "\($0) is gone" }
    }

    // MARK: Signatures

    /// Saved signatures are evidence, not archive, so one that is gone is no tampering; but then a digest needs another
    /// that follows it and is proved. The result are those that are.
    private func judge(signaturesOf archive: Archive, _ difference: inout Difference) -> Set<ByteString> {
        var proved: Set<ByteString> = []
        for chain in chains {
            var followerIsProved = false
            for (position, key) in chain.digests.enumerated().reversed() {
                if chain.heads.contains(position) { followerIsProved = false }
                guard difference.present.contains(key) else {
                    followerIsProved = false
                    continue
                }
                let isOverwritten = key == overwritten.key && difference.silences.contains(.overwrittenVersion)
                let genuine = isOverwritten ? overwritten.signature : chain.signatures[position]
                let saved = archive.signatures[key] ?? nil
                // Only one of the key's length is a signature (section 6).
                if let saved, saved != genuine, saved.count == 256 {
                    difference.wronglySigned.insert(key)
                    difference.reasons.append("the signature saved for \(key) is another")
                }
                followerIsProved = followerIsProved || saved == genuine
                if followerIsProved { proved.insert(key) }
                // One reason is enough, and this one is dear to find.
                if !followerIsProved, difference.reasons.isEmpty, !isSigned(genuine, in: archive) {
                    difference.reasons.append("nothing proves \(key)")
                }
            }
        }
        return proved
    }

    /// Whether a digest file, forged or not, holds a signature: it "authenticates itself wherever it was found" (section 3).
    private func isSigned(_ signature: [UInt8]?, in archive: Archive) -> Bool {
        let text = Array(Hashes.hex(signature ?? []).utf8)
        return archive.files.contains { path, file in Zone(path) == .digests && file.content.contains(text) }
    }
}
