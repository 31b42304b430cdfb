internal import TrailSealFormat
internal import TrailSealPrimitives
package import TrailSealVerification

extension Finding {
    /// A stable word for the case of a code that has several cases; nil if the code has only one. Findings with the same
    /// code, chain and reason form a group (REPORT-2). Documentation/OUTPUT.md lists the words.
    ///
    /// An archive can't make it longer: a fingerprint is the only value that it can hold.
    package var reason: String? {
        switch detail {
        case .digestMalformed(let defect): defect.reason
        case .digestMissing(_, _, let sign): sign.reason
        case .logMissing(_, _, let isKeyUnsafe): isKeyUnsafe ? "unsafe-key" : nil
        case .logHashMismatch(_, _, let look), .logMalformed(_, let look): look?.reason
        case .historyTruncated(_, _, let remainder): remainder.reason
        case .digestUnsupported(.algorithm): "algorithm"
        case .digestUnsupported(.provedBytes): "proved-bytes"
        case .digestUnsupported(.overLimit(let limit)): limit.reason
        case .digestSignatureUnavailable(let isAllowableHead): isAllowableHead ? "newest-digest" : nil
        case .digestKeyUnknown(let fingerprint), .digestKeyOutOfValidity(let fingerprint): fingerprint.hex
        case .logUnreferenced(let log): log.reason
        case .referenceOutsideArchive(_, .otherBucket): "other-bucket"
        case .referenceOutsideArchive(_, .dayBeforeCopy): "day-before-copy"
        case .referenceOutsideArchive(_, .otherAccount): "other-account"
        case .coverageGap(let gap): gap.reason
        case .fileUnreadable(let file): file.reason
        case .unaccounted(let item): item.reason
        case .storedInflated(.digest): "digest"
        case .storedInflated(.log): "log"
        case .digestRelocated, .digestSignatureInvalid, .digestHashMismatch, .digestMetadataMismatch, .logTrailingData,
            .historyRewritten, .keyFingerprintMismatch, .signatureWithoutDigest, .logDigestUnverified,
            .logReferenceConflict, .coverageStale, .historyBegins, .historyExpired, .chainEndsEarly, .chainForked,
            .fileUnrecognized, .logNotDue:
            nil
        }
    }
}

extension FindingDetail.DigestDefect {
    fileprivate var reason: String {
        switch self {
        case .damaged(_, let look): look?.reason ?? "damaged"
        case .trailingBytes: "trailing-bytes"
        case .format(_, let look): look?.reason ?? "format"
        }
    }
}

extension ContentLook {
    fileprivate var reason: String {
        switch self {
        case .s3Error: "s3-error"
        case .errorMessage: "error-message"
        case .html: "html"
        case .gzipAgain: "gzip-again"
        case .empty: "empty"
        case .cut: "cut"
        case .digestFile: "digest-file"
        case .logFile: "log-file"
        case .reformattedLog: "reformatted-log"
        case .savedAnswer: "saved-answer"
        case .archive: "archive"
        case .zeros: "zeros"
        case .text: "text"
        }
    }
}

extension FindingDetail.MissingDigestSign {
    fileprivate var reason: String {
        switch self {
        case .windowBeginsBeforeItsEnd: "window-begins-before-its-end"
        case .olderDigestsArePresent: "older-digests-are-present"
        case .unlistedLogsOfItsTime: "unlisted-logs-of-its-time"
        case .hourCoveredByHourlyDigests: "hour-covered-by-hourly-digests"
        }
    }
}

extension FindingDetail.ChainRemainder {
    fileprivate var reason: String {
        switch self {
        case .nothing: "nothing-left"
        case .olderEnds: "end-gone"
        case .middle: "middle-gone"
        case .withinRetention: "within-retention"
        case .replaced: "replaced"
        case .segment: "segment-gone"
        }
    }
}

extension FindingDetail.DigestLimit {
    fileprivate var reason: String {
        switch self {
        case .entries: "too-many-entries"
        case .filesOfOneName: "too-many-files-of-one-name"
        case .mappings: "too-many-mappings"
        case .savedAnswers: "too-many-saved-answers"
        }
    }
}

extension FindingDetail.UnreferencedLog {
    fileprivate var reason: String {
        switch self {
        case .nameWithoutTime: "name-without-time"
        case .noDigestsOfItsRegion: "no-digests-of-its-region"
        case .afterNewestDigest: "after-newest-digest"
        case .beforeNewestEnd: "before-newest-end"
        case .beforeOldestDigest: "before-oldest-digest"
        case .coveredByVerifiedDigests: "covered-by-verified-digests"
        case .notCovered: "not-covered"
        case .betweenSegments: "between-segments"
        case .foreignName: "foreign-name"
        case .besideCompressedFile: "beside-compressed-file"
        case .leftover(.unfinishedDownload): "unfinished-download"
        case .leftover(.systemFile): "system-file"
        case .leftover(.copy): "copy"
        }
    }
}

extension FindingDetail.UnreadableFile {
    fileprivate var reason: String {
        switch self {
        case .unreadable(.digest, _): "unreadable-digest"
        case .unreadable(.log, _): "unreadable-log"
        case .gone: "gone"
        case .unlistable: "unlistable"
        case .irregular: "irregular"
        }
    }
}

extension UnaccountedItem {
    fileprivate var reason: String {
        switch self {
        case .combination: "combination"
        case .requiredTime: "required-time"
        case .logDisposition: "log-disposition"
        case .fileBin: "file-bin"
        case .fileCount: "file-count"
        case .excuse: "excuse"
        case .nothingVerified: "nothing-verified"
        }
    }
}

extension CoverageGap {
    fileprivate var reason: String {
        switch self {
        case .hourlyDigestsAbsent: "hourly-digests-absent"
        case .beforeUnverifiedDigest: "before-unverified-digest"
        case .beforeUnreadableDigest: "before-unreadable-digest"
        case .digestsDoNotMeet: "digests-do-not-meet"
        case .otherBucket: "other-bucket"
        case .hiddenFolder: "hidden-folder"
        case .siblingEndsLater: "sibling-ends-later"
        case .siblingBeginsEarlier: "sibling-begins-earlier"
        case .stoppedLater: "stopped-later"
        case .deliveredLater: "delivered-later"
        case .windowBegins: "window-begins"
        case .windowEnds: "window-ends"
        case .restart: "restart"
        case .unseenTrail: "unseen-trail"
        case .noChainForFilters: "no-chain-for-filters"
        case .noVerifiedDigest: "no-verified-digest"
        case .stateEnd: "state-end"
        }
    }
}
