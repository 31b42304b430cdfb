internal import TrailSealArchive
internal import TrailSealFileTree
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealReporting

/// Computes the SHA-256 of files as they are stored on disk.
enum FileHash {
    /// Number of bytes that are read at a time.
    private static let chunkSize = 256 * 1_024

    /// Returns the hash of a file, or nil if the file can't be opened. Errors: `FileTreeError`, `LibCryptoError`.
    static func ofUserPath(_ path: String) throws -> SHA256Digest? {
        guard let file = try? OpenFile(userPath: ByteString(path)) else { return nil }
        let hasher = try SHA256Hasher()
        return try of(file, hasher).hash
    }

    /// Returns the hash and the number of bytes. Errors: `FileTreeError` if reading fails, `LibCryptoError`.
    static func of(_ file: borrowing OpenFile, _ hasher: SHA256Hasher) throws -> (hash: SHA256Digest, size: UInt64) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 64)
        defer { buffer.deallocate() }
        try hasher.begin()
        var size: UInt64 = 0
        while true {
            let count = try file.read(into: buffer)
            if count == 0 { return (try hasher.finish(), size) }
            size += UInt64(count)
            try hasher.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count)))
        }
    }
}

/// Lists every regular file below some folders with its hash, sorted by path as bytes.
enum FileManifest {
    /// A file and its hash.
    struct Entry {
        let path: ByteString
        let size: UInt64
        let hash: SHA256Digest
    }

    /// A path that the manifest leaves out, for example a link, a device or a file that can't be read.
    struct Omission {
        let path: ByteString
        let reason: String
    }

    /// Calls `body` for every file, root by root and sorted by path. Returns the paths that were left out. Each path
    /// begins with the root as given. Errors: those of `body`, `FileTreeError`, `LibCryptoError`.
    static func walk(_ roots: [Directory], _ body: (Entry) throws -> Void) throws -> [Omission] {
        let hasher = try SHA256Hasher()
        var omissions: [Omission] = []
        for root in roots {
            try TreeWalk.walk(root) { path, step in
                switch step {
                case .file(let file):
                    do {
                        let (hash, size) = try FileHash.of(file, hasher)
                        try body(Entry(path: path, size: size, hash: hash))
                    } catch let error as FileTreeError {
                        omissions.append(Omission(path: path, reason: error.reason))
                    }
                case .omitted(let reason): omissions.append(Omission(path: path, reason: reason))
                }
            }
        }
        return omissions
    }

    /// Returns the number of files and the hash of the text that `manifest --format sha256sum` prints for them.
    ///
    /// If `isBelow` is true, there must be one root, and the paths begin below it. Then the hash doesn't depend on
    /// where the root lies.
    static func summary(
        _ roots: [Directory], isBelow: Bool = false, progress: ReadingProgress? = nil
    ) throws -> ReportHead.Manifest {
        let above = isBelow ? (roots.first?.path.appending(component: "x").count ?? 1) - 1 : 0
        var lines: [UInt8] = []
        let text = try SHA256Hasher()
        try text.begin()
        var (files, bytes) = (0, UInt64(0))
        func flush() throws {
            try lines.withUnsafeBytes { try text.update($0) }
            lines.removeAll(keepingCapacity: true)
        }
        _ = try walk(roots) { entry in
            files += 1
            bytes += entry.size
            progress?.note(entry.size)
            let path = ByteString(Array(entry.path.bytes.dropFirst(above)))
            lines += ManifestFormat.sha256sum.line(Entry(path: path, size: entry.size, hash: entry.hash))
            if lines.count > 1 << 16 { try flush() }
        }
        try flush()
        return ReportHead.Manifest(files: files, bytes: bytes, sha256: try text.finish().hex)
    }
}

/// The output formats of `trailseal manifest`.
enum ManifestFormat: String, CaseIterable {
    case sha256sum, hashdeep

    /// Whether the format can hold this path. hashdeep doesn't escape names, so a name with a line feed would make two
    /// lines. An attacker could choose the second one, and hashdeep's own audit of the manifest fails.
    func canHold(_ path: ByteString) -> Bool { self != .hashdeep || !path.bytes.contains(UInt8(ascii: "\n")) }

    /// Returns the text before the first file's line.
    func header(arguments: [String]) -> [UInt8] {
        guard self == .hashdeep else { return [] }
        let command = arguments.map { EscapedText.string(of: $0) }.joined(separator: " ")
        return Array("%%%% HASHDEEP-1.0\n%%%% size,sha256,filename\n## $ trailseal \(command)\n## \n".utf8)
    }

    /// Returns the line of one file, with its line feed. The path is escaped as the tool `sha256sum` or `hashdeep` does
    /// it.
    func line(_ entry: FileManifest.Entry) -> [UInt8] {
        switch self {
        case .sha256sum:
            // As in GNU coreutils, a backslash before the hash says that the name is escaped.
            var name: [UInt8] = []
            var isEscaped = false
            for byte in entry.path.bytes {
                switch byte {
                case UInt8(ascii: "\\"): name += Array("\\\\".utf8)
                case UInt8(ascii: "\n"): name += Array("\\n".utf8)
                case UInt8(ascii: "\r"): name += Array("\\r".utf8)
                default:
                    name.append(byte)
                    continue
                }
                isEscaped = true
            }
            return Array((isEscaped ? "\\" : "").utf8) + Array(entry.hash.hex.utf8) + Array("  ".utf8) + name + [0x0A]
        case .hashdeep:
            return Array("\(entry.size),\(entry.hash.hex),".utf8) + entry.path.bytes + [0x0A]
        }
    }
}
