import Primitives
import VirtualTrail

/// Everything an adversary, or a careless tool, does to the small world. Each says what it changes from the true world
/// alone, so that any two can be put together in either order.
enum Tampering: Sendable {
    case change(ByteString, FileChange)
    /// One file's bytes under another's name, where the other's are lost: a replay.
    case replace(ByteString, by: ByteString)
    case swap(ByteString, ByteString)
    case rename(ByteString, to: ByteString)
    case copy(ByteString, to: ByteString)
    case copyInflated(ByteString, to: ByteString)
    /// Files gone. A signature saved for an absent digest says nothing, so it may stay.
    case remove([ByteString], what: String)
    case plant(ByteString, StoredFile, signature: String? = nil)
    case forge(Forgery)
    case sign(ByteString, SignatureChange)
    /// A link in a file's place, or a folder that cannot be listed.
    case block(ByteString, isFolder: Bool)
    /// Several at once.
    indirect case together([Tampering], what: String)

    /// What is done to a saved signature.
    enum SignatureChange: Sendable {
        case delete
        /// Not one that could be a signature.
        case text(String)
        case flip
        case cut
        /// The same bytes in capital letters. No tampering.
        case capitals
        case anothers(ByteString)
        /// The forger's, over what the digest says.
        case forged
        case random
    }

    func change(_ world: ModelWorld) -> Archive.Change {
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
        case .block(let path, let isFolder): return Archive.Change(obstacles: [(path, isFolder)])
        case .together(let parts, _):
            var whole = Archive.Change()
            for part in parts.map({ $0.change(world) }) {
                whole.files += part.files
                whole.signatures += part.signatures
                whole.obstacles += part.obstacles
            }
            return whole
        }
    }
}

extension Tampering.SignatureChange {
    func answer(for key: ByteString, _ world: ModelWorld) -> Archive.Answer {
        guard let digest = world.digests.first(where: { ByteString($0.key) == key }) else { return .nothing }
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

    private static func signature(of key: ByteString, _ world: ModelWorld) -> String {
        world.digests.first { ByteString($0.key) == key }?.signature ?? ""
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
        case .block(let path, let isFolder): "block \(path)\(isFolder ? ", a folder" : "")"
        case .together(_, let what): what
        }
    }
}
