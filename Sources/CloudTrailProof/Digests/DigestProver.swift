internal import CloudTrailFormat
public import LibCrypto
internal import Primitives

/// Decides for every digest file whether it is proved: by a signature, or by a verified successor that records its hash.
///
/// Successors are decided first. Digests of one name are judged by the same facts, so the cost is that of what was read.
public struct DigestProver {
    /// Most saved answers that are tried on one digest (LIMIT-8).
    public static let savedLimit = 16

    private let check: SignatureCheck

    public init(keys: TrustedKeys) { check = SignatureCheck(keys: keys) }

    /// One standing for each of `statements`. One that is not in its place can't be proved (DIGEST-1). Throws only if
    /// libcrypto fails.
    public func prove(_ statements: [DigestStatement]) throws(LibCryptoError) -> [DigestStanding] {
        var standings = statements.map { statement -> DigestStanding in
            statement.place.isInPlace ? .unproved(.signatureUnavailable) : .contradicted([.relocated])
        }
        let names = NameGraph(statements)
        for name in names.successorsFirst() {
            guard let first = name.files.first else { continue }
            let successors = name.successors.lazy.map { index in
                (statement: statements[index], isProved: standings[index].proved != nil)
            }
            let link = LinkCheck(successors, of: statements[first].key.chain)
            for file in name.files { standings[file] = try judge(statements[file], link) }
        }
        return standings
    }

    private func judge(_ digest: DigestStatement, _ link: LinkCheck) throws(LibCryptoError) -> DigestStanding {
        let isLinked = link.proves(digest.hash)
        // AWS signed that this signature is the one, so it needs no check of its own (DIGEST-11).
        let saved = digest.saved.prefix(Self.savedLimit).compactMap { answer -> SignatureCheck.Candidate? in
            guard let signature = answer.signature, !(isLinked && link.signatures.repeated.contains(signature))
            else { return nil }
            return .init(signature: signature, mayAccuse: answer.isAttributed, proof: .savedSignature(answer.source))
        }
        var answer = try check.answer(saved, digest)
        // One that an earlier run kept proves, and excuses none that was saved (DIGEST-8).
        let found = saved.filter { $0.proof != .savedSignature(.checkpoint) }
        let savedAnswer = try answer.proof == .savedSignature(.checkpoint) ? check.answer(found, digest) : answer
        let other = link.contradicts(digest.hash)
        if !isLinked || other != nil, answer.proof == nil {
            answer = Self.better(answer, try check.answer(link.signatures.candidates, digest))
        }
        if let other { return .contradicted([.otherHash(other)] + (answer == .accuses ? [.signatureInvalid] : [])) }
        if let proof = answer.proof ?? (isLinked ? .link : nil), digest.document.hashAlgorithmsAreKnown {
            return .proved(ProvedDigest(digest, by: proof), savedAnswer == .accuses ? [.savedSignatureInvalid] : [])
        }
        if answer == .accuses, !isLinked { return .contradicted([.signatureInvalid]) }
        return .unproved(doubt(digest, answer))
    }

    /// What saved signatures and those of successors say together: any that verifies proves, and only if none does, a
    /// failing one accuses (DIGEST-12).
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

/// The digests in their places by the name of the object that they declare, and who names whom.
private struct NameGraph {
    struct Name {
        /// Indices of the digests with this name.
        var files: [Int] = []
        /// Indices of the digests that name it as their predecessor; themselves are left out.
        var successors: [Int] = []
    }

    private var names: [Name] = []
    /// By name: the names of the predecessors that its files give.
    private var predecessors: [[Int]] = []

    init(_ statements: [DigestStatement]) {
        var numbers: [S3Location: Int] = [:]
        var names: [Name] = []
        func number(_ location: S3Location) -> Int {
            if let known = numbers[location] { return known }
            numbers[location] = names.count
            names.append(Name())
            return names.count - 1
        }
        var edges: [(from: Int, to: Int)] = []
        for (index, statement) in statements.enumerated() {
            // One away from its place has no name, yet the signature in it authenticates itself (DIGEST-3).
            let own = statement.place.isInPlace ? number(statement.document.location) : nil
            if let own { names[own].files.append(index) }
            guard let older = statement.document.previous.map({ number($0.location) }), older != own else { continue }
            names[older].successors.append(index)
            if let own { edges.append((own, older)) }
        }
        predecessors = Array(repeating: [], count: names.count)
        for edge in edges { predecessors[edge.from].append(edge.to) }
        self.names = names
    }

    /// Every name after all names whose files name it. Those that name each other in a circle come last, in the order in
    /// which they were read: nothing proves them by a link, because no hash can stand in a text that stands in its own.
    func successorsFirst() -> [Name] {
        var waiting = [Int](repeating: 0, count: names.count)
        for list in predecessors { for older in list { waiting[older] += 1 } }
        var ready = names.indices.filter { waiting[$0] == 0 }
        var order: [Int] = []
        var isDone = [Bool](repeating: false, count: names.count)
        while let next = ready.popLast() {
            isDone[next] = true
            order.append(next)
            for older in predecessors[next] {
                waiting[older] -= 1
                if waiting[older] == 0 { ready.append(older) }
            }
        }
        return (order + names.indices.filter { !isDone[$0] }).map { names[$0] }
    }
}
