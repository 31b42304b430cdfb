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

    /// What most digests share with the one before; shared, so that a digest is cheap to make and to copy.
    final class Origin: Sendable {
        let chain: ChainID
        let fingerprint: KeyFingerprint
        let signatureAlgorithmIsKnown: Bool
        /// How its place corresponds to its key; nil where it is not in its place.
        let mapping: PathMapping?
        let unknownMemberCount: Int

        init(
            chain: ChainID, fingerprint: KeyFingerprint, signatureAlgorithmIsKnown: Bool, mapping: PathMapping?,
            unknownMemberCount: Int
        ) {
            self.chain = chain
            self.fingerprint = fingerprint
            self.signatureAlgorithmIsKnown = signatureAlgorithmIsKnown
            self.mapping = mapping
            self.unknownMemberCount = unknownMemberCount
        }
    }

    /// The log files that it lists.
    final class LogFiles: Sendable {
        let entries: [Entry]
        let absent: [AbsentEntry]

        init(entries: [Entry], absent: [AbsentEntry]) {
            self.entries = entries
            self.absent = absent
        }
    }

    /// What was saved beside it.
    final class Saved: Sendable {
        let evidence: SignatureEvidence
        let generation: UnixTime?

        init(evidence: SignatureEvidence, generation: UnixTime?) {
            self.evidence = evidence
            self.generation = generation
        }
    }

    let file: FileNumber
    let hashAlgorithmsAreKnown: Bool
    let isStoredInflated: Bool
    let name: ObjectName
    let start: UnixTime
    let end: UnixTime
    /// SHA-256 of the inflated bytes.
    let hash: SHA256Digest
    let previous: Previous?
    let origin: Origin
    /// Nil where it lists none, or where it is not in its place.
    let logFiles: LogFiles?
    /// Nil where nothing was.
    let savedAnswers: Saved?

    var chain: ChainID { origin.chain }
    var fingerprint: KeyFingerprint { origin.fingerprint }
    var signatureAlgorithmIsKnown: Bool { origin.signatureAlgorithmIsKnown }
    var mapping: PathMapping? { origin.mapping }
    var unknownMemberCount: Int { origin.unknownMemberCount }
    var entries: [Entry] { logFiles?.entries ?? [] }
    var absent: [AbsentEntry] { logFiles?.absent ?? [] }
    /// What the saved signatures say.
    var saved: SignatureEvidence { savedAnswers?.evidence ?? SignatureEvidence() }
    /// When a backfill digest was made, where that was saved.
    var generation: UnixTime? { savedAnswers?.generation }

    /// Only a digest in its place has a role in a chain.
    var hasRole: Bool { origin.mapping != nil }
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
        case malformed(FindingDetail.DigestDefect)
        case unreadable(String)
        /// A folder, link or device stands there by now.
        case absent
    }

    let file: FileNumber
    let reason: Reason
    /// SHA-256 of the inflated bytes, where they could all be read.
    let hash: SHA256Digest?
}
