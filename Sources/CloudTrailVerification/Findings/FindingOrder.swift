internal import CloudTrailFormat
internal import Primitives

extension Finding {
    /// Canonical order: account, region, trail, time, key, code, path, then what is left; null first; bytewise.
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

/// One of the facts by which findings of one code about the same thing are ordered.
private enum Fact: Comparable {
    case number(Int64)
    case bytes(ByteString)

    static func number(_ number: Int) -> Fact { .number(Int64(number)) }
    static func time(_ time: UnixTime) -> Fact { .number(time.seconds) }
    static func text(_ text: String) -> Fact { .bytes(ByteString(text)) }
    /// None sorts first.
    static func hash(_ hash: SHA256Digest?) -> Fact { .text(hash?.hex ?? "") }
    static func fingerprint(_ fingerprint: KeyFingerprint) -> Fact { .text(fingerprint.hex) }
}

extension FindingDetail {
    /// Its facts in the order of their weight. Only findings of one code are compared by them.
    fileprivate var rank: [Fact] {
        switch self {
        case .digestMalformed(let defect): defect.rank
        case .digestRelocated(let declared): [.bytes(declared.bucket), .bytes(declared.key)]
        case .digestSignatureInvalid(let fingerprint), .digestKeyUnknown(let fingerprint),
            .digestKeyOutOfValidity(let fingerprint):
            [.fingerprint(fingerprint)]
        case .digestHashMismatch(let expected, let actual), .historyRewritten(let expected, let actual):
            [.hash(expected), .hash(actual)]
        case .digestMetadataMismatch: []
        case .digestMissing(let count, let successorEnd, let sign): [.number(count), .time(successorEnd), sign.rank]
        case .logMissing(let expected, let digestEnd, let isKeyUnsafe):
            [.time(digestEnd), .number(isKeyUnsafe ? 1 : 0), .hash(expected)]
        case .logHashMismatch(let expected, let actual), .logReferenceConflict(let expected, let actual):
            [.hash(expected), .hash(actual)]
        case .logMalformed(let reason): [.text(reason)]
        case .logTrailingData(let byteCount): [.number(Int64(clamping: byteCount))]
        case .historyTruncated(let expected, let end, let remainder): [.time(end), .hash(expected)] + remainder.rank
        case .digestUnsupported(.algorithm): [.number(0)]
        case .digestUnsupported(.provedBytes(let defect)): [.number(1)] + defect.rank
        case .digestSignatureUnavailable(let isAllowableHead): [.number(isAllowableHead ? 1 : 0)]
        case .keyFingerprintMismatch(let listed, let actual): [.fingerprint(listed), .fingerprint(actual)]
        case .logDigestUnverified(let count, let differing): [.number(count), .number(differing)]
        case .logUnreferenced(let log): log.rank
        case .referenceOutsideArchive(let expected, .otherBucket(let bucket, let end)):
            [.number(0), .time(end), .bytes(bucket), .hash(expected)]
        case .referenceOutsideArchive(let expected, .dayBeforeCopy): [.number(1), .hash(expected)]
        case .coverageGap(let gap): gap.rank
        case .coverageStale(let newestEnd, let age, let maximumAge):
            [.time(newestEnd), .number(age), .number(maximumAge)]
        case .fileUnreadable(let file): file.rank
        case .unaccounted(let item): item.rank
        case .historyBegins(let start, let end): [.time(end), .time(start)]
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
        case .damaged(let reason): [.number(0), .text(reason)]
        case .trailingBytes(let count): [.number(1), .number(Int64(clamping: count))]
        case .format(let error): [.number(2), .text(error.member ?? ""), .text(error.reason)]
        }
    }
}

extension FindingDetail.MissingDigestSign {
    fileprivate var rank: Fact {
        switch self {
        case .unlistedLogsOfItsTime: .number(0)
        case .olderDigestsArePresent: .number(1)
        case .windowBeginsBeforeItsEnd: .number(2)
        }
    }
}

extension FindingDetail.ChainRemainder {
    fileprivate var rank: [Fact] {
        switch self {
        case .nothing: [.number(0)]
        case .nothingBefore: [.number(1)]
        case .olderEnds(let end): [.number(2), .time(end)]
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
        case .listedLog: [.number(0)]
        case .strangerInFolder(let accountID): [.number(1), .bytes(accountID)]
        case .outOfScopeByName(let reason): [.number(2), .text(reason)]
        case .time: [.number(3)]
        case .chain: [.number(4)]
        case .timeOfSibling: [.number(5)]
        case .knownTime(let time): [.number(6), .time(time)]
        case .logFarFromAllowedDigest: [.number(7)]
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
        case .unmatchedFilter(let filter, let value): [.number(13), filter.rank, .bytes(value)]
        case .unseenTrail(let trail, let ownerID, let bucket, let latest):
            [.number(14), .bytes(trail), .bytes(ownerID), .bytes(bucket), .time(latest)]
        }
    }
}

extension CoverageGap.Filter {
    fileprivate var rank: Fact {
        switch self {
        case .account: .number(0)
        case .region: .number(1)
        case .trail: .number(2)
        }
    }
}
