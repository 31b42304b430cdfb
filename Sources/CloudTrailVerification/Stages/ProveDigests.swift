internal import CloudTrailFormat
internal import CloudTrailProof
internal import LibCrypto
internal import Primitives

/// Stage 3: which digest files are proved, and of the others why not.
struct ProveDigests {
    let keys: TrustedKeys
    let listing: ArchiveListing

    /// Most files of one digest name that are judged (LIMIT-7). A copy holds one or two.
    static let filesOfOneName = 1_000

    func output(_ files: [DigestFile]) throws(LibCryptoError) -> ProvedDigests {
        var all: [DigestStanding?] = Array(repeating: nil, count: files.count)
        var perName: [S3Location: Int] = [:]
        var judged: [Int] = []
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
            let count = perName[statement.document.location, default: 0]
            perName[statement.document.location] = count + 1
            if count < Self.filesOfOneName { judged.append(index) }
        }
        let standings = try DigestProver(keys: keys).prove(judged.compactMap { files[$0].statement })
        for (index, standing) in zip(judged, standings) { all[index] = standing }
        let overLimit = DigestCaps(files, listing).exceeded(all)
        for index in overLimit.keys { all[index] = .unproved(.unsupported) }
        return ProvedDigests(files: files, standings: all, overLimit: overLimit)
    }
}

/// All digest files, and what is known of each after all proofs have been tried.
struct ProvedDigests: Sendable {
    let files: [DigestFile]
    /// By position in `files`; nil where there is no document, or too many of its name.
    let standings: [DigestStanding?]
    /// By position in `files`: the cap that a digest exceeds, which is not judged therefore (LIMIT-10).
    let overLimit: [Int: FindingDetail.DigestLimit]
    /// The proved ones, in the order of `files`.
    let proved: [ProvedDigest]
    /// Of each proved one the position in `files`.
    let positions: [Int]
    /// Content hashes that proved digests record of predecessors.
    private let linked: Set<SHA256Digest>
    private let byHash: [SHA256Digest: [Int]]
    private let locations: [S3Location: ChainID]

    init(files: [DigestFile], standings: [DigestStanding?], overLimit: [Int: FindingDetail.DigestLimit] = [:]) {
        self.files = files
        self.overLimit = overLimit
        self.standings = standings
        var proved: [ProvedDigest] = []
        var positions: [Int] = []
        for (index, standing) in standings.enumerated() {
            guard let digest = standing?.proved else { continue }
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

    /// Whether a verified digest of the chain, whatever its organization, is this object.
    func isProved(_ location: S3Location, of chain: ChainID) -> Bool { locations[location] == chain }

    /// Whether a verified digest names these bytes, so that AWS signed them (DIGEST-22).
    func isLinked(_ hash: SHA256Digest?) -> Bool { hash.map { linked.contains($0) } ?? false }

    /// The verified digest whose bytes these are, if its own place holds them (PLACE-12).
    func twin(of statement: DigestStatement) -> ProvedDigest? {
        byHash[statement.hash]?.lazy.map { proved[$0] }.first { $0.location == statement.document.location }
    }
}
