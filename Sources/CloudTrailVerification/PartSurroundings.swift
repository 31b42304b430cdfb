internal import CloudTrailFormat
internal import Primitives

/// What has to be known of the rest of an archive to judge an account, or a region of it, apart: it is taken for granted,
/// and everything is judged anew where it proves wrong.
///
/// CloudTrail never lets parts meet: digest files name, and list, what lies in folders of their own account and region.
/// Whatever else a copy holds is judged as a whole.
struct PartSurroundings: Sendable {
    let part: ArchivePart
    /// How all digest files' places correspond to their keys.
    let mappings: MappingTally
    /// Folders that hold some part's folder.
    let outerFolders: Set<RootedFolder>

    /// Whether all that is listed lies where CloudTrail would put it.
    func holdPlainly(_ listing: ArchiveListing) -> Bool {
        listing.folders.allSatisfy { part.holdsPlainly(root: $0.root, path: $0.path) }
            && listing.obstacles.allSatisfy { part.holdsPlainly(root: $0.root, path: $0.path) }
    }

    /// Whether digest files speak of nothing but this part: of themselves, of their predecessors, and of logs that were
    /// not found. Logs that were found are the part's.
    func areConfined(_ digests: [[UnauthenticatedDigest]], _ names: ObjectNames) -> Bool {
        names.areAll { part.owns($0) }
            && digests.allSatisfy { batch in
                batch.allSatisfy { digest in
                    guard let logs = digest.logFiles, !logs.absent.isEmpty else { return true }
                    return logs.absent.allSatisfy { part.owns(key: $0.location.key) }
                }
            }
    }

    /// The part's folders in which a file is listed.
    func filledFolders(_ listing: ArchiveListing) -> [RootedFolder] {
        part.folders.filter {
            listing.folder(root: $0.root, path: $0.path) != nil || listing.hasFolder(root: $0.root, below: $0.path)
        }
    }
}
