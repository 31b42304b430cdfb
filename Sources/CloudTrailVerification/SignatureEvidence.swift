internal import CloudTrailFormat
internal import LibCrypto
internal import Primitives

/// What candidate signatures say of one digest.
struct SignatureEvidence: Sendable {
    /// The source of the first that verifies in time.
    var proof: SignatureSource?
    /// One verifies, but its key was not valid at the time.
    var verifiesOutOfTime = false
    /// All that could be checked fail under the key of the digest's fingerprint, and at least one was saved for it.
    var allFail = false
    /// The signature that an earlier run kept verifies in time. It proves where nothing else does; it takes nothing back
    /// that the saved ones say.
    var isProvedByCheckpoint = false
    /// At least one had the length of a signature.
    var hasCandidate = false
}

/// Checks signatures of digest files. Holds nothing but the keys.
struct DigestAuthenticator: Sendable {
    let keys: KeyStore

    /// A signature to try, and what is known about it.
    struct Candidate {
        let signature: [UInt8]
        let source: SignatureSource
        /// One that was not saved for this digest may prove, never accuse.
        let mayAccuse: Bool
        let backfillGeneration: UnixTime?
    }

    /// Whether a genuine key has the digest's fingerprint.
    func keyIsKnown(_ fingerprint: KeyFingerprint) -> Bool {
        keys.keys(for: fingerprint).contains { $0.isGenuine }
    }

    /// Whether a genuine key of the digest's fingerprint was valid when it was signed.
    func keyIsInTime(_ digest: UnauthenticatedDigest) -> Bool {
        keys.keys(for: digest.fingerprint).contains {
            $0.isGenuine
                && Self.isInTime(
                    $0, kind: digest.chain.kind, start: digest.start, end: digest.end, generation: digest.generation)
        }
    }

    /// Tries `candidates` on the digest whose string to sign is `message`, in order, until one proves.
    func evaluate(
        _ candidates: [Candidate], message: [UInt8], fingerprint: KeyFingerprint, kind: ChainKind, start: UnixTime,
        end: UnixTime, onUnusable: (Candidate) -> Void = { _ in }
    ) throws(LibCryptoError) -> SignatureEvidence {
        var evidence = SignatureEvidence()
        let usable = keys.keys(for: fingerprint)
        guard !candidates.isEmpty else { return evidence }
        let digest = try SHA256Hasher.hash(message)
        let generation = candidates.lazy.compactMap(\.backfillGeneration).first
        var failures = 0
        for candidate in candidates {
            let fitting = usable.filter { $0.publicKey.signatureByteCount == candidate.signature.count }
            if fitting.isEmpty, !usable.isEmpty {
                // No signature of the key's length is no signature.
                onUnusable(candidate)
                continue
            }
            evidence.hasCandidate = true
            for key in fitting {
                if try key.publicKey.isValidPKCS1v15Signature(candidate.signature, for: digest) {
                    if Self.isInTime(
                        key, kind: kind, start: start, end: end, generation: candidate.backfillGeneration ?? generation)
                    {
                        evidence.proof = candidate.source
                        evidence.allFail = false
                        return evidence
                    }
                    evidence.verifiesOutOfTime = true
                } else if key.isGenuine, candidate.mayAccuse {
                    failures += 1
                }
            }
        }
        evidence.allFail = failures > 0 && !evidence.verifiesOutOfTime
        return evidence
    }

    /// Whether a key's validity meets the time of signing: from the digest's start to six hours after its end, because
    /// real digests are delivered up to 3.4 hours later; for a backfill digest six hours around its generation, or any
    /// time after its start where that was not saved.
    private static func isInTime(
        _ key: KeyStore.Key, kind: ChainKind, start: UnixTime, end: UnixTime, generation: UnixTime?
    ) -> Bool {
        let tolerance = VerificationPolicy.deliveryTolerance
        switch kind {
        case .standard: return key.isValid(from: start, to: end + tolerance)
        case .backfill:
            guard let generation else { return key.isValid(from: start, to: nil) }
            return key.isValid(from: generation - tolerance, to: generation + tolerance)
        }
    }
}
