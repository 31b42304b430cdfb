internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives

/// What is known of a digest after all proofs have been tried.
enum OldDigestStanding: Sendable {
    case verified(AuthenticatedDigest)
    case unverified
    case invalid

    var isVerified: Bool {
        if case .verified = self { true } else { false }
    }

    var verdict: Verdict {
        switch self {
        case .verified: .verified
        case .unverified: .unverified
        case .invalid: .invalid
        }
    }
}

/// Why a digest is not simply verified.
enum DigestReason: Sendable {
    /// A verified successor records that hash.
    case hashMismatch(expected: SHA256Digest)
    case signatureInvalid
    case metadataMismatch
    case algorithmUnknown
    case keyUnknown
    case keyOutOfValidity
    case signatureUnavailable
}

/// Decides for every digest whether it is proved: by a signature, or by a verified successor that names its hash
/// (rules DIGEST-1 to DIGEST-14). Successors are decided first, so each proof is looked at once.
struct ProofResolver {
    /// Keeps others from making an `AuthenticatedDigest`.
    struct Seal {
        fileprivate init() {}
    }

    struct Resolution: Sendable {
        var standings: [OldDigestStanding]
        var reasons: [[DigestReason]]
    }

    /// The document in a file, read once more: previous signatures are not kept in memory, because hardly any is
    /// needed.
    typealias Reload = (FileNumber) throws(LibCryptoError) -> (document: DigestDocument, hash: SHA256Digest)?

    /// Most different signatures of successors that are tried on one digest. A real one has one successor, or two.
    static let candidateLimit = 64

    private let graph: DigestGraph
    private let authenticator: DigestAuthenticator
    private let reload: Reload

    init(graph: DigestGraph, authenticator: DigestAuthenticator, reload: @escaping Reload) {
        self.graph = graph
        self.authenticator = authenticator
        self.reload = reload
    }

    func resolve() throws(LibCryptoError) -> Resolution {
        var result = Resolution(
            standings: Array(repeating: .unverified, count: graph.digests.count),
            reasons: Array(repeating: [], count: graph.digests.count))
        for node in graph.successorsFirst() where graph.digests[node].hasRole {
            if isPlainlyLinked(node, result.standings) {
                result.standings[node] = proved(.link)
                continue
            }
            let (standing, reasons) = try judge(node, result.standings)
            result.standings[node] = standing
            result.reasons[node] = reasons
        }
        return result
    }

    /// Whether `judge` would say that the node is proved by a link alone, as nearly all are: verified successors name its
    /// hash and none another, and nothing was saved beside it.
    private func isPlainlyLinked(_ node: DigestGraph.Node, _ standings: [OldDigestStanding]) -> Bool {
        guard graph.digests[node].savedAnswers == nil, graph.copies.isEmpty,
            graph.digests[node].hashAlgorithmsAreKnown
        else { return false }
        var isNamed = false
        for successor in graph.successors(of: node) where successor != node && standings[successor].isVerified {
            guard let hash = graph.digests[successor].previous?.hash else { continue }
            guard hash == graph.digests[node].hash else { return false }
            isNamed = true
        }
        return isNamed
    }

    private func judge(
        _ node: DigestGraph.Node, _ standings: [OldDigestStanding]
    ) throws(LibCryptoError) -> (OldDigestStanding, [DigestReason]) {
        let digest = graph.digests[node]
        let saved = savedEvidence(node)
        let successors = graph.successors(of: node)
        let verified = successors.filter { $0 != node && standings[$0].isVerified }
        let recorded = verified.compactMap { graph.digests[$0].previous?.hash }
        if let other = recorded.first(where: { $0 != digest.hash }) {
            var reasons: [DigestReason] = [.hashMismatch(expected: other)]
            if saved.proof == nil, digest.signatureAlgorithmIsKnown {
                let evidence = try successorEvidence(node, verified)
                if saved.allFail || evidence.allFail { reasons.append(.signatureInvalid) }
            }
            return (.invalid, reasons)
        }
        guard digest.hashAlgorithmsAreKnown else {
            // A name that nobody knows must not hide that the bytes are not the signed ones.
            let isProved = saved.proof != nil || !recorded.isEmpty
            if !isProved, digest.signatureAlgorithmIsKnown {
                let evidence = try successorEvidence(node, verified)
                if evidence.proof == nil, saved.allFail || evidence.allFail {
                    return (.invalid, [.signatureInvalid])
                }
            }
            return (.unverified, [.algorithmUnknown])
        }
        let contradiction: [DigestReason] = saved.allFail ? [.metadataMismatch] : []
        if let source = saved.proof { return (proved(.signature(source)), []) }
        if !recorded.isEmpty { return (proved(.link), contradiction) }
        guard digest.signatureAlgorithmIsKnown else {
            return (.unverified, [.algorithmUnknown])
        }
        let fromVerified = try successorEvidence(node, verified)
        if let source = fromVerified.proof { return (proved(.signature(source)), contradiction) }
        let others = try successorEvidence(node, successors.filter { $0 != node && !standings[$0].isVerified })
        if let source = others.proof { return (proved(.signature(source)), contradiction) }
        if saved.isProvedByCheckpoint { return (proved(.signature(.saved(.checkpoint))), contradiction) }

        if saved.allFail || fromVerified.allFail {
            return (.invalid, [.signatureInvalid])
        }
        let isKnown = authenticator.keyIsKnown(digest.fingerprint)
        let verifiesOutOfTime = saved.verifiesOutOfTime || fromVerified.verifiesOutOfTime || others.verifiesOutOfTime
        if verifiesOutOfTime || (isKnown && !authenticator.keyIsInTime(digest)) {
            return (.unverified, [.keyOutOfValidity])
        }
        return (.unverified, [isKnown ? .signatureUnavailable : .keyUnknown])
    }

