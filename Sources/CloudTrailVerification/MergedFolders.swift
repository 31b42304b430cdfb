internal import CloudTrailFormat
internal import Primitives

/// Where objects may lie of which a root's digests show nothing: whoever downloads several buckets into one folder, and the
/// digests of one of them into another, leaves its logs among those that the first folder's digests show.
struct MergedFolders {
    private let listing: ArchiveListing
    /// Those that digests in each root show.
    private let shown: [[PathMapping]]
    /// The folders that digests show, in a fixed order.
    private let tops: [RootedFolder]
    /// Whether some root does not show what others do.
    let areAny: Bool

    /// `mappings` are those that say what a root holds, `tops` all.
    init(listing: ArchiveListing, mappings: [PathMapping], tops: [PathMapping]) {
        self.listing = listing
        var shown = [[PathMapping]](repeating: [], count: listing.roots.count)
        for mapping in mappings where shown.indices.contains(mapping.root) { shown[mapping.root].append(mapping) }
        self.shown = shown
        var seen: Set<RootedFolder> = []
        self.tops = tops.map { RootedFolder(root: $0.root, path: $0.folder) }.filter { seen.insert($0).inserted }
        let locations = Set(mappings.map(\.location))
        // One root shows all that there is.
        areAny =
            shown.count > 1 && locations.count > 1
            && shown.contains { own in
                !own.isEmpty && locations.contains { Self.shows(own, nothingOf: $0.appending(component: "-")) }
            }
    }

    private static func shows(_ mappings: [PathMapping], nothingOf joined: ByteString) -> Bool {
        !mappings.contains { $0.covers(joined) }
    }

    /// Whether digests in a root show nothing of an object's part of S3, of which the root may hold objects all the same.
    func mayHold(_ location: S3Location, root: Int) -> Bool {
        areAny && shown.indices.contains(root) && Self.shows(shown[root], nothingOf: location.joined)
    }

    /// Files that would be the object if its part of S3 had been downloaded into a folder that the root's digests show as
    /// another's.
    func files(of location: S3Location) -> [FileNumber] {
        let joined = location.joined
        let others = tops.filter { Self.shows(shown[$0.root], nothingOf: joined) }
        guard !others.isEmpty else { return [] }
        let parts = location.key.components
        guard parts.count >= PathMapping.agreementMinimum else { return [] }
        // The copy may begin anywhere in the key.
        let tails = (0...(parts.count - PathMapping.agreementMinimum)).map {
            ByteString(location.key.bytes[parts[$0].startIndex...])
        }
        var found: [FileNumber] = []
        for top in others {
            for tail in tails {
                let path = top.path.appending(component: tail)
                guard let file = listing.file(root: top.root, path: path), !found.contains(file),
                    PathMapping(root: top.root, path: path, declared: joined) != nil
                else { continue }
                found.append(file)
            }
        }
        return found
    }
}
