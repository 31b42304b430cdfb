internal import CloudTrailFormat
public import CloudTrailVerification
internal import LibCrypto
internal import Primitives

/// What a state file holds: which archive, and for each chain its newest verified digest.
///
/// JSON of version 1, the last member of which is the SHA-256 of every byte of the file before the line that holds it.
/// The hash shows a file that was cut or edited by accident; it is no protection from somebody who can write the file.
public struct StateFile: Hashable, Sendable {
    /// The version that is written; a file of a newer one is refused.
    public static let version = 1
    /// Largest file in bytes: a chain takes some 1,500 bytes, so this is 170,000 chains.
    public static let sizeLimit = 256 << 20

    /// Absolute paths of the archive's folders, as display text, in the order in which they were given.
    public let archives: [String]
    /// One for each chain, in their order.
    public let checkpoints: [Checkpoint]

    public init(archives: [String], checkpoints: [Checkpoint]) {
        self.archives = archives
        self.checkpoints = checkpoints
    }
}

/// Why a file is no state file that can be used.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

// MARK: Writing

extension StateFile {
    private static let hashMember = "  \"sha256\": \""
    private static let ending = "\"\n}\n"

    /// The file. The same state is the same bytes. Throws where libcrypto fails.
    public func encoded() throws -> [UInt8] {
        var text = "{\n  \"trailsealState\": \(Self.version),\n  \"archives\": "
        text += JSONText.array(archives.map { .string($0) }).serialized() + ",\n  \"chains\": ["
        var isFirst = true
        for checkpoint in checkpoints {
            // What AWS signs is UTF-8; a name that is not cannot be kept, and its chain is read in full each time.
            guard let members = Self.members(checkpoint) else { continue }
            text += (isFirst ? "\n    " : ",\n    ") + members.serialized()
            isFirst = false
        }
        text += isFirst ? "],\n" : "\n  ],\n"
        let hash = try SHA256Hasher.hash(Array(text.utf8)) as SHA256Digest
        return Array((text + Self.hashMember + hash.hex + Self.ending).utf8)
    }

    private static func members(_ checkpoint: Checkpoint) -> JSONText? {
        func text(_ bytes: ByteString) -> String? { String(validating: bytes.bytes, as: UTF8.self) }
        guard let bucket = text(checkpoint.location.bucket), let key = text(checkpoint.location.key) else { return nil }
        // The chain is read from the key.
        return .object([
            ("bucket", .string(bucket)), ("key", .string(key)), ("sha256", .string(checkpoint.hash.hex)),
            ("signature", .optional(checkpoint.signature.map { StrictHex.encode($0) })),
            ("since", .optional(checkpoint.since)), ("verifiedThrough", .optional(checkpoint.verifiedThrough)),
            ("olderDigests", .int(checkpoint.olderCount)),
        ])
    }
}

// MARK: Reading

extension StateFile {
    /// Errors say what is wrong in one line.
    public static func decode(_ bytes: [UInt8]) throws(StateFileError) -> StateFile {
        let value: LooseJSON
        do throws(JSONSyntaxError) { value = try LooseJSON(bytes) } catch {
            throw StateFileError("it is not JSON: \(error)")
        }
        guard let members = value.object, case .number(let version)? = members["trailsealState"] else {
            throw StateFileError("it has no member trailsealState that is a number")
        }
        guard version <= Double(Self.version) else { throw StateFileError("it was written by a newer version") }
        guard version == Double(Self.version) else { throw StateFileError("no version \(version) was ever written") }
        guard isWhole(bytes) else { throw StateFileError("its sha256 is not that of its content") }
        guard let archives = members["archives"]?.array?.compactMap(\.string), let chains = members["chains"]?.array
        else { throw StateFileError("archives or chains is missing or of another type") }
        var checkpoints: [Checkpoint] = []
        var seen: Set<ByteString> = []
        for (index, chain) in chains.enumerated() {
            guard let checkpoint = checkpoint(chain.object ?? [:]) else {
                throw StateFileError("chains[\(index)] has a member that is missing or of another type")
            }
            guard seen.insert(ByteString(checkpoint.chain.identity)).inserted else {
                throw StateFileError("chains[\(index)] is there twice")
            }
            checkpoints.append(checkpoint)
        }
        return StateFile(archives: archives, checkpoints: checkpoints)
    }

    /// Whether the file ends with the hash of what stands before it.
    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        let tail = Self.hashMember.utf8.count + 2 * SHA256Digest.byteCount + Self.ending.utf8.count
        guard bytes.count > tail, let hash = try? SHA256Hasher.hash(Array(bytes.dropLast(tail))) as SHA256Digest else {
            return false
        }
        return bytes.suffix(tail).elementsEqual((Self.hashMember + hash.hex + Self.ending).utf8)
    }

    private static func checkpoint(_ members: [ByteString: LooseJSON]) -> Checkpoint? {
        func text(_ name: ByteString) -> String? { members[name]?.string }
        func time(_ name: ByteString) -> UnixTime? { text(name).flatMap { UnixTime(iso8601: Array($0.utf8)[...]) } }
        guard let bucket = text("bucket"), let keyText = text("key"), let key = DigestObjectKey(ByteString(keyText)),
            let hash = text("sha256").flatMap({ SHA256Digest(hex: Array($0.utf8)[...]) }),
            let since = time("since"), let end = time("verifiedThrough"), end == key.endTime, since <= end,
            case .number(let older)? = members["olderDigests"], older >= 0, older < 1e9, older == older.rounded()
        else { return nil }
        var signature: [UInt8]?
        switch members["signature"] {
        case .null?: break
        case .string(let hex)?:
            signature = StrictHex.decode(Array(hex.utf8))
            if signature == nil { return nil }
        default: return nil
        }
        return Checkpoint(
            chain: key.chain, location: S3Location(bucket: ByteString(bucket), key: ByteString(keyText)), hash: hash,
            signature: signature, since: since, verifiedThrough: end, olderCount: Int(older))
    }
}

extension ChainID {
    /// All that makes it, as one text.
    fileprivate var identity: String {
        "\(organizationID?.description ?? "-")/\(accountID)/\(region)/\(trail)/\(homeRegion)/\(kind.rawValue)"
    }
}
