package import TrailSealVerification

/// The explanation of a finding code. Reports, `trailseal explain` and Documentation/FINDINGS.md all use these texts.
package struct FindingExplanation: Sendable {
    /// A short title without a period.
    package let title: String
    /// What a finding of this code means.
    package let meaning: String
    /// What the members of the finding hold.
    package let evidence: String
    /// Causes that aren't an attack.
    package let benignCauses: String
    /// What the reader should do next.
    package let nextStep: String
}

extension FindingCode {
    /// The explanation of the code.
    package var explanation: FindingExplanation {
        switch self {
        case .digestMalformed: DigestExplanations.digestMalformed
        case .digestRelocated: DigestExplanations.digestRelocated
        case .digestSignatureInvalid: DigestExplanations.digestSignatureInvalid
        case .digestHashMismatch: DigestExplanations.digestHashMismatch
        case .digestMetadataMismatch: DigestExplanations.digestMetadataMismatch
        case .digestMissing: DigestExplanations.digestMissing
        case .logMissing: LogExplanations.logMissing
        case .logHashMismatch: LogExplanations.logHashMismatch
        case .logMalformed: LogExplanations.logMalformed
        case .logTrailingData: LogExplanations.logTrailingData
        case .historyTruncated: ChainExplanations.historyTruncated
        case .historyRewritten: ChainExplanations.historyRewritten
        case .digestUnsupported: DigestExplanations.digestUnsupported
        case .digestSignatureUnavailable: DigestExplanations.digestSignatureUnavailable
        case .digestKeyUnknown: DigestExplanations.digestKeyUnknown
        case .digestKeyOutOfValidity: DigestExplanations.digestKeyOutOfValidity
        case .keyFingerprintMismatch: DigestExplanations.keyFingerprintMismatch
        case .signatureWithoutDigest: DigestExplanations.signatureWithoutDigest
        case .logDigestUnverified: LogExplanations.logDigestUnverified
        case .logUnreferenced: LogExplanations.logUnreferenced
        case .logReferenceConflict: LogExplanations.logReferenceConflict
        case .referenceOutsideArchive: LogExplanations.referenceOutsideArchive
        case .coverageGap: ChainExplanations.coverageGap
        case .coverageStale: ChainExplanations.coverageStale
        case .fileUnreadable: CopyExplanations.fileUnreadable
        case .unaccounted: CopyExplanations.unaccounted
        case .historyBegins: ChainExplanations.historyBegins
        case .historyExpired: ChainExplanations.historyExpired
        case .chainEndsEarly: ChainExplanations.chainEndsEarly
        case .storedInflated: CopyExplanations.storedInflated
        case .chainForked: ChainExplanations.chainForked
        case .fileUnrecognized: CopyExplanations.fileUnrecognized
        case .logNotDue: LogExplanations.logNotDue
        }
    }
}
