public import CloudTrailFormat
public import Primitives

/// A digest file whose bytes are what CloudTrail signed. Only `DigestProver` makes one.
public struct ProvedDigest: Sendable {
    /// What proves it.
    public enum Proof: Hashable, Sendable {
        /// A signature that somebody saved for it (DIGEST-2).
        indirect case savedSignature(SavedSignature.Source)
        /// The `previousDigestSignature` of a digest that names it (DIGEST-3).
        case successorSignature
        /// A verified digest names it with its hash (DIGEST-5).
        case link
    }

    public let statement: DigestStatement
    public let proof: Proof
    public let interval: Interval

    init(_ statement: DigestStatement, by proof: Proof) {
        self.statement = statement
        self.proof = proof
        interval = Interval(from: statement.document.startTime, to: statement.document.endTime)
    }

    public var chain: ChainID { statement.chain }
    public var location: S3Location { statement.document.location }
    public var hash: SHA256Digest { statement.hash }
}

/// What is known of a digest file after all proofs have been tried.
public enum DigestStanding: Sendable {
    /// Proved. Contradictions concern what was saved beside it, not the digest.
    case proved(ProvedDigest, [DigestContradiction])
    /// The evidence contradicts the signed record.
    case contradicted([DigestContradiction])
    /// No proof either way.
    case unproved(DigestDoubt)

    public var proved: ProvedDigest? {
        if case .proved(let digest, _) = self { digest } else { nil }
    }
}

/// What contradicts a digest file, or what was saved for it.
public enum DigestContradiction: Hashable, Sendable {
    /// Its path is not that of the object which it declares (DIGEST-21).
    case relocated
    /// A verified successor records this hash (DIGEST-7).
    case otherHash(SHA256Digest)
    /// Nothing proves it, and a signature that must fit does not (DIGEST-9).
    case signatureInvalid
    /// It is proved, and its saved signature does not fit (DIGEST-8).
    case savedSignatureInvalid
}

/// Why nothing proves a digest file. The first that applies is given (DIGEST-13).
public enum DigestDoubt: String, Hashable, Sendable {
    /// It names an algorithm that this version does not know (DIGEST-23).
    case unsupported = "digest-unsupported"
    case keyOutOfValidity = "digest-key-out-of-validity"
    case keyUnknown = "digest-key-unknown"
    case signatureUnavailable = "digest-signature-unavailable"
}
