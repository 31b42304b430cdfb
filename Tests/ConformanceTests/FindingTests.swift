import Testing
import TrailSealFormat
import TrailSealPrimitives
import TrailSealReporting

@testable import TrailSealVerification

/// Findings as values: every code has details, a position in the order, and words.
@Suite struct FindingTests {
    private static let (early, late) = (UnixTime(seconds: 1_790_000_000), UnixTime(seconds: 1_790_003_600))
    private static let hashes = [1, 2].compactMap { SHA256Digest(Array(repeating: $0, count: SHA256Digest.byteCount)) }
    private static let (one, two) = (hashes[0], hashes[1])
    private static let keys = [1, 2].compactMap { KeyFingerprint(Array(repeating: $0, count: 16)) }
    private static let (key, otherKey) = (keys[0], keys[1])
    private static let place = S3Location(bucket: "bucket", key: "a/key")

    /// Details of a code in canonical order. A new code makes this switch incomplete, so the compiler reports it.
    private static func details(_ code: FindingCode) -> [FindingDetail] {
        switch code {
        case .digestMalformed:
            [
                .digestMalformed(.damaged(reason: "a")), .digestMalformed(.damaged(reason: "a", looksLike: .html)),
                .digestMalformed(.damaged(reason: "b")),
                .digestMalformed(.trailingBytes(9)), .digestMalformed(.trailingBytes(10)),
                .digestMalformed(.format(DigestFormatError(reason: "z"))),
                .digestMalformed(.format(DigestFormatError(reason: "z"), looksLike: .s3Error(code: "AccessDenied"))),
                .digestMalformed(.format(DigestFormatError(member: "m", reason: "a"))),
            ]
        case .digestRelocated: [.digestRelocated(declared: place)]
        case .digestSignatureInvalid: [.digestSignatureInvalid(key), .digestSignatureInvalid(otherKey)]
        case .digestHashMismatch:
            [.digestHashMismatch(expected: one, actual: two), .digestHashMismatch(expected: two, actual: one)]
        case .digestMetadataMismatch: [.digestMetadataMismatch]
        case .digestMissing:
            [
                .digestMissing(count: 1, successorEnd: early, .unlistedLogsOfItsTime),
                .digestMissing(count: 1, successorEnd: early, .olderDigestsArePresent),
                .digestMissing(count: 1, successorEnd: early, .windowBeginsBeforeItsEnd),
                .digestMissing(count: 1, successorEnd: early, .hourCoveredByHourlyDigests),
                .digestMissing(count: 2, successorEnd: early, .olderDigestsArePresent),
            ]
        case .logMissing:
            [
                .logMissing(expected: nil, digestEnd: early, isKeyUnsafe: false),
                .logMissing(expected: one, digestEnd: early, isKeyUnsafe: false),
                .logMissing(expected: one, digestEnd: early, isKeyUnsafe: true),
                .logMissing(expected: one, digestEnd: late, isKeyUnsafe: false),
            ]
        case .logHashMismatch:
            [.logHashMismatch(expected: nil, actual: two), .logHashMismatch(expected: one, actual: two)]
                + looks.map { .logHashMismatch(expected: one, actual: two, looksLike: $0) }
        case .logMalformed:
            [.logMalformed(reason: "a")] + looks.map { .logMalformed(reason: "a", looksLike: $0) }
                + [.logMalformed(reason: "b")]
        case .logTrailingData: [.logTrailingData(byteCount: 1), .logTrailingData(byteCount: .max)]
        case .historyTruncated:
            [
                .historyTruncated(expected: one, verifiedThrough: late, .nothing),
                .historyTruncated(expected: one, verifiedThrough: late, .olderEnds(early)),
                .historyTruncated(expected: one, verifiedThrough: late, .middle(missing: 1)),
                .historyTruncated(expected: one, verifiedThrough: late, .middle(missing: 2)),
                .historyTruncated(expected: one, verifiedThrough: late, .withinRetention),
                .historyTruncated(expected: one, verifiedThrough: late, .segment),
            ]
        case .historyRewritten: [.historyRewritten(expected: one, actual: two)]
        case .digestUnsupported:
            [
                .digestUnsupported(.algorithm), .digestUnsupported(.provedBytes(.damaged(reason: "a"))),
                .digestUnsupported(.overLimit(.entries(500_000))),
                .digestUnsupported(.overLimit(.filesOfOneName(1_000))),
                .digestUnsupported(.overLimit(.mappings(4_096))), .digestUnsupported(.overLimit(.savedAnswers(16))),
            ]
        case .digestSignatureUnavailable:
            [
                .digestSignatureUnavailable(isAllowableHead: false),
                .digestSignatureUnavailable(isAllowableHead: true),
            ]
        case .digestKeyUnknown: [.digestKeyUnknown(key), .digestKeyUnknown(otherKey)]
        case .digestKeyOutOfValidity: [.digestKeyOutOfValidity(key), .digestKeyOutOfValidity(otherKey)]
        case .keyFingerprintMismatch:
            [
                .keyFingerprintMismatch(listed: key, actual: otherKey),
                .keyFingerprintMismatch(listed: otherKey, actual: key),
            ]
        case .signatureWithoutDigest:
            [.signatureWithoutDigest(count: 1), .signatureWithoutDigest(count: 2), .signatureWithoutDigest(count: 10)]
        case .logDigestUnverified:
            [
                .logDigestUnverified(count: 1, differing: 0), .logDigestUnverified(count: 9, differing: 3),
                .logDigestUnverified(count: 10, differing: 0),
            ]
        case .logUnreferenced:
            [
                .logUnreferenced(.nameWithoutTime), .logUnreferenced(.noDigestsOfItsRegion),
                .logUnreferenced(.afterNewestDigest(early)), .logUnreferenced(.beforeOldestDigest(early)),
                .logUnreferenced(.coveredByVerifiedDigests(early)), .logUnreferenced(.notCovered(early)),
                .logUnreferenced(.notCovered(late)), .logUnreferenced(.betweenSegments(early)),
                .logUnreferenced(.foreignName(nil)), .logUnreferenced(.foreignName(early)),
                .logUnreferenced(.besideCompressedFile), .logUnreferenced(.leftover(.copy)),
                .logUnreferenced(.leftover(.systemFile)), .logUnreferenced(.leftover(.unfinishedDownload)),
                .logUnreferenced(.beforeNewestEnd(early)),
            ]
        case .logReferenceConflict: [.logReferenceConflict(expected: one, actual: two)]
        case .referenceOutsideArchive:
            [
                .referenceOutsideArchive(expected: one, .otherBucket("other", digestEnd: early)),
                .referenceOutsideArchive(expected: one, .dayBeforeCopy),
            ]
        case .coverageGap: gaps.map { .coverageGap($0) }
        case .coverageStale: [.coverageStale(newestEnd: early, age: 7_200, maximumAge: 3_600)]
        case .fileUnreadable:
            [
                .fileUnreadable(.unreadable(.digest, reason: "a")), .fileUnreadable(.unreadable(.log, reason: "a")),
                .fileUnreadable(.gone(.digest)), .fileUnreadable(.gone(.log)),
                .fileUnreadable(.unlistable(reason: "a")), .fileUnreadable(.irregular(kind: "FIFO")),
            ]
        case .unaccounted:
            [
                .combination(account: nil, region: "a", trail: nil),
                .combination(account: "1", region: nil, trail: nil),
                .combination(account: "1", region: "a", trail: "t"),
                .requiredTime, .logDisposition, .fileBin, .fileCount(walked: 1, entered: 10),
                .fileCount(walked: 2, entered: 1), .excuse(), .excuse(code: .coverageGap),
                .excuse(code: .fileUnreadable),
            ].map { .unaccounted($0) }
        case .historyBegins: [.historyBegins(oldestStart: early, oldestEnd: late)]
        case .historyExpired: [.historyExpired]
        case .chainEndsEarly: [.chainEndsEarly(siblingEnd: early), .chainEndsEarly(siblingEnd: late)]
        case .storedInflated: [.storedInflated(.digest), .storedInflated(.log)]
        case .chainForked: [.chainForked(count: 2), .chainForked(count: 10)]
        case .fileUnrecognized: [.fileUnrecognized(count: 1), .fileUnrecognized(count: 2)]
        case .logNotDue: [.logNotDue(count: 1), .logNotDue(count: 2)]
        }
    }