    /// The bytes of a signature that proves the node in time: one of `saved`, or one that a successor carries; nil where
    /// none is there, as where a link is the only proof.
    func signature(
        of node: DigestGraph.Node, saved: (S3Location, FileNumber) -> [SavedSignature]
    ) throws(LibCryptoError) -> [UInt8]? {
        let digest = graph.digests[node]
        guard let own = try reload(digest.file), own.hash == digest.hash else { return nil }
        var candidates = saved(own.document.location, digest.file).compactMap(\.signature)
        for successor in graph.successors(of: node).prefix(Self.candidateLimit) {
            guard let text = try reload(graph.digests[successor].file)?.document.previous?.signature,
                let signature = StrictHex.decode(text.bytes)
            else { continue }
            candidates.append(signature)
        }
        let message = StringToSign.bytes(of: own.document, hash: own.hash)
        for signature in candidates {
            let candidate = DigestAuthenticator.Candidate(
                signature: signature, source: .successor, mayAccuse: false, backfillGeneration: digest.generation)
            let evidence = try authenticator.evaluate(
                [candidate], message: message, fingerprint: digest.fingerprint, kind: digest.chain.kind,
                start: digest.start, end: digest.end)
            if evidence.proof != nil { return signature }
        }
        return nil
    }

    private func proved(_ proof: AuthenticatedDigest.Proof) -> OldDigestStanding {
        .verified(.proved(by: proof, Seal()))
    }

    /// What was saved beside any of the node's files, taken together.
    private func savedEvidence(_ node: DigestGraph.Node) -> SignatureEvidence {
        var evidence = graph.digests[node].saved
        for copy in graph.copies[node] ?? [] {
            evidence.proof = evidence.proof ?? copy.saved.proof
            evidence.verifiesOutOfTime = evidence.verifiesOutOfTime || copy.saved.verifiesOutOfTime
            evidence.hasCandidate = evidence.hasCandidate || copy.saved.hasCandidate
            evidence.allFail = evidence.allFail || copy.saved.allFail
            evidence.isProvedByCheckpoint = evidence.isProvedByCheckpoint || copy.saved.isProvedByCheckpoint
        }
        if evidence.proof != nil || evidence.verifiesOutOfTime { evidence.allFail = false }
        return evidence
    }

    /// What the `previousDigestSignature` of `successors` say of the node.
    private func successorEvidence(
        _ node: DigestGraph.Node, _ successors: [DigestGraph.Node]
    ) throws(LibCryptoError) -> SignatureEvidence {
        let digest = graph.digests[node]
        guard !successors.isEmpty, !authenticator.keys.keys(for: digest.fingerprint).isEmpty,
            let own = try reload(digest.file), own.hash == digest.hash
        else { return SignatureEvidence() }
        var candidates: [DigestAuthenticator.Candidate] = []
        for successor in successors {
            guard candidates.count < Self.candidateLimit else { break }
            guard let read = try reload(graph.digests[successor].file), read.hash == graph.digests[successor].hash,
                let text = read.document.previous?.signature, let signature = StrictHex.decode(text.bytes),
                !candidates.contains(where: { $0.signature == signature })
            else { continue }
            candidates.append(
                DigestAuthenticator.Candidate(
                    signature: signature, source: .successor, mayAccuse: true, backfillGeneration: digest.generation))
        }
        return try authenticator.evaluate(
            candidates, message: StringToSign.bytes(of: own.document, hash: own.hash),
            fingerprint: digest.fingerprint, kind: digest.chain.kind, start: digest.start, end: digest.end)
    }
}
