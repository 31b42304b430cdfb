internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives

/// Verifies candidate signatures of one digest. The only code that lets libcrypto decide about a signature.
struct SignatureCheck {
    struct Candidate {
        let signature: [UInt8]
        /// Whether a failure accuses the digest, because the signature is certainly meant for it (DIGEST-4).
        let mayAccuse: Bool
        let proof: ProvedDigest.Proof
    }

    /// What all candidates say together (DIGEST-12).
    enum Answer: Equatable {
        case proves(ProvedDigest.Proof)
        /// One verifies, but its key wasn't valid at the time.
        case outOfTime
        /// All that could be checked fail, and one of them may accuse.
        case accuses
        case nothing
        var proof: ProvedDigest.Proof? {
            if case .proves(let proof) = self { proof } else { nil }
        }
    }

    let keys: TrustedKeys
    /// Tries `candidates` until one proves. Throws if libcrypto fails; that isn't a bad signature (DIGEST-26).
    func answer(_ candidates: [Candidate], _ digest: DigestStatement) throws(LibCryptoError) -> Answer {
        let usable = candidates.isEmpty ? [] : keys.keys(for: digest.document.fingerprint)
        guard !usable.isEmpty, digest.document.signatureAlgorithmIsKnown else { return .nothing }
        let message = try SHA256Hasher.hash(StringToSign.bytes(of: digest.document, hash: digest.hash))
        let generation = digest.saved.lazy.compactMap(\.backfillGeneration).first
        var verifiesOutOfTime = false
        var accuses = false
        for candidate in candidates {
            // Ignores a signature whose length doesn't match the key.
            for key in usable where key.publicKey.signatureByteCount == candidate.signature.count {
                if try key.publicKey.isValidPKCS1v15Signature(candidate.signature, for: message) {
                    if TrustedKeys.isInTime(key, digest, generation: generation) { return .proves(candidate.proof) }
                    verifiesOutOfTime = true
                } else if key.isGenuine, candidate.mayAccuse {
                    accuses = true
                }
            }
        }
        return verifiesOutOfTime ? .outOfTime : accuses ? .accuses : .nothing
    }

    /// Whether a genuine key has the digest's fingerprint, and whether one of them was valid at the time.
    func keyStanding(_ digest: DigestStatement) -> (isKnown: Bool, isInTime: Bool) {
        let genuine = keys.keys(for: digest.document.fingerprint).filter(\.isGenuine)
        let generation = digest.saved.lazy.compactMap(\.backfillGeneration).first
        return (!genuine.isEmpty, genuine.contains { TrustedKeys.isInTime($0, digest, generation: generation) })
    }
}
