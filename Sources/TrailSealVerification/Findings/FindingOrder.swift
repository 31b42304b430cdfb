internal import TrailSealFormat
internal import TrailSealPrimitives

extension Finding {
    /// Whether `left` comes before `right` in the canonical order (REPORT-5). The order compares account, Region,
    /// trail, time, key, code, path, and then everything else. Nil comes first, and names are compared byte by byte.
    static func precedes(_ left: Finding, _ right: Finding) -> Bool {
        let (one, other) = (left.subject, right.subject)
        if let answer = order(one.chain?.accountID, other.chain?.accountID) { return answer }
        if let answer = order(one.chain?.region, other.chain?.region) { return answer }
        if let answer = order(one.chain?.trail, other.chain?.trail) { return answer }
        if let answer = order(one.from, other.from) { return answer }
        if let answer = order(one.key, other.key) { return answer }
        if left.code != right.code { return ByteString(left.code.rawValue) < ByteString(right.code.rawValue) }
        if let answer = order(one.path, other.path) { return answer }
        if let answer = order(one.chain, other.chain) { return answer }
        if let answer = order(one.bucket, other.bucket) { return answer }
        if let answer = order(one.to, other.to) { return answer }
        if let answer = order(one.accountID, other.accountID) { return answer }
        if let answer = order(one.region, other.region) { return answer }
        return left.detail.rank.lexicographicallyPrecedes(right.detail.rank)
    }

    private static func order<Value: Comparable>(_ left: Value?, _ right: Value?) -> Bool? {
        switch (left, right) {
        case (nil, nil): nil
        case (nil, _): true
        case (_, nil): false
        case (let left?, let right?): left == right ? nil : left < right
        }
    }
}

/// A value that orders two findings with the same code and subject. All times, counts and kinds are numbers.
private enum Fact: Comparable {
    case number(Int64)
    case bytes(ByteString)

    static func number(_ number: Int) -> Fact { .number(Int64(number)) }
    static func time(_ time: UnixTime) -> Fact { .number(time.seconds) }
    static func text(_ text: String) -> Fact { .bytes(ByteString(text)) }
    /// Nil comes first.
    static func hash(_ hash: SHA256Digest?) -> Fact { .text(hash?.hex ?? "") }
    /// Nil comes first, even before an empty value.
    static func optional(_ values: [ByteString?]) -> [Fact] {
        values.flatMap { value in value.map { [.number(1), .bytes($0)] } ?? [.number(0)] }
    }

    static func fingerprint(_ fingerprint: KeyFingerprint) -> Fact { .text(fingerprint.hex) }
}

extension FindingDetail {
    /// The values that order this detail among others of its code. The first that differs decides.
    fileprivate var rank: [Fact] {
        switch self {
        case .digestMalformed(let defect): defect.rank
        case .digestRelocated(let declared): [.bytes(declared.bucket), .bytes(declared.key)]
        case .digestSignatureInvalid(let fingerprint), .digestKeyUnknown(let fingerprint),
            .digestKeyOutOfValidity(let fingerprint):
            [.fingerprint(fingerprint)]
        case .digestHashMismatch(let expected, let actual), .historyRewritten(let expected, let actual):
            [.hash(expected), .hash(actual)]
        case .digestMetadataMismatch, .historyExpired: []
        case .digestMissing(let count, let successorEnd, let sign): [.number(count), .time(successorEnd), sign.rank]
        case .logMissing(let expected, let digestEnd, let isKeyUnsafe):
            [.time(digestEnd), .number(isKeyUnsafe ? 1 : 0), .hash(expected)]
        case .logHashMismatch(let expected, let actual, let look):
            [.hash(expected), .hash(actual)] + ContentLook.rank(look)
        case .logReferenceConflict(let expected, let actual): [.hash(expected), .hash(actual)]
        case .logMalformed(let reason, let look): [.text(reason)] + ContentLook.rank(look)
        case .logTrailingData(let byteCount): [.number(Int64(clamping: byteCount))]
        case .historyTruncated(let expected, let end, let remainder): [.time(end), .hash(expected)] + remainder.rank
        case .digestUnsupported(.algorithm): [.number(0)]
        case .digestUnsupported(.provedBytes(let defect)): [.number(1)] + defect.rank
        case .digestUnsupported(.overLimit(let limit)): [.number(2)] + limit.rank
        case .digestSignatureUnavailable(let isAllowableHead): [.number(isAllowableHead ? 1 : 0)]
        case .keyFingerprintMismatch(let listed, let actual): [.fingerprint(listed), .fingerprint(actual)]
        case .signatureWithoutDigest(let count), .fileUnrecognized(let count), .logNotDue(let count): [.number(count)]
        case .logDigestUnverified(let count, let differing): [.number(count), .number(differing)]
        case .logUnreferenced(let log): log.rank
        case .referenceOutsideArchive(let expected, .otherBucket(let bucket, let end)):
            [.number(0), .time(end), .bytes(bucket), .hash(expected)]
        case .referenceOutsideArchive(let expected, .dayBeforeCopy): [.number(1), .hash(expected)]
        case .referenceOutsideArchive(let expected, .otherAccount(let account)):
            [.number(2), .bytes(account), .hash(expected)]
        case .coverageGap(let gap): gap.rank
        case .coverageStale(let newestEnd, let age, let maximumAge):
            [.time(newestEnd), .number(age), .number(maximumAge)]
        case .fileUnreadable(let file): file.rank
        case .unaccounted(let item): item.rank
        case .historyBegins(let start, let end): [.time(end), .time(start)]
        case .chainEndsEarly(let siblingEnd): [.time(siblingEnd)]
        case .storedInflated(let kind): [kind.rank]
        case .chainForked(let count): [.number(count)]
        }
    }
}

