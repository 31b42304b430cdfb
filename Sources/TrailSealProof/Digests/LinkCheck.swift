internal import TrailSealFormat
internal import TrailSealPrimitives

/// What the successors of one object say about it. The link rule is applied here and nowhere else (DIGEST-5, DIGEST-6).
struct LinkCheck {
    /// Most different signatures of successors that are tried for one digest. Real digests have one or two successors.
    static let candidateLimit = 64
    private let chain: ChainID
    /// The hashes that verified successors of the same account and Region record, each once.
    private var (first, others): (SHA256Digest?, Set<SHA256Digest>) = (nil, [])
    /// Nearly every digest has one successor, which needs no array.
    private var successors: (first: (DigestStatement, Bool)?, others: [(DigestStatement, Bool)]) = (nil, [])
    init(of chain: ChainID) { self.chain = chain }
    /// Adds a digest that names the object as its predecessor.
    mutating func add(_ successor: (statement: DigestStatement, isProved: Bool)) {
        guard !successor.isProved || successor.statement.chain.hasPlace(of: chain) else { return }
        if successors.first == nil { successors.first = successor } else { successors.others.append(successor) }
        guard successor.isProved, let hash = successor.statement.document.previous?.hash, hash != first else { return }
        if first == nil { first = hash } else { others.insert(hash) }
    }

    /// The signatures to try, each once. Those of verified successors may accuse, others only prove (DIGEST-4). Computed only
    /// if needed: a recorded hash proves without a signature.
    private(set) lazy var candidates: [SignatureCheck.Candidate] = {
        var recorded: [SignatureCheck.Candidate] = []
        var unproved: [SignatureCheck.Candidate] = []
        for (statement, isProved) in [successors.first].compactMap(\.self) + successors.others {
            guard let signature = statement.document.previous?.signatureBytes else { continue }
            func add(to known: inout [SignatureCheck.Candidate]) {
                guard known.count < Self.candidateLimit, !known.contains(where: { $0.signature == signature }) else {
                    return
                }
                known.append(.init(signature: signature, mayAccuse: isProved, proof: .successorSignature))
            }
            if isProved { add(to: &recorded) } else { add(to: &unproved) }
        }
        return recorded + unproved
    }()

    /// Whether a verified successor records this signature.
    mutating func records(_ signature: [UInt8]) -> Bool {
        let own = successors.first.flatMap { $1 ? $0.document.previous : nil }
        return own?.records(signature) ?? false || candidates.contains { $0.mayAccuse && $0.signature == signature }
    }

    /// Whether a verified successor records this hash.
    func proves(_ hash: SHA256Digest) -> Bool { first == hash || others.contains(hash) }
    /// The smallest hash that a verified successor records and that isn't `hash` (DIGEST-7). Nil if all agree.
    func contradicts(_ hash: SHA256Digest) -> SHA256Digest? {
        if others.isEmpty { return first == hash ? nil : first }
        let recorded = others.union([first].compactMap(\.self))
        return recorded.filter { $0 != hash }.min { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }
}
