internal import CloudTrailVerification

/// What no command mends, in words. They stand in comments of a plan, so they hold none of the marks of a shell.
enum PlanWithoutCommand {
    /// Nil if the commands of the plan are all that there is to say.
    static func sentence(_ code: FindingCode) -> String? {
        switch code {
        case .logMissing, .digestMissing, .signatureWithoutDigest, .historyTruncated:
            "If S3 has neither the object nor an older version, it was deleted, and no command brings it back."
        case .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .logHashMismatch,
            .logMalformed, .logTrailingData:
            "If the object in S3 is the same and has no older version, the bytes that CloudTrail signed are gone."
        case .historyRewritten:
            "The history was rewritten since an earlier run. A copy made before that run may hold the old digest."
        case .digestMetadataMismatch: "The digest is proved by others. Compare its metadata with what was saved."
        case .digestUnsupported: "This version cannot judge these digests. A newer one may."
        case .keyFingerprintMismatch: "Fetch the file of public keys again, over a connection that you trust."
        case .logDigestUnverified: "These logs are proved once the digest that lists them is."
        case .logUnreferenced:
            "A later digest may list these files. If none does, no command proves them: find out who wrote them."
        case .logReferenceConflict: "Look in S3 for other versions of these logs."
        case .coverageGap, .coverageStale:
            "If S3 has no digests of that time, logging or validation was off, or they were deleted."
        case .fileUnreadable: "Make these readable files and folders, or copy them again."
        case .unaccounted: "Please report this as a fault of TrailSeal."
        case .digestSignatureUnavailable, .digestKeyUnknown, .digestKeyOutOfValidity, .referenceOutsideArchive,
            .historyBegins, .historyExpired, .chainEndsEarly, .storedInflated, .chainForked, .fileUnrecognized,
            .logNotDue:
            nil
        }
    }
}
