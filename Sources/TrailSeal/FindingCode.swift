/// The code of a finding. The raw values are stable, and are those of every report.
///
/// `trailseal explain CODE` and `Documentation/FINDINGS.md` say what each means and what to do next; so does
/// ``FindingCode/meaning``.
public enum FindingCode: String, Hashable, Sendable, CaseIterable {
    /// A file that can't be a digest.
    case digestMalformed = "digest-malformed"
    /// A digest away from its place.
    case digestRelocated = "digest-relocated"
    /// A digest that nothing proves and that has a signature that doesn't verify.
    case digestSignatureInvalid = "digest-signature-invalid"
    /// A digest that differs from the hash in its verified successor.
    case digestHashMismatch = "digest-hash-mismatch"
    /// A digest that something proves and that has a saved signature that doesn't verify.
    case digestMetadataMismatch = "digest-metadata-mismatch"
    /// Absent digests that must have existed.
    case digestMissing = "digest-missing"
    /// An absent log that a verified digest lists.
    case logMissing = "log-missing"
    /// A log that differs from its recorded hash.
    case logHashMismatch = "log-hash-mismatch"
    /// A log that isn't one whole gzip member.
    case logMalformed = "log-malformed"
    /// A log with bytes after its gzip member.
    case logTrailingData = "log-trailing-data"
    /// A digest that the state knows and the copy lacks.
    case historyTruncated = "history-truncated"
    /// A digest that changed since an earlier run.
    case historyRewritten = "history-rewritten"
    /// A digest that this version can't judge.
    case digestUnsupported = "digest-unsupported"
    /// A digest without a signature or a link.
    case digestSignatureUnavailable = "digest-signature-unavailable"
    /// A digest whose key isn't listed.
    case digestKeyUnknown = "digest-key-unknown"
    /// A digest whose key wasn't valid at its time.
    case digestKeyOutOfValidity = "digest-key-out-of-validity"
    /// A listed key whose MD5 isn't the fingerprint listed with it.
    case keyFingerprintMismatch = "key-fingerprint-mismatch"
    /// Saved signatures of absent digests.
    case signatureWithoutDigest = "signature-without-digest"
    /// Logs that only an unverified digest lists.
    case logDigestUnverified = "log-digest-unverified"
    /// A log file that no verified digest lists.
    case logUnreferenced = "log-unreferenced"
    /// A log for which verified digests record two hashes.
    case logReferenceConflict = "log-reference-conflict"
    /// A listed log of a bucket, a day or an account that the copy doesn't include.
    case referenceOutsideArchive = "reference-outside-archive"
    /// Time that must be covered and isn't.
    case coverageGap = "coverage-gap"
    /// A chain whose newest verified digest is too old.
    case coverageStale = "coverage-stale"
    /// A file, folder or link that can't be read.
    case fileUnreadable = "file-unreadable"
    /// An accounting that doesn't balance.
    case unaccounted
    /// The beginning of a chain in the copy.
    case historyBegins = "history-begins"
    /// Known digests that are gone from the beginning of a chain.
    case historyExpired = "history-expired"
    /// A chain that ends 1 to 6 hours before a sibling.
    case chainEndsEarly = "chain-ends-early"
    /// A file that was stored without compression.
    case storedInflated = "stored-inflated"
    /// Verified digests that name the same predecessor.
    case chainForked = "chain-forked"
    /// Files in a digest folder that aren't digests.
    case fileUnrecognized = "file-unrecognized"
    /// Logs that no digest can list yet.
    case logNotDue = "log-not-due"
}
