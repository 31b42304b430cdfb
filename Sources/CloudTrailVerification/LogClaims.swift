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
    init(
        graph: DigestGraph, fileCount: Int, places: inout PlaceMap, isVerified: (DigestGraph.Node) -> Bool
    ) {
        self.graph = graph
        first = Array(repeating: First(), count: fileCount)
        for node in graph.nodes where graph.digests[node].hasRole {
            let digest = graph.digests[node]
            for (index, entry) in digest.entries.enumerated() {
                var file = entry.file
                if places.hasSeveral, let location = Self.location(of: file, listedBy: digest, places) {
                    let files = places.files(of: location, own: file)
                    settle(files, as: location, by: node, isVerified, &places)
                    file = lead(files)
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
                    settle(files, as: entry.location, by: node, isVerified, &places)
                    add(claim, to: lead(files), entry: nil)
                }
            }
        }
        if places.mayBeMerged {
            takeMerged(&places, isVerified)
            takeCopies(&places, isVerified)
        }
    }

    /// The object as which a digest lists a file that was found by the digest's own place.
    private static func location(
        of file: FileNumber, listedBy digest: UnauthenticatedDigest, _ places: PlaceMap
    ) -> S3Location? {
        digest.mapping?.location(of: places.path(of: file)).flatMap { S3Location(joined: $0) }
    }

    /// Takes files for the object as which a digest lists them. A verified digest has the last word.
    private func settle(
        _ files: [FileNumber], as location: S3Location, by node: DigestGraph.Node,
        _ isVerified: (DigestGraph.Node) -> Bool, _ places: inout PlaceMap
    ) {
        let isFirm = isVerified(node)
        for file in files where places.isAmbiguous(file) && (isFirm || !isClaimed(file, by: isVerified)) {
            places.settle(file, as: location)
        }
    }

    /// Looks for objects among those of other buckets or prefixes. What a verified digest lists as one of those is none of
    /// them; what only others list so may be.
    private mutating func takeMerged(_ places: inout PlaceMap, _ isVerified: (DigestGraph.Node) -> Bool) {
        for isFirm in [true, false] {
            for location in absent.keys.sorted() {
                guard absent[location]?.claims.contains(where: { isVerified($0.node) }) == isFirm else { continue }
                let free = places.mergedFiles(of: location).filter {
                    isFree($0) && (isFirm ? !isClaimed($0, by: isVerified) : !isClaimed($0))
                }
                guard !free.isEmpty, let claims = absent.removeValue(forKey: location)?.claims else { continue }
                let leader = lead(free)
                // What unverified digests say of it as another object is let go.
                first[Int(leader)] = First()
                further[leader] = nil
                for file in free { places.settle(file, as: location) }
                for claim in claims { add(claim, to: leader, entry: nil) }
                places.noteMerged(location)
            }
        }
    }

    /// Looks for further copies of the objects that verified digests list.
    private mutating func takeCopies(_ places: inout PlaceMap, _ isVerified: (DigestGraph.Node) -> Bool) {
        for node in graph.nodes where graph.digests[node].hasRole && isVerified(node) {
            let digest = graph.digests[node]
            for entry in digest.entries {
                guard let location = Self.location(of: entry.file, listedBy: digest, places) else { continue }
                takeCopies(of: entry.file, location, &places, isVerified)
            }
            for entry in digest.absent where absent[entry.location] == nil {
                guard let file = places.files(of: entry.location).first else { continue }
                takeCopies(of: file, entry.location, &places, isVerified)
            }
        }
    }

    private mutating func takeCopies(
        of file: FileNumber, _ location: S3Location, _ places: inout PlaceMap,
        _ isVerified: (DigestGraph.Node) -> Bool
    ) {
        let leader = leaders[file] ?? file
        for copy in places.mergedFiles(of: location)
        where copy != leader && isFree(copy) && !isClaimed(copy, by: isVerified) {
            leaders[copy] = leader
            followers[leader, default: []].append(copy)
            places.settle(copy, as: location)
        }
    }

    /// Whether a file stands neither for the object of another file, nor others for its own.
    private func isFree(_ file: FileNumber) -> Bool { leaders[file] == nil && followers[file] == nil }

    private func isClaimed(_ file: FileNumber, by isVerified: (DigestGraph.Node) -> Bool) -> Bool {
        claims(on: file).contains { isVerified($0.node) }
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
