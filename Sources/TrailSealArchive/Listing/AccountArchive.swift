package import TrailSealFileTree
package import TrailSealFormat
internal import TrailSealLibCrypto
package import TrailSealPrimitives

/// A local copy of a bucket, read one account at a time. It is a single part if it has fewer than two account
/// folders, or if objects may lie outside them (a flat copy, or one that begins at or below an account's folder).
package final class AccountArchive: AccountPartition {
    private let walk: ArchiveWalk
    private let directories: [Directory]
    /// The files outside all account folders.
    private let outside: ArchiveWalk.Walk
    /// The folders of each account, sorted by account. Empty if the archive is one part.
    private let folders: [(account: ByteString, folders: [ArchiveWalk.Pending])]
    /// The account of each part. Nil, always first, stands for files outside all account folders.
    package let accounts: [ByteString?]
    /// SHA-256 of a list of all account folders, those of other shards too. Nil without a shard.
    package let accountFolders: SHA256Digest?
    private let signatures: SignatureStore
    private let progress: ReadingProgress?
    private let tools = ReadingToolStore()
    private let exhaustion = Exhaustion()
    private let isCancelled: @Sendable () -> Bool

    /// Lists the archive down to the account folders.
    ///
    /// Accounts of other shards are left out. `named` are files and folders below the roots that the command line
    /// names for another purpose (FILE-18). `spread` is used during this call only.
    package init(
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
        accountFolders = shard == nil ? nil : Self.hash(of: outside.ends)
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
        if accounts.count > 1 { progress?.expect(parts: accounts.count) }
    }

    /// The paths given by the user.
    package var roots: [ByteString] { directories.map(\.path) }
    /// Warnings for the user that no finding covers.
    package var warnings: [String] { signatures.warnings }
    /// The digest objects that the user's saved answers name, by account.
    package var signedObjects: [ByteString: [SignedObject]] { signatures.signedObjects }
    /// How many saved answers each of the user's paths holds, and how many were used so far.
    package var signatureUses: [SignatureUse] { signatures.uses }

    /// Set if the process ran out of descriptors or memory. Nothing in the results may be believed then.
    package var failure: FileTreeError? { exhaustion.error ?? signatures.failure }

    /// Lists all files of a part, by its index in `accounts`.
    package func source(of part: Int, spread: ParallelLoop) -> DirectoryArchive {
        var found = outside
        if part > 0, folders.indices.contains(part - 1) {
            found = walk.walk(folders[part - 1].folders, spread: spread)
            if let failure = found.failure { exhaustion.note(failure) }
        }
        return DirectoryArchive(
            roots: directories, listing: walk.listing(of: found), signatures: signatures, tools: tools,
            progress: progress, exhaustion: exhaustion, account: accounts[part], isCancelled: isCancelled)
    }

    /// Reports to the progress that a part was read.
    package func isDone(with part: Int) { progress?.notePart() }

    /// SHA-256 of one line for each folder: the position of its root, and its path below that. Nil if libcrypto fails.
    private static func hash(of folders: [ArchiveWalk.Pending]) -> SHA256Digest? {
        let lines = folders.map { ByteString("\($0.root) ") + $0.path }.sorted()
        return try? SHA256Hasher.hash(lines.flatMap { $0.bytes + [UInt8(ascii: "\n")] })
    }

    /// Whether a folder is an account's: `AWSLogs/[o-…/]12 digits`, or such a folder at the top of a root with a kind
    /// folder in it. Otherwise, or if `AWSLogs` lies in it, it may be an examiner's folder that holds other accounts
    /// (PLACE-13).
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

    /// Whether a folder outside all account folders may have an account's files, judging by their names or a kind
    /// folder.
    private static func mayHoldObjects(_ folder: ArchiveListing.Folder) -> Bool {
        folder.facts.kind != nil
            || folder.names.indices.contains { RecognizedName.isObject(folder.names[$0]) }
    }
}
