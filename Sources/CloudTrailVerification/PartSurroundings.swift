internal import CloudTrailFormat
internal import Primitives

/// What has to be known of the rest of an archive to judge one account of it apart: it is taken for granted, and the
/// account judged anew where it proves wrong.
///
/// CloudTrail never lets accounts meet: digest files name, and list, what lies in folders of their own account. Whatever
/// else a copy holds is judged as a whole.
struct PartSurroundings: Sendable {
    let account: ByteString
    /// The account's folders.
    let folders: [AccountFolder]
    /// How all digest files' places correspond to their keys.
    let mappings: MappingTally
    /// Folders that hold some account's folder.
    let bucketFolders: Set<AccountFolder>

    /// Whether all that is listed lies where CloudTrail would put it.
    func holdPlainly(_ listing: ArchiveListing) -> Bool {
        func holdsPlainly(_ root: Int, _ path: ByteString) -> Bool {
            folders.contains { $0.root == root && $0.holdsPlainly(path) }
        }
        return listing.folders.allSatisfy { holdsPlainly($0.root, $0.path) }
            && listing.obstacles.allSatisfy { holdsPlainly($0.root, $0.path) }
    }

    /// Whether digest files speak of nothing but this account: of themselves, of their predecessors, and of logs that were
    /// not found. Logs that were found are the account's.
    func areConfined(_ digests: [[UnauthenticatedDigest]], _ names: ObjectNames) -> Bool {
        names.areAll(of: account)
            && digests.allSatisfy { batch in
                batch.allSatisfy { digest in
                    guard let logs = digest.logFiles, !logs.absent.isEmpty else { return true }
                    return logs.absent.allSatisfy { AccountFolder.accountID(ofKey: $0.location.key) == account }
                }
            }
    }

    /// The account's folders in which a file is listed.
    func filledFolders(_ listing: ArchiveListing) -> [AccountFolder] {
        folders.filter { listing.hasFolder(root: $0.root, below: $0.path) }
    }
}
