public import CloudTrailFormat
public import Primitives

/// What was found, with the facts that it rests on; one case for each `FindingCode`. Times and hashes are values here,
/// and a `reason` is what zlib, the operating system or the reader of a format said, quoted.
public enum FindingDetail: Hashable, Sendable {
    case digestMalformed(DigestDefect)
    case digestRelocated(declared: S3Location)
    case digestSignatureInvalid(KeyFingerprint)
    /// `expected` is what the verified successor records.
    case digestHashMismatch(expected: SHA256Digest, actual: SHA256Digest)
    case digestMetadataMismatch
    /// `successorEnd` is the end of the verified digest that names what is missing.
    case digestMissing(count: Int, successorEnd: UnixTime, MissingDigestSign)
    /// `digestEnd` is the end of the verified digest that lists it; `expected` is nil where its hash is of an unknown
    /// algorithm. An unsafe key would lead out of the archive.
    case logMissing(expected: SHA256Digest?, digestEnd: UnixTime, isKeyUnsafe: Bool)
    case logHashMismatch(expected: SHA256Digest?, actual: SHA256Digest?)
    case logMalformed(reason: String)
    case logTrailingData(byteCount: UInt64)
    case historyTruncated(expected: SHA256Digest, verifiedThrough: UnixTime, ChainRemainder)
    case historyRewritten(expected: SHA256Digest, actual: SHA256Digest)
    case digestUnsupported(UnsupportedDigest)
    /// `isAllowableHead`: it is the newest digest of a chain whose predecessor is verified.
    case digestSignatureUnavailable(isAllowableHead: Bool)
    case digestKeyUnknown(KeyFingerprint)
    case digestKeyOutOfValidity(KeyFingerprint)
    case keyFingerprintMismatch(listed: KeyFingerprint, actual: KeyFingerprint)
    /// `differing` is how many of the `count` logs are not what the digest records.
    case logDigestUnverified(count: Int, differing: Int)
    case logUnreferenced(UnreferencedLog)
    /// `expected` is the other hash that is recorded.
    case logReferenceConflict(expected: SHA256Digest?, actual: SHA256Digest?)
    case referenceOutsideArchive(expected: SHA256Digest?, OutsidePlace)
    case coverageGap(CoverageGap)
    /// Ages in seconds.
    case coverageStale(newestEnd: UnixTime, age: Int64, maximumAge: Int64)
    case fileUnreadable(UnreadableFile)
    case unaccounted(UnaccountedItem)
    /// The chain's oldest digest in the copy.
    case historyBegins(oldestStart: UnixTime, oldestEnd: UnixTime)
    case storedInflated(FileKind)
    case chainForked(count: Int)

    public var code: FindingCode {
        switch self {
        case .digestMalformed: .digestMalformed
        case .digestRelocated: .digestRelocated
        case .digestSignatureInvalid: .digestSignatureInvalid
        case .digestHashMismatch: .digestHashMismatch
        case .digestMetadataMismatch: .digestMetadataMismatch
        case .digestMissing: .digestMissing
        case .logMissing: .logMissing
        case .logHashMismatch: .logHashMismatch
        case .logMalformed: .logMalformed
        case .logTrailingData: .logTrailingData
        case .historyTruncated: .historyTruncated
        case .historyRewritten: .historyRewritten
        case .digestUnsupported: .digestUnsupported
        case .digestSignatureUnavailable: .digestSignatureUnavailable
        case .digestKeyUnknown: .digestKeyUnknown
        case .digestKeyOutOfValidity: .digestKeyOutOfValidity
        case .keyFingerprintMismatch: .keyFingerprintMismatch
        case .logDigestUnverified: .logDigestUnverified
        case .logUnreferenced: .logUnreferenced
        case .logReferenceConflict: .logReferenceConflict
        case .referenceOutsideArchive: .referenceOutsideArchive
        case .coverageGap: .coverageGap
        case .coverageStale: .coverageStale
        case .fileUnreadable: .fileUnreadable
        case .unaccounted: .unaccounted
        case .historyBegins: .historyBegins
        case .storedInflated: .storedInflated
        case .chainForked: .chainForked
        }
    }

    /// The member `count` of reports.
    public var count: Int? {
        switch self {
        case .digestMissing(let count, _, _), .logDigestUnverified(let count, _), .chainForked(let count): count
        case .logTrailingData(let byteCount): Int(clamping: byteCount)
        case .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .digestMetadataMismatch,
            .logMissing, .logHashMismatch, .logMalformed, .historyTruncated, .historyRewritten, .digestUnsupported,
            .digestSignatureUnavailable, .digestKeyUnknown, .digestKeyOutOfValidity, .keyFingerprintMismatch,
            .logUnreferenced, .logReferenceConflict, .referenceOutsideArchive, .coverageGap, .coverageStale,
            .fileUnreadable, .unaccounted, .historyBegins, .storedInflated:
            nil
        }
    }
}

// MARK: Facts

extension FindingDetail {
    /// Which of the two kinds of file.
    public enum FileKind: Hashable, Sendable {
        case digest, log
    }

    /// Why a file is no digest.
    public enum DigestDefect: Hashable, Sendable {
        /// The content is not to be had from its bytes.
        case damaged(reason: String)
        /// So many bytes follow the gzip member.
        case trailingBytes(UInt64)
        case format(DigestFormatError)
    }

    /// What this version cannot read.
    public enum UnsupportedDigest: Hashable, Sendable {
        /// The name of an algorithm.
        case algorithm
        /// Bytes that a verified digest records.
        case provedBytes(DigestDefect)
    }

    /// What shows that a missing digest should be there.
    public enum MissingDigestSign: Hashable, Sendable {
        case windowBeginsBeforeItsEnd
        case olderDigestsArePresent
        case unlistedLogsOfItsTime
    }

    /// What is left of a chain before the digest that an earlier run verified.
    public enum ChainRemainder: Hashable, Sendable {
        case nothing
        case nothingBefore
        /// The end of the newest digest before it.
        case olderEnds(UnixTime)
    }

    /// Which innocent explanations the time in an unlisted log's name allows.
    public enum UnreferencedLog: Hashable, Sendable {
        case nameWithoutTime
        case noDigestsOfItsRegion
        case afterNewestDigest(UnixTime)
        case beforeOldestDigest(UnixTime)
        case coveredByVerifiedDigests(UnixTime)
        case notCovered(UnixTime)
    }

    /// Where a log lies that is listed and was not given.
    public enum OutsidePlace: Hashable, Sendable {
        /// Another bucket, as the verified digest of that end lists it.
        case otherBucket(ByteString, digestEnd: UnixTime)
        /// A day before the copy begins.
        case dayBeforeCopy
    }

    /// Why something could not be judged.
    public enum UnreadableFile: Hashable, Sendable {
        case unreadable(FileKind, reason: String)
        /// It was there when the folder was listed.
        case gone(FileKind)
        /// A folder, or what may be one.
        case unlistable(reason: String)
        /// A link, device, FIFO or socket, by its name.
        case irregular(kind: String)
    }
}
