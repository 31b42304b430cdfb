internal import VirtualTrail

/// Everything that an adversary or a careless tool does to the small world. Each act is defined on the true world
/// alone, so acts can be combined in any number and order.
enum Tampering: Sendable {
    case change(Path, FileChange)
    /// Writes one file's bytes over another file: a replay.
    case replace(Path, by: Path)
    case swap(Path, Path)
    case rename(Path, to: Path)
    case copy(Path, to: Path)
    case copyInflated(Path, to: Path)
    /// Deletes files. The saved signature of a deleted digest proves nothing, so it may stay.
    case remove([Path], what: String)
    case plant(Path, StoredFile, signature: String? = nil)
    case forge(Forgery)
    case sign(Path, SignatureChange)
    /// Puts a link or pipe in a file's place, or makes a folder unreadable.
    case block(Path, Archive.Obstacle)
    /// Several acts at once.
    indirect case together([Tampering], kind: String, what: String)
    /// Files, links and saved answers that nobody delivered.
    case custom(kind: String, what: String, change: @Sendable (TrueWorld) -> Archive.Change)

    /// What happens to a saved signature.
    enum SignatureChange: Sendable {
        case delete
        /// Replaces it with text that can't be a signature.
        case text(String)
        case flip
        case cut
        /// Writes the same bytes in capital letters. Not tampering.
        case capitals
        case anothers(Path)
        /// Signs the digest with the forger's key.
        case forged
        case random
    }

    func change(_ world: TrueWorld) -> Archive.Change {
        let files = world.archive.files
        switch self {
        case .change(let path, let change):
            return Archive.Change(files: [(path, files[path].map { change.applied(to: $0) })])
        case .replace(let path, let other): return Archive.Change(files: [(path, files[other])])
        case .swap(let first, let second):
            return Archive.Change(files: [(first, files[second]), (second, files[first])])
        case .rename(let path, let target): return Archive.Change(files: [(path, nil), (target, files[path])])
        case .copy(let path, let target): return Archive.Change(files: [(target, files[path])])
        case .copyInflated(let path, let target):
            return Archive.Change(files: [(target, files[path].map { StoredFile($0.content) })])
        case .remove(let paths, _):
            return Archive.Change(files: paths.map { ($0, nil) })
        case .plant(let path, let file, let signature):
            return Archive.Change(
                files: [(path, file)], signatures: signature.map { [(path, .text($0))] } ?? [])
        case .forge(let forgery): return forgery.change(world)
        case .sign(let key, let change):
            return Archive.Change(signatures: [(key, change.answer(for: key, world))])
        case .block(let path, let obstacle): return Archive.Change(obstacles: [(path, obstacle)])
        case .custom(_, _, let change): return change(world)
        case .together(let parts, _, _):
            var whole = Archive.Change()
            for part in parts { whole.add(part.change(world)) }
            return whole
        }
    }
}

extension Tampering.SignatureChange {
    func answer(for key: Path, _ world: TrueWorld) -> Archive.Answer {
        guard let digest = world.digests.first(where: { Path($0.key) == key }) else { return .nothing }
        let own = digest.signature
        return switch self {
        case .delete: .nothing
        case .text(let text): .text(text)
        case .flip: .text((own.hasPrefix("0") ? "1" : "0") + own.dropFirst())
        case .cut: .text(String(own.dropLast(2)))
        case .capitals: .text(own.uppercased())
        case .anothers(let other): .text(Self.signature(of: other, world))
        case .forged: .text(DigestText(digest.content).forgedSignature)
        case .random: .text(String(repeating: "5a", count: 256))
        }
    }

    private static func signature(of key: Path, _ world: TrueWorld) -> String {
        world.digests.first { Path($0.key) == key }?.signature ?? ""
    }
}

extension Tampering: CustomStringConvertible {
    var description: String {
        switch self {
        case .change(let path, let change): "change \(path): \(change)"
        case .replace(let path, let other): "replace \(path) by \(other)"
        case .swap(let first, let second): "swap \(first) and \(second)"
        case .rename(let path, let target): "rename \(path) to \(target)"
        case .copy(let path, let target): "copy \(path) to \(target)"
        case .copyInflated(let path, let target): "copy \(path) inflated to \(target)"
        case .remove(let paths, let what): "remove \(what) (\(paths.count) files)"
        case .plant(let path, let file, let signature):
            "plant \(path) (\(file.bytes.count) bytes\(signature == nil ? "" : ", with a signature"))"
        case .forge(let forgery):
            "forge chain \(forgery.chain), digest \(forgery.position): \(forgery.edit), covered by \(forgery.cover)"
        case .sign(let key, let change): "signature of \(key): \(change)"
        case .block(let path, let obstacle): "\(obstacle.rawValue) at \(path)"
        case .together(_, _, let what): what
        case .custom(_, let what, _): what
        }
    }
}

extension Tampering {
    /// A coarse name, from which classes of failures are built.
    var kind: String {
        switch self {
        case .change(let path, let change):
            switch change {
            case .empty: "empty-\(Self.noun(path))"
            case .storeInflated, .recompress, .nameInHeader: "store-otherwise"
            default: "edit-\(Self.noun(path))"
            }
        case .replace(let path, _): "replay-\(Self.noun(path))"
        case .swap: "swap"
        case .rename(let path, _): "move-\(Self.noun(path))"
        case .copy(let path, _), .copyInflated(let path, _): "copy-\(Self.noun(path))"
        case .remove(let paths, _): "erase-\(Self.nouns(paths))"
        case .plant(let path, _, _): "plant-\(Self.noun(path))"
        case .forge: "forge-digest"
        case .sign: "change-signature"
        case .block(_, let obstacle): obstacle == .closedFolder ? "close-folder" : "\(obstacle.rawValue)-for-file"
        case .together(_, let kind, _): kind
        case .custom(let kind, _, _): kind
        }
    }

    /// The kind without its details.
    var family: String {
        let kind = kind
        for family in [
            "plant-digest-name", "plant-forged-digest", "plant-nested", "plant-copy", "plant-hard-link", "plant-log",
        ] where kind.hasPrefix(family) { return family }
        if kind.hasPrefix("plant-false-place") {
            return kind.hasSuffix("closed-logs") || kind.hasSuffix("deep-logs")
                ? "plant-false-place-with-obstacle" : "plant-false-place"
        }
        if kind == "plant-forged-long-digest" { return "plant-forged-digest" }
        switch kind {
        case "empty-digest", "replay-digest", "forge-digest": return "edit-digest"
        case "empty-log", "replay-log": return "edit-log"
        case "link-for-file", "pipe-for-file": return "obstacle-for-file"
        case "move-digest", "move-log", "move-chain": return "move"
        case "copy-digest", "copy-log", "copy-chain": return "copy"
        default: return kind
        }
    }

    private static func noun(_ path: Path) -> String {
        switch Zone(path) {
        case .digests: "digest"
        case .logs: "log"
        case .unjudged, .elsewhere: "file"
        }
    }

    private static func nouns(_ paths: [Path]) -> String {
        Set(paths.map(noun)).sorted().map { $0 + "s" }.joined(separator: "-and-")
    }
}
