internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealProof
internal import TrailSealWorkerPool

/// Stage 2, Read: reads each file that may be a digest file, and gives the hash of its bytes, its document and its
/// place. The place needs only the file's own path and key (PLACE-5).
///
/// A file is a candidate if it has a digest's name, wherever it lies, or if it lies in a digest folder (FILE-2,
/// FILE-3). No result depends on another file, so all threads read at once.
///
/// Next: `ProveDigests`.
struct ReadDigests: Sendable {
    let source: any ArtifactSource
    /// The signatures from the state, by bucket and key.
    let kept: [S3Location: [KeptSignature]]
    let pool: WorkerPool
    let isCancelled: @Sendable () -> Bool

    /// Reads all candidates. Throws if libcrypto or zlib fails, or if no reader can be made.
    func output() throws -> DigestFiles {
        let listing = source.listing
        let batches = batches(listing)
        let chains = SharedChains()
        let candidateCount = batches.reduce(0) { $0 + $1.files.count }
        let slots = IndexedResults<DigestFile>(count: candidateCount)
        let sizes = IndexedResults<DigestFiles>(count: batches.count)
        try pool.read(count: batches.count, batch: 8, isCancelled: isCancelled) {
            try DigestFileReader(listing: listing, reader: try source.makeReader(), kept: kept, chains: chains)
        } body: { (reader: inout DigestFileReader, index) throws in
            var size = DigestFiles()
            for (slot, file) in zip(batches[index].start..., batches[index].files) where !isCancelled() {
                if let read = try reader.read(file, inFolder: batches[index].folder, &size) { slots.set(slot, read) }
            }
            sizes.set(index, size)
        }
        var all = DigestFiles(candidateCount: candidateCount, files: slots.takeSet())
        for size in sizes.takeSet() {
            all.compressedByteCount &+= size.compressedByteCount
            all.inflatedByteCount &+= size.inflatedByteCount
        }
        return all
    }

    /// Greatest number of files that one worker takes at once.
    private static var batchLimit: Int { 8 }

    /// Candidates that one worker takes at once.
    private struct Batch: Sendable {
        /// The number of candidates before it.
        let start: Int
        let files: [FileNumber]
        /// The position in the listing of the folder that holds them.
        let folder: Int
    }

    /// The candidates in batches. Files of one folder stay together.
    private func batches(_ listing: ArchiveListing) -> [Batch] {
        var batches: [Batch] = []
        var start = 0
        for (position, folder) in listing.folders.enumerated() {
            func add(_ files: [FileNumber]) {
                batches.append(Batch(start: start, files: files, folder: position))
                start += files.count
            }
            let isDigestFolder = folder.facts.kind.map { $0 == PathFacts.digestFolder } ?? false
            var batch: [FileNumber] = []
            for (index, file) in zip(folder.names.indices, folder.files)
            where Self.isCandidate(index, in: folder, of: listing, isDigestFolder: isDigestFolder) {
                batch.append(file)
                if batch.count == Self.batchLimit {
                    add(batch)
                    batch = []
                }
            }
            if !batch.isEmpty { add(batch) }
        }
        return batches
    }

    private static func isCandidate(
        _ index: Int, in folder: ArchiveListing.Folder, of listing: ArchiveListing, isDigestFolder: Bool
    ) -> Bool {
        if isDigestFolder, listing.named.isEmpty { return !folder.names.begins(with: UInt8(ascii: "."), at: index) }
        // Names of digests and of their answers have the mark, and those of logs haven't.
        guard isDigestFolder || folder.names.holds(DigestFileName.mark, at: DigestFileName.markOffset, ofName: index)
        else { return false }
        let name = folder.names[index]
        if name.bytes.first == UInt8(ascii: ".") { return false }
        guard isDigestFolder || DigestFileName.standing(name) != nil || RecognizedName.answeredDigest(name) != nil
        else {
            return false
        }
        return !listing.isNamed(root: folder.root, path: folder.path.appending(component: name))
    }
}

/// The results for all candidates, in the order of their numbers.
struct DigestFiles: Sendable {
    /// The number of files that were read. Some aren't digest files.
    var candidateCount = 0
    var files: [DigestFile] = []
    /// Bytes read from disk.
    var compressedByteCount: UInt64 = 0
    /// Bytes after inflation.
    var inflatedByteCount: UInt64 = 0
}
