import CloudTrailFormat
import CloudTrailVerification
import Primitives

/// An archive as the verifier sees it: the seam without a disk.
final class MemoryArchive: ArtifactSource {
    static let root: ByteString = "archive"

    let listing: ArchiveListing
    fileprivate let files: [StoredFile]
    fileprivate let signatures: [ByteString: [UInt8]?]

    /// `serving` may give other bytes than those that are there, or none: what a verifier that is blind to something
    /// would see.
    init(_ archive: Archive, serving: (ByteString, StoredFile) -> StoredFile? = { $1 }) {
        var folders: [ByteString: (zone: ArchiveZone, names: NameList)] = [:]
        for (path, file) in archive.files where serving(path, file) != nil {
            let (folder, name) = path.splitAtLastSlash
            let zone: ArchiveZone
            switch Zone(path) {
            case .digests: zone = .digests
            case .logs: zone = .logs
            case .unjudged: zone = .unjudged
            case .elsewhere: continue
            }
            if zone != .digests, name.bytes.first == UInt8(ascii: ".") { continue }
            folders[folder, default: (zone, NameList())].names.append(name.bytes.span)
        }
        let listing = ArchiveListing(
            roots: [Self.root],
            folders: folders.map { path, folder in
                ArchiveListing.Folder(root: 0, path: path, zone: folder.zone, names: PackedNames(folder.names))
            },
            obstacles: archive.obstacles.map { path, hidesFiles in
                let reason = hidesFiles ? "folder: Permission denied" : "symbolic link"
                return ArchiveListing.Obstacle(root: 0, path: path, reason: reason, hidesFiles: hidesFiles)
            })
        self.listing = listing
        files = listing.folders.flatMap { folder in
            folder.names.indices.compactMap { index in
                let path = folder.path.appending(component: folder.names[index])
                return archive.files[path].flatMap { serving(path, $0) }
            }
        }
        signatures = archive.signatures
    }

    func makeReader() -> MemoryArchiveReader { MemoryArchiveReader(archive: self) }

    func status(of file: FileNumber) -> ArtifactStatus? {
        ArtifactStatus(
            size: UInt64(files[Int(file)].bytes.count), identity: ArtifactIdentity(device: 0, inode: UInt64(file)))
    }
}

struct MemoryArchiveReader: ArtifactReader {
    let archive: MemoryArchive

    func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading {
        let stored = archive.files[Int(file)]
        stored.content.withUnsafeBytes { if !$0.isEmpty { sink($0) } }
        return ArtifactReading(
            outcome: stored.outcome, compressedByteCount: UInt64(stored.bytes.count),
            inflatedByteCount: UInt64(stored.content.count), isStoredInflated: stored.isStoredInflated)
    }

    func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
        guard location.bucket == ModelWorld.bucket, let signature = archive.signatures[location.key] else {
            return []
        }
        return [SavedSignature(source: .userPath(location.key), signature: signature)]
    }

    func mayHoldSignatures(for key: Span<UInt8>, at file: FileNumber) -> Bool {
        archive.signatures[ByteString(key)] != nil
    }
}
