internal import TrailSealVerification

/// Sentences about findings that no command can fix. They stand in comments of a plan, so they hold no characters that are
/// special to a shell.
enum PlanWithoutCommand {
    /// Returns the sentence for a code, or nil if the commands of the plan say everything.
    static func sentence(_ code: FindingCode) -> String? {
        switch code {
        case .logMissing, .digestMissing, .signatureWithoutDigest, .historyTruncated:
            "If S3 has neither the object nor an older version, it was deleted, and no command brings it back."
        case .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .logHashMismatch,
            .logMalformed, .logTrailingData:
            "If the object in S3 is the same and has no older version, the bytes that CloudTrail signed are gone."
        case .historyRewritten:
            "The digest changed after an earlier run verified it. A copy made before that run may hold the old digest."
        case .digestMetadataMismatch: "Something else proves the digest. Compare its metadata with what was saved."
        case .digestUnsupported: "This version cannot judge these digests. A newer one may."
        case .keyFingerprintMismatch: "Fetch the file of public keys again, over a connection that you trust."
        case .logDigestUnverified: "These logs are proved once the digest that lists them is proved."
        case .logUnreferenced:
            "A later digest may list these files. If none does, no command proves them: find out who wrote them."
        case .logReferenceConflict: "Look in S3 for other versions of these logs."
        case .coverageGap, .coverageStale:
            "If S3 has no digests of that time, logging or validation was off, or they were deleted."
        case .fileUnreadable: "Make these files and folders readable, or copy them again."
        case .unaccounted: "Please report this as a bug in TrailSeal."
        case .digestSignatureUnavailable, .digestKeyUnknown, .digestKeyOutOfValidity, .referenceOutsideArchive,
            .historyBegins, .historyExpired, .chainEndsEarly, .storedInflated, .chainForked, .fileUnrecognized,
            .logNotDue:
            nil
        }
    }
}
