public import CloudTrailFormat
internal import Primitives

/// A digest file as it was read, in few bytes. Nothing in it is proved.
struct UnauthenticatedDigest: Sendable {
    /// A log file that it lists and that is there.
    struct Entry: Sendable {
        let hash: SHA256Digest
        let file: FileNumber
        /// Whether the hash's algorithm is known; if not, `hash` means nothing.
        let hashIsKnown: Bool
    }

    /// A log file that it lists and that was not found where the digest's own place would have it.
    struct AbsentEntry: Sendable {
        let location: S3Location
        let hash: SHA256Digest?
    }

    struct Previous: Sendable {
        let name: ObjectName
        /// Nil where the hash's algorithm is not known.
        let hash: SHA256Digest?
    }

    let file: FileNumber
    let name: ObjectName
    let chain: ChainID
    let start: UnixTime
    let end: UnixTime
    /// SHA-256 of the inflated bytes.
    let hash: SHA256Digest
    let previous: Previous?
    let fingerprint: KeyFingerprint
    let signatureAlgorithmIsKnown: Bool
    let hashAlgorithmsAreKnown: Bool
    /// How its place corresponds to its key; nil where it is not in its place.
    let mapping: PathMapping?
    let entries: [Entry]
    let absent: [AbsentEntry]
    /// What the saved signatures say.
    let saved: SignatureEvidence
    /// When a backfill digest was made, where that was saved.
    let generation: UnixTime?
    let isStoredInflated: Bool
    let unknownMemberCount: Int

    /// Only a digest in its place has a role in a chain.
    var hasRole: Bool { mapping != nil }
}

/// A digest file that is proved to be what CloudTrail signed. Only `ProofResolver` makes one.
public struct AuthenticatedDigest: Sendable {
    /// What proves it.
    public enum Proof: Hashable, Sendable {
        /// A signature, and where it was found.
        case signature(SignatureSource)
        /// A verified digest names it with its hash.
        case link
    }

    public let proof: Proof

    fileprivate init(proof: Proof) {
        self.proof = proof
    }

    /// For the resolver alone.
    static func proved(by proof: Proof, _: ProofResolver.Seal) -> AuthenticatedDigest {
        AuthenticatedDigest(proof: proof)
    }
}

/// Where the signature was found that proves a digest.
public enum SignatureSource: Hashable, Sendable {
    case saved(SavedSignature.Source)
    /// The member `previousDigestSignature` of a digest that names it.
    case successor
}

/// A file below `CloudTrail-Digest/` that is no digest for the chain, though one may have its place.
struct RejectedDigest: Sendable {
    enum Reason: Sendable {
        case malformed(String)
        case unreadable(String)
        /// A folder, link or device stands there by now.
        case absent
    }

    let file: FileNumber
    let reason: Reason
    /// SHA-256 of the inflated bytes, where they could all be read.
    let hash: SHA256Digest?
}
