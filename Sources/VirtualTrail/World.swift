/// What somebody downloaded: a tree of files, saved signatures and key listings. Tampering changes it.
public struct World: Sendable {
    /// The bytes of each file, as stored, by path below `tree/`.
    public var tree: [String: [UInt8]] = [:]
    /// The bytes of each saved answer, by path below `signatures/`.
    public var signatures: [String: [UInt8]] = [:]
    /// The bytes of each key listing, by path below `keys/`.
    public var keys: [String: [UInt8]] = [:]
    /// Steps for what version control can't hold, such as links and permissions.
    public var setup: [Setup] = []
    /// The zlib level for files that are published from now on.
    public var level: Int32 = 0

    /// Creates an empty world.
    public init() {}

    /// A step before the case is run. Paths are below the case's folder.
    public struct Setup: Sendable {
        /// The kind of step.
        public enum Action: String, Sendable {
            case symlink, hardlink, fifo, mkdir, xattr, remove, write, chmod, verify
        }
        /// What to do.
        public let action: Action
        /// The path on which to do it.
        public let path: String
        /// The target of a link, the name of an attribute, or a mode.
        public let name: String?
        /// The value of an attribute, or further text for the step.
        public let value: String?

        /// Creates a step.
        public init(_ action: Action, _ path: String = ".", name: String? = nil, value: String? = nil) {
            self.action = action
            self.path = path
            self.name = name
            self.value = value
        }
    }

    /// Creates the digests of an hourly chain. Without `previous`, the first one is a starting digest. `edit` changes
    /// each draft before it is signed.
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

    /// Adds digests and their logs at their keys, below `folder`.
    public mutating func publish(_ digests: [Digest], below folder: String = "") {
        for digest in digests {
            tree[folder + digest.key] = GzipWriter.member(digest.content, level: level)
            publish(digest.logs, below: folder)
        }
    }

    /// Adds logs at their keys, below `folder`.
    public mutating func publish(_ logs: [Log], below folder: String = "") {
        for log in logs { tree[folder + log.key] = GzipWriter.member(log.content, level: level) }
    }

    /// Saves the answer of `head-object` for a digest.
    public mutating func saveHead(
        _ digest: Digest?, in folder: String = "", generated: Moment? = nil, signature: String? = nil
    ) {
        guard let digest else { return }
        signatures[folder + digest.key + ".json"] = Array(Self.head(digest, generated, signature).utf8)
    }

    /// Returns the answer of `head-object` for a digest.
    public static func head(_ digest: Digest, _ generated: Moment? = nil, _ signature: String? = nil) -> String {
        let time = generated.map { ",\"backfill-generation-timestamp\":\"\($0.iso)\"" } ?? ""
        return "{\"ContentType\":\"application/json\",\"Metadata\":{\"signature\":\"\(signature ?? digest.signature)\","
            + "\"signature-algorithm\":\"SHA256withRSA\"\(time)}}\n"
    }

    /// A record of a key listing.
    public struct KeyRecord: Sendable {
        /// The key in DER.
        public var value: [UInt8]
        /// The fingerprint in hexadecimal.
        public var fingerprint: String
        /// The start of the validity, in seconds since 1970 with a fraction.
        public var from: String
        /// The end of the validity, in seconds since 1970 with a fraction.
        public var to: String

        /// Creates a record. Without `fingerprint`, it is the MD5 of the key's bytes.
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

    /// Adds a key listing with these records.
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

/// Everything that an adversary does to the files of a world. An enum, so that tests can cover all of it.
public enum Tampering: Sendable {
    /// Replaces text in a gzip file's content and compresses it again.
    case edit(String, replacing: String, with: String)
    /// Deletes a file.
    case delete(String)
    /// Removes bytes from the end.
    case truncate(String, by: Int)
    /// Appends bytes.
    case append(String, [UInt8])
    /// Copies a file to another path.
    case copy(String, to: String)
    /// Swaps two files.
    case swap(String, String)
    /// Renames a file.
    case rename(String, to: String)
    /// Replaces a file's bytes.
    case replace(String, with: [UInt8])
    /// Flips a bit of one byte, counted from the end.
    case flip(String, fromEnd: Int)
    /// Stores the inflated content, as browsers do.
    case inflate(String, content: [UInt8])
    /// Compresses at another level.
    case recompress(String, content: [UInt8])
}

extension World {
    /// Applies a tampering. Traps if it doesn't fit the world.
    public mutating func apply(_ tampering: Tampering) {
        func bytes(_ path: String) -> [UInt8] {
            guard let bytes = tree[path] else { preconditionFailure("no file \(path)") }
            return bytes
        }
        switch tampering {
        case .edit(let path, let old, let new):
            // Level 0 stores, so the content begins after 10 bytes of header and 5 of block header, and ends before
            // an 8-byte trailer.
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