extension FindingDetail.FileKind {
    fileprivate var rank: Fact { .number(self == .digest ? 0 : 1) }
}

extension FindingDetail.DigestDefect {
    fileprivate var rank: [Fact] {
        switch self {
        case .damaged(let reason, let look): [.number(0), .text(reason)] + ContentLook.rank(look)
        case .trailingBytes(let count): [.number(1), .number(Int64(clamping: count))]
        case .format(let error, let look):
            [.number(2), .text(error.member ?? ""), .text(error.reason)] + ContentLook.rank(look)
        }
    }
}

extension FindingDetail.DigestLimit {
    fileprivate var rank: [Fact] {
        switch self {
        case .entries(let limit): [.number(0), .number(limit)]
        case .filesOfOneName(let limit): [.number(1), .number(limit)]
        case .mappings(let limit): [.number(2), .number(limit)]
        case .savedAnswers(let limit): [.number(3), .number(limit)]
        }
    }
}

extension ContentLook {
    /// Nil comes first.
    fileprivate static func rank(_ look: ContentLook?) -> [Fact] {
        switch look {
        case nil: []
        case .s3Error(let code): [.number(0), .bytes(code)]
        case .html: [.number(1)]
        case .gzipAgain: [.number(2)]
        case .empty: [.number(3)]
        case .cut: [.number(4)]
        case .errorMessage(let code): [.number(5), .bytes(code)]
        case .digestFile: [.number(6)]
        case .logFile: [.number(7)]
        case .reformattedLog: [.number(8)]
        case .savedAnswer: [.number(9)]
        case .archive(let format): [.number(10), .text(format.rawValue)]
        case .zeros: [.number(11)]
        case .text: [.number(12)]
        }
    }
}

extension FindingDetail.MissingDigestSign {
    fileprivate var rank: Fact {
        switch self {
        case .unlistedLogsOfItsTime: .number(0)
        case .olderDigestsArePresent: .number(1)
        case .windowBeginsBeforeItsEnd: .number(2)
        case .hourCoveredByHourlyDigests: .number(3)
        }
    }
}

extension FindingDetail.ChainRemainder {
    fileprivate var rank: [Fact] {
        switch self {
        case .nothing: [.number(0)]
        case .olderEnds(let end): [.number(1), .time(end)]
        case .middle(let missing): [.number(2), .number(missing)]
        case .withinRetention: [.number(3)]
        case .segment: [.number(4)]
        case .replaced: [.number(5)]
        }
    }
}

extension FindingDetail.UnreferencedLog {
    fileprivate var rank: [Fact] {
        switch self {
        case .nameWithoutTime: [.number(0)]
        case .noDigestsOfItsRegion: [.number(1)]
        case .afterNewestDigest(let time): [.number(2), .time(time)]
        case .beforeOldestDigest(let time): [.number(3), .time(time)]
        case .coveredByVerifiedDigests(let time): [.number(4), .time(time)]
        case .notCovered(let time): [.number(5), .time(time)]
        case .betweenSegments(let time): [.number(6), .time(time)]
        case .foreignName(let time): [.number(7)] + (time.map { [.time($0)] } ?? [])
        case .besideCompressedFile: [.number(8)]
        case .leftover(let kind): [.number(9), .text(kind.rawValue)]
        case .beforeNewestEnd(let time): [.number(10), .time(time)]
        }
    }
}

extension FindingDetail.UnreadableFile {
    fileprivate var rank: [Fact] {
        switch self {
        case .unreadable(let kind, let reason): [.number(0), kind.rank, .text(reason)]
        case .gone(let kind): [.number(1), kind.rank]
        case .unlistable(let reason): [.number(2), .text(reason)]
        case .irregular(let kind): [.number(3), .text(kind)]
        }
    }
}

extension UnaccountedItem {
    fileprivate var rank: [Fact] {
        switch self {
        case .combination(let account, let region, let trail): [.number(0)] + Fact.optional([account, region, trail])
        case .requiredTime: [.number(1)]
        case .logDisposition: [.number(2)]
        case .fileBin: [.number(3)]
        case .fileCount(let walked, let entered): [.number(4), .number(walked), .number(entered)]
        case .excuse(let code): [.number(5), .text(code?.rawValue ?? "")]
        case .nothingVerified: [.number(6)]
        }
    }
}

extension CoverageGap {
    fileprivate var rank: [Fact] {
        switch self {
        case .hourlyDigestsAbsent: [.number(0)]
        case .beforeUnverifiedDigest: [.number(1)]
        case .beforeUnreadableDigest: [.number(2)]
        case .digestsDoNotMeet: [.number(3)]
        case .otherBucket(let bucket): [.number(4), .bytes(bucket)]
        case .hiddenFolder: [.number(5)]
        case .siblingEndsLater: [.number(6)]
        case .siblingBeginsEarlier: [.number(7)]
        case .stoppedLater: [.number(8)]
        case .deliveredLater: [.number(9)]
        case .windowBegins: [.number(10)]
        case .windowEnds: [.number(11)]
        case .restart: [.number(12)]
        case .unseenTrail(let trail, let ownerID, let bucket, let latest):
            [.number(13), .bytes(trail), .bytes(ownerID), .bytes(bucket), .time(latest)]
        case .noChainForFilters(let account, let region, let trail):
            [.number(14)] + Fact.optional([account, region, trail])
        case .noVerifiedDigest: [.number(15)]
        case .stateEnd: [.number(16)]
        }
    }
}
