public import CloudTrailVerification

extension FindingCode {
    /// What the reader should do next; the long form stands in Documentation/FINDINGS.md.
    public var nextStep: String {
        switch self {
        case .digestMalformed:
            "Download this digest file again; if it stays so, treat the bucket as tampered with and keep the file."
        case .digestRelocated: "Find out who copied or renamed the file; put the genuine digest file in its place."
        case .digestSignatureInvalid, .digestHashMismatch:
            "Keep the file as evidence and look in S3 for an older version of the object."
        case .digestMetadataMismatch: "Save the object's metadata again with head-object and compare."
        case .digestMissing: "Download the digest files of this time again; if S3 lacks them, they were deleted."
        case .logMissing: "Download this key again; if S3 lacks it, it was deleted or moved by a lifecycle rule."
        case .logHashMismatch: "Keep the file as evidence and look in S3 for an older version of the object."
        case .logMalformed: "Download this log file again; if it stays so, it was damaged or replaced in the bucket."
        case .logTrailingData: "Do not parse this file with other tools; look at what follows the first gzip member."
        case .historyTruncated:
            "Look in S3 whether these digest files were deleted there or only in the copy, and who could delete them."
        case .historyRewritten:
            "Keep the file as evidence, look in S3 for an older version of the object, and run once with --full."
        case .digestUnsupported: "Use a newer version of TrailSeal."
        case .digestSignatureUnavailable:
            "Save the digest's signature with aws s3api head-object and pass it with --signatures."
        case .digestKeyUnknown, .digestKeyOutOfValidity:
            "Save the keys of the digest's time with aws cloudtrail list-public-keys --start-time and --end-time."
        case .keyFingerprintMismatch: "Fetch the key file again from AWS, over a connection that you trust."
        case .logDigestUnverified: "Prove the digest that lists them (see its own finding)."
        case .logUnreferenced: "Compare with the trail's settings, and download later digests, backfill ones included."
        case .logReferenceConflict: "Look in S3 for other versions of this object."
        case .referenceOutsideArchive: "Download that bucket or day too, or begin the window later with --from."
        case .coverageGap: "Ask whether logging or validation was off; otherwise download the digests of this time."
        case .coverageStale:
            "Look whether the trail still delivers and the copy is still made; get-trail-status says when it last did."
        case .fileUnreadable: "Make it a readable file, for example by copying the archive again, and run once more."
        case .unaccounted:
            "Look at what lies there: take away what CloudTrail did not write, or give the original copy, and run once more."
        case .historyBegins: "Nothing, if the copy is meant to begin here; otherwise download older digests."
        case .storedInflated: "Nothing."
        case .chainForked: "Nothing; only AWS can make two such digests."
        }
    }
}
