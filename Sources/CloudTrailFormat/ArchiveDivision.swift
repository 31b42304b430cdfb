public import Primitives

/// A copy that can be looked at account by account, so that never all of its files are known at once.
public protocol ArchiveDivision: Sendable {
    associatedtype Part: ArtifactSource

    /// The paths that the user gave.
    var roots: [ByteString] { get }

    /// The accounts, each once, in order.
    var accounts: [ByteString] { get }

    /// The folders of all accounts. No file that matters lies outside them.
    var folders: [AccountFolder] { get }

    /// What the user should know and no finding says.
    var warnings: [String] { get }

    /// Some digest files of an account, by its place in `accounts`: the first and the last of a region.
    func sample(of account: Int, spread: Spread) -> Part

    /// All files of an account. The numbers of files begin anew in each.
    func part(of account: Int, spread: Spread) -> Part

    /// Hears that nothing more is read of an account.
    func isDone(with account: Int)
}

/// Calls a closure for every index below a count, maybe on several threads.
public typealias Spread = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

/// An account's folder in the copy: `AWSLogs/ACCOUNT`, `AWSLogs/ORGANIZATION/ACCOUNT`, or what is left of that path where
/// the copy begins below `AWSLogs`.
public struct AccountFolder: Hashable, Sendable {
    /// Index of the root.
    public let root: Int
    /// Path below the root.
    public let path: ByteString

    public init(root: Int, path: ByteString) {
        self.root = root
        self.path = path
    }

    public var accountID: ByteString { path.splitAtLastSlash.name }

    /// Whether `path` is one where CloudTrail would put something of this account, so that it can be nobody else's: below
    /// one of the `CloudTrail` folders, without a further one, a further `AWSLogs` or something like an account in it.
    public func holdsPlainly(_ path: ByteString) -> Bool {
        guard path.count > self.path.count + 1, path.hasPrefix(self.path),
            path.bytes[self.path.count] == ByteString.slash
        else { return false }
        var parts = ByteString(path.bytes[(self.path.count + 1)...]).components
        guard let kind = parts.first, Self.isKindOfFolder(kind) else { return false }
        parts.removeFirst()
        return parts.allSatisfy { part in
            !Self.isKindOfFolder(part) && !AWSIdentifier.isAccountID(part) && ByteString(part) != "AWSLogs"
        }
    }

    private static func isKindOfFolder(_ name: ArraySlice<UInt8>) -> Bool {
        name.starts(with: Array("CloudTrail".utf8)) && (name.count == 10 || name.dropFirst(10).first == 0x2D)
    }

    /// Whose an object is by its key: the account below the last `AWSLogs`; nil where there is none.
    public static func accountID(ofKey key: ByteString) -> ByteString? {
        let parts = key.components
        guard let anchor = parts.lastIndex(where: { ByteString($0) == "AWSLogs" as StaticString }) else { return nil }
        var below = parts[(anchor + 1)...]
        if let first = below.first, AWSIdentifier.isOrganizationID(first) { below = below.dropFirst() }
        guard let account = below.first, AWSIdentifier.isAccountID(account) else { return nil }
        return ByteString(account)
    }
}
