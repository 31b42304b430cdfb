internal import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives
internal import WorkerPool

/// Stage 3: which digest files are proved, and of the others why not.
struct ProveDigests {
    let keys: TrustedKeys
    let listing: ArchiveListing
    let pool: WorkerPool

    func output(_ files: [DigestFile]) throws(LibCryptoError) -> ProvedDigests {
        var all: [DigestStanding?] = Array(repeating: nil, count: files.count)
        var judged: [Int] = []
        var unjudged: Set<S3Location> = []
        var statements: [DigestStatement] = []
        judged.reserveCapacity(files.count)
        statements.reserveCapacity(files.count)
        for index in files.indices {
            guard let statement = files[index].statement else { continue }
            if files[index].isBesideCompressed {
                if statement.place.isInPlace { unjudged.insert(statement.document.location) }
                continue
            }
            // Whatever relates two files stays within one account, by its folder, or where none says whose it is, by its name.
            let facts = statement.place.isInPlace ? nil : statement.facts
            if let owner = facts.flatMap({ $0.account ?? RecognizedName.account($0.name) }),
                owner != statement.chain.accountID
            {
                all[index] = .contradicted([.relocated])
                continue
            }
            judged.append(index)
            statements.append(statement)
        }
        var names: [DigestNames] = []
        for part in try prove(statements) {
            for (member, standing) in zip(part.members, part.standings) { all[judged[member]] = standing }
            names.append(part.names)
        }
        let overLimit = DigestCaps(files, listing).exceeded(all)
        for index in overLimit.keys { all[index] = .unproved(.unsupported) }
        return ProvedDigests(
            files: files, standings: all, overLimit: overLimit, names: DeclaredNames(names, unjudged: unjudged))
    }

    private struct Part: Sendable {
        /// Positions of its statements.
        let members: [Int]
        let standings: [DigestStanding?]
        let names: DigestNames
    }

    /// Fewest digests of which it is asked which are apart from others. Small archives go this way too, so that tests do.
    private static var sharedMinimum: Int { 8 }

    private func families(_ statements: [DigestStatement]) -> [[Int]] {
        var families = DigestFamilies(statements)
        return families.parts(4 * pool.jobs)
    }

    /// Digests that name no object of others, nor theirs, are proved apart from them, by all threads.
    private func prove(_ statements: [DigestStatement]) throws(LibCryptoError) -> [Part] {
        let isShared = pool.jobs > 1 && statements.count >= Self.sharedMinimum
        let parts = isShared ? families(statements) : [Array(statements.indices)]
        let proved = IndexedResults<Part>(count: parts.count)
        try pool.forEach(count: parts.count) { () throws(LibCryptoError) -> Void in
        } body: { (_: inout Void, index: Int) throws(LibCryptoError) -> Void in
            let own = isShared ? parts[index].map { statements[$0] } : statements
            let (standings, names) = try DigestProver(keys: keys).prove(own)
            proved.set(index, Part(members: parts[index], standings: standings, names: names))
        }
        return proved.take().compactMap(\.self)
    }
}

/// The objects that judged digest files declare to be in their places, and those that files declare which are not judged.
struct DeclaredNames: Sendable {
    /// By number of the name in each.
    private var declared: [(names: DigestNames, isDeclared: [Bool])] = []
    private let unjudged: Set<S3Location>
    /// Whether no two judged files declare to be one object.
    private(set) var isEachOnce = true

    init(_ names: [DigestNames], unjudged: Set<S3Location>) {
        self.unjudged = unjudged
        for names in names {
            var isDeclared = Array(repeating: false, count: names.count)
            for case let number? in names.own {
                if isDeclared[number] { isEachOnce = false }
                isDeclared[number] = true
            }
            declared.append((names, isDeclared))
        }
    }

    func holds(_ location: S3Location) -> Bool {
        declared.contains { names, isDeclared in names[location].map { isDeclared[$0] } ?? false }
            || unjudged.contains(location)
    }
}

/// All digest files, and what is known of each after all proofs have been tried.
final class ProvedDigests: Sendable {
    let files: [DigestFile]
    /// By position in `files`; nil where there is no document, or too many of its name.
    let standings: [DigestStanding?]
    /// By position in `files`: the cap that a digest exceeds, which is not judged therefore (LIMIT-10).
    let overLimit: [Int: FindingDetail.DigestLimit]
    private let names: DeclaredNames
    /// The proved ones, in the order of `files`.
    let proved: [ProvedDigest]
    /// Of each proved one the position in `files`.
    let positions: [Int]
    /// Content hashes that proved digests record of predecessors.
    private let linked: Set<SHA256Digest>
    private let byHash: [SHA256Digest: [Int]]
    /// Whether no two judged files declare to be one object.
    var isEachNameDeclaredOnce: Bool { names.isEachOnce }
    private let locations: [S3Location: ChainID]

    init(
        files: [DigestFile], standings: [DigestStanding?], overLimit: [Int: FindingDetail.DigestLimit],
        names: DeclaredNames
    ) {
        self.files = files
        self.overLimit = overLimit
        self.standings = standings
        self.names = names
        var proved: [ProvedDigest] = []
        var positions: [Int] = []
        proved.reserveCapacity(standings.count)
        positions.reserveCapacity(standings.count)
        for index in standings.indices {
            guard let digest = standings[index]?.proved else { continue }
            proved.append(digest)
            positions.append(index)
        }
        self.proved = proved
        self.positions = positions
        // Only of a file that is not proved anybody asks for another.
        let known = proved.count == files.count ? [] : proved
        linked = Set(known.compactMap { $0.statement.document.previous?.hash })
        locations = Dictionary(known.map { ($0.location, $0.chain.withoutOrganization) }) { first, _ in first }
        byHash = Dictionary(grouping: known.indices) { known[$0].hash }
        unproved = known.isEmpty && !proved.isEmpty ? [] : Self.unproved(files, standings)
    }

    /// Those that nothing proves, in their places or contradicted by more than their place, with their position.
    let unproved: [(position: Int, statement: DigestStatement)]

    private static func unproved(
        _ files: [DigestFile], _ standings: [DigestStanding?]
    ) -> [(position: Int, statement: DigestStatement)] {
        files.indices.compactMap { position in
            guard let statement = files[position].statement else { return nil }
            switch standings[position] {
            case nil, .proved?, .contradicted([.relocated])?: return nil
            case .contradicted?, .unproved?: return (position, statement)
            }
        }
    }

    /// Whether a digest file in its place declares to be this object.
    func isDeclared(_ location: S3Location) -> Bool {
        names.holds(location)
    }

    /// Whether a verified digest of the chain, whatever its organization, is this object.
    func isProved(_ location: S3Location, of chain: ChainID) -> Bool { locations[location] == chain }

    /// Whether a verified digest names these bytes, so that AWS signed them (DIGEST-22).
    func isLinked(_ hash: SHA256Digest?) -> Bool { hash.map { linked.contains($0) } ?? false }

    /// The verified digest whose bytes these are, if its own place holds them (PLACE-12).
    func twin(of statement: DigestStatement) -> ProvedDigest? {
        byHash[statement.hash]?.lazy.map { self.proved[$0] }.first { $0.location == statement.document.location }
    }
}
