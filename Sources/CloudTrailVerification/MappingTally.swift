internal import CloudTrailFormat
internal import Primitives

/// How digest files' places correspond to their keys, and how many files say so.
struct MappingTally: Sendable {
    /// By digests that are verified.
    private(set) var verified: [PathMapping: Int] = [:]
    /// By others.
    private(set) var unverified: [PathMapping: Int] = [:]
    /// By digests of each account, and whether one that is verified is among them.
    private(set) var ofAccounts: [ByteString: [PathMapping: Bool]] = [:]

    init() {}

    init(_ graph: DigestGraph, _ standings: [OldDigestStanding]) {
        // Neighbours mostly have the mapping of one origin, which need not be looked for again.
        var run: (origin: UnauthenticatedDigest.Origin, isVerified: Bool, count: Int)?
        func endRun() {
            guard let run, let mapping = run.origin.mapping else { return }
            add(mapping, of: run.origin.chain.accountID, isVerified: run.isVerified, count: run.count)
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

    mutating func add(_ mapping: PathMapping, of account: ByteString, isVerified: Bool, count: Int = 1) {
        if isVerified {
            verified[mapping, default: 0] += count
        } else {
            unverified[mapping, default: 0] += count
        }
        if isVerified || ofAccounts[account]?[mapping] == nil {
            ofAccounts[account, default: [:]][mapping] = isVerified
        }
    }

    mutating func add(_ other: MappingTally) {
        verified.merge(other.verified, uniquingKeysWith: +)
        unverified.merge(other.unverified, uniquingKeysWith: +)
        ofAccounts.merge(other.ofAccounts) { $0.merging($1) { $0 || $1 } }
    }

    /// All that any digest in its place shows.
    var mappings: Set<PathMapping> { Set(verified.keys).union(unverified.keys) }

    /// Whether some root has more than one, so that it matters whose digests show which.
    var areSeveral: Bool {
        let all = mappings
        return all.count > Set(all.map(\.root)).count
    }

    /// Whether each account's digests show what they show in `other`; of several, by verified ones.
    func isOfAccounts(_ other: MappingTally) -> Bool {
        ofAccounts.count == other.ofAccounts.count
            && ofAccounts.allSatisfy { account, shown in
                guard let expected = other.ofAccounts[account], expected.count == shown.count else { return false }
                return shown.allSatisfy { mapping, isVerified in
                    expected[mapping] != nil && (isVerified || shown.count == 1)
                }
            }
    }

    /// Those that digests of each account show, in the order in which they are tried: verified ones first. Of more than
    /// `limit` the first.
    func orderedOfAccounts(limit: Int) -> [ByteString: [PathMapping]] {
        ofAccounts.mapValues { shown in
            let ordered = shown.keys.sorted(by: Self.precedes)
            let verified = ordered.filter { shown[$0] == true }
            return Array((verified + ordered.filter { shown[$0] == false }).prefix(limit))
        }
    }

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
