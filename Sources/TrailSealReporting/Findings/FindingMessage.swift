internal import TrailSealFormat
internal import TrailSealPrimitives
package import TrailSealVerification

extension Finding {
    /// Returns one to three sentences that say what was found.
    package var message: String {
        switch detail {
        case .digestMalformed(let defect): "This isn't a digest file: \(defect.label)"
        case .digestRelocated(let declared):
            "The digest file isn't in its place: its content declares \(declared)."
        case .digestSignatureInvalid(let fingerprint):
            "The signature doesn't verify under the key \(fingerprint.hex), and nothing else proves this digest."
        case .digestHashMismatch:
            "The verified successor of this digest records another hash for it."
        case .digestMetadataMismatch:
            "This digest is proved, but the signature that was saved for it doesn't verify."
        case .digestMissing(let count, let successorEnd, let sign):
            (count == 1
                ? "1 digest file is missing before the verified digest of \(successorEnd.iso8601), which names this one "
                    + "as its predecessor. "
                : "No verified digest covers the \(count) hours before the verified digest of \(successorEnd.iso8601). The "
                    + "one that it names as its predecessor is missing. ") + sign.label
        case .logMissing(_, let digestEnd, isKeyUnsafe: true):
            "The verified digest of \(digestEnd.iso8601) lists a key that would lead out of the archive. Such a key is never opened."
        case .logMissing(_, let digestEnd, isKeyUnsafe: false):
            "The verified digest of \(digestEnd.iso8601) lists this log file, and it is absent."
        case .logHashMismatch(_, _, looksLike: nil):
            "The content isn't what the verified digest recorded."
        case .logHashMismatch(_, _, looksLike: let look?):
            "The content isn't what the verified digest recorded. \(look.label)"
        case .logMalformed(let reason, let look):
            "The log file can't be inflated: \(reason)." + (look.map { " " + $0.label } ?? "")
        case .logTrailingData(let count):
            "\(count) byte\(count == 1 ? "" : "s") follow\(count == 1 ? "s" : "") the gzip member. CloudTrail writes "
                + "exactly one member. Other tools would read more bytes as events."
        case .historyTruncated(_, _, let remainder) where !remainder.isAboutOneDigest:
            "Earlier runs verified digest files of this chain that are absent now. \(remainder.label)"
        case .historyTruncated(_, let verifiedThrough, let remainder):
            "An earlier run verified this digest of \(verifiedThrough.iso8601), and it is absent now. \(remainder.label)"
        case .historyRewritten:
            "An earlier run verified this digest with another hash. It has been changed or replaced since."
        case .digestUnsupported(.algorithm): "This digest names an algorithm that this version doesn't know."
        case .digestUnsupported(.provedBytes(let defect)):
            "A verified digest records exactly these bytes, so CloudTrail signed them. This version can't read them: "
                + defect.label
        case .digestUnsupported(.overLimit(let limit)): limit.label
        case .digestSignatureUnavailable:
            "No usable signature of this digest was found, and no verified digest names it."
        case .digestKeyUnknown(let fingerprint):
            "No key with the fingerprint \(fingerprint.hex) was given, and no verified digest names this one."
        case .digestKeyOutOfValidity(let fingerprint):
            "The key \(fingerprint.hex) wasn't valid when this digest was signed, and no verified digest names this one."
        case .keyFingerprintMismatch(let listed, let actual):
            "A public key is listed under the fingerprint \(listed.hex), but its own is \(actual.hex). This key can "
                + "prove a digest, but never accuses one."
        case .signatureWithoutDigest(count: 1):
            "A saved signature names a digest file of this chain that is absent."
        case .signatureWithoutDigest(let count):
            "Saved signatures name \(count) digest files of this chain that are absent."
        case .logDigestUnverified(let count, let differing): Self.unproven(count, differing)
        case .logUnreferenced(let log): "No verified digest lists this log file. \(log.label)"
        case .logReferenceConflict:
            "Two verified digests list this log file with different hashes, and the file matches one of them."
        case .referenceOutsideArchive(_, .otherBucket(let bucket, let digestEnd)):
            "The verified digest of \(digestEnd.iso8601) lists this log file in s3://\(bucket), which isn't in this copy."
        case .referenceOutsideArchive(_, .otherAccount(let account)):
            "A digest file of account \(account) lists this log file. A digest file lists log files of its own account only."
        case .referenceOutsideArchive(_, .dayBeforeCopy):
            "A verified digest lists this log file. The copy of its account and Region begins on the next day, or ends "
                + "on the day before."
        case .coverageGap(let gap): gap.label(subject)
        case .coverageStale(let newestEnd, _, let maximumAge):
            "The chain's newest verified digest ends at \(newestEnd.iso8601), longer ago than \(Self.age(maximumAge))."
        case .fileUnreadable(let file): file.label
        case .unaccounted(let item): item.label(subject)
        case .historyBegins(let start, let end):
            "The chain's oldest digest in the copy, \(end.iso8601), names a predecessor that isn't in the copy. Nothing "
                + "before \(start.iso8601) is judged."
        case .historyExpired:
            "Earlier runs verified older digest files of this chain. They are now gone from the beginning of the chain."
        case .chainEndsEarly(let siblingEnd):
            "This chain ends before another chain of the same trail, which ends at \(siblingEnd.iso8601). "
                + "Its newest digest files may be late or missing."
        case .storedInflated(let kind):
            "The \(kind.label) is stored inflated, as browsers leave it. Its content is what CloudTrail signed."
        case .chainForked(let count):
            "\(count) different verified digests of the chain name this one as their predecessor."
        case .fileUnrecognized(let count):
            count == 1
                ? "1 file in this digest folder isn't a digest file. It has neither the name nor the content of one."
                : "\(count) files in this digest folder aren't digest files. They have neither the names nor the content of "
                    + "any."
        case .logNotDue(let count):
            "\(count == 1 ? "1 log file is" : "\(count) log files are") too new: the digest file that lists "
                + "\(count == 1 ? "it" : "them") hasn't been delivered yet."
        }
    }

