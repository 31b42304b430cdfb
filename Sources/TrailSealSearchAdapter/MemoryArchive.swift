internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealSearch

/// An archive in memory, as the verifier reads it.
final class MemoryArchive: ArtifactSource {
    let listing: ArchiveListing
    private let files: [(file: StoredFile, number: Int, hasOtherNames: Bool)]
    private let signatures: [Path: [UInt8]?]

    init(_ run: Run, _ walk: MemoryListing) {
        let listing = ArchiveListing(
            roots: run.roots.indices.map { Run.name(ofRoot: $0).byteString }, folders: walk.folders,
            obstacles: walk.obstacles, passed: walk.passed, nestedRoots: walk.nestedRoots)
        self.listing = listing
        files = listing.folders.flatMap { folder in
            folder.names.indices.compactMap { index in
                let path = folder.path.appending(component: folder.names[index]).path
                let archive = run.roots[folder.root]
                let number = run.identities[Run.name(ofRoot: folder.root).appending(component: path)] ?? 0
                let isLinked = archive.hardLinks[path] != nil || archive.hardLinks.values.contains(path)
                return archive.files[path].map { ($0, number, isLinked) }
            }
        }
        signatures = run.roots.first?.signatures ?? [:]
    }

    func makeReader() -> Reader { Reader(archive: self) }

    func status(of file: FileNumber) -> ArtifactStatus? {
        let (stored, number, hasOtherNames) = files[Int(file)]
        return ArtifactStatus(
            size: UInt64(stored.bytes.count), identity: ArtifactIdentity(device: 0, inode: UInt64(number)),
            hasOtherNames: hasOtherNames)
    }

    struct Reader: ArtifactReader {
        let archive: MemoryArchive

        func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading {
            let stored = archive.files[Int(file)].file
            stored.content.withUnsafeBytes { if !$0.isEmpty { sink($0) } }
            let outcome: ArtifactReading.Outcome =
                switch stored.outcome {
                case .whole: .whole
                case .damaged(let reason): .damaged(reason: reason)
                case .trailingBytes(let count): .trailingBytes(UInt64(count))
                }
            return ArtifactReading(
                outcome: outcome, compressedByteCount: UInt64(stored.bytes.count),
                inflatedByteCount: UInt64(stored.content.count), isStoredInflated: stored.isStoredInflated)
        }

        func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
            let key = location.key.path
            guard let signature = archive.signatures[key], location.bucket.path == TrueWorld.bucket(of: key) else {
                return []
            }
            return [SavedSignature(source: .userPath(location.key), signature: signature)]
        }

        func mayHoldSignatures(for location: S3Location, at file: FileNumber) -> Bool {
            archive.signatures[location.key.path] != nil
        }
    }
}
