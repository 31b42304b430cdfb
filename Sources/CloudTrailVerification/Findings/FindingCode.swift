/// Everything `verify` can find, by its stable name. Documentation/FINDINGS.md has a
/// paragraph for each and TestVectors a case; a test walks this list.
public enum FindingCode: String, Hashable, Sendable, CaseIterable {
    case digestMalformed = "digest-malformed"
    case digestRelocated = "digest-relocated"
    case digestSignatureInvalid = "digest-signature-invalid"
    case digestHashMismatch = "digest-hash-mismatch"
    case digestMetadataMismatch = "digest-metadata-mismatch"
    case digestMissing = "digest-missing"
    case logMissing = "log-missing"
    case logHashMismatch = "log-hash-mismatch"
    case logMalformed = "log-malformed"
    case logTrailingData = "log-trailing-data"
    case historyTruncated = "history-truncated"
    case historyRewritten = "history-rewritten"
    case digestUnsupported = "digest-unsupported"
    case digestSignatureUnavailable = "digest-signature-unavailable"
    case digestKeyUnknown = "digest-key-unknown"
    case digestKeyOutOfValidity = "digest-key-out-of-validity"
    case keyFingerprintMismatch = "key-fingerprint-mismatch"
    case signatureWithoutDigest = "signature-without-digest"
    case logDigestUnverified = "log-digest-unverified"
    case logUnreferenced = "log-unreferenced"
    case logReferenceConflict = "log-reference-conflict"
    case referenceOutsideArchive = "reference-outside-archive"
    case coverageGap = "coverage-gap"
    case coverageStale = "coverage-stale"
    case fileUnreadable = "file-unreadable"
    case unaccounted
    case historyBegins = "history-begins"
    case historyExpired = "history-expired"
    case chainEndsEarly = "chain-ends-early"
    case storedInflated = "stored-inflated"
    case chainForked = "chain-forked"
    case fileUnrecognized = "file-unrecognized"
    case logNotDue = "log-not-due"
}

extension FindingCode {
    /// Whether `--allow` may name it. `unaccounted` says that the count does not balance, and nothing excuses that.
    public var isAllowable: Bool { descriptor.verdict == .unverified && self != .unaccounted }
}

/// What a finding says of what it is about.
public enum FindingVerdict: String, Hashable, Sendable, CaseIterable {
    case invalid
    case unverified
    /// Reported, without effect on the verdict.
    case note
}
