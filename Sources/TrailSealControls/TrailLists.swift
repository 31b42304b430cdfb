internal import TrailSealPrimitives

/// Merges the trail lists of one account. Add the newest first.
///
/// A list replaces older ones of the same Region and says nothing about single-Region trails of other Regions
/// (CONTROL-8, CONTROL-9).
struct TrailLists {
    private(set) var listsAllTrails = false
    /// The capture time of the newest list of each Region.
    private var newest: [String: UnixTime] = [:]
    /// The capture time of the newest list.
    private var latest: UnixTime?
    /// The Regions that were asked.
    private var asked: Set<String> = []
    /// The Regions of each description that claims to have asked all of them.
    private var claims: [Set<String>] = []

    /// Adds a description and returns those of its trails that still exist. A trail is gone if a newer list asked its
    /// home Region, or if each Region of this list was asked again. Newer lists that have the trail were added
    /// before.
    ///
    /// A list shows every multi-Region trail, unless it was asked to leave out trails of other Regions. So if a newer list lacks one, it
    /// may not be multi-Region any more.
    mutating func add(_ description: TrailDescription, _ trails: [DescribedTrail]) -> [DescribedTrail] {
        listsAllTrails = listsAllTrails || description.listsAllTrails
        let regions = description.askedRegions
        asked.formUnion(regions)
        if !description.region.isEmpty { asked.insert(description.region) }
        if description.asksEveryRegion { claims.append(Set(regions)) }
        guard let captured = description.capturedAt else { return trails }
        func isAskedSince(_ region: String) -> Bool { newest[region].map { $0 > captured } ?? false }
        let isAskedAgain = !regions.isEmpty && regions.allSatisfy(isAskedSince)
        var found = isAskedAgain ? [] : trails.filter { !isAskedSince($0.region) }
        if let latest, latest > captured {
            for index in found.indices where found[index].isMultiRegion == true { found[index].loseMultiRegion() }
        }
        if description.listsAllTrails {
            latest = latest ?? captured
            for region in regions where newest[region] == nil { newest[region] = captured }
        }
        return found
    }

    /// Whether some description claims to have asked every Region, and its Regions include all that the others and
    /// the trails show.
    func askEveryRegion(of trails: [DescribedTrail]) -> Bool {
        let known = asked.union(trails.lazy.map(\.region).filter { !$0.isEmpty })
        return claims.contains { $0.count >= known.count && $0.isSuperset(of: known) }
    }
}

extension TrailDescription {
    /// The Regions that were asked for trails. Empty if the file doesn't say.
    var askedRegions: [String] {
        regions.isEmpty && !region.isEmpty ? [region] : regions
    }
}
