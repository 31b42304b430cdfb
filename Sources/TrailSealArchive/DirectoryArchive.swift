internal import Synchronization
package import TrailSealFileTree
package import TrailSealFormat
internal import TrailSealGzip
package import TrailSealPrimitives

/// A local copy of a bucket: reads the files of a listing from folders.
package final class DirectoryArchive: ArtifactSource {
    /// The files of the copy.
    package let listing: ArchiveListing
    private let roots: [Directory]
    private let signatures: SignatureStore
    let tools: ReadingToolStore
    let progress: ReadingProgress?
    private let exhaustion: Exhaustion
    /// The account whose folder this is. Nil if it is the whole archive or what lies in no account's folder.
    let account: ByteString?
    let isCancelled: @Sendable () -> Bool

    /// Creates an archive.
    ///
    /// `listing` must be the listing of `roots`. Readers take their buffers from `tools` and report each file to
    /// `progress`. `isCancelled` is called while a file is read, so that a large file doesn't delay a run that was
    /// told to stop.
    package init(
        roots: [Directory], listing: ArchiveListing, signatures: SignatureStore, warnings: [String] = [],
        tools: ReadingToolStore = ReadingToolStore(), progress: ReadingProgress? = nil,
        exhaustion: Exhaustion = Exhaustion(), account: ByteString? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.exhaustion = exhaustion
        self.account = account
        passedOver = warnings
        self.roots = roots
        self.listing = listing
        self.signatures = signatures
        self.tools = tools
        self.progress = progress
        self.isCancelled = isCancelled
        progress?.expect(listing.fileCount)
    }

    /// Warnings for the user that no finding covers.
    package var warnings: [String] { passedOver + signatures.warnings }
    /// Warnings from the listing.
    private let passedOver: [String]

    /// Creates a reader for one thread. Throws `GzipError` if zlib can't be initialized.
    package func makeReader() throws -> DirectoryArchiveReader {
        try DirectoryArchiveReader(archive: self, roots: roots, signatures: signatures)
    }

    /// Takes the files from those that the progress expects.
    package func leavesUnread(_ count: Int) { progress?.expect(-count) }

    /// Returns the status of a file, or nil if it can't be determined.
    package func status(of file: FileNumber) -> ArtifactStatus? {
        let folder = listing.folders[listing.folder(of: file)]
        do throws(FileTreeError) {
            let status = try roots[folder.root].directory(folder.path).status(of: listing.name(of: file))
            return ArtifactStatus(
                size: status.size,
                identity: ArtifactIdentity(device: status.identity.device, inode: status.identity.inode),
                hasOtherNames: status.hasOtherNames)
        } catch {
            note(error)
            return nil
        }
    }

    /// Set if the process ran out of descriptors or memory. Nothing in the results may be believed then.
    package var failure: FileTreeError? { exhaustion.error ?? signatures.failure }

    func note(_ error: FileTreeError) { exhaustion.note(error) }
}

/// Remembers the first error that says that the process ran out of descriptors or memory.
package final class Exhaustion: Sendable {
    private let first = Mutex<FileTreeError?>(nil)

    /// Creates an empty record.
    package init() {}

    var error: FileTreeError? { first.withLock { $0 } }

    func note(_ error: FileTreeError) {
        guard error.isExhaustion else { return }
        first.withLock { $0 = $0 ?? error }
    }
}