    /// `26 hours`, or `90 minutes` for less than two hours.
    static func age(_ seconds: Int64) -> String {
        seconds < 2 * UnixTime.hour ? "\(seconds / 60) minutes" : "\(seconds / UnixTime.hour) hours"
    }

    private static func unproven(_ count: Int, _ differing: Int) -> String {
        let subject = count == 1 ? "1 log file is" : "\(count) log files are"
        let tail =
            differing == 0
            ? "\(count == 1 ? "Its" : "Their") content matches the hash that it records."
            : "The content of \(differing) differs from the hash that it records."
        return "\(subject) listed only by this digest, which isn't verified. " + tail
    }
}

extension FindingDetail.FileKind {
    fileprivate var label: String {
        switch self {
        case .digest: "digest file"
        case .log: "log file"
        }
    }
}

extension FindingDetail.DigestDefect {
    /// The end of a sentence that names the defect, then a sentence that says what the content looks like.
    fileprivate var label: String {
        switch self {
        case .damaged(let reason, let look): reason + "." + (look.map { " " + $0.label } ?? "")
        case .trailingBytes(let count): "\(count) bytes follow the gzip member."
        case .format(let error, let look): error.description + "." + (look.map { " " + $0.label } ?? "")
        }
    }
}

extension FindingDetail.DigestLimit {
    fileprivate var label: String {
        switch self {
        case .entries(let limit):
            "This digest lists more than \(limit) log files. This version judges at most that many in one digest."
        case .filesOfOneName(let limit):
            "More than \(limit) files have the name of this digest. This version judges at most that many."
        case .mappings(let limit):
            "The digests of this account show more than \(limit) mappings of folders to buckets in one archive folder. "
                + "This version keeps at most that many."
        case .savedAnswers(let limit):
            "More than \(limit) signatures were saved for this digest. This version tries at most that many."
        }
    }
}

extension ContentLook {
    fileprivate var label: String {
        switch self {
        case .s3Error(let code): "It looks like an S3 error answer (\(code)) that was saved as this file."
        case .errorMessage(let code):
            "It looks like an AWS error message\(code.isEmpty ? "" : " (\(code))") that was saved as this file."
        case .html: "It looks like an HTML page."
        case .gzipAgain: "It looks gzipped twice: the inflated content is itself gzip."
        case .empty: "It holds no content."
        case .cut: "The file ends before its content does."
        case .digestFile: "It looks like a digest file."
        case .logFile: "It looks like a log file."
        case .reformattedLog:
            "It looks like a log file that another tool rewrote: CloudTrail writes other white space."
        case .savedAnswer: "It looks like a saved answer of aws s3api head-object."
        case .archive(let format): "It looks like a \(format.rawValue) file."
        case .zeros: "It begins with nothing but zero bytes, as after a download that broke off."
        case .text: "It looks like plain text."
        }
    }
}

