internal import CloudTrailFormat
internal import Primitives

/// Which digests list which log files. A log file has nearly always one digest that lists it, so the first is kept in
/// a flat table and only further ones in a dictionary.
struct LogClaims: Sendable {
    struct Claim: Sendable {
        let node: DigestGraph.Node
        /// Nil where the hash's algorithm is not known.
        let hash: SHA256Digest?
    }

    /// A listed object of which no file was found.
    struct Absent: Sendable {
        var claims: [Claim]
    }

    private struct First {
        var node: UInt32 = .max
        var entry: UInt32 = .max
    }

    private let graph: DigestGraph
    private var first: [First]
    private var further: [FileNumber: [Claim]] = [:]
    /// Files that stand for the same object as another file: the leading one, by the other.
    private(set) var leaders: [FileNumber: FileNumber] = [:]
    /// The other files of a leading one.
    private(set) var followers: [FileNumber: [FileNumber]] = [:]
    private(set) var absent: [S3Location: Absent] = [:]

    /// Collects the claims of every digest that has a role; unverified digests list too.
    init(graph: DigestGraph, fileCount: Int, places: inout PlaceMap) {
        self.graph = graph
        first = Array(repeating: First(), count: fileCount)
        for node in graph.nodes where graph.digests[node].hasRole {
            let digest = graph.digests[node]
            for (index, entry) in digest.entries.enumerated() {
                var file = entry.file
                if places.hasSeveral {
                    let object = places.object(of: file)
                    if let bucket = object.bucket, let key = object.key {
                        let location = S3Location(bucket: bucket, key: key)
                        file = lead(places.files(of: location, own: file))
                    }
                }
                add(
                    Claim(node: node, hash: entry.hashIsKnown ? entry.hash : nil), to: file,
                    entry: file == entry.file ? index : nil)
            }
            for entry in digest.absent {
                let claim = Claim(node: node, hash: entry.hash)
                let files = places.hasSeveral ? places.files(of: entry.location) : []
                if files.isEmpty {
                    absent[entry.location, default: Absent(claims: [])].claims.append(claim)
                } else {
                    add(claim, to: lead(files), entry: nil)
                }
            }
        }
        if places.hasSeveral, !absent.isEmpty { takeMerged(&places) }
    }

    /// Looks for absent objects among those of other buckets. What any digest lists as one of those is none of them.
    private mutating func takeMerged(_ places: inout PlaceMap) {
        var taken: [(location: S3Location, files: [FileNumber])] = []
        for location in absent.keys {
            let files = places.mergedFiles(of: location).filter { !isClaimed($0) }
            if !files.isEmpty { taken.append((location, files)) }
        }
        taken.sort { $0.location < $1.location }
        for (location, files) in taken {
            let free = files.filter { !isClaimed($0) }
            guard !free.isEmpty, let claims = absent.removeValue(forKey: location)?.claims else { continue }
            for file in free { places.settle(file, as: location) }
            let leader = lead(free)
            for claim in claims { add(claim, to: leader, entry: nil) }
        }
    }

    /// The leading file of several that stand for one object: that of the smallest number.
    private mutating func lead(_ files: [FileNumber]) -> FileNumber {
        guard let leader = files.min() else { return 0 }
        for file in files where file != leader && leaders[file] == nil {
            leaders[file] = leader
            followers[leader, default: []].append(file)
        }
        return leader
    }

    private mutating func add(_ claim: Claim, to file: FileNumber, entry: Int?) {
        let position = Int(file)
        guard first.indices.contains(position) else { return }
        if let entry, first[position].node == .max, further[file] == nil {
            first[position] = First(
                node: UInt32(truncatingIfNeeded: claim.node), entry: UInt32(truncatingIfNeeded: entry))
        } else {
            further[file, default: []].append(claim)
        }
    }

    /// Whether any digest lists the file, or one that stands for the same object.
    func isClaimed(_ file: FileNumber) -> Bool {
        let leader = leaders[file] ?? file
        return first[Int(leader)].node != .max || further[leader] != nil
    }

    /// Every claim on the object for which a file stands.
    func claims(on file: FileNumber) -> [Claim] {
        let leader = leaders[file] ?? file
        var claims: [Claim] = []
        if let claim = firstClaim(on: leader) { claims.append(claim) }
        if !further.isEmpty, let more = further[leader] { claims += more }
        return claims
    }

    /// The only claim on a file, where there is exactly one; the common case, without an allocation.
    func soleClaim(on file: FileNumber) -> Claim? {
        guard leaders.isEmpty || leaders[file] == nil, further.isEmpty || further[file] == nil else { return nil }
        return firstClaim(on: file)
    }

    private func firstClaim(on file: FileNumber) -> Claim? {
        let claim = first[Int(file)]
        guard claim.node != .max else { return nil }
        guard let listed = graph.digests[Int(claim.node)].logFiles else { return nil }
        let entry = listed.entries[Int(claim.entry)]
        return Claim(node: Int(claim.node), hash: entry.hashIsKnown ? entry.hash : nil)
    }
}
