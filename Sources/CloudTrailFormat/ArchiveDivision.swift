public import Primitives

/// A copy that can be looked at part by part, so that never all of its files are known at once.
public protocol ArchiveDivision: Sendable {
    associatedtype Source: ArtifactSource

    /// The paths that the user gave.
    var roots: [ByteString] { get }

    /// In a fixed order. No file that matters lies outside them.
    var parts: [ArchivePart] { get }

    /// What the user should know and no finding says.
    var warnings: [String] { get }

    /// Some digest files of a part, by its place in `parts`: the first and the last.
    func sample(of part: Int, spread: Spread) -> Source

    /// All files of a part. The numbers of files begin anew in each.
    func source(of part: Int, spread: Spread) -> Source

    /// Hears that nothing more is read of a part.
    func isDone(with part: Int)
}

/// Calls a closure for every index below a count, maybe on several threads.
public typealias Spread = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

/// An account, or one region of it, as far as folders tell.
public struct ArchivePart: Sendable {
    public let accountID: ByteString
    /// Nil where it is the whole account.
    public let region: ByteString?
    /// The account's folders (`AWSLogs/ACCOUNT`, `AWSLogs/ORGANIZATION/ACCOUNT`, or what is left of that where the copy
    /// begins below `AWSLogs`), or those of its region in each of the `CloudTrail` folders in them.
    public let folders: [RootedFolder]

    public init(accountID: ByteString, region: ByteString?, folders: [RootedFolder]) {
        self.accountID = accountID
        self.region = region
        self.folders = folders
    }

    /// Whether something is where CloudTrail would put it, so that it can belong to no other part: below one of the
    /// `CloudTrail` folders, without a further one, a further `AWSLogs` or something like an account on the way.
    public func holdsPlainly(root: Int, path: ByteString) -> Bool {
        folders.contains { folder in
            guard folder.root == root, path.hasPrefix(folder.path) else { return false }
            guard path.count > folder.path.count else { return region != nil }
            guard path.bytes[folder.path.count] == ByteString.slash else { return false }
            let below = ByteString(path.bytes[(folder.path.count + 1)...]).components
            guard region == nil else { return below.allSatisfy(Self.isPlain) }
            return below.first.map(AccountPath.isKindOfFolder) == true && below.dropFirst().allSatisfy(Self.isPlain)
        }
    }

    private static func isPlain(_ name: ArraySlice<UInt8>) -> Bool {
        !AccountPath.isKindOfFolder(name) && !AWSIdentifier.isAccountID(name) && ByteString(name) != "AWSLogs"
    }

    /// Whether an object is of this part by its key: the account below the last `AWSLogs`, and the region below that.
    public func owns(key: ByteString) -> Bool {
        guard let below = AccountPath.belowAccounts(key) else { return false }
        guard let account = below.first, accountID.bytes.elementsEqual(account) else { return false }
        guard let region else { return true }
        let rest = Array(below.dropFirst().prefix(2))
        return rest.count == 2 && AccountPath.isKindOfFolder(rest[0]) && region.bytes.elementsEqual(rest[1])
    }

    /// Whether a chain is of this part.
    public func owns(_ chain: ChainID) -> Bool {
        chain.accountID == accountID && (region.map { $0 == chain.region } ?? true)
    }
}
