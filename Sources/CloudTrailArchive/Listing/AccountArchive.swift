public import CloudTrailFormat
public import FileTree
public import Primitives

/// A copy of a bucket in folders, account by account; as one part if a root gives no account (a flat copy, or one that begins
/// at or below an account's folder).
public final class AccountArchive: AccountPartition {
    private let walk: ArchiveWalk
    private let directories: [Directory]
    /// What lies in no account's folder.
    private let outside: ArchiveWalk.Walk
    /// The folders of each account, in the order of accounts; empty if the archive is one part.
    private let folders: [(account: ByteString, folders: [ArchiveWalk.Pending])]
    /// Made once: each part asks for it.
    public let accounts: [ByteString?]
    private let signatures: SignatureStore
    private let progress: ReadingProgress?
    private let tools = ReadingToolStore()
    private let exhaustion = Exhaustion()
    private let isCancelled: @Sendable () -> Bool

    /// Accounts of other shards are left out. `named` are files and folders below the roots that the command line names for
    /// another purpose. `spread` is for the first walk alone.
    public init(
        roots: [Directory], named: Set<RootedFolder>, shard: AccountShard?, signatures: SignatureStore,
        spread: ParallelLoop,
        progress: ReadingProgress? = nil, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        walk = ArchiveWalk(roots: roots, named: named, isCancelled: isCancelled)
        directories = roots
        self.signatures = signatures
        self.progress = progress
        self.isCancelled = isCancelled
        var outside = walk.walk(walk.tops, spread: spread) { Self.isAccountFolder($0, roots) }
        let ends = Dictionary(grouping: outside.ends) { $0.path.splitAtLastSlash.name }
        if ends.count > 1, !outside.folders.contains(where: Self.mayHoldObjects) {
            folders = ends.filter { shard?.includes($0.key) ?? true }.sorted { $0.key < $1.key }.map {
                ($0.key, $0.value)
            }
        } else {
            folders = []
            outside.add(walk.walk(outside.ends, spread: spread))
        }
        accounts = [nil] + folders.map(\.account)
        self.outside = outside
        if let failure = outside.failure { exhaustion.note(failure) }
        if accounts.count > 1 { progress?.expect(parts: accounts.count, areAccounts: true) }
    }

    public var roots: [ByteString] { directories.map(\.path) }
    public var warnings: [String] { signatures.warnings }
    public var signedObjects: [ByteString: [SignedObject]] { signatures.signedObjects }
    public var signatureUses: [SignatureUse] { signatures.uses }

    /// Why nothing that was found may be believed: descriptors or memory were used up.
    public var failure: FileTreeError? { exhaustion.error ?? signatures.failure }

    public func source(of part: Int, spread: ParallelLoop) -> DirectoryArchive {
        var found = outside
        if part > 0, folders.indices.contains(part - 1) {
            found = walk.walk(folders[part - 1].folders, spread: spread)
            if let failure = found.failure { exhaustion.note(failure) }
        }
        return DirectoryArchive(
            roots: directories, listing: walk.listing(of: found), signatures: signatures, tools: tools,
            progress: progress, exhaustion: exhaustion, account: accounts[part], isCancelled: isCancelled)
    }

    public func isDone(with part: Int) { progress?.notePart() }

    /// Whether a folder is an account's: `AWSLogs/[o-…/]12 digits`, or the same at the top of a root with a kind folder in it.
    /// Without that, or if `AWSLogs` lies in it, it may be an examiner's, and what lies below another account's (PLACE-13).
    private static func isAccountFolder(_ folder: ArchiveWalk.Pending, _ roots: [Directory]) -> Bool {
        let facts = FolderFacts(folder.path)
        guard facts.isBelowAccountFolder, facts.account == folder.path.splitAtLastSlash.name else { return false }
        guard facts.isOwnerGuessed else { return true }
        var (holdsKind, holdsLogsFolder) = (false, false)
        do throws(FileTreeError) {
            try roots[folder.root].forEachEntry(in: folder.path) { name, kind in
                let name = ByteString(name)
                holdsKind = holdsKind || (kind == .directory && AccountPath.isKindOfFolder(name.bytes[...]))
                holdsLogsFolder = holdsLogsFolder || AccountPath.isLogsFolder(name.bytes[...])
            }
        } catch {
            return true
        }
        return holdsKind && !holdsLogsFolder
    }

    /// Whether a folder that is no account's holds files that may be of one: by their names, or by a kind of folder.
    private static func mayHoldObjects(_ folder: ArchiveListing.Folder) -> Bool {
        folder.facts.kind != nil
            || folder.names.indices.contains { RecognizedName.isObject(folder.names[$0]) }
    }
}
