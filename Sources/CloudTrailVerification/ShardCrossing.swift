internal import CloudTrailFormat
internal import Primitives

/// Looks for what ties the accounts of a shard to those of others: CloudTrail never makes it, but whoever writes to a bucket
/// or a copy can. What another shard would say of its accounts then depends on files that it does not read, so that only a
/// look at the whole archive tells.
///
/// Every shard looks at its own files, and at those of which the path does not tell whose they are; so of two accounts
/// that are tied, at least one shard sees it.
struct ShardCrossing {
    let shard: AccountShard
    let listing: ArchiveListing
    let names: ObjectNames
    let graph: DigestGraph
    let claims: LogClaims

    /// Where it shows: the first file or folder, as the user would name it. Nil where nothing ties the shard to others.
    func first() -> ByteString? {
        oddPlace() ?? crossingDigest() ?? sharedFile()
    }

    /// Something in an account's folder that is another's by the rest of its path.
    private func oddPlace() -> ByteString? {
        for folder in listing.folders where folder.share == .own && isForeign(path: folder.path) {
            return listing.userPath(root: folder.root, path: folder.path)
        }
        for obstacle in listing.obstacles where obstacle.share == .own && isForeign(path: obstacle.path) {
            return listing.userPath(root: obstacle.root, path: obstacle.path)
        }
        return nil
    }

    /// A digest of these accounts, or in their folders, that speaks of others.
    private func crossingDigest() -> ByteString? {
        var ownChains: Set<ChainID> = []
        var commonChains: Set<ChainID> = []
        for node in graph.nodes {
            for digest in graph.files(of: node) {
                let isOwn = shard.includes(digest.chain.accountID)
                // What one of a chain's files proves of another, a shard that sees only the other would not know.
                let isSplit: Bool
                switch share(of: digest.file) {
                case .foreign: continue
                case .common:
                    guard isOwn else { continue }
                    commonChains.insert(digest.chain)
                    isSplit = ownChains.contains(digest.chain)
                case .own:
                    guard isOwn else { return listing.userPath(of: digest.file) }
                    ownChains.insert(digest.chain)
                    isSplit = commonChains.contains(digest.chain)
                }
                if isSplit || speaksOfOthers(digest) { return listing.userPath(of: digest.file) }
            }
        }
        return nil
    }

    private func speaksOfOthers(_ digest: UnauthenticatedDigest) -> Bool {
        if let previous = digest.previous {
            guard let chain = names.family(of: previous.name)?.chain, shard.includes(chain.accountID) else {
                return true
            }
        }
        return digest.absent.contains { isForeign(key: $0.location.key) }
    }

    /// A file that digests of these accounts list and another shard takes for its own.
    private func sharedFile() -> ByteString? {
        for folder in listing.folders where folder.share != .own {
            let account = PlacedObject.owner(of: folder.path).account
            guard folder.share == .foreign || !shard.includes(account) else { continue }
            for file in folder.files where claims.isClaimed(file) {
                if claims.claims(on: file).contains(where: { share(of: graph.digests[$0.node].file) == .own }) {
                    return listing.userPath(of: file)
                }
            }
        }
        return nil
    }

    private func share(of file: FileNumber) -> ArchiveShare { listing.folders[listing.folder(of: file)].share }

    /// Whether an object is of another shard by its key, or of nobody.
    private func isForeign(key: ByteString) -> Bool {
        guard let account = AccountPath.belowAccounts(key)?.first else { return true }
        return !shard.includes(account)
    }

    /// Whether a folder of an account of this shard is also one of another's.
    private func isForeign(path: ByteString) -> Bool {
        let innermost = AccountPath.belowAccounts(path)?.first.map { ByteString($0) }
        return [PlacedObject.accountAndRegion(of: path).account, innermost].contains {
            $0.map { !shard.includes($0) } ?? false
        }
    }
}