extension FindingDetail.MissingDigestSign {
    fileprivate var label: String {
        switch self {
        case .windowBeginsBeforeItsEnd: "The window begins before its end."
        case .olderDigestsArePresent: "Older digests of the chain are present."
        case .unlistedLogsOfItsTime: "The copy holds log files of its time that no digest lists."
        case .hourCoveredByHourlyDigests: "Verified hourly digests cover the hour before its end."
        }
    }
}

extension FindingDetail.ChainRemainder {
    /// Whether the digest of the finding is itself gone. A loss in the middle or at the beginning of a segment may name
    /// the segment's last digest, which is present.
    fileprivate var isAboutOneDigest: Bool {
        switch self {
        case .middle, .withinRetention: false
        case .nothing, .olderEnds, .replaced, .segment: true
        }
    }

    fileprivate var label: String {
        switch self {
        case .nothing: "The copy no longer holds any digest of this chain."
        case .olderEnds(let end): "The newest digest before it in the copy ends at \(end.iso8601)."
        case .middle(let missing):
            "\(missing) digest file\(missing == 1 ? " is" : "s are") gone between others that are present."
        case .withinRetention: "The beginning of the chain is gone, and it is younger than the retention."
        case .replaced: "Something else lies in its place, so it didn't expire."
        case .segment: "All digests of its segment are gone, and other digests of the chain are present."
        }
    }
}

extension FindingDetail.UnreferencedLog {
    /// The innocent explanations that are possible. They fit a forged file just as well.
    fileprivate var label: String {
        let otherTrail = "a second trail without validation wrote it"
        let explanations =
            switch self {
            case .nameWithoutTime:
                "Its name holds no time, so CloudTrail didn't name it, and no digest file will list it."
            case .noDigestsOfItsRegion:
                "The archive holds no digest of its account and Region: validation was off, or \(otherTrail), or its digests "
                    + "weren't downloaded."
            case .afterNewestDigest(let time):
                "Its time, \(time.iso8601), is after the newest digest: the next digest file may list it, validation "
                    + "was off, or \(otherTrail)."
            case .beforeNewestEnd(let time):
                "Its time, \(time.iso8601), is shortly before the end of the newest digest, so it may have come later: the "
                    + "next digest file may list it, or \(otherTrail)."
            case .beforeOldestDigest(let time):
                "Its time, \(time.iso8601), is before the oldest digest: the digest that lists it wasn't downloaded, "
                    + "validation was off, or \(otherTrail)."
            case .coveredByVerifiedDigests(let time):
                "Verified digests cover its time, \(time.iso8601): it came late, and a backfill digest will list it, or "
                    + "\(otherTrail)."
            case .notCovered(let time):
                "No verified digest covers its time, \(time.iso8601): the digest that lists it is missing or unverified, "
                    + "validation was off, or \(otherTrail)."
            case .betweenSegments(let time):
                "Its time, \(time.iso8601), is between two segments of the chain: validation or logging was off, or "
                    + "\(otherTrail)."
            case .foreignName(let time):
                "CloudTrail doesn't give such a name here\(time.map { ", although it holds a time, \($0.iso8601)" } ?? ""): "
                    + "the file was renamed, or something else wrote it."
            case .leftover(let kind):
                "CloudTrail doesn't give such a name, and no digest file will list it: it looks like \(kind.label)."
            case .besideCompressedFile:
                "A file of the same name with .gz lies beside it and has other content."
            }
        return switch self {
        // These name no innocent explanation.
        case .nameWithoutTime, .foreignName, .leftover, .besideCompressedFile: explanations
        default: explanations + " A forged file looks the same."
        }
    }
}

extension LeftoverName {
    fileprivate var label: String {
        switch self {
        case .unfinishedDownload: "the remains of an unfinished download"
        case .systemFile: "a file that an operating system or a storage device writes"
        case .copy: "a copy of another file"
        }
    }
}

extension FindingDetail.UnreadableFile {
    fileprivate var label: String {
        switch self {
        case .unreadable(let kind, let reason): "The \(kind.label) can't be read: \(reason)."
        case .gone(let kind): "The \(kind.label) was there when the folder was listed, and has disappeared since."
        case .unlistable(let reason): "This path couldn't be read: \(reason)."
        case .irregular(let kind): "This is a \(kind), not a file. It is never followed or opened."
        }
    }
}
