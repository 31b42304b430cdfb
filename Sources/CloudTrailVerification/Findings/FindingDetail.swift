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
    case logHashMismatch(expected: SHA256Digest?, actual: SHA256Digest?, looksLike: ContentLook? = nil)
    case logMalformed(reason: String, looksLike: ContentLook? = nil)
    case logTrailingData(byteCount: UInt64)
    case historyTruncated(expected: SHA256Digest, verifiedThrough: UnixTime, ChainRemainder)
    case historyRewritten(expected: SHA256Digest, actual: SHA256Digest)
    case digestUnsupported(UnsupportedDigest)
    /// `isAllowableHead`: it is the newest digest of a chain whose predecessor is verified.
    case digestSignatureUnavailable(isAllowableHead: Bool)
    case digestKeyUnknown(KeyFingerprint)
    case digestKeyOutOfValidity(KeyFingerprint)
    case keyFingerprintMismatch(listed: KeyFingerprint, actual: KeyFingerprint)
    /// Saved signatures name `count` digests of the chain that are absent.
    case signatureWithoutDigest(count: Int)
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
    /// The state knows `count` verified digests that are gone from the beginning of the chain; nil if it doesn't say.
    case historyExpired(count: Int?)
    /// `siblingEnd` is the end of the newest verified digest of the sibling that ends last.
    case chainEndsEarly(siblingEnd: UnixTime)
    case storedInflated(FileKind)
    case chainForked(count: Int)
    /// `count` files of one folder.
    case fileUnrecognized(count: Int)
    /// `count` log files of one account and Region.
    case logNotDue(count: Int)

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
        case .signatureWithoutDigest: .signatureWithoutDigest
        case .logDigestUnverified: .logDigestUnverified
        case .logUnreferenced: .logUnreferenced
        case .logReferenceConflict: .logReferenceConflict
        case .referenceOutsideArchive: .referenceOutsideArchive
        case .coverageGap: .coverageGap
        case .coverageStale: .coverageStale
        case .fileUnreadable: .fileUnreadable
        case .unaccounted: .unaccounted
        case .historyBegins: .historyBegins
        case .historyExpired: .historyExpired
        case .chainEndsEarly: .chainEndsEarly
        case .storedInflated: .storedInflated
        case .chainForked: .chainForked
        case .fileUnrecognized: .fileUnrecognized
        case .logNotDue: .logNotDue
        }
    }

    /// The member `count` of reports.
    public var count: Int? {
        switch self {
        case .digestMissing(let count, _, _), .signatureWithoutDigest(let count), .logDigestUnverified(let count, _),
            .chainForked(let count), .fileUnrecognized(let count), .logNotDue(let count):
            count
        case .historyExpired(let count): count
        case .logTrailingData(let byteCount): Int(clamping: byteCount)
        case .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .digestMetadataMismatch,
            .logMissing, .logHashMismatch, .logMalformed, .historyTruncated, .historyRewritten, .digestUnsupported,
            .digestSignatureUnavailable, .digestKeyUnknown, .digestKeyOutOfValidity, .keyFingerprintMismatch,
            .logUnreferenced, .logReferenceConflict, .referenceOutsideArchive, .coverageGap, .coverageStale,
            .fileUnreadable, .unaccounted, .historyBegins, .chainEndsEarly, .storedInflated:
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
        case damaged(reason: String, looksLike: ContentLook? = nil)
        /// So many bytes follow the gzip member.
        case trailingBytes(UInt64)
        case format(DigestFormatError, looksLike: ContentLook? = nil)
    }

    /// What this version cannot read.
    public enum UnsupportedDigest: Hashable, Sendable {
        /// The name of an algorithm.
        case algorithm
        /// Bytes that a verified digest records.
        case provedBytes(DigestDefect)
        /// It exceeds a cap of this version (LIMIT-10).
        case overLimit(DigestLimit)
    }

    /// A cap of this version; the number is the most that it judges.
    public enum DigestLimit: Hashable, Sendable {
        /// Log files that one digest lists.
        case entries(Int)
        /// Files with the name of one digest.
        case filesOfOneName(Int)
        /// Mappings of one root and account.
        case mappings(Int)
        /// Saved answers of one digest.
        case savedAnswers(Int)
    }

    /// What shows that a missing digest should be there.
    public enum MissingDigestSign: Hashable, Sendable {
        case windowBeginsBeforeItsEnd
        case olderDigestsArePresent
        case unlistedLogsOfItsTime
        /// Verified standard digests cover the hour that a backfill digest's predecessor ends (TIME-9).
        case hourCoveredByHourlyDigests
    }

    /// What is left of a chain before the digest that an earlier run verified.
    public enum ChainRemainder: Hashable, Sendable {
        case nothing
        case nothingBefore
        /// The end of the newest digest before it.
        case olderEnds(UnixTime)
        /// So many digests are gone between others that are present.
        case middle(missing: Int)
        /// The beginning is gone, and it is younger than the retention.
        case withinRetention
        /// The beginning is gone, and something else lies in its place.
        case replaced
        /// All digests of one segment are gone, and others of the chain are present.
        case segment
    }

    /// Which innocent explanations the time in an unlisted log's name allows.
    public enum UnreferencedLog: Hashable, Sendable {
        case nameWithoutTime
        case noDigestsOfItsRegion
        case afterNewestDigest(UnixTime)
        case beforeOldestDigest(UnixTime)
        case coveredByVerifiedDigests(UnixTime)
        case notCovered(UnixTime)
        /// After the end of one segment and before the start of the next.
        case betweenSegments(UnixTime)
        /// CloudTrail doesn't give such a name there; the time that it holds, if any.
        case foreignName(UnixTime?)
        /// `X.json` beside an `X.json.gz` of other content (FILE-19).
        case besideCompressedFile
        /// The name is one that a tool or a system gives.
        case leftover(LeftoverName)
        /// So shortly before the end of the newest digest that the log may have come after it.
        case beforeNewestEnd(UnixTime)
    }

    /// Where a log lies that is listed and was not given.
    public enum OutsidePlace: Hashable, Sendable {
        /// Another bucket, as the verified digest of that end lists it.
        case otherBucket(ByteString, digestEnd: UnixTime)
        /// A day before the copy begins.
        case dayBeforeCopy
        /// A digest of this account lists it, and a digest lists logs of its own account only.
        case otherAccount(of: ByteString)
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
