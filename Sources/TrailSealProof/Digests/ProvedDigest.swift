public import TrailSealFormat
public import TrailSealPrimitives

/// A digest file whose bytes are what CloudTrail signed. Only `DigestProver` creates one.
public final class ProvedDigest: Sendable {
    /// How a digest is proved.
    public enum Proof: Hashable, Sendable {
        /// By a signature that was saved for it (DIGEST-2).
        indirect case savedSignature(SavedSignature)
        /// By the `previousDigestSignature` of a digest that names it (DIGEST-3).
        case successorSignature
        /// By its hash in a verified successor (DIGEST-5).
        case link
    }

    /// What the file says about itself.
    public let statement: DigestStatement
    /// How it is proved.
    public let proof: Proof
    /// The time that it covers.
    public let interval: Interval
    /// The chain.
    public let chain: ChainID
    /// Whether a signature was saved for it that doesn't verify (DIGEST-8). That speaks against the signature only.
    public let hasBadSignature: Bool
    init(_ statement: DigestStatement, by proof: Proof, hasBadSignature: Bool = false) {
        (self.statement, self.proof, self.hasBadSignature, chain) = (statement, proof, hasBadSignature, statement.chain)
        interval = Interval(from: statement.document.startTime, to: statement.document.endTime)
    }

    /// Where CloudTrail wrote it.
    public var location: S3Location { statement.document.location }
    /// SHA-256 of the inflated bytes.
    public var hash: SHA256Digest { statement.hash }
}

/// What is known about a digest file after all proofs were tried.
public enum DigestStanding: Sendable {
    /// Proved.
    case proved(ProvedDigest)
    /// The evidence contradicts the signed record.
    case contradicted([DigestContradiction])
    /// No proof either way.
    case unproved(DigestDoubt)
    /// The proved digest, or nil.
    public var proved: ProvedDigest? {
        if case .proved(let digest) = self { digest } else { nil }
    }
}

/// What contradicts a digest file or its saved signature.
public enum DigestContradiction: Hashable, Sendable {
    /// Its path isn't that of the object that it declares (DIGEST-21).
    case relocated
    /// A verified successor records this other hash (DIGEST-7).
    case otherHash(SHA256Digest)
    /// Nothing proves it, and a signature that must verify doesn't (DIGEST-9).
    case signatureInvalid
}

/// Why a digest file is unproved: the first reason that applies (DIGEST-13).
public enum DigestDoubt: String, Hashable, Sendable {
    /// It names an algorithm that this version doesn't know (DIGEST-23).
    case unsupported = "digest-unsupported"
    /// The key wasn't valid when the digest was signed (KEY-9).
    case keyOutOfValidity = "digest-key-out-of-validity"
    /// No key has the digest's fingerprint (KEY-8).
    case keyUnknown = "digest-key-unknown"
    /// No signature and no link can prove it (DIGEST-14).
    case signatureUnavailable = "digest-signature-unavailable"
}
