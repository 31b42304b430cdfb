internal import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives
internal import WorkerPool

/// Stage 2: reads every file that may be a digest file: bytes, hash, document, and its place by its own path and key.
///
/// A file is recognized by its name wherever it lies, or by the digest folder in which it lies (FILE-2, FILE-3). Nothing
/// here depends on another digest.
struct ReadDigests: Sendable {
    let source: any ArtifactSource
    /// Signatures that earlier runs kept, by the object and the hash for which they did.
    let kept: [S3Location: [KeptSignature]]
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool

    func output() throws -> DigestFiles {
        let listing = source.listing
        let batches = batches(listing)
        let chains = SharedChains()
        let slots = IndexedResults<DigestFiles>(count: batches.count)
        try pool.read(count: batches.count, batch: 8, isCancelled: isCancelled) {
            try DigestFileReader(listing: listing, reader: try source.makeReader(), kept: kept, chains: chains)
        } body: { (reader: inout DigestFileReader, index) throws in
            var output = DigestFiles()
            output.files.reserveCapacity(batches[index].count)
            for file in batches[index] where !isCancelled() {
                if let read = try reader.read(file, &output) { output.files.append(read) }
            }
            slots.set(index, output)
        }
        var all = DigestFiles(candidateCount: batches.reduce(0) { $0 + $1.count })
        let outputs = slots.take().compactMap(\.self)
        all.files.reserveCapacity(outputs.reduce(0) { $0 + $1.files.count })
        for output in outputs {
            all.files += output.files
            all.compressedByteCount &+= output.compressedByteCount
            all.inflatedByteCount &+= output.inflatedByteCount
        }
        return all
    }

    /// Most files that one worker takes at once.
    private static var batchLimit: Int { 8 }

    /// Candidates, neighbours of one folder together.
    private func batches(_ listing: ArchiveListing) -> [[FileNumber]] {
        var batches: [[FileNumber]] = []
        for folder in listing.folders {
            let isDigestFolder = folder.facts.kind.map { $0 == PathFacts.digestFolder } ?? false
            var batch: [FileNumber] = []
            for (index, file) in zip(folder.names.indices, folder.files)
            where Self.isCandidate(index, in: folder, of: listing, isDigestFolder: isDigestFolder) {
                batch.append(file)
                if batch.count == Self.batchLimit {
                    batches.append(batch)
                    batch = []
                }
            }
            if !batch.isEmpty { batches.append(batch) }
        }
        return batches
    }

    private static func isCandidate(
        _ index: Int, in folder: ArchiveListing.Folder, of listing: ArchiveListing, isDigestFolder: Bool
    ) -> Bool {
        if isDigestFolder, listing.named.isEmpty { return !folder.names.begins(with: UInt8(ascii: "."), at: index) }
        let name = folder.names[index]
        if name.bytes.first == UInt8(ascii: ".") { return false }
        guard isDigestFolder || DigestFileName.standing(name) != nil || RecognizedName.answeredDigest(name) != nil
        else {
            return false
        }
        return !listing.isNamed(root: folder.root, path: folder.path.appending(component: name))
    }
}

/// What came of all files that may be digest files, in the order of their numbers.
struct DigestFiles: Sendable {
    /// How many files were read; some of them aren't digest files.
    var candidateCount = 0
    var files: [DigestFile] = []
    /// Bytes read, and bytes after inflation.
    var compressedByteCount: UInt64 = 0
    var inflatedByteCount: UInt64 = 0
}
