internal import CloudTrailFormat
internal import Primitives

/// Which files of the log folders are to be read, which are listed by nothing, and which nobody judges.
struct LogCatalogue {
    let listing: ArchiveListing
    let claims: LogClaims
    let scope: Scope
    let places: PlaceMap
    let history: KnownHistory

    /// Every listed file in scope that no earlier run verified; neighbours stay together. One that only digests out of scope list, none of them
    /// verified, is no listed file here but an unreferenced one.
    func filesToRead(isVerified: (DigestGraph.Node) -> Bool) -> [FileNumber] {
        var files: [FileNumber] = []
        let all = scope.isEverything && history.anchors.isEmpty
        for folder in listing.folders {
            for file in folder.files where claims.isClaimed(file) {
                guard !all else {
                    files.append(file)
                    continue
                }
                let nodes = nodes(of: file)
                if history.areRead(nodes) { continue }
                if scope.includes(
                    log: folder.names[Int(file - folder.firstFile)], listedBy: nodes, isVerified: isVerified),
                    nodes.contains(where: { isVerified($0) || scope.includes($0) })
                {
                    files.append(file)
                }
            }
        }
        return files
    }

    func nodes(of file: FileNumber) -> [DigestGraph.Node] {
        claims.soleClaim(on: file).map { [$0.node] } ?? claims.claims(on: file).map(\.node)
    }

    /// Files that no verified digest lists, and, of the others, none in scope. One that a digest may list that is not
    /// read is left to the run that reads it.
    func unreferenced(in zone: ArchiveZone, isVerified: (DigestGraph.Node) -> Bool) -> [FileNumber] {
        var files: [FileNumber] = []
        for folder in listing.folders where folder.zone == zone {
            for file in folder.files {
                if claims.isClaimed(file),
                    nodes(of: file).contains(where: { isVerified($0) || scope.includesInAnyShard($0) })
                {
                    continue
                }
                if history.plan.leftOutCount > 0 {
                    let (account, region) = PlacedObject.accountAndRegion(of: folder.path)
                    let name = folder.names[Int(file - folder.firstFile)]
                    if history.plan.isUnread(name, account: account, region: region) { continue }
                }
                files.append(file)
            }
        }
        return files
    }
}