    private static let gaps: [CoverageGap] = [
        .hourlyDigestsAbsent, .beforeUnverifiedDigest, .beforeUnreadableDigest, .digestsDoNotMeet,
        .otherBucket("other"), .hiddenFolder, .siblingEndsLater, .siblingBeginsEarlier, .stoppedLater, .deliveredLater,
        .windowBegins, .windowEnds, .restart,
        .unseenTrail(trail: "a", ownerID: "2", bucket: "bucket", latestDelivery: early),
        .unseenTrail(trail: "b", ownerID: "1", bucket: "bucket", latestDelivery: early),
        .noChainForFilters(account: nil, region: nil, trail: "t"),
        .noChainForFilters(account: nil, region: "a", trail: nil),
        .noChainForFilters(account: "1", region: nil, trail: nil),
        .noChainForFilters(account: "1", region: "a", trail: "t"),
        .noVerifiedDigest, .stateEnd,
    ]

    private static let looks: [ContentLook] = [
        .s3Error(code: "AccessDenied"), .s3Error(code: "NoSuchKey"), .html, .gzipAgain, .empty, .cut,
        .errorMessage(code: ""), .errorMessage(code: "AccessDenied"), .digestFile, .logFile, .reformattedLog,
        .savedAnswer, .archive(.tar), .archive(.zip), .zeros, .text,
    ]

