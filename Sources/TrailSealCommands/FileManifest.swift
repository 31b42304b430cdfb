internal import CloudTrailArchive
internal import FileTree
internal import LibCrypto
internal import Primitives
internal import Reporting

/// SHA-256 of files as they lie on the disk.
enum FileHash {
    private static let chunkSize = 256 * 1_024

    /// Nil where the file cannot be opened.
    static func ofUserPath(_ path: String) throws -> SHA256Digest? {
        guard let file = try? OpenFile(userPath: ByteString(path)) else { return nil }
        let hasher = try SHA256Hasher()
        return try of(file, hasher).hash
    }

    /// The hash, and how many bytes were read. Errors: `FileTreeError` where reading fails, `LibCryptoError`.
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

/// Every regular file below some folders with its hash, sorted by path, bytewise.
enum FileManifest {
    struct Entry {
        let path: ByteString
        let size: UInt64
        let hash: SHA256Digest
    }

    /// What has no line: links, devices and what cannot be read.
    struct Omission {
        let path: ByteString
        let reason: String
    }

    /// Calls `body` for every file, in order. Gives what was left out. A path is the root as given and what is below.
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

    /// For a report: how many files, and the hash of what `manifest --format sha256sum` prints of them.
    ///
    /// With `isBelow` the paths are those below the only root, so that the hash does not depend on where it lies.
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

/// The forms of `trailseal manifest`.
enum ManifestFormat: String, CaseIterable {
    case sha256sum, hashdeep

    /// Whether the form has a way to write a name. hashdeep writes names as they are, so one with a line feed makes two
    /// lines: hashdeep's own audit of it fails, and the second line would be one of an attacker's choice.
    func canHold(_ path: ByteString) -> Bool { self != .hashdeep || !path.bytes.contains(UInt8(ascii: "\n")) }

    /// What comes before the first line.
    func header(arguments: [String]) -> [UInt8] {
        guard self == .hashdeep else { return [] }
        let command = arguments.map { EscapedText.string(of: $0) }.joined(separator: " ")
        return Array("%%%% HASHDEEP-1.0\n%%%% size,sha256,filename\n## $ trailseal \(command)\n## \n".utf8)
    }

    /// The line of one file, with its line feed. A name is written as the tool of that name writes it.
    func line(_ entry: FileManifest.Entry) -> [UInt8] {
        switch self {
        case .sha256sum:
            // GNU coreutils: a backslash before the hash says that the name is escaped.
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
