package import TrailSealFormat
internal import TrailSealGzip
package import TrailSealPrimitives

/// Files that are listed and read by closures: an archive that isn't a folder.
package struct StoredFiles: Sendable {
    /// A file.
    package struct File: Sendable {
        /// Its path below the archive.
        package let path: ByteString
        /// The number of stored bytes.
        package let size: UInt64
        /// What the metadata of the object says.
        package let metadata: SignatureMetadata

        /// Creates a file.
        package init(path: ByteString, size: UInt64, metadata: SignatureMetadata) {
            self.path = path
            self.size = size
            self.metadata = metadata
        }
    }

    let name: ByteString
    let files: [File]
    let read: @Sendable (_ position: Int, _ body: (UnsafeRawBufferPointer) -> Bool) throws -> Void

    /// Creates an archive. `read` passes the stored bytes of the file at a position of `files` to its argument, which
    /// returns whether it wants more, and calls it from one thread.
    package init(
        name: ByteString, files: [File],
        read: @escaping @Sendable (_ position: Int, _ body: (UnsafeRawBufferPointer) -> Bool) throws -> Void
    ) {
        self.name = name
        self.files = files
        self.read = read
    }
}

/// The archive of `StoredFiles`, as one part.
package final class StoredArchive: AccountPartition, ArtifactSource {
    /// The listing.
    package let listing: ArchiveListing
    private let stored: StoredFiles
    /// The position in `stored` of each listed file.
    private let positions: [Int]
    private let signatures: SignatureStore
    private let tools = ReadingToolStore()
    private let progress: ReadingProgress?
    private let isCancelled: @Sendable () -> Bool

    /// Lists the files.
    package init(
        _ stored: StoredFiles, signatures: SignatureStore, progress: ReadingProgress? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.stored = stored
        self.signatures = signatures
        self.progress = progress
        self.isCancelled = isCancelled
        var tree = StoredTree()
        for (position, file) in stored.files.enumerated() { tree.add(file.path, size: file.size, position) }
        (listing, positions) = tree.listing(root: stored.name)
        progress?.expect(listing.fileCount)
    }

    /// The name of the archive.
    package var roots: [ByteString] { [stored.name] }
    /// One part.
    package var accounts: [ByteString?] { [nil] }
    /// Warnings about the saved signatures.
    package var warnings: [String] { signatures.warnings }
    /// The digest objects that saved answers name, by account.
    package var signedObjects: [ByteString: [SignedObject]] { signatures.signedObjects }
    /// How many saved answers were read and used.
    package var signatureUses: [SignatureUse] { signatures.uses }

    /// Returns itself.
    package func source(of part: Int, spread: ParallelLoop) -> StoredArchive { self }

    /// Does nothing.
    package func isDone(with part: Int) {}

    /// Takes the files from those that the progress expects.
    package func leavesUnread(_ count: Int) { progress?.expect(-count) }

    /// The size of a file. Each file has an identity of its own.
    package func status(of file: FileNumber) -> ArtifactStatus? {
        guard positions.indices.contains(Int(file)) else { return nil }
        return ArtifactStatus(
            size: stored.files[positions[Int(file)]].size, identity: ArtifactIdentity(device: 0, inode: UInt64(file)))
    }

    /// Creates a reader for one thread. Throws `GzipError` if zlib can't be initialized.
    package func makeReader() throws -> Reader { try Reader(self) }

    /// Reads the files for one thread.
    package final class Reader: ArtifactReader {
        private let archive: StoredArchive
        private let tools: ReadingTools
        private var answers: SignatureStore.OpenedFolder?

        fileprivate init(_ archive: StoredArchive) throws {
            self.archive = archive
            tools = try archive.tools.take()
        }

        deinit { archive.tools.giveBack(tools) }

        /// Passes the inflated content of a file to `sink`, once and in order.
        package func read(
            _ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void
        ) -> ArtifactReading {
            let position = archive.positions[Int(file)]
            let size = archive.stored.files[position].size
            var content = StoredContent(tools.inflater, size: size, limit: limit)
            // Pieces of any size are collected in the buffer, so that the result doesn't depend on them.
            var held = 0
            var received: UInt64 = 0
            func pass() {
                let chunk = UnsafeRawBufferPointer(rebasing: tools.buffer.prefix(held))
                held = 0
                if !chunk.isEmpty, content.wanted > 0 {
                    content.take(chunk, isCancelled: archive.isCancelled, sink: sink)
                }
            }
            var failure: String?
            do {
                try archive.stored.read(position) { bytes in
                    var rest = bytes
                    guard UInt64(rest.count) <= size - received else {
                        failure = "the file is longer than its listed size"
                        return false
                    }
                    received += UInt64(rest.count)
                    while !rest.isEmpty, !archive.isCancelled() {
                        let count = min(rest.count, tools.buffer.count - held)
                        UnsafeMutableRawBufferPointer(rebasing: tools.buffer[held...])
                            .copyMemory(from: UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
                        held += count
                        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
                        if held == tools.buffer.count { pass() }
                    }
                    // What follows a member that has ended, or damage, isn't asked for.
                    return !archive.isCancelled() && (content.wanted > 0 || received == size)
                }
            } catch {
                failure = EscapedText.string(of: Array("\(error)".utf8))
            }
            if failure == nil { pass() }
            if archive.isCancelled() {
                failure = failure ?? "the run was stopped"
            } else if content.wanted > 0 {
                failure = failure ?? "the file is shorter than its listed size"
            }
            let reading = content.end(failure: failure)
            archive.progress?.note(reading.compressedByteCount)
            return reading
        }

        /// Returns the signatures saved for a digest: those of the user, then that of its metadata,
        /// then those beside it.
        package func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
            let metadata = archive.stored.files[archive.positions[Int(file)]].metadata
            let own = SavedSignature(
                source: .extendedAttribute, signature: metadata.signature,
                backfillGeneration: metadata.backfillGeneration)
            return archive.signatures.userSignatures(for: location, by: .everyone, &answers)
                + (metadata.isEmpty ? [] : [own])
                + Sidecars.signatures(of: file, for: location, in: archive.listing) { contents(ofSmallFile: $0) }
        }

        private func contents(ofSmallFile file: FileNumber) -> [UInt8]? {
            let position = archive.positions[Int(file)]
            let size = archive.stored.files[position].size
            guard size <= UInt64(SignatureMetadataParser.sizeLimit) else { return nil }
            var bytes: [UInt8] = []
            do {
                try archive.stored.read(position) { chunk in
                    bytes += chunk.prefix(SignatureMetadataParser.sizeLimit + 1 - bytes.count)
                    return bytes.count <= size
                }
            } catch {
                return nil
            }
            return bytes.count == size ? bytes : nil
        }

        /// Whether there are saved answers that name no object.
        package var holdsUnnamedSignatures: Bool { archive.signatures.holdsUnnamed }

        /// Returns those answers that name no object and sign a message with this SHA-256.
        package func unnamedSignatures(of message: SHA256Digest, for location: S3Location) -> [SavedSignature] {
            archive.signatures.unnamedSignatures(of: message, by: .everyone)
        }
    }
}