    private static let subject = FindingSubject(bucket: "bucket", key: "a/key", from: early, to: late)

    @Test(arguments: FindingCode.allCases) func detailsAreOfTheirCode(_ code: FindingCode) {
        let details = Self.details(code)
        #expect(!details.isEmpty && details.allSatisfy { $0.code == code })
        for detail in details {
            let finding = Finding(detail, Self.subject)
            #expect(finding.verdict == code.descriptor.verdict && !finding.isAllowed)
        }
    }

    /// Each detail precedes all later ones and no earlier one.
    @Test(arguments: FindingCode.allCases) func detailsAreOrdered(_ code: FindingCode) {
        let findings = Self.details(code).map { Finding($0, Self.subject) }
        for (index, finding) in findings.enumerated() {
            for (other, second) in findings.enumerated() {
                #expect(Finding.precedes(finding, second) == (index < other), "\(finding.detail), \(second.detail)")
            }
        }
    }

    @Test(arguments: FindingCode.allCases) func detailsHaveWords(_ code: FindingCode) {
        let details = Self.details(code)
        for detail in details {
            let message = Finding(detail, Self.subject).message
            #expect(message.hasSuffix(".") && !message.contains("Optional") && !message.contains("  "), "\(message)")
        }
        // Details of other codes may share a message, because some of their facts are only in other members.
        let differing: Set<FindingCode> = [
            .digestMalformed, .digestMissing, .logMalformed, .historyTruncated, .digestUnsupported, .digestKeyUnknown,
            .coverageGap, .fileUnreadable, .unaccounted, .logUnreferenced, .storedInflated, .chainForked,
            .logDigestUnverified, .keyFingerprintMismatch, .signatureWithoutDigest, .historyExpired, .chainEndsEarly,
            .fileUnrecognized, .logNotDue,
        ]
        if differing.contains(code) {
            #expect(Set(details.map { Finding($0, Self.subject).message }).count == details.count)
        }
    }

    @Test func titlesTellCodesApart() {
        #expect(Set(FindingCode.allCases.map(\.explanation.title)).count == FindingCode.allCases.count)
    }

    /// Each code's verdict and severity agree, and only findings without proof can be allowed.
    @Test(arguments: FindingCode.allCases) func severitiesFitVerdicts(_ code: FindingCode) {
        let descriptor = code.descriptor
        switch descriptor.verdict {
        case .invalid: #expect(descriptor.severity == .high || descriptor.severity == .critical)
        // Findings without proof have low severity, unless they show that something existed and is gone.
        case .unverified: #expect(descriptor.severity == (code == .signatureWithoutDigest ? .high : .low))
        case .note: #expect(descriptor.severity == .informational)
        }
        // A run that was stopped can't report absences.
        #expect(descriptor.effect == nil || descriptor.isAbsence)
    }

    @Test func codesOfReports() {
        for code in FindingCode.allCases { #expect(ReportedCode(code.rawValue) == .known(code)) }
        let newer = ReportedCode("log-of-tomorrow")
        #expect(newer == .unknown("log-of-tomorrow") && newer.known == nil && newer.text == "log-of-tomorrow")
    }
}