/// Reads the files of a `DirectoryArchive` for one thread. Each file is opened and read once, in order, through
/// buffers of fixed size.
package final class DirectoryArchiveReader: ArtifactReader {
    private let archive: DirectoryArchive
    private let roots: [Directory]
    private let signatures: SignatureStore
    private let tools: ReadingTools
    private var buffer: UnsafeMutableRawBufferPointer { tools.buffer }
    /// The folder opened last. Adjacent files mostly lie in one folder.
    private var current: OpenedFolder?
    private var answers: SignatureStore.OpenedFolder?
    /// A buffer for file names.
    private var name = FileName()
    /// The extended attributes of the digest file read last. They are read while the file is open.
    private var attributed: (file: FileNumber, signature: SavedSignature?)?

    init(archive: DirectoryArchive, roots: [Directory], signatures: SignatureStore) throws {
        tools = try archive.tools.take()
        self.archive = archive
        self.roots = roots
        self.signatures = signatures
    }

    deinit { archive.tools.giveBack(tools) }

    /// Passes the inflated content of a file to `sink`, once and in order. Stops after `limit` bytes of content.
    package func read(
        _ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void
    ) -> ArtifactReading {
        do throws(FileTreeError) {
            let opened = try open(file)
            if signatures.readsAttributes, current?.zone == .digests {
                attributed = (file, attributes(of: opened, file))
            }
            let reading = try stream(opened, limit: limit, sink: sink)
            archive.progress?.note(reading.compressedByteCount)
            return reading
        } catch {
            archive.note(error)
            if error.isAbsent || error.isWrongKind { return ArtifactReading(outcome: .absent) }
            return ArtifactReading(outcome: .unreadable(reason: error.reason))
        }
    }

    /// The folder whose files are being read.
    private final class OpenedFolder {
        let files: Range<FileNumber>
        let names: PackedNames
        let zone: ArchiveZone
        let mayHoldSidecars: Bool
        let directory: Directory

        init(_ folder: ArchiveListing.Folder, _ directory: Directory) {
            files = folder.files
            names = folder.names
            zone = folder.zone
            mayHoldSidecars = folder.mayHoldSidecars
            self.directory = directory
        }
    }

    private func open(_ file: FileNumber) throws(FileTreeError) -> OpenFile {
        let folder = try opened(file)
        name.update { folder.names.copy(Int(file - folder.files.lowerBound), to: &$0) }
        return try folder.directory.file(name)
    }

    /// Returns the folder of a file, and opens it if necessary.
    private func opened(_ file: FileNumber) throws(FileTreeError) -> OpenedFolder {
        if let current, current.files.contains(file) { return current }
        let folder = archive.listing.folders[archive.listing.folder(of: file)]
        current = nil
        let opened = OpenedFolder(folder, try roots[folder.root].directory(folder.path))
        current = opened
        return opened
    }

    /// Opens a file and returns nil on failure. Records running out of descriptors or memory.
    private func noting(_ file: FileNumber) -> OpenFile? {
        do throws(FileTreeError) { return try open(file) } catch {
            archive.note(error)
            return nil
        }
    }

    private func stream(
        _ file: borrowing OpenFile, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void
    ) throws(FileTreeError) -> ArtifactReading {
        var content = StoredContent(tools.inflater, size: file.status.size, limit: limit)
        while content.wanted > 0 {
            if archive.isCancelled() { return content.end(failure: "the run was stopped") }
            let count = try fill(file, wanted: content.wanted)
            if count == 0 { return content.end(failure: "the file became shorter while it was read") }
            content.take(
                UnsafeRawBufferPointer(rebasing: buffer.prefix(count)), isCancelled: archive.isCancelled, sink: sink)
        }
        return content.end()
    }

    /// Fills the buffer, or as much of it as the file has left.
    private func fill(_ file: borrowing OpenFile, wanted: UInt64) throws(FileTreeError) -> Int {
        let target = Int(min(wanted, UInt64(buffer.count)))
        var filled = 0
        // One read may return less than was asked for.
        while filled < target, !archive.isCancelled() {
            let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<target]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    // MARK: Signatures

    /// Returns the signatures saved for a digest: given with `--signatures`, then extended attributes, then sidecars
    /// (INPUT-1).
    package func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
        signatures.userSignatures(for: location, by: user(of: location), &answers) + attributes(of: file)
            + Sidecars.signatures(of: file, for: location, in: archive.listing) { contents(ofSmallFile: $0) }
    }

    /// Whether there are saved answers that name no object.
    package var holdsUnnamedSignatures: Bool { signatures.holdsUnnamed }

    /// Returns those answers that name no object and sign a message with this SHA-256.
    package func unnamedSignatures(of message: SHA256Digest, for location: S3Location) -> [SavedSignature] {
        signatures.unnamedSignatures(of: message, by: user(of: location))
    }

    /// Who uses an answer for this digest. Nil if it belongs to another account than this archive.
    private func user(of location: S3Location) -> AnswerUse.User? {
        guard let account = archive.account else { return .everyone }
        return location.digestKey?.chain.accountID == account ? .account : nil
    }

    /// Whether `savedSignatures` may find any. False is certain.
    package func mayHoldSignatures(for location: S3Location, at file: FileNumber) -> Bool {
        guard let current, current.files.contains(file), !current.mayHoldSidecars else { return true }
        if signatures.readsAttributes {
            guard let attributed, attributed.file == file, attributed.signature == nil else { return true }
        }
        return signatures.mayHoldUserSignatures(for: location)
    }

    private func attributes(of file: FileNumber) -> [SavedSignature] {
        guard signatures.readsAttributes else { return [] }
        if let attributed, attributed.file == file { return attributed.signature.map { [$0] } ?? [] }
        guard let opened = noting(file), let signature = attributes(of: opened, file) else { return [] }
        return [signature]
    }

    /// Reads the attributes that `rclone copy --metadata` writes (FORMAT-28).
    private func attributes(of opened: borrowing OpenFile, _ file: FileNumber) -> SavedSignature? {
        // If the file before had one, this one mostly has.
        let isExpected = attributed?.signature != nil
        guard let text = opened.attribute("user.signature", isExpected: isExpected) else { return nil }
        var metadata = SignatureMetadata(signature: text)
        if mayBeBackfill(file), let time = opened.attribute("user.backfill-generation-timestamp") {
            metadata.set(.backfillGeneration, time)
        }
        return SavedSignature(
            source: .extendedAttribute, signature: metadata.signature, backfillGeneration: metadata.backfillGeneration)
    }

    /// Whether the name is a backfill digest's. Nothing proves one of another name (PLACE-2).
    private func mayBeBackfill(_ file: FileNumber) -> Bool {
        let name = archive.listing.name(of: file)
        return name.hasSuffix("_backfill.json.gz") || name.hasSuffix("_backfill.json")
    }

    private func contents(ofSmallFile file: FileNumber) -> [UInt8]? {
        guard let opened = noting(file) else { return nil }
        return (try? opened.contents(limit: SignatureMetadataParser.sizeLimit)) ?? nil
    }
}
