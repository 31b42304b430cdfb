public import CloudTrailFormat
public import FileTree
internal import Gzip
public import Primitives
internal import Synchronization

/// A copy of a bucket in folders: the files behind a listing.
public final class DirectoryArchive: ArtifactSource {
    public let listing: ArchiveListing
    private let roots: [Directory]
    private let signatures: SignatureStore
    let tools: ReadingToolStore
    let progress: ReadingProgress?
    private let exhaustion: Exhaustion
    /// Whose folder it is; nil if it is none's, or the whole.
    let account: ByteString?
    let isCancelled: @Sendable () -> Bool

    /// `listing` must be that of `roots`. Readers take what they read with from `tools`. `progress` hears of every file read. `isCancelled` is asked while a file is
    /// read, so that a large one does not keep a run that was told to stop.
    public init(
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

    public var warnings: [String] { passedOver + signatures.warnings }
    /// What the index says of it.
    private let passedOver: [String]

    /// Throws where zlib cannot be set up.
    public func makeReader() throws -> DirectoryArchiveReader {
        try DirectoryArchiveReader(archive: self, roots: roots, signatures: signatures)
    }

    public func leavesUnread(_ count: Int) { progress?.expect(-count) }

    public func status(of file: FileNumber) -> ArtifactStatus? {
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

    /// Why nothing that was found may be believed: descriptors or memory were used up while files were read.
    public var failure: FileTreeError? { exhaustion.error ?? signatures.failure }

    func note(_ error: FileTreeError) { exhaustion.note(error) }
}

/// Remembers that descriptors or memory were used up.
public final class Exhaustion: Sendable {
    private let first = Mutex<FileTreeError?>(nil)

    public init() {}

    var error: FileTreeError? { first.withLock { $0 } }

    func note(_ error: FileTreeError) {
        guard error.isExhaustion else { return }
        first.withLock { $0 = $0 ?? error }
    }
}

/// Reads the files of a `DirectoryArchive` for one thread: each opened once and read once, in order, through buffers
/// of fixed size.
public final class DirectoryArchiveReader: ArtifactReader {
    private let archive: DirectoryArchive
    private let roots: [Directory]
    private let signatures: SignatureStore
    private let tools: ReadingTools
    private var inflater: GzipInflater { tools.inflater }
    private var buffer: UnsafeMutableRawBufferPointer { tools.buffer }
    /// The folder opened last: neighbouring files lie in one.
    private var current: OpenedFolder?
    /// Memory for the name of the file that is opened.
    private var name = FileName()
    /// The attributes of the digest file read last, taken while it was open.
    private var attributed: (file: FileNumber, signature: SavedSignature?)?

    init(archive: DirectoryArchive, roots: [Directory], signatures: SignatureStore) throws {
        tools = try archive.tools.take()
        self.archive = archive
        self.roots = roots
        self.signatures = signatures
    }

    deinit { archive.tools.giveBack(tools) }

    public func read(
        _ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void
    ) -> ArtifactReading {
        do throws(FileTreeError) {
            let opened = try open(file)
            if signatures.readsAttributes, current?.zone == .digests {
                attributed = (file, Self.attributes(of: opened))
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

    /// A folder of which files are read.
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

    /// The folder of a file.
    private func opened(_ file: FileNumber) throws(FileTreeError) -> OpenedFolder {
        if let current, current.files.contains(file) { return current }
        let folder = archive.listing.folders[archive.listing.folder(of: file)]
        current = nil
        let opened = OpenedFolder(folder, try roots[folder.root].directory(folder.path))
        current = opened
        return opened
    }

    /// The same; nil where it cannot be opened.
    private func noting(_ file: FileNumber) -> OpenFile? {
        do throws(FileTreeError) { return try open(file) } catch {
            archive.note(error)
            return nil
        }
    }

    private func stream(
        _ file: borrowing OpenFile, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void
    ) throws(FileTreeError) -> ArtifactReading {
        let size = file.status.size
        var reading = ArtifactReading(outcome: .whole)
        if size == 0 { return ArtifactReading(outcome: .damaged(reason: "the file is empty")) }
        var damage: GzipError?
        var isGzip = false
        while reading.compressedByteCount < size {
            if archive.isCancelled() { return ArtifactReading(outcome: .unreadable(reason: "the run was stopped")) }
            let count = try fill(file, wanted: size - reading.compressedByteCount)
            if count == 0 { return changed(reading) }
            let chunk = UnsafeRawBufferPointer(rebasing: buffer.prefix(count))
            if reading.compressedByteCount == 0 {
                isGzip = chunk.count >= 2 && chunk[0] == 0x1F && chunk[1] == 0x8B
                if isGzip { damage = begin() }
            }
            reading.compressedByteCount += UInt64(count)
            if isGzip {
                if damage == nil {
                    damage = feed(chunk, isLast: reading.compressedByteCount == size, limit: limit, sink: sink)
                }
                // What follows cannot mend it, and a bomb must not be read to its end.
                if damage != nil { break }
            } else {
                reading.inflatedByteCount += UInt64(count)
                if reading.inflatedByteCount > limit {
                    damage = .limitExceeded(limit: limit)
                    break
                }
                sink(chunk)
            }
        }
        reading.isStoredInflated = !isGzip
        if isGzip {
            reading.inflatedByteCount = inflater.inflatedByteCount
            if damage == nil { damage = finish() }
        }
        if damage == .cancelled { return ArtifactReading(outcome: .unreadable(reason: "the run was stopped")) }
        if let damage {
            reading.outcome = .damaged(reason: damage.description)
        } else if isGzip, inflater.trailingByteCount > 0 {
            reading.outcome = .trailingBytes(inflater.trailingByteCount)
        }
        return reading
    }

    /// Fills the buffer as far as the file reaches.
    private func fill(_ file: borrowing OpenFile, wanted: UInt64) throws(FileTreeError) -> Int {
        let target = Int(min(wanted, UInt64(buffer.count)))
        var filled = 0
        // A slow disk gives little at a time.
        while filled < target, !archive.isCancelled() {
            let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<target]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// The file ended before the size it had when it was opened.
    private func changed(_ reading: ArtifactReading) -> ArtifactReading {
        var reading = reading
        reading.outcome = .unreadable(reason: "the file became shorter while it was read")
        return reading
    }

    private func begin() -> GzipError? {
        do throws(GzipError) { try inflater.begin() } catch { return error }
        return nil
    }

    private func feed(
        _ chunk: UnsafeRawBufferPointer, isLast: Bool, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void
    ) -> GzipError? {
        do throws(GzipError) {
            try inflater.feed(chunk, isLast: isLast, limit: limit, isCancelled: archive.isCancelled, sink: sink)
        } catch {
            return error
        }
        return nil
    }

    private func finish() -> GzipError? {
        do throws(GzipError) { try inflater.finish() } catch { return error }
        return nil
    }

    // MARK: Signatures

    public func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
        signatures.userSignatures(for: location, by: user(of: location)) + attributes(of: file)
            + sidecars(of: file, for: location)
    }

    public var holdsUnnamedSignatures: Bool { signatures.holdsUnnamed }

    public func unnamedSignatures(of message: SHA256Digest, for location: S3Location) -> [SavedSignature] {
        signatures.unnamedSignatures(of: message, by: user(of: location))
    }

    /// Who uses an answer for a digest; nil if another account's folder would.
    private func user(of location: S3Location) -> AnswerUse.User? {
        guard let account = archive.account else { return .everyone }
        return location.digestKey?.chain.accountID == account ? .account : nil
    }

    public func mayHoldSignatures(for location: S3Location, at file: FileNumber) -> Bool {
        guard let current, current.files.contains(file), !current.mayHoldSidecars else { return true }
        if signatures.readsAttributes {
            guard let attributed, attributed.file == file, attributed.signature == nil else { return true }
        }
        return signatures.mayHoldUserSignatures(for: location)
    }

    private func attributes(of file: FileNumber) -> [SavedSignature] {
        guard signatures.readsAttributes else { return [] }
        if let attributed, attributed.file == file { return attributed.signature.map { [$0] } ?? [] }
        guard let opened = noting(file), let signature = Self.attributes(of: opened) else { return [] }
        return [signature]
    }

    /// What `rclone copy --metadata` leaves on the file.
    private static func attributes(of opened: borrowing OpenFile) -> SavedSignature? {
        guard let text = opened.attribute("user.signature") else { return nil }
        var fields = [(name: "signature", value: String(decoding: text, as: UTF8.self))]
        if let time = opened.attribute("user.backfill-generation-timestamp") {
            fields.append(("backfill-generation-timestamp", String(decoding: time, as: UTF8.self)))
        }
        let metadata = SignatureMetadata(fields: fields)
        return SavedSignature(
            source: .extendedAttribute, signature: metadata.signature, backfillGeneration: metadata.backfillGeneration)
    }

    /// Files beside the digest file whose names are its own (on the disk, or in the key) with a suffix.
    private func sidecars(of file: FileNumber, for location: S3Location) -> [SavedSignature] {
        let index = archive.listing.folder(of: file)
        let folder = archive.listing.folders[index]
        // A folder that holds nothing but digest files has no sidecar, and most folders are such.
        guard signatures.hasSidecars(folder: index, in: archive.listing) else { return [] }
        let own = folder.names[Int(file - folder.firstFile)]
        let declared = location.key.splitAtLastSlash.name
        var found: [SavedSignature] = []
        for base in own == declared ? [own] : [own, declared] {
            for suffix in SignatureSidecar.suffixes {
                let name = base + suffix
                guard let position = folder.names.index(of: name.bytes[...]) else { continue }
                let content = contents(ofSmallFile: folder.firstFile + FileNumber(position))
                let metadata = content.map { SignatureMetadataParser.metadata(in: $0) } ?? SignatureMetadata(fields: [])
                found.append(
                    SavedSignature(
                        source: .sidecar(name), signature: metadata.signature,
                        backfillGeneration: metadata.backfillGeneration))
            }
        }
        // Beside the digest `X.json.gz`, `X.json` may be the answer for it, or a digest that was inflated (FILE-22).
        if own.hasSuffix(".json.gz"), let position = folder.names.index(of: own.dropLast(3).bytes[...]),
            let content = contents(ofSmallFile: folder.firstFile + FileNumber(position))
        {
            let metadata = SignatureMetadataParser.metadata(in: content)
            if metadata.signature != nil {
                found.append(
                    SavedSignature(
                        source: .sidecar(own.dropLast(3)), signature: metadata.signature,
                        backfillGeneration: metadata.backfillGeneration))
            }
        }
        return found
    }

    private func contents(ofSmallFile file: FileNumber) -> [UInt8]? {
        guard let opened = noting(file) else { return nil }
        return (try? opened.contents(limit: SignatureMetadataParser.sizeLimit)) ?? nil
    }
}
