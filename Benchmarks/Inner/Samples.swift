import TrailSealFormat
import Foundation
import TrailSealGzip
import TrailSealLibCrypto
import TrailSealPrimitives

/// Sample files from the archives that `Benchmarks/inner` writes to the folder named by TRAILSEAL_BENCHMARKS.
struct Samples: Sendable {
    struct Missing: Error {
        let what: String
    }

    struct Sample: Sendable {
        let file: [UInt8]
        let content: [UInt8]
    }

    let log: Sample
    /// A digest without logs. Its signature is `signature`.
    let digest: Sample
    let busyDigest: Sample
    let signature: [UInt8]
    let key: RSAPublicKey
    let keys: [PublicKeyRecord]
    /// The digest files of an archive.
    let archive: MemoryArchive

    init() throws {
        guard let folder = ProcessInfo.processInfo.environment["TRAILSEAL_BENCHMARKS"] else {
            throw Missing(what: "TRAILSEAL_BENCHMARKS")
        }
        func files(_ path: String, _ ending: String) throws -> [String] {
            guard let names = FileManager.default.enumerator(atPath: folder + "/" + path) else {
                throw Missing(what: path)
            }
            return names.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.sorted().map { path + "/" + $0 }
        }
        func sample(_ path: String?) throws -> Sample {
            guard let path else { throw Missing(what: "a file") }
            let file = Array(try Data(contentsOf: URL(filePath: folder + "/" + path)))
            return Sample(file: file, content: try Self.inflated(file))
        }
        let normal = try files("inner-normal/archive", ".gz")
        log = try sample(normal.first { $0.contains("/CloudTrail/") })
        busyDigest = try sample(normal.first { $0.contains("/CloudTrail-Digest/") })

        let head = try files("inner-quiet/signatures", ".json").first
        let answer = try Data(contentsOf: URL(filePath: folder + "/" + (head ?? "")))
        let metadata = SignatureMetadataParser.metadata(in: Array(answer))
        guard let saved = metadata.signature, let listed = try files("inner-quiet/keys", ".json").first else {
            throw Missing(what: "a signature or a key")
        }
        signature = saved
        keys = try PublicKeyList.decode(Array(try Data(contentsOf: URL(filePath: folder + "/" + listed))))
        guard let record = keys.first else { throw Missing(what: "a key") }
        key = try RSAPublicKey(der: record.value)
        let quiet = try files("inner-quiet/archive", ".json.gz").filter { $0.contains("/CloudTrail-Digest/") }
        digest = try sample(
            head.flatMap { head in quiet.first { head.hasSuffix($0.split(separator: "/").suffix(1).joined() + ".json") }
            })
        archive = MemoryArchive(
            try quiet.map { (String($0.dropFirst("inner-quiet/archive/".count)), try sample($0).content) })
    }

    private static func inflated(_ file: [UInt8]) throws -> [UInt8] {
        var content: [UInt8] = []
        let inflater = try GzipInflater()
        try inflater.begin()
        try file.withUnsafeBytes {
            try inflater.feed($0, isLast: true, limit: ContentLimit.log) { content += $0 }
        }
        try inflater.finish()
        return content
    }
}

/// Inflated digest files in memory, so that only the verifier's own work is measured.
struct MemoryArchive: ArtifactSource {
    let listing: ArchiveListing
    private let contents: [[UInt8]]

    init(_ files: [(path: String, content: [UInt8])]) {
        var folders: [String: [(name: String, content: [UInt8])]] = [:]
        for (path, content) in files {
            let parts = path.split(separator: "/")
            folders[parts.dropLast().joined(separator: "/"), default: []].append(
                (String(parts.suffix(1).joined()), content))
        }
        var listed: [ArchiveListing.Folder] = []
        var contents: [[UInt8]] = []
        for (path, files) in folders.sorted(by: { $0.key < $1.key }) {
            var names = NameList()
            for file in files.sorted(by: { $0.name < $1.name }) {
                names.append(Array(file.name.utf8).span)
                contents.append(file.content)
            }
            listed.append(.init(root: 0, path: ByteString(path), zone: .digests, names: PackedNames(names)))
        }
        listing = ArchiveListing(roots: ["memory"], folders: listed, obstacles: [])
        self.contents = contents
    }

    func makeReader() -> Reader { Reader(contents: contents) }

    func status(of file: FileNumber) -> ArtifactStatus? {
        ArtifactStatus(size: 1, identity: ArtifactIdentity(device: 0, inode: UInt64(file)))
    }

    struct Reader: ArtifactReader {
        fileprivate let contents: [[UInt8]]

        func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading {
            contents[Int(file)].withUnsafeBytes(sink)
            return ArtifactReading(outcome: .whole)
        }

        func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] { [] }

        func mayHoldSignatures(for key: Span<UInt8>, at file: FileNumber) -> Bool { false }
    }
}
