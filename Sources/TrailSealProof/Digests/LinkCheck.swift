internal import TrailSealFormat
internal import TrailSealPrimitives

/// What the successors of one object say about it. The link rule is applied here and nowhere else (DIGEST-5, DIGEST-6).
struct LinkCheck {
    /// Most different signatures of successors that are tried for one digest. Real digests have one or two successors.
    static let candidateLimit = 64
    /// The hashes that verified successors of the same account and Region record, each once.
    private let first: SHA256Digest?
    private let others: Set<SHA256Digest>
    private let successors: [(statement: DigestStatement, isProved: Bool)]
    /// `successors` name one object of `chain` as their predecessor. `isProved` says which of them are verified.
    init(_ successors: [(statement: DigestStatement, isProved: Bool)], of chain: ChainID) {
        self.successors = successors.filter { statement, isProved in
            let own = statement.chain
            return !isProved || (own.accountID == chain.accountID && own.region == chain.region)
        }
        let hashes = self.successors.lazy.filter { $0.isProved }.compactMap { $0.statement.document.previous?.hash }
        first = hashes.first
        others = self.successors.count > 1 ? Set(hashes.filter { [first] in $0 != first }) : []
    }

    /// The signatures to try, each once. Those of verified successors may accuse, others only prove (DIGEST-4). Computed only
    /// if needed: a recorded hash proves without a signature.
    private(set) lazy var candidates: [SignatureCheck.Candidate] = {
        var recorded: [SignatureCheck.Candidate] = []
        var unproved: [SignatureCheck.Candidate] = []
        for (statement, isProved) in successors {
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
        candidates.contains { $0.mayAccuse && $0.signature == signature }
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
