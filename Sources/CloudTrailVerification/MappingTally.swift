internal import CloudTrailFormat
internal import Primitives

/// How digest files' places correspond to their keys, and how many files say so.
struct MappingTally: Sendable {
    /// By digests that are verified.
    private(set) var verified: [PathMapping: Int] = [:]
    /// By others.
    private(set) var unverified: [PathMapping: Int] = [:]

    init() {}

    init(_ graph: DigestGraph, _ standings: [DigestStanding]) {
        // Neighbours mostly have the mapping of one origin, which need not be looked for again.
        var run: (origin: UnauthenticatedDigest.Origin, isVerified: Bool, count: Int)?
        func endRun() {
            guard let run, let mapping = run.origin.mapping else { return }
            add(mapping, isVerified: run.isVerified, count: run.count)
        }
        func take(_ origin: UnauthenticatedDigest.Origin, isVerified: Bool) {
            if let last = run, last.origin === origin, last.isVerified == isVerified {
                run?.count += 1
            } else {
                endRun()
                run = (origin, isVerified, 1)
            }
        }
        for node in graph.nodes {
            let isVerified = standings[node].isVerified
            take(graph.digests[node].origin, isVerified: isVerified)
            guard !graph.copies.isEmpty else { continue }
            for copy in graph.copies[node] ?? [] { take(copy.origin, isVerified: isVerified) }
        }
        endRun()
    }

    mutating func add(_ mapping: PathMapping, isVerified: Bool, count: Int = 1) {
        if isVerified {
            verified[mapping, default: 0] += count
        } else {
            unverified[mapping, default: 0] += count
        }
    }

    mutating func add(_ other: MappingTally) {
        for (mapping, count) in other.verified { add(mapping, isVerified: true, count: count) }
        for (mapping, count) in other.unverified { add(mapping, isVerified: false, count: count) }
    }

    /// All that any digest in its place shows.
    var mappings: Set<PathMapping> { Set(verified.keys).union(unverified.keys) }

    /// In the order in which they are tried: verified ones first. Of more than `limit` those of most digest files.
    func ordered(limit: Int) -> [PathMapping] {
        let first = Self.kept(verified, limit: limit)
        let others = unverified.filter { verified[$0.key] == nil }
        return first + Self.kept(others, limit: limit - first.count)
    }

    /// As many as the limit allows, those of most digest files first chosen, in the order in which they are tried.
    private static func kept(_ counts: [PathMapping: Int], limit: Int) -> [PathMapping] {
        let ordered = counts.keys.sorted(by: precedes)
        guard ordered.count > limit else { return ordered }
        let chosen = ordered.enumerated().sorted { left, right in
            let (first, second) = (counts[left.element] ?? 0, counts[right.element] ?? 0)
            return first != second ? first > second : left.offset < right.offset
        }.prefix(max(0, limit))
        return chosen.sorted { $0.offset < $1.offset }.map(\.element)
    }

    /// Longer folders first, so that the nearest one decides.
    private static func precedes(_ left: PathMapping, _ right: PathMapping) -> Bool {
        if left.root != right.root { return left.root < right.root }
        if left.folder.count != right.folder.count { return left.folder.count > right.folder.count }
        return left.folder != right.folder ? left.folder < right.folder : left.location < right.location
    }
}
