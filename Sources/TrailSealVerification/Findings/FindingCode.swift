/// The codes of all findings of `verify`. The raw values are stable. Documentation/FINDINGS.md has a paragraph about
/// each code, and TestVectors has a case for it. A test walks this list.
public enum FindingCode: String, Hashable, Sendable, CaseIterable {
    /// A file that can't be a digest (DIGEST-15 to DIGEST-19).
    case digestMalformed = "digest-malformed"
    /// A digest away from its place (DIGEST-21).
    case digestRelocated = "digest-relocated"
    /// A digest that nothing proves and that has a signature that doesn't verify (DIGEST-9).
    case digestSignatureInvalid = "digest-signature-invalid"
    /// A digest that differs from the hash in its verified successor (DIGEST-7).
    case digestHashMismatch = "digest-hash-mismatch"
    /// A digest that something proves and that has a saved signature that doesn't verify (DIGEST-8).
    case digestMetadataMismatch = "digest-metadata-mismatch"
    /// Absent digests that must have existed (TIME-6 to TIME-9).
    case digestMissing = "digest-missing"
    /// An absent log that a verified digest lists (LOG-4).
    case logMissing = "log-missing"
    /// A log that differs from its recorded hash (LOG-7).
    case logHashMismatch = "log-hash-mismatch"
    /// A log that isn't one whole gzip member (LOG-11).
    case logMalformed = "log-malformed"
    /// A log with bytes after its gzip member (LOG-10).
    case logTrailingData = "log-trailing-data"
    /// A digest that the state knows and the copy lacks (STATE-5, STATE-8).
    case historyTruncated = "history-truncated"
    /// A digest that changed since an earlier run (STATE-6).
    case historyRewritten = "history-rewritten"
    /// A digest that this version can't judge (DIGEST-22, DIGEST-23, LIMIT-10).
    case digestUnsupported = "digest-unsupported"
    /// A digest without a signature or a link (DIGEST-14).
    case digestSignatureUnavailable = "digest-signature-unavailable"
    /// A digest whose key isn't listed (KEY-8).
    case digestKeyUnknown = "digest-key-unknown"
    /// A digest whose key wasn't valid at its time (KEY-9).
    case digestKeyOutOfValidity = "digest-key-out-of-validity"
    /// A listed key whose MD5 isn't the fingerprint listed with it (KEY-1).
    case keyFingerprintMismatch = "key-fingerprint-mismatch"
    /// Saved signatures of absent digests (TIME-24).
    case signatureWithoutDigest = "signature-without-digest"
    /// Logs that only an unverified digest lists (LOG-12).
    case logDigestUnverified = "log-digest-unverified"
    /// A log file that no verified digest lists (FILE-5).
    case logUnreferenced = "log-unreferenced"
    /// A log for which verified digests record two hashes (LOG-13).
    case logReferenceConflict = "log-reference-conflict"
    /// A listed log of a bucket, a day or an account that the copy doesn't include (LOG-14, LOG-15, LOG-19, DIGEST-24).
    case referenceOutsideArchive = "reference-outside-archive"
    /// Time that must be covered and isn't (TIME-11 to TIME-20, TIME-28).
    case coverageGap = "coverage-gap"
    /// A chain whose newest verified digest is too old (TIME-23).
    case coverageStale = "coverage-stale"
    /// A file, folder or link that can't be read (PLACE-18).
    case fileUnreadable = "file-unreadable"
    /// An accounting that doesn't balance (ACCOUNT-7).
    case unaccounted
    /// The beginning of a chain in the copy (TIME-21).
    case historyBegins = "history-begins"
    /// Known digests that are gone from the beginning of a chain (STATE-8).
    case historyExpired = "history-expired"
    /// A chain that ends 1 to 6 hours before a sibling (TIME-22).
    case chainEndsEarly = "chain-ends-early"
    /// A file that was stored without compression (LOG-9).
    case storedInflated = "stored-inflated"
    /// Verified digests that name the same predecessor (CHAIN-6).
    case chainForked = "chain-forked"
    /// Files in a digest folder that aren't digests (FILE-12).
    case fileUnrecognized = "file-unrecognized"
    /// Logs that no digest can list yet (SCOPE-7).
    case logNotDue = "log-not-due"
}

extension FindingCode {
    /// Whether `--allow` accepts the code (ALLOW-2). `unaccounted` means that the accounting doesn't balance, which
    /// nothing excuses.
    public var isAllowable: Bool { descriptor.verdict == .unverified && self != .unaccounted }
}

/// The effect of a finding on the verdict.
public enum FindingVerdict: String, Hashable, Sendable, CaseIterable {
    /// The evidence contradicts the signed record.
    case invalid
    /// There is no proof either way.
    case unverified
    /// No effect: the finding is only reported.
    case note
}
