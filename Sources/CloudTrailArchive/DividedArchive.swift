public import CloudTrailFormat
public import FileTree
public import Primitives

/// A copy of a bucket in folders, account by account, or region by region where there are few accounts.
public final class DividedArchive: ArchiveDivision {
    private let outline: ArchiveIndexer.Outline
    private let directories: [Directory]
    private let indexer: ArchiveIndexer
    private let signatures: SignatureStore
    private let progress: ReadingProgress?
    private let tools = ReadingToolStore()
    private let exhaustion = Exhaustion()
    private let isCancelled: @Sendable () -> Bool

    /// `indexer` must be that of `roots`. With fewer accounts than `pieces`, which is for all threads to have work, regions
    /// are parts; accounts of other shards do not count. Nil where the copy is not made of several such parts.
    public init?(
        roots: [Directory], indexer: ArchiveIndexer, pieces: Int, signatures: SignatureStore,
        progress: ReadingProgress? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        guard var outline = indexer.outline(.account) else { return nil }
        if indexer.ownPartCount(outline) < pieces, let regions = indexer.outline(.region) { outline = regions }
        guard outline.parts.count > 1 else { return nil }
        self.outline = outline
        directories = roots
        self.indexer = indexer
        self.signatures = signatures
        self.progress = progress
        self.isCancelled = isCancelled
        progress?.expect(parts: outline.parts.count, areAccounts: outline.parts.allSatisfy { $0.region == nil })
    }

    public var roots: [ByteString] { directories.map(\.path) }

    public var parts: [ArchivePart] { outline.parts }

    public var warnings: [String] { outline.warnings + signatures.warnings }

    /// Why nothing that was found may be believed: descriptors or memory were used up.
    public var failure: FileTreeError? { exhaustion.error ?? signatures.failure }

    public func sample(of part: Int, spread: Spread) -> DirectoryArchive {
        archive(indexer.index(part, of: outline, isSample: true, spread: spread), nil)
    }

    public func source(of part: Int, spread: Spread) -> DirectoryArchive {
        archive(indexer.index(part, of: outline, spread: spread), progress)
    }

    public func isDone(with part: Int) { progress?.notePart() }

    private func archive(_ index: ArchiveIndexer.Index, _ progress: ReadingProgress?) -> DirectoryArchive {
        if let failure = index.failure { exhaustion.note(failure) }
        return DirectoryArchive(
            roots: directories, listing: index.listing, signatures: signatures, tools: tools,
            progress: progress, exhaustion: exhaustion, isCancelled: isCancelled)
    }
}
