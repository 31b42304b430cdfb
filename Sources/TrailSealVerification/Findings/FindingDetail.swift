public import TrailSealFormat
public import TrailSealPrimitives

/// What a finding says, with its facts, in one case for each `FindingCode`. Times and hashes are values. A `reason`
/// quotes zlib, the operating system or a parser.
public enum FindingDetail: Hashable, Sendable {
    /// The file isn't a digest, for this reason.
    case digestMalformed(DigestDefect)
    /// The digest declares to be this object and lies elsewhere.
    case digestRelocated(declared: S3Location)
    /// The signature doesn't verify under the key that the digest names.
    case digestSignatureInvalid(KeyFingerprint)
    /// `expected` is the hash that the verified successor records, `actual` the file's own.
    case digestHashMismatch(expected: SHA256Digest, actual: SHA256Digest)
    /// A saved signature doesn't verify.
    case digestMetadataMismatch
    /// `count` hours of digests are missing. `successorEnd` is the end of the verified digest that names the last of
    /// them.
    case digestMissing(count: Int, successorEnd: UnixTime, MissingDigestSign)
    /// `expected` is the recorded hash, or nil if its algorithm is unknown. `digestEnd` is the end of the verified
    /// digest that lists the log. An unsafe key would lead out of the archive (LOG-6).
    case logMissing(expected: SHA256Digest?, digestEnd: UnixTime, isKeyUnsafe: Bool)
    /// `expected` is the recorded hash, `actual` that of the content. Each is nil if it isn't known.
    case logHashMismatch(expected: SHA256Digest?, actual: SHA256Digest?, looksLike: ContentLook? = nil)
    /// `reason` says why the content can't be inflated.
    case logMalformed(reason: String, looksLike: ContentLook? = nil)
    /// This many bytes follow the gzip member.
    case logTrailingData(byteCount: UInt64)
    /// `expected` is the hash of the known digest that is gone, and `verifiedThrough` the end of its interval.
    case historyTruncated(expected: SHA256Digest, verifiedThrough: UnixTime, ChainRemainder)
    /// `expected` is the hash in the state, `actual` that of the digest in its place.
    case historyRewritten(expected: SHA256Digest, actual: SHA256Digest)
    /// This version can't judge the digest, for this reason.
    case digestUnsupported(UnsupportedDigest)
    /// `isAllowableHead` says that the digest is the newest of its chain and its predecessor is verified, so `--allow`
    /// can excuse it (ALLOW-6).
    case digestSignatureUnavailable(isAllowableHead: Bool)
    /// The fingerprint that the digest names.
    case digestKeyUnknown(KeyFingerprint)
    /// The fingerprint of the key that wasn't valid.
    case digestKeyOutOfValidity(KeyFingerprint)
    /// `listed` is the fingerprint in the listing, `actual` the MD5 of the key.
    case keyFingerprintMismatch(listed: KeyFingerprint, actual: KeyFingerprint)
    /// Saved signatures name `count` absent digests of the chain.
    case signatureWithoutDigest(count: Int)
    /// `differing` of the `count` logs don't have the hash that the digest records.
    case logDigestUnverified(count: Int, differing: Int)
    /// The explanation that fits the log's time, name and neighbours.
    case logUnreferenced(UnreferencedLog)
    /// `actual` is the hash of the file, `expected` another one that a verified digest records.
    case logReferenceConflict(expected: SHA256Digest?, actual: SHA256Digest?)
    /// `expected` is the recorded hash, or nil if its algorithm is unknown.
    case referenceOutsideArchive(expected: SHA256Digest?, OutsidePlace)
    /// The cause of the gap.
    case coverageGap(CoverageGap)
    /// `newestEnd` is the end of the newest verified digest. Ages are in seconds.
    case coverageStale(newestEnd: UnixTime, age: Int64, maximumAge: Int64)
    /// What can't be read, and why.
    case fileUnreadable(UnreadableFile)
    /// The first item that doesn't balance.
    case unaccounted(UnaccountedItem)
    /// The interval of the chain's oldest digest in the copy.
    case historyBegins(oldestStart: UnixTime, oldestEnd: UnixTime)
    /// Verified digests that the state knows are gone from the beginning of the chain.
    case historyExpired
    /// `siblingEnd` is the newest end of all sibling chains.
    case chainEndsEarly(siblingEnd: UnixTime)
    /// The kind of file that was stored without compression.
    case storedInflated(FileKind)
    /// This many verified digests name the same predecessor.
    case chainForked(count: Int)
    /// There are `count` such files in one folder.
    case fileUnrecognized(count: Int)
    /// There are `count` such log files of one account and Region.
    case logNotDue(count: Int)

    /// The code of the finding.
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

    /// The member `count` of reports. Nil if the finding counts nothing.
    public var count: Int? {
        switch self {
        case .digestMissing(let count, _, _), .signatureWithoutDigest(let count), .logDigestUnverified(let count, _),
            .chainForked(let count), .fileUnrecognized(let count), .logNotDue(let count):
            count
        case .logTrailingData(let byteCount): Int(clamping: byteCount)
        case .digestMalformed, .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .digestMetadataMismatch,
            .logMissing, .logHashMismatch, .logMalformed, .historyTruncated, .historyRewritten, .digestUnsupported,
            .digestSignatureUnavailable, .digestKeyUnknown, .digestKeyOutOfValidity, .keyFingerprintMismatch,
            .logUnreferenced, .logReferenceConflict, .referenceOutsideArchive, .coverageGap, .coverageStale,
            .fileUnreadable, .unaccounted, .historyBegins, .historyExpired, .chainEndsEarly, .storedInflated:
            nil
        }
    }
}

