internal import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives

/// Stage 3: which digest files are proved, and of the others why not.
struct ProveDigests {
    let keys: TrustedKeys
    let listing: ArchiveListing

    func output(_ files: [DigestFile]) throws(LibCryptoError) -> ProvedDigests {
        var all: [DigestStanding?] = Array(repeating: nil, count: files.count)
        var judged: [Int] = []
        var statements: [DigestStatement] = []
        for (index, file) in files.enumerated() {
            guard let statement = file.statement, !file.isBesideCompressed else { continue }
            // Whatever relates two files stays within one account, by its folder, or where none says whose it is, by its name.
            let facts = statement.place.isInPlace ? nil : statement.facts
            if let owner = facts.flatMap({ $0.account ?? RecognizedName.account($0.name) }),
                owner != statement.key.chain.accountID
            {
                all[index] = .contradicted([.relocated])
                continue
            }
            judged.append(index)
            statements.append(statement)
        }
        let (standings, names) = try DigestProver(keys: keys).prove(statements)
        for (index, standing) in zip(judged, standings) { all[index] = standing }
        let overLimit = DigestCaps(files, listing).exceeded(all)
        for index in overLimit.keys { all[index] = .unproved(.unsupported) }
        var own: [Int?] = Array(repeating: nil, count: files.count)
        for (index, number) in zip(judged, names.own) { own[index] = number }
        return ProvedDigests(files: files, standings: all, overLimit: overLimit, names: names, ownNames: own)
    }
}

/// All digest files, and what is known of each after all proofs have been tried.
final class ProvedDigests: Sendable {
    let files: [DigestFile]
    /// By position in `files`; nil where there is no document, or too many of its name.
    let standings: [DigestStanding?]
    /// By position in `files`: the cap that a digest exceeds, which is not judged therefore (LIMIT-10).
    let overLimit: [Int: FindingDetail.DigestLimit]
    /// The objects that the judged ones declare or name.
    let names: DigestNames
    /// By position in `files`: the name that it declares in its place, if it is judged.
    let ownNames: [Int?]
    /// The proved ones, in the order of `files`.
    let proved: [ProvedDigest]
    /// Of each proved one the position in `files`.
    let positions: [Int]
    /// Content hashes that proved digests record of predecessors.
    private let linked: Set<SHA256Digest>
    private let byHash: [SHA256Digest: [Int]]
    /// By number of the name: whether a judged digest file declares it. Of those that are not judged, what they declare.
    private let isNameDeclared: [Bool]
    private let declaredUnjudged: Set<S3Location>
    /// Whether no two judged files declare to be one object.
    let isEachNameDeclaredOnce: Bool
    private let locations: [S3Location: ChainID]

    init(
        files: [DigestFile], standings: [DigestStanding?], overLimit: [Int: FindingDetail.DigestLimit],
        names: DigestNames,
        ownNames: [Int?]
    ) {
        self.files = files
        self.overLimit = overLimit
        self.standings = standings
        (self.names, self.ownNames) = (names, ownNames)
        var proved: [ProvedDigest] = []
        var positions: [Int] = []
        for (index, standing) in standings.enumerated() {
            guard let digest = standing?.proved else { continue }
            proved.append(digest)
            positions.append(index)
        }
        self.proved = proved
        self.positions = positions
        var isDeclared = Array(repeating: false, count: names.count)
        var unjudged: Set<S3Location> = []
        var isOnce = true
        for (file, number) in zip(files, ownNames) {
            if let number {
                isOnce = isOnce && !isDeclared[number]
                isDeclared[number] = true
            } else if let statement = file.statement, statement.place.isInPlace {
                unjudged.insert(statement.document.location)
            }
        }
        (isNameDeclared, declaredUnjudged, isEachNameDeclaredOnce) = (isDeclared, unjudged, isOnce)
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
        names[location].map { isNameDeclared[$0] } ?? false || declaredUnjudged.contains(location)
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
