internal import CloudTrailFormat
internal import Primitives

// Where the parts of an archive begin that have nothing in common: what is walked first, before any of them.

extension ArchiveIndexer {
    /// The folders of the accounts, or of regions in them, where everything that matters lies below them; nil where it does
    /// not, or cannot be known.
    func outline(_ boundary: Boundary) -> Outline? {
        let walk = walk(tops, until: boundary, spread: ownThreads)
        guard walk.folders.isEmpty, walk.obstacles.isEmpty, walk.failure == nil else { return nil }
        // One account's folder in that of another: to shards it is the outer one's.
        guard walk.ends.allSatisfy({ isItsAccounts($0, boundary) }) else { return nil }
        let byPart = Dictionary(grouping: walk.ends) { Self.part($0.path, boundary) }
        let parts = byPart.keys.sorted {
            $0.account != $1.account ? $0.account < $1.account : ($0.region ?? "") < ($1.region ?? "")
        }
        return Outline(
            parts: parts.map { part in
                ArchivePart(
                    accountID: part.account, region: part.region,
                    folders: (byPart[part] ?? []).map { RootedFolder(root: $0.root, path: $0.path) })
            }, folders: parts.map { byPart[$0] ?? [] }, warnings: index(of: walk).warnings)
    }

    /// Walks the folders of a part; of a sample only the first and the last digest folder of a region.
    func index(_ part: Int, of outline: Outline, isSample: Bool = false, spread: Spread) -> Index {
        var level = outline.folders[part]
        if isSample {
            level = level.filter { Self.zone(of: $0.context) ?? .digests == .digests }
            for index in level.indices { level[index].sampling = .both }
        }
        return index(of: walk(level, spread: spread))
    }

    /// Whether a folder is of the shard of the account that its path names last.
    private func isItsAccounts(_ folder: PendingFolder, _ boundary: Boundary) -> Bool {
        guard let shard, folder.share != .common else { return true }
        return shard.includes(Self.part(folder.path, boundary).account) == (folder.share == .own)
    }

    /// Number of the parts that are this run's.
    func ownPartCount(_ outline: Outline) -> Int {
        outline.parts.count { shard?.includes($0.accountID) ?? true }
    }

    /// Where an outline ends.
    enum Boundary { case account, region }

    /// What an archive is made of where its parts have nothing in common.
    struct Outline: Sendable {
        /// In the order of account and region.
        let parts: [ArchivePart]
        fileprivate let folders: [[PendingFolder]]
        let warnings: [String]
    }

    private struct PartName: Hashable {
        let account: ByteString
        let region: ByteString?
    }

    private static func part(_ path: ByteString, _ boundary: Boundary) -> PartName {
        guard boundary == .region else { return PartName(account: path.splitAtLastSlash.name, region: nil) }
        let (above, region) = path.splitAtLastSlash
        return PartName(account: above.splitAtLastSlash.folder.splitAtLastSlash.name, region: region)
    }

    static func isEnd(_ folder: PendingFolder, _ boundary: Boundary) -> Bool {
        switch (boundary, folder.context) {
        case (.account, .account): return isAccountFolder(folder.path)
        case (.region, .zone(_, isFirm: true)):
            let (above, region) = folder.path.splitAtLastSlash
            return AWSIdentifier.isRegion(region.bytes[...]) && isAccountFolder(above.splitAtLastSlash.folder)
        default: return false
        }
    }

    /// Whether a path is that of an account's folder, where the copy may begin at or below `AWSLogs`.
    private static func isAccountFolder(_ path: ByteString) -> Bool {
        if isBelowAccounts(path) { return true }
        let parts = path.components
        guard let account = parts.last, AWSIdentifier.isAccountID(account) else { return false }
        return parts.count == 1 || (parts.count == 2 && AWSIdentifier.isOrganizationID(parts[0]))
    }
}
