internal import Primitives

/// The lists of trails of one account. They are added the newest first.
///
/// A list replaces an older one of the same Region, and says nothing of the single-Region trails of others (rules
/// CONTROL-8 and CONTROL-9).
struct TrailLists {
    private(set) var listsAllTrails = false
    /// When the newest list of each Region was captured.
    private var newest: [String: UnixTime] = [:]
    /// The Regions that were asked.
    private var asked: Set<String> = []
    /// The Regions of descriptions that say that these are all.
    private var claims: [Set<String>] = []

    /// Adds a description, and gives those of its trails that still count: a trail is gone if its home Region was asked
    /// later, or each Region that showed it. Newer lists that have it were added before.
    mutating func add(_ description: TrailDescription, _ trails: [DescribedTrail]) -> [DescribedTrail] {
        listsAllTrails = listsAllTrails || description.listsAllTrails
        let regions = description.askedRegions
        asked.formUnion(regions)
        if !description.region.isEmpty { asked.insert(description.region) }
        if description.asksEveryRegion { claims.append(Set(regions)) }
        guard let captured = description.capturedAt else { return trails }
        func isAskedSince(_ region: String) -> Bool { newest[region].map { $0 > captured } ?? false }
        let isAskedAgain = !regions.isEmpty && regions.allSatisfy(isAskedSince)
        let found = isAskedAgain ? [] : trails.filter { !isAskedSince($0.region) }
        if description.listsAllTrails {
            for region in regions where newest[region] == nil { newest[region] = captured }
        }
        return found
    }

    /// Whether a description that says that it asked every Region leaves out none that the others, or the trails, show.
    func askEveryRegion(of trails: [DescribedTrail]) -> Bool {
        let known = asked.union(trails.lazy.map(\.region).filter { !$0.isEmpty })
        return claims.contains { $0.count >= known.count && $0.isSuperset(of: known) }
    }
}

extension TrailDescription {
    /// The Regions that were asked for trails; empty if the file doesn't say it.
    var askedRegions: [String] {
        regions.isEmpty && !region.isEmpty ? [region] : regions
    }
}
