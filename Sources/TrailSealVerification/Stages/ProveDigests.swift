internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealProof
internal import TrailSealWorkerPool

/// Stage 3, Prove: hands the digests that were read to the kernel's `DigestProver`. For each digest it learns that it
/// is proved, that it is contradicted, or why nothing proves it (DIGEST-1). From here on only proved digests say what
/// the archive must hold.
///
/// Next: `LocateLogs`.
struct ProveDigests {
    let keys: TrustedKeys
    let listing: ArchiveListing
    let pool: WorkerPool

    /// Returns the files with the prover's result for each. Throws if libcrypto fails.
    func output(_ files: [DigestFile]) throws(LibCryptoError) -> ProvedDigests {
        let found = IndexedResults<DigestStanding>(count: files.count)
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
            // Two files are related only within one account. The folder says which, or the name if the folder names
            // none.
            let facts = statement.place.isInPlace ? nil : statement.facts
            if let owner = facts.flatMap({ $0.account ?? RecognizedName.account($0.name) }),
                owner != statement.chain.accountID
            {
                found.set(index, .contradicted([.relocated]))
                continue
            }
            judged.append(index)
            statements.append(statement)
        }
        let positions = judged
        let names = try prove(statements) { member, standing in
            if let standing { found.set(positions[member], standing) }
        }
        var all = found.take()
        let overLimit = DigestCaps(files, listing).exceeded(all)
        for index in overLimit.keys { all[index] = .unproved(.unsupported) }
        return ProvedDigests(
            files: files, standings: all, overLimit: overLimit, names: DeclaredNames(names, unjudged: unjudged))
    }

    /// Fewest digests that are divided between threads. It is small so that tests with small archives take this path
    /// too.
    private static var sharedMinimum: Int { 8 }

    private func families(_ statements: [DigestStatement]) -> [[Int]] {
        var families = DigestFamilies(statements)
        // Chains are of different length, so there are more parts than threads.
        return families.parts(16 * pool.jobs)
    }

    /// Proves the digests with all threads, and passes the result of each to `body` with its position. Digests that don't
    /// name each other's objects are proved separately, so the result doesn't depend on the number of threads. Returns
    /// the names of each part.
    private func prove(
        _ statements: [DigestStatement], _ body: @escaping @Sendable (Int, DigestStanding?) -> Void
    ) throws(LibCryptoError) -> [DigestNames] {
        let isShared = pool.jobs > 1 && statements.count >= Self.sharedMinimum
        let parts = isShared ? families(statements) : [Array(statements.indices)]
        let names = IndexedResults<DigestNames>(count: parts.count)
        try pool.forEach(count: parts.count) { () throws(LibCryptoError) -> Void in
        } body: { (_: inout Void, index: Int) throws(LibCryptoError) -> Void in
            let own = isShared ? parts[index].map { statements[$0] } : statements
            let proved = try DigestProver(keys: keys).prove(own)
            for (member, standing) in zip(parts[index], proved.standings) { body(member, standing) }
            names.set(index, proved.names)
        }
        return names.takeSet()
    }
}

/// The objects that digest files in their places declare. An `X.json` beside an `X.json.gz` isn't judged, but its
/// object counts as declared.
struct DeclaredNames: Sendable {
    /// For each part, which of its names a digest file declares.
    private var declared: [(names: DigestNames, isDeclared: [Bool])] = []
    private let unjudged: Set<S3Location>
    /// Whether no two judged files declare the same object.
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

/// All digest files with the prover's results. Later stages look digests up here.
final class ProvedDigests: Sendable {
    let files: [DigestFile]
    /// The prover's results, by position in `files`. Nil if a file has no document, or if too many files have its name.
    let standings: [DigestStanding?]
    /// The caps that digests exceed, by position in `files`. These digests aren't judged (LIMIT-10).
    let overLimit: [Int: FindingDetail.DigestLimit]
    private let names: DeclaredNames
    /// The proved digests, in the order of `files`.
    let proved: [ProvedDigest]
    /// The position in `files` of each proved digest.
    let positions: [Int]
    /// The hashes that proved digests record of their predecessors.
    private let linked: Set<SHA256Digest>
    private let byHash: [SHA256Digest: [Int]]
    /// Whether no two judged files declare the same object.
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
        // Only a file that isn't proved is compared with others. If all are proved, these tables stay empty.
        let known = proved.count == files.count ? [] : proved
        linked = Set(known.compactMap { $0.statement.document.previous?.hash })
        locations = Dictionary(known.map { ($0.location, $0.chain.withoutOrganization) }) { first, _ in first }
        byHash = Dictionary(grouping: known.indices) { known[$0].hash }
        unproved = known.isEmpty && !proved.isEmpty ? [] : Self.unproved(files, standings)
    }

    /// The digests that aren't proved, with their positions. Contradicted ones are included, except those that only
    /// their place contradicts.
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

    /// Whether a digest file in its place declares this object.
    func isDeclared(_ location: S3Location) -> Bool {
        names.holds(location)
    }

    /// Whether this object is a verified digest of the chain, whatever its organization.
    func isProved(_ location: S3Location, of chain: ChainID) -> Bool { locations[location] == chain }

    /// Whether a verified digest records this hash, which means that AWS signed these bytes (DIGEST-22).
    func isLinked(_ hash: SHA256Digest?) -> Bool { hash.map { linked.contains($0) } ?? false }

    /// The verified digest with the same bytes and the same declared object, if there is one (PLACE-12).
    func twin(of statement: DigestStatement) -> ProvedDigest? {
        byHash[statement.hash]?.lazy.map { self.proved[$0] }.first { $0.location == statement.document.location }
    }
}
