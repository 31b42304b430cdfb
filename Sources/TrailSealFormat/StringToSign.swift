public import TrailSealPrimitives

/// The exact bytes that CloudTrail signs for a digest file (FORMAT-18).
///
/// Four lines joined by a line feed (0x0A), without one at the end:
///
/// ```
/// <digestEndTime>                                    2026-10-01T02:00:00Z
/// <digestS3Bucket>/<digestS3Object>                  corp-cloudtrail-logs/AWSLogs/1111…/…_20261001T020000Z.json.gz
/// <lower-case hex SHA-256 of the inflated digest>    of the bytes as they are, never of reserialized JSON
/// <previousDigestSignature, or null>                 verbatim; the four letters for a starting digest
/// ```
///
/// The signature is RSASSA-PKCS1-v1_5 with SHA-256. Source: AWS CloudTrail User Guide, "Custom implementations of
/// CloudTrail log file integrity validation". The AWS CLI's `validate-logs` builds the same string
/// (awscli/customizations/cloudtrail/validation.py, `_create_string_to_sign`).
public enum StringToSign {
    /// Returns the string to sign of `document`. `hash` is the SHA-256 of its inflated bytes.
    public static func bytes(of document: DigestDocument, hash: SHA256Digest) -> [UInt8] {
        var text = Array(document.endTime.iso8601.utf8)
        text.append(0x0A)
        text.append(contentsOf: document.location.joined.bytes)
        text.append(0x0A)
        text.append(contentsOf: StrictHex.encodedBytes(hash.bytes))
        text.append(0x0A)
        text.append(contentsOf: document.previous?.signature.bytes ?? Array("null".utf8))
        return text
    }
}
