internal import CloudTrailFormat
internal import Primitives

/// What the digests that name one object as their predecessor say of it. The link rule stands here and nowhere else
/// (DIGEST-5, DIGEST-6).
struct LinkCheck {
    /// Most different signatures of successors that are tried on one digest. A real one has one successor, or two.
    static let candidateLimit = 64

    /// The hashes that verified successors record, each once; of one account and Region only.
    private(set) var recorded: Set<SHA256Digest> = []
    /// The signatures that verified successors record, as bytes.
    private(set) var repeated: Set<[UInt8]> = []
    /// Signatures to try: those of verified successors may accuse, others may only prove (DIGEST-4).
    private(set) var candidates: [SignatureCheck.Candidate] = []

    /// `successors` name `location` as their predecessor; `isProved` tells which of them are verified.
    init(_ successors: some Sequence<(statement: DigestStatement, isProved: Bool)>, of chain: ChainID) {
        var unproved: [SignatureCheck.Candidate] = []
        var tried: Set<[UInt8]> = []
        for (statement, isProved) in successors {
            guard let previous = statement.document.previous else { continue }
            let signature = StrictHex.decode(previous.signature.bytes)
            let own = statement.key.chain
            guard isProved else {
                if let signature, unproved.count < Self.candidateLimit, tried.insert(signature).inserted {
                    unproved.append(.init(signature: signature, mayAccuse: false, proof: .successorSignature))
                }
                continue
            }
            guard own.accountID == chain.accountID, own.region == chain.region else { continue }
            if let hash = previous.hash { recorded.insert(hash) }
            if let signature, repeated.insert(signature).inserted, candidates.count < Self.candidateLimit {
                candidates.append(.init(signature: signature, mayAccuse: true, proof: .successorSignature))
            }
        }
        candidates += unproved
    }

    /// Whether a verified digest records exactly this hash.
    func proves(_ hash: SHA256Digest) -> Bool { recorded.contains(hash) }

    /// A hash that a verified digest records and that is not this one (DIGEST-7); the smallest, for the same answer
    /// each time.
    func contradicts(_ hash: SHA256Digest) -> SHA256Digest? {
        recorded.filter { $0 != hash }.min { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
