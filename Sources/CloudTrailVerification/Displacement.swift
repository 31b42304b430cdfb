internal import CloudTrailFormat
internal import Primitives

/// Finds digest files that stand in the place of another digest file.
///
/// Each of them lies where it says that it lies, if one believes the bucket and prefix that it names itself: whoever
/// edits a digest may edit those too, and a chain may really change its bucket. What a verified digest says decides:
/// the object that it names as its predecessor lies, by the place of another verified digest, where this file stands.
struct Displacement {
    /// Most times that proofs are looked for anew because a digest file turned out to stand in another's place.
    static let roundLimit = 8

    let listing: ArchiveListing
    let names: ObjectNames
    let graph: DigestGraph
    let standings: [OldDigestStanding]
    /// How the places of all digests correspond to their keys.
    let seen: MappingTally
    /// Whether somebody saved a signature for an object.
    let isSigned: (S3Location, FileNumber) -> Bool

    /// The files, none of which has a role in a chain.
    func files() -> Set<FileNumber> {
        let verified = Set(seen.verified.keys)
        let all = seen.mappings
        // The common case: every digest lies by one and the same mapping.
        guard all.count > 1 else { return [] }
        var displaced: Set<FileNumber> = []
        for node in graph.nodes {
            for digest in graph.files(of: node) {
                guard let own = digest.mapping else { continue }
                let rivals = verified.filter { $0 != own && $0.root == own.root }
                guard !rivals.isEmpty else { continue }
                let folder = listing.folders[listing.folder(of: digest.file)]
                let path = folder.path.appending(component: listing.objectName(of: digest.file))
                // A signature that was saved for the place, and none for what the file says that it is.
                let isUnproven = !standings[node].isVerified && digest.savedAnswers == nil && !verified.contains(own)
                if rivals.contains(where: {
                    isNamed(path, by: $0, otherThan: digest.name)
                        || (isUnproven && isSigned(path, by: $0, file: digest.file))
                }) {
                    displaced.insert(digest.file)
                }
            }
        }
        return displaced
    }

    private func isSigned(_ path: ByteString, by mapping: PathMapping, file: FileNumber) -> Bool {
        guard let joined = mapping.location(of: path), let location = S3Location(joined: joined) else { return false }
        return isSigned(location, file)
    }

    /// Whether a verified digest names the object that `path` is by `mapping` as its predecessor.
    private func isNamed(_ path: ByteString, by mapping: PathMapping, otherThan own: ObjectName) -> Bool {
        guard let joined = mapping.location(of: path), let location = S3Location(joined: joined) else { return false }
        let name = names.name(location)
        return name != own && graph.successors(naming: name).contains { standings[$0].isVerified }
    }
}

extension UnauthenticatedDigest {
    /// The same digest file without a role.
    func displaced() -> UnauthenticatedDigest {
        UnauthenticatedDigest(
            file: file, hashAlgorithmsAreKnown: hashAlgorithmsAreKnown, isStoredInflated: isStoredInflated, name: name,
            start: start, end: end, hash: hash, previous: previous,
            origin: Origin(
                chain: chain, fingerprint: fingerprint, signatureAlgorithmIsKnown: signatureAlgorithmIsKnown,
                mapping: nil, unknownMemberCount: unknownMemberCount), logFiles: nil, savedAnswers: nil)
    }
}
