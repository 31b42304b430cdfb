internal import CloudTrailFormat
internal import Primitives

/// What the digests that name one object as their predecessor say of it. The link rule stands here and nowhere else
/// (DIGEST-5, DIGEST-6).
struct LinkCheck {
    /// Most different signatures of successors that are tried on one digest. A real one has one successor, or two.
    static let candidateLimit = 64

    /// The hashes that verified successors record, each once; of one account and Region only.
    private let first: SHA256Digest?
    private let others: Set<SHA256Digest>
    private let successors: [(statement: DigestStatement, isProved: Bool)]

    /// `successors` name one object of `chain` as their predecessor; `isProved` tells which of them are verified.
    init(_ successors: [(statement: DigestStatement, isProved: Bool)], of chain: ChainID) {
        self.successors = successors.filter { statement, isProved in
            let own = statement.chain
            return !isProved || (own.accountID == chain.accountID && own.region == chain.region)
        }
        let hashes = self.successors.lazy.filter { $0.isProved }.compactMap { $0.statement.document.previous?.hash }
        first = hashes.first
        others = self.successors.count > 1 ? Set(hashes.filter { [first] in $0 != first }) : []
    }

    struct Signatures {
        /// Those that verified successors record, as bytes.
        var repeated: Set<[UInt8]> = []
        /// Those to try: those of verified successors may accuse, others may only prove (DIGEST-4).
        var candidates: [SignatureCheck.Candidate] = []
    }

    /// Read only if something asks: a hash proves without.
    private(set) lazy var signatures: Signatures = {
        var found = Signatures()
        var unproved: [SignatureCheck.Candidate] = []
        var tried: Set<[UInt8]> = []
        for (statement, isProved) in successors {
            guard let previous = statement.document.previous,
                let signature = StrictHex.decode(previous.signature.bytes)
            else { continue }
            if !isProved, unproved.count < Self.candidateLimit, tried.insert(signature).inserted {
                unproved.append(.init(signature: signature, mayAccuse: false, proof: .successorSignature))
            }
            guard isProved, found.repeated.insert(signature).inserted, found.candidates.count < Self.candidateLimit
            else { continue }
            found.candidates.append(.init(signature: signature, mayAccuse: true, proof: .successorSignature))
        }
        found.candidates += unproved
        return found
    }()

    /// Whether a verified digest records exactly this hash.
    func proves(_ hash: SHA256Digest) -> Bool { first == hash || others.contains(hash) }

    /// A hash that a verified digest records and that is not this one (DIGEST-7); always the smallest.
    func contradicts(_ hash: SHA256Digest) -> SHA256Digest? {
        if others.isEmpty { return first == hash ? nil : first }
        let recorded = others.union([first].compactMap(\.self))
        return recorded.filter { $0 != hash }.min { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
