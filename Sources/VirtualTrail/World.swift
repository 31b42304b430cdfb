/// What somebody downloaded: a tree of files, saved signatures and key listings, before and after tampering.
public struct World: Sendable {
    /// Inflated or compressed bytes by path below `tree/`.
    public var tree: [String: [UInt8]] = [:]
    /// By path below `signatures/`.
    public var signatures: [String: [UInt8]] = [:]
    /// By path below `keys/`.
    public var keys: [String: [UInt8]] = [:]
    /// What a file tree in version control cannot hold.
    public var setup: [Setup] = []
    /// zlib's level for what is published from now on.
    public var level: Int32 = 0

    public init() {}

    /// A step before the case is run, on paths below the case's folder.
    public struct Setup: Sendable {
        public enum Action: String, Sendable {
            case symlink, hardlink, fifo, mkdir, xattr, remove, write, chmod, verify
        }
        public let action: Action
        public let path: String
        /// What a link points to, an attribute's name and value, or a mode.
        public let name: String?
        public let value: String?

        public init(_ action: Action, _ path: String = ".", name: String? = nil, value: String? = nil) {
            self.action = action
            self.path = path
            self.name = name
            self.value = value
        }
    }

    /// An hourly chain. Without `previous` it begins with a starting digest.
    public static func hourly(
        _ trail: Trail, _ hours: Range<Int>, logs: Int = 2, records: Int = 2, after previous: Digest? = nil,
        signedBy key: SigningKey = .first, edit: (Int, inout DigestDraft) -> Void = { _, _ in }
    ) -> [Digest] {
        var digests: [Digest] = []
        for hour in hours {
            let start = Moment.hour(hour)
            let written = (0..<logs).map { Log(trail, at: start + 300 * (2 * $0 + 1), records: records, seed: $0) }
            digests.append(
                Digest(
                    trail, from: start, to: .hour(hour + 1), logs: written, after: digests.last ?? previous,
                    signedBy: key
                ) { edit(hour, &$0) })
        }
        return digests
    }

    /// Puts digests and their logs where S3 has them, below `folder`.
    public mutating func publish(_ digests: [Digest], below folder: String = "") {
        for digest in digests {
            tree[folder + digest.key] = GzipWriter.member(digest.content, level: level)
            publish(digest.logs, below: folder)
        }
    }

    public mutating func publish(_ logs: [Log], below folder: String = "") {
        for log in logs { tree[folder + log.key] = GzipWriter.member(log.content, level: level) }
    }

    /// Saves the metadata of a digest as `head-object` prints it.
    public mutating func saveHead(
        _ digest: Digest?, in folder: String = "", generated: Moment? = nil, signature: String? = nil
    ) {
        guard let digest else { return }
        signatures[folder + digest.key + ".json"] = Array(Self.head(digest, generated, signature).utf8)
    }

    public static func head(_ digest: Digest, _ generated: Moment? = nil, _ signature: String? = nil) -> String {
        let time = generated.map { ",\"backfill-generation-timestamp\":\"\($0.iso)\"" } ?? ""
        return "{\"ContentType\":\"application/json\",\"Metadata\":{\"signature\":\"\(signature ?? digest.signature)\","
            + "\"signature-algorithm\":\"SHA256withRSA\"\(time)}}\n"
    }

    /// One record of a key listing.
    public struct KeyRecord: Sendable {
        public var value: [UInt8]
        public var fingerprint: String
        public var from: String
        public var to: String

        public init(
            _ key: SigningKey, from: Moment = .hour(-240), to: Moment = .hour(240), fingerprint: String? = nil,
            isSubjectPublicKeyInfo: Bool = false
        ) {
            value = isSubjectPublicKeyInfo ? key.subjectPublicKeyInfo : key.pkcs1
            self.fingerprint = fingerprint ?? Hashes.hex(Hashes.md5(value))
            self.from = "\(from.seconds).0"
            self.to = "\(to.seconds).0"
        }
    }

    public mutating func listKeys(
        _ records: [KeyRecord], name: String = "us-east-1.json", member: String = "PublicKeyList"
    ) {
        let texts = records.map {
            "{\"Value\":\"\(Base64.encode($0.value))\",\"ValidityStartTime\":\($0.from),\"ValidityEndTime\":\($0.to),"
                + "\"Fingerprint\":\"\($0.fingerprint)\"}"
        }
        keys[name] = Array("{\"\(member)\":[\(texts.joined(separator: ","))]}\n".utf8)
    }
}

/// Everything an adversary does to the files of a world. The list is closed, so that it can be walked.
public enum Tampering: Sendable {
    /// Changes the content of a gzip file and compresses it anew.
    case edit(String, replacing: String, with: String)
    case delete(String)
    /// Cuts bytes off the end.
    case truncate(String, by: Int)
    case append(String, [UInt8])
    /// Puts one file's bytes under another's name.
    case copy(String, to: String)
    case swap(String, String)
    case rename(String, to: String)
    case replace(String, with: [UInt8])
    /// Flips a bit of the byte at an offset from the end.
    case flip(String, fromEnd: Int)
    /// Stores the inflated content, as browsers do.
    case inflate(String, content: [UInt8])
    /// Compresses at another level.
    case recompress(String, content: [UInt8])
}

extension World {
    public mutating func apply(_ tampering: Tampering) {
        func bytes(_ path: String) -> [UInt8] {
            guard let bytes = tree[path] else { preconditionFailure("no file \(path)") }
            return bytes
        }
        switch tampering {
        case .edit(let path, let old, let new):
            // Level 0 stores, so the content stands in the file behind 10 bytes of header and 5 of block.
            let content = String(decoding: bytes(path).dropFirst(15).dropLast(8), as: UTF8.self)
            precondition(content.contains(old), "\(old) is not in \(path)")
            tree[path] = GzipWriter.member(Array(content.replacing(old, with: new, maxReplacements: 1).utf8))
        case .delete(let path):
            precondition(tree.removeValue(forKey: path) != nil, "no file \(path)")
        case .truncate(let path, let count): tree[path] = Array(bytes(path).dropLast(count))
        case .append(let path, let more): tree[path] = bytes(path) + more
        case .copy(let path, let target): tree[target] = bytes(path)
        case .swap(let first, let second):
            let kept = bytes(first)
            tree[first] = bytes(second)
            tree[second] = kept
        case .rename(let path, let target):
            tree[target] = bytes(path)
            tree[path] = nil
        case .replace(let path, let content): tree[path] = content
        case .flip(let path, let offset):
            var changed = bytes(path)
            changed[changed.count - offset] ^= 1
            tree[path] = changed
        case .inflate(let path, let content): tree[path] = content
        case .recompress(let path, let content): tree[path] = GzipWriter.member(content, level: 9)
        }
    }
}
