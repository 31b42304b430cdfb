public import TrailSealFormat
public import TrailSealLibCrypto
internal import TrailSealPrimitives

/// Decides whether each digest file is proved: by a signature, or by a verified successor that records its hash. Judges
/// successors first. All files of one name are judged by the same successors, so the cost is linear.
public struct DigestProver {
    /// Most saved answers that are tried for one digest (LIMIT-8).
    public static let savedLimit = 16
    /// Most files with one digest name that are judged (LIMIT-7). Real copies have one or two.
    public static let filesOfOneName = 1_000
    private let check: SignatureCheck
    /// Creates a prover that trusts `keys`.
    public init(keys: TrustedKeys) { check = SignatureCheck(keys: keys) }
    /// Judges `statements`, nil beyond LIMIT-7, and numbers the objects that they declare and name. A digest away from
    /// its place can't be proved (DIGEST-1). Throws only if libcrypto fails.
    public func prove(
        _ statements: [DigestStatement]
    ) throws(LibCryptoError) -> (standings: [DigestStanding?], names: DigestNames) {
        // A digest away from its place gets no name, but the signature in it still authenticates itself (DIGEST-3).
        let names = DigestNames(
            own: statements.map { $0.place.isInPlace ? $0.document.location : nil },
            previous: statements.map { $0.document.previous?.location })
        var standings: [DigestStanding?] = statements.map { $0.place.isInPlace ? nil : .contradicted([.relocated]) }
        var isProved = Array(repeating: false, count: statements.count)
        let graph = NameGraph(names)
        for name in graph.successorsFirst() {
            let files = graph.files[name].prefix(Self.filesOfOneName)
            guard let first = files.first else { continue }
            var link = LinkCheck(of: statements[first].chain)
            for successor in graph.successors[name] { link.add((statements[successor], isProved[successor])) }
            var proofs: [SHA256Digest: ProvedDigest.Proof] = [:]
            for file in files {
                let standing = try judge(statements[file], &link)
                (standings[file], isProved[file]) = (standing, standing.proved != nil)
                if files.count > 1, let proved = standing.proved { proofs[proved.hash] = proved.proof }
            }
            // A proof is of bytes, so it proves every file of this name that holds them (DIGEST-3).
            for file in files where !isProved[file] {
                guard let proof = proofs[statements[file].hash] else { continue }
                let isBad = if case .contradicted? = standings[file] { true } else { false }
                let copy = ProvedDigest(statements[file], by: proof, hasBadSignature: isBad)
                (standings[file], isProved[file]) = (.proved(copy), true)
            }
        }
        return (standings, names)
    }

    private func judge(_ digest: DigestStatement, _ link: inout LinkCheck) throws(LibCryptoError) -> DigestStanding {
        let isLinked = link.proves(digest.hash)
        // AWS signed that this is the signature, so it isn't checked again (DIGEST-11).
        func isRepeated(_ signature: [UInt8]) -> Bool { isLinked && link.records(signature) }
        let saved = digest.saved.prefix(Self.savedLimit).compactMap { answer -> SignatureCheck.Candidate? in
            guard let signature = answer.signature, !isRepeated(signature) else { return nil }
            return .init(signature: signature, mayAccuse: answer.isAttributed, proof: .savedSignature(answer))
        }
        var answer = try check.answer(saved, digest)
        // A signature kept by an earlier run may prove, but doesn't excuse a bad saved one (DIGEST-8).
        let isKept = digest.saved.contains { $0.source == .checkpoint && answer.proof == .savedSignature($0) }
        let savedAnswer = try isKept ? check.answer(saved.filter { $0.proof != answer.proof }, digest) : answer
        let other = link.contradicts(digest.hash)
        if !isLinked || other != nil, answer.proof == nil {
            answer = Self.better(answer, try check.answer(link.candidates, digest))
        }
        if let other { return .contradicted([.otherHash(other)] + (answer == .accuses ? [.signatureInvalid] : [])) }
        if let proof = answer.proof ?? (isLinked ? .link : nil), digest.document.hashAlgorithmsAreKnown {
            // If one saved signature is the repeated one, others do no harm (DIGEST-12).
            let isRight = digest.saved.contains { $0.source != .checkpoint && isRepeated($0.signature ?? []) }
            let isBad = savedAnswer == .accuses && !isRight
            return .proved(ProvedDigest(digest, by: proof, hasBadSignature: isBad))
        }
        if answer == .accuses, !isLinked { return .contradicted([.signatureInvalid]) }
        return .unproved(doubt(digest, answer))
    }

    /// Joins two answers: any signature that verifies proves, and failing ones accuse only if none does (DIGEST-12).
    private static func better(_ own: SignatureCheck.Answer, _ other: SignatureCheck.Answer) -> SignatureCheck.Answer {
        switch (own, other) {
        case (_, .proves): other
        case (.outOfTime, _), (_, .outOfTime): .outOfTime
        case (.accuses, _), (_, .accuses): .accuses
        default: .nothing
        }
    }

    private func doubt(_ digest: DigestStatement, _ answer: SignatureCheck.Answer) -> DigestDoubt {
        let document = digest.document
        guard document.hashAlgorithmsAreKnown, document.signatureAlgorithmIsKnown else { return .unsupported }
        let key = check.keyStanding(digest)
        if answer == .outOfTime || (key.isKnown && !key.isInTime) { return .keyOutOfValidity }
        return key.isKnown ? .signatureUnavailable : .keyUnknown
    }
}
