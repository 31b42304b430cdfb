internal import CloudTrailFormat
internal import Primitives

/// Where objects of a bucket may lie of which a root's digests show nothing: whoever downloads several buckets into one folder,
/// and their digests into another, leaves them among those of the buckets that its digests show.
struct MergedFolders {
    /// Bucket names that each root's digests show; nil where its folders lie above the buckets, so that it shows all.
    private let shown: [Set<ByteString>?]
    private let listing: ArchiveListing
    /// The folders that digests show, in a fixed order.
    private let tops: [RootedFolder]

    init(listing: ArchiveListing, mappings: [PathMapping]) {
        self.listing = listing
        var shown = [Set<ByteString>?](repeating: [], count: listing.roots.count)
        for mapping in mappings where shown.indices.contains(mapping.root) {
            if let bucket = mapping.location.components.first, !mapping.location.isEmpty {
                shown[mapping.root]?.insert(ByteString(bucket))
            } else {
                shown[mapping.root] = nil
            }
        }
        self.shown = shown
        var seen: Set<RootedFolder> = []
        tops = mappings.map { RootedFolder(root: $0.root, path: $0.folder) }.filter { seen.insert($0).inserted }
    }

    /// Whether digests in a root show nothing of a bucket, while others do of which the root may hold the objects.
    func mayHold(_ bucket: ByteString, root: Int) -> Bool {
        guard shown.count > 1, shown.indices.contains(root), let buckets = shown[root] else { return false }
        return !buckets.contains(bucket)
    }

    /// Files that would be the object if its bucket had been downloaded into the same folder as one that the root's digests
    /// show.
    func files(of location: S3Location) -> [FileNumber] {
        let parts = location.key.components
        guard parts.count >= PathMapping.agreementMinimum else { return [] }
        // The copy may begin anywhere in the key.
        let tails = (0...(parts.count - PathMapping.agreementMinimum)).map {
            ByteString(location.key.bytes[parts[$0].startIndex...])
        }
        var found: [FileNumber] = []
        for top in tops where mayHold(location.bucket, root: top.root) {
            for tail in tails {
                let path = top.path.appending(component: tail)
                guard let file = listing.file(root: top.root, path: path), !found.contains(file),
                    PathMapping(root: top.root, path: path, declared: location.joined) != nil
                else { continue }
                found.append(file)
            }
        }
        return found
    }
}
