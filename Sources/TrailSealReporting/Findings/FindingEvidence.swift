internal import TrailSealFormat
internal import TrailSealPrimitives
package import TrailSealVerification

extension Finding {
    /// The value that the signed record holds: a hash or a fingerprint in hexadecimal digits, or nil if the finding has none.
    package var expected: String? {
        switch detail {
        case .digestHashMismatch(let expected, _), .historyRewritten(let expected, _),
            .historyTruncated(let expected, _, _):
            expected.hex
        case .logMissing(let expected, _, _), .logHashMismatch(let expected, _, _),
            .logReferenceConflict(let expected, _),
            .referenceOutsideArchive(let expected, _):
            expected?.hex
        case .digestKeyUnknown(let fingerprint), .digestKeyOutOfValidity(let fingerprint),
            .keyFingerprintMismatch(let fingerprint, _):
            fingerprint.hex
        // The hash that a verified digest records for the object, if one does.
        case .digestMalformed, .digestRelocated, .digestMissing, .logMalformed, .logTrailingData, .fileUnreadable:
            subject.recorded?.hex
        case .digestSignatureInvalid, .digestMetadataMismatch, .digestUnsupported, .digestSignatureUnavailable,
            .logDigestUnverified, .logUnreferenced, .coverageGap, .coverageStale, .unaccounted, .historyBegins,
            .storedInflated, .chainForked, .signatureWithoutDigest, .historyExpired, .chainEndsEarly, .fileUnrecognized,
            .logNotDue:
            nil
        }
    }

    /// The value that was found, in the same form; or the key that a digest file declares, or the age of the newest digest.
    /// Nil if the finding has none.
    package var actual: String? {
        switch detail {
        case .digestHashMismatch(_, let actual), .historyRewritten(_, let actual): actual.hex
        case .logHashMismatch(_, let actual, _), .logReferenceConflict(_, let actual): actual?.hex
        case .keyFingerprintMismatch(_, let actual): actual.hex
        // If the keys are equal, the buckets differ.
        case .digestRelocated(let declared):
            declared.key == key ? declared.description : declared.key.description
        case .coverageStale(_, let age, _): Self.age(age)
        case .digestMalformed, .digestSignatureInvalid, .digestMetadataMismatch, .digestMissing, .logMissing,
            .logMalformed, .logTrailingData, .historyTruncated, .digestUnsupported, .digestSignatureUnavailable,
            .digestKeyUnknown, .digestKeyOutOfValidity, .logDigestUnverified, .logUnreferenced,
            .referenceOutsideArchive, .coverageGap, .fileUnreadable, .unaccounted, .historyBegins, .storedInflated,
            .chainForked, .signatureWithoutDigest, .historyExpired, .chainEndsEarly, .fileUnrecognized, .logNotDue:
            nil
        }
    }
}
