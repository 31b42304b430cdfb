import Foundation
import Glibc
import TrailSealFormat
import TrailSealGzip
import TrailSealLibCrypto
import TrailSealPrimitives
import TrailSealProof

/// One entry below a root that isn't a folder.
struct KernelEntry {
    /// Number of the root and path below it, such as `0/AWSLogs/…`: unique among all roots.
    let path: ByteString
    let system: String
    let size: UInt64
    let isRegular: Bool
    /// For a link: whether its target lies below a root.
    let isLinkToWalked: Bool

    /// Path below the root.
    var below: ByteString {
        let parts = path.components.dropFirst()
        return ByteString(Array(parts.joined(separator: [ByteString.slash])))
    }
    var folder: ByteString { path.splitAtLastSlash.folder }
    var name: ByteString { path.splitAtLastSlash.name }

    var bytes: [UInt8] {
        get throws { try Array(Data(contentsOf: URL(filePath: system))) }
    }

    /// The result of inflating and hashing the whole file.
    func content() throws -> (bytes: [UInt8], outcome: LogContent.Outcome) {
        let stored = try bytes
        guard stored.starts(with: [0x1F, 0x8B]) else {
            guard !stored.isEmpty else { return ([], .damaged) }
            return (stored, .whole(try SHA256Hasher.hash(stored), isStoredInflated: true))
        }
        var content: [UInt8] = []
        let inflater = try GzipInflater()
        do throws(GzipError) {
            try inflater.begin()
            let fed = stored.withUnsafeBytes { input -> Result<Void, GzipError> in
                Result { () throws(GzipError) in
                    try inflater.feed(input, isLast: true, limit: 1 << 26) { content += $0 }
                }
            }
            try fed.get()
            try inflater.finish()
        } catch {
            return ([], .damaged)
        }
        let hash = try SHA256Hasher.hash(content)
        guard inflater.trailingByteCount == 0 else { return (content, .trailing(hash, inflater.trailingByteCount)) }
        return (content, .whole(hash, isStoredInflated: false))
    }
}

/// Everything below the roots, walked with Foundation.
struct KernelWalk {
    let entries: [KernelEntry]
    /// What the paths of the roots themselves say.
    let places: [ByteString]
    private let byPath: [ByteString: Int]

    init(_ roots: [String]) throws {
        // A root that lies in another one is walked with it (PLACE-10).
        let real = roots.map { URL(filePath: $0).resolvingSymlinksInPath().path }
        places = real.map { AccountPath.place(ofRoot: ByteString($0)) }
        let own = real.indices.filter { index in
            !real.indices.contains { other in
                other != index
                    && (real[other] == real[index] ? other < index : real[index].hasPrefix(real[other] + "/"))
            }
        }
        var entries: [KernelEntry] = []
        for root in own {
            var pending: [(path: ByteString, system: String, depth: Int)] = [(ByteString("\(root)"), real[root], 0)]
            while let (path, folder, depth) = pending.popLast() {
                for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                    let system = folder + "/" + name
                    let child = path.appending(component: ByteString(name))
                    var status = stat()
                    guard lstat(system, &status) == 0 else { throw CocoaError(.fileReadUnknown) }
                    let kind = status.st_mode & S_IFMT
                    // A folder that is too deep is an obstacle (LIMIT-5).
                    if kind == S_IFDIR, depth + 1 < 64 {
                        pending.append((child, system, depth + 1))
                        continue
                    }
                    let target = kind == S_IFLNK ? URL(filePath: system).resolvingSymlinksInPath().path : nil
                    entries.append(
                        KernelEntry(
                            path: child, system: system, size: UInt64(status.st_size), isRegular: kind == S_IFREG,
                            isLinkToWalked: target.map { target in
                                target != system && FileManager.default.fileExists(atPath: target)
                                    && real.contains { target.hasPrefix($0 + "/") }
                            } ?? false))
                }
            }
        }
        self.entries = entries.sorted { $0.path < $1.path }
        byPath = Dictionary(self.entries.indices.map { [entries = self.entries] in (entries[$0].path, $0) }) {
            first, _ in
            first
        }
    }

    /// The number of the regular file at `path`.
    func file(at path: ByteString) -> Int? { byPath[path].flatMap { entries[$0].isRegular ? $0 : nil } }

    /// Whether anything except a folder exists at `path`.
    func entry(at path: ByteString) -> Int? { byPath[path] }
}
