public import Primitives

/// A copy that is looked at account by account, so that never all of its files are known at once.
public protocol AccountPartition: Sendable {
    associatedtype Source: ArtifactSource

    /// The paths that the user gave.
    var roots: [ByteString] { get }

    /// The account of each part, in a fixed order. Nil is what lies in no account's folder; if it is the only part, it is
    /// the whole archive.
    var accounts: [ByteString?] { get }

    /// What the user should know and no finding says.
    var warnings: [String] { get }

    /// The digest objects for which the user named saved answers, by account.
    var signedObjects: [ByteString: [SignedObject]] { get }

    /// How many saved answers the paths hold that the user named, and how many were used so far.
    var signatureUses: [SignatureUse] { get }

    /// All files of a part, by its place in `accounts`. The numbers of files begin anew in each.
    func source(of part: Int, spread: ParallelLoop) -> Source

    /// Hears that nothing more is read of a part.
    func isDone(with part: Int)
}

extension AccountPartition {
    public var signedObjects: [ByteString: [SignedObject]] { [:] }
    public var signatureUses: [SignatureUse] { [] }
}

/// Calls a closure for every index below a count, maybe on several threads.
public typealias ParallelLoop = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void