// MARK: Facts

extension FindingDetail {
    /// The kind of a file.
    public enum FileKind: Hashable, Sendable {
        /// A digest file or a log file.
        case digest, log
    }

    /// Why a file isn't a digest.
    public enum DigestDefect: Hashable, Sendable {
        /// The content can't be inflated, for this reason.
        case damaged(reason: String, looksLike: ContentLook? = nil)
        /// This many bytes follow the gzip member.
        case trailingBytes(UInt64)
        /// The content isn't a digest document.
        case format(DigestFormatError, looksLike: ContentLook? = nil)
    }

    /// Why this version can't judge a digest.
    public enum UnsupportedDigest: Hashable, Sendable {
        /// It names an unknown algorithm (DIGEST-23).
        case algorithm
        /// It isn't a digest that this version can read, but a verified digest records its hash (DIGEST-22).
        case provedBytes(DigestDefect)
        /// It exceeds a cap of this version (LIMIT-10).
        case overLimit(DigestLimit)
    }

    /// A cap of this version. The associated number is the greatest that is judged.
    public enum DigestLimit: Hashable, Sendable {
        /// Log files that one digest lists (LIMIT-6).
        case entries(Int)
        /// Files with the name of one digest (LIMIT-7).
        case filesOfOneName(Int)
        /// Mappings of one root and account (LIMIT-9).
        case mappings(Int)
        /// Saved answers of one digest (LIMIT-8).
        case savedAnswers(Int)
    }

    /// What shows that a missing digest must have existed.
    public enum MissingDigestSign: Hashable, Sendable {
        /// The window begins before its end (TIME-6).
        case windowBeginsBeforeItsEnd
        /// An older verified digest of the chain is there (TIME-7).
        case olderDigestsArePresent
        /// A log of its time that no digest lists is there (TIME-8).
        case unlistedLogsOfItsTime
        /// Verified standard digests cover the hour before the end of a backfill digest's predecessor (TIME-9).
        case hourCoveredByHourlyDigests
    }

    /// What is left of a chain that an earlier run verified.
    public enum ChainRemainder: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// Digests before the one that is gone. The newest of them ends at this time.
        case olderEnds(UnixTime)
        /// Digests on both sides. At least `missing` between them are gone.
        case middle(missing: Int)
        /// Digests after the ones that are gone, which are younger than the retention (STATE-8).
        case withinRetention
        /// Digests after the one that is gone, and something else in its place (STATE-7).
        case replaced
        /// Digests of other segments. All of one segment are gone.
        case segment
    }

    /// Which innocent explanations the name and time of an unreferenced log allow (FILE-7). An associated time is the
    /// stamp in the name.
    public enum UnreferencedLog: Hashable, Sendable {
        /// The name has no stamp.
        case nameWithoutTime
        /// No digest of the log's account and Region is there.
        case noDigestsOfItsRegion
        /// The stamp isn't before the end of the newest digest.
        case afterNewestDigest(UnixTime)
        /// The stamp is before the start of the oldest digest.
        case beforeOldestDigest(UnixTime)
        /// Verified digests cover the stamp, and none lists the log.
        case coveredByVerifiedDigests(UnixTime)
        /// The stamp is in time that no verified digest covers.
        case notCovered(UnixTime)
        /// The stamp lies after the end of a segment and before the start of the next.
        case betweenSegments(UnixTime)
        /// CloudTrail doesn't use such a name there. The stamp is nil if the name has none.
        case foreignName(UnixTime?)
        /// The file is `X.json` beside an `X.json.gz` of other content (FILE-19).
        case besideCompressedFile
        /// The name is one that a tool or an operating system uses.
        case leftover(LeftoverName)
        /// The stamp is less than 20 minutes before the end of the newest digest, so the next digest may list the log.
        case beforeNewestEnd(UnixTime)
    }

    /// Where a listed log lies that isn't part of the copy.
    public enum OutsidePlace: Hashable, Sendable {
        /// In another bucket. `digestEnd` is the end of the verified digest that lists it (LOG-14).
        case otherBucket(ByteString, digestEnd: UnixTime)
        /// In a day folder that the copy doesn't have: that of the day before its first day, or after its last (LOG-15,
        /// LOG-19).
        case dayBeforeCopy
        /// In another account than that of the digest, which lists logs of its own account only (DIGEST-24).
        case otherAccount(of: ByteString)
    }

    /// What couldn't be read, and why.
    public enum UnreadableFile: Hashable, Sendable {
        /// A file, with the system's reason.
        case unreadable(FileKind, reason: String)
        /// A file that was there when its folder was listed, and was gone later.
        case gone(FileKind)
        /// A folder, or something that may be one, that can't be listed.
        case unlistable(reason: String)
        /// A link, device, FIFO or socket. `kind` is the name of its type.
        case irregular(kind: String)
    }
}
