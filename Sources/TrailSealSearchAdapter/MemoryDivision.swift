internal import CloudTrailFormat
internal import Primitives
internal import TrailSealSearch

/// An archive in memory, account by account or region by region.
struct MemoryDivision: ArchiveDivision {
    let parts: [ArchivePart]
    private let run: Run
    private let memory: MemoryWalk
    private let ends: [[MemoryWalk.Pending]]

    var roots: [ByteString] { run.roots.indices.map { Run.name(ofRoot: $0).byteString } }
    var warnings: [String] { [] }

    /// Nil if something lies outside the folders of parts, or there is but one.
    init?(_ run: Run, isByRegion: Bool) {
        struct Name: Hashable {
            let account: ByteString
            let region: ByteString
        }
        let memory = MemoryWalk(run)
        let walk = memory.walk(memory.tops, until: isByRegion ? MemoryWalk.isRegionEnd : MemoryWalk.isAccountEnd)
        guard walk.folders.isEmpty, walk.obstacles.isEmpty else { return nil }
        let byName = Dictionary(grouping: walk.ends) { end in
            guard isByRegion else { return Name(account: end.path.splitAtLastSlash.name, region: "") }
            let (above, region) = end.path.splitAtLastSlash
            return Name(account: above.splitAtLastSlash.folder.splitAtLastSlash.name, region: region)
        }
        guard byName.count > 1 else { return nil }
        let names = byName.keys.sorted { $0.account != $1.account ? $0.account < $1.account : $0.region < $1.region }
        let ends = names.map { name in
            (byName[name] ?? []).sorted { $0.root != $1.root ? $0.root < $1.root : $0.path < $1.path }
        }
        parts = zip(names, ends).map { name, ends in
            ArchivePart(
                accountID: name.account, region: isByRegion ? name.region : nil,
                folders: ends.map { RootedFolder(root: $0.root, path: $0.path) })
        }
        self.ends = ends
        self.run = run
        self.memory = memory
    }

    func sample(of part: Int, spread: Spread) -> MemoryArchive { source(of: part, spread: spread) }

    func source(of part: Int, spread: Spread) -> MemoryArchive {
        MemoryArchive(run, memory.walk(ends[part]) { _ in false })
    }

    func isDone(with part: Int) {}
}
