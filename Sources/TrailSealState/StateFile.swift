internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
public import TrailSealVerification

/// The content of a state file: which archive it belongs to, and what earlier runs verified (STATE-1).
///
/// The file is JSON. Its last member is the SHA-256 of every byte before the line of that member. The hash detects a
/// file that was truncated or edited by accident (STATE-2). It doesn't protect against somebody who can write the
/// file.
public struct StateFile: Hashable, Sendable {
    /// The version that is written. Files of newer versions are rejected.
    public static let newestVersion = 2

    /// The version that was read: 1 or 2.
    public let version: Int
    /// Absolute paths of the archive's folders as display text, in the order given.
    public let archives: [String]
    /// What earlier runs verified.
    public let known: KnownArchive

    /// Creates a state to be written.
    public init(archives: [String], known: KnownArchive) {
        self.init(version: Self.newestVersion, archives: archives, known: known)
    }

    private init(version: Int, archives: [String], known: KnownArchive) {
        self.version = version
        self.archives = archives
        self.known = known
    }
}

// MARK: Writing

extension StateFile {
    private static let hashMember = "  \"sha256\": \""
    private static let ending = "\"\n}\n"

    /// Encodes the state in the newest version. Equal states give equal bytes. Throws `StateFileError` if a value
    /// exceeds its limit, and `LibCryptoError` if libcrypto fails.
    public func encoded() throws -> [UInt8] {
        var text = "{\n  \"trailsealState\": \(Self.newestVersion),\n  \"archives\": "
        text += try StateText.archives(archives).serialized()
        text += ",\n  \"fullRunAt\": " + JSONWriter.optional(known.fullRunAt).serialized()
        text += ",\n  \"forgotten\": "
        text += try Self.list(known.forgotten, limit: StateLimits.forgotten, "forgotten") {
            try StateText.forgotten($0)
        }
        text += ",\n  \"chains\": "
        text += try Self.list(known.chains, limit: StateLimits.chains, "chains") { try StateText.chain($0) }
        text += ",\n"
        let hash = try SHA256Hasher.hash(Array(text.utf8)) as SHA256Digest
        let file = Array((text + Self.hashMember + hash.hex + Self.ending).utf8)
        guard file.count <= StateLimits.fileSize else {
            throw StateFileError("it would be larger than \(StateLimits.fileSize) bytes")
        }
        return file
    }

    /// Returns an array with one line per item. Items for which `text` returns nil are left out.
    private static func list<Item>(
        _ items: [Item], limit: Int, _ name: String, _ text: (Item) throws -> JSONWriter?
    ) throws -> String {
        guard items.count <= limit else { throw StateFileError("\(name) would have more than \(limit) items") }
        let lines = try items.compactMap { try text($0)?.serialized() }
        return lines.isEmpty ? "[]" : "[\n    " + lines.joined(separator: ",\n    ") + "\n  ]"
    }
}

// MARK: Reading

extension StateFile {
    /// Decodes a file of any version. Throws `StateFileError` with a one-line description.
    public static func decode(_ bytes: [UInt8]) throws(StateFileError) -> StateFile {
        guard bytes.count <= StateLimits.fileSize else {
            throw StateFileError("it is larger than \(StateLimits.fileSize) bytes")
        }
        let value: JSONValue
        do throws(JSONSyntaxError) { value = try JSONValue(bytes) } catch {
            throw StateFileError("it is not JSON: \(error)")
        }
        guard let members = value.object, case .number(let version)? = members["trailsealState"] else {
            throw StateFileError("it has no member trailsealState that is a number")
        }
        guard version <= Double(newestVersion) else { throw StateFileError("it was written by a newer version") }
        guard version == 1 || version == 2 else { throw StateFileError("no version \(version) was ever written") }
        guard isWhole(bytes) else { throw StateFileError("its sha256 is not that of its content") }
        let archives = try StateMembers.archives(members)
        let known = try version == 1 ? FirstStateVersion.known(members) : StateMembers.known(members)
        return StateFile(version: Int(version), archives: archives, known: known)
    }

    /// Whether the file ends with the hash of everything before that line.
    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        let tail = hashMember.utf8.count + 2 * SHA256Digest.byteCount + ending.utf8.count
        guard bytes.count > tail, let hash = try? SHA256Hasher.hash(Array(bytes.dropLast(tail))) as SHA256Digest else {
            return false
        }
        return bytes.suffix(tail).elementsEqual((hashMember + hash.hex + ending).utf8)
    }
}
