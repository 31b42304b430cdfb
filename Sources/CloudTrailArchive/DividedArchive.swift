public import CloudTrailFormat
public import FileTree
public import Primitives

/// A copy of a bucket in folders, account by account.
public final class DividedArchive: ArchiveDivision {
    public let accounts: [ByteString]
    public let folders: [AccountFolder]
    private let directories: [Directory]
    private let indexer: ArchiveIndexer
    private let foldersOfAccount: [[AccountFolder]]
    private let signatures: SignatureStore
    private let passedOver: [String]
    private let progress: ReadingProgress?
    private let exhaustion = Exhaustion()
    private let isCancelled: @Sendable () -> Bool

    /// `indexer` must be that of `roots`. Nil where the copy is not made of several accounts' folders.
    public init?(
        roots: [Directory], indexer: ArchiveIndexer, signatures: SignatureStore, progress: ReadingProgress? = nil,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        guard let outline = indexer.outline() else { return nil }
        let byAccount = Dictionary(grouping: outline.folders, by: \.accountID)
        guard byAccount.count > 1 else { return nil }
        accounts = byAccount.keys.sorted()
        foldersOfAccount = accounts.map { byAccount[$0] ?? [] }
        folders = outline.folders
        passedOver = outline.warnings
        directories = roots
        self.indexer = indexer
        self.signatures = signatures
        self.progress = progress
        self.isCancelled = isCancelled
        progress?.expect(accounts: accounts.count)
    }

    public var roots: [ByteString] { directories.map(\.path) }

    public var warnings: [String] { passedOver + signatures.warnings }

    /// Why nothing that was found may be believed: descriptors or memory were used up.
    public var failure: FileTreeError? { exhaustion.error ?? signatures.failure }

    public func sample(of account: Int, spread: Spread) -> DirectoryArchive {
        archive(indexer.index(below: foldersOfAccount[account], isSample: true, spread: spread), nil)
    }

    public func part(of account: Int, spread: Spread) -> DirectoryArchive {
        archive(indexer.index(below: foldersOfAccount[account], spread: spread), progress)
    }

    public func isDone(with account: Int) { progress?.noteAccount() }

    private func archive(_ index: ArchiveIndexer.Index, _ progress: ReadingProgress?) -> DirectoryArchive {
        if let failure = index.failure { exhaustion.note(failure) }
        return DirectoryArchive(
            roots: directories, listing: index.listing, signatures: signatures, progress: progress,
            exhaustion: exhaustion, isCancelled: isCancelled)
    }
}
