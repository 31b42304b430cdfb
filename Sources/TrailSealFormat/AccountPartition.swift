public import TrailSealPrimitives

/// A copy that is read one account at a time, so that its files are never all in memory.
public protocol AccountPartition: Sendable {
    /// The type that holds the files of one part.
    associatedtype Source: ArtifactSource

    /// The paths given by the user.
    var roots: [ByteString] { get }

    /// The account of each part, in a fixed order. Nil stands for the files outside all account folders. If nil is the
    /// only element, that part is the whole archive.
    var accounts: [ByteString?] { get }

    /// Warnings for the user that no finding covers.
    var warnings: [String] { get }

    /// The digest objects that the user's saved answers name, by account.
    var signedObjects: [ByteString: [SignedObject]] { get }

    /// How many saved answers each of the user's paths holds, and how many were used so far.
    var signatureUses: [SignatureUse] { get }

    /// SHA-256 of a list of all account folders that were found, those of other shards too. Two archives with the same list have
    /// the same hash. Nil without a list.
    var accountFolders: SHA256Digest? { get }

    /// Returns all files of a part, by its index in `accounts`. File numbers start at 0 in each part.
    func source(of part: Int, spread: ParallelLoop) -> Source

    /// Called after the last read of a part.
    func isDone(with part: Int)
}

extension AccountPartition {
    /// No saved answers.
    public var signedObjects: [ByteString: [SignedObject]] { [:] }
    /// No saved answers.
    public var signatureUses: [SignatureUse] { [] }
    /// No list.
    public var accountFolders: SHA256Digest? { nil }
}

/// Calls a closure for each index below a count, possibly on several threads.
public typealias ParallelLoop = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void
