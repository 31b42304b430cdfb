internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds what is wrong with listed logs (LOG-3 to LOG-19), and with logs that only unproved digests list (LOG-12).
struct LogFindings {
    let dispositions: Dispositions

    private var listing: ArchiveListing { dispositions.listing }
    private var scope: RunScope { dispositions.scope }
    private var proved: [ProvedDigest] { dispositions.proved.proved }

    func findings() -> [Finding] {
        var found: [Finding] = []
        for log in dispositions.candidates.listed.logs {
            guard let disposition = dispositions.logs[log.number] else { continue }
            found += findings(log, disposition)
        }
        return found + dispositions.claims.compactMap(claimed)
    }

    // MARK: Listed objects

    /// The digest that the object counts for: one that the filters include, if any.
    private func owner(_ log: ListedLog) -> ProvedDigest? { dispositions.owner(of: log) }

    private func findings(_ log: ListedLog, _ disposition: LogDisposition) -> [Finding] {
        switch disposition {
        case .verified(let files):
            guard files.contains(where: \.isStoredInflated) else { return [] }
            return zip(dispositions.candidates.files(of: log.number), files).compactMap { file, own in
                own.isStoredInflated ? Finding(.storedInflated(.log), subject(log, file)) : nil
            }
        case .invalid(let judgements):
            return zip(dispositions.candidates.files(of: log.number), judgements).flatMap { file, judgement in
                details(judgement.fault, log, file).map { Finding($0, subject(log, file)) }
            }
        case .missing:
            let end = owner(log)?.interval.to ?? UnixTime(seconds: 0)
            return [
                Finding(
                    .logMissing(expected: log.hashes.first ?? nil, digestEnd: end, isKeyUnsafe: log.key.isUnsafe),
                    subject(log, nil))
            ]
        case .unverified(let doubt): return findings(log, doubt)
        case .outsideCopy: return [item(.referenceOutsideArchive(expected: log.hashes.first ?? nil, outside(log)), log)]
        case .notAskedFor, .verifiedEarlier: return []
        }
    }

    private func findings(_ log: ListedLog, _ doubt: LogDoubt) -> [Finding] {
        switch doubt {
        case .unreadable:
            // If a folder couldn't be listed, there is no file here. The folder has its own finding. A file that an
            // interrupted run didn't come to has none.
            return dispositions.candidates.files(of: log.number).compactMap { file in
                guard let content = dispositions.contents[file], content.outcome == .unreadable else { return nil }
                return Finding(unreadable(file), subject(log, file))
            }
        case .conflict:
            return dispositions.candidates.files(of: log.number).map { file in
                let actual = dispositions.contents.hash(of: file)
                let other = log.hashes.first { $0 != actual } ?? nil
                return item(.logReferenceConflict(expected: other, actual: actual), log, file)
            }
        case .unsupported:
            return dispositions.candidates.files(of: log.number).map { file in
                Finding(
                    .logReferenceConflict(expected: nil, actual: dispositions.contents.hash(of: file)),
                    subject(log, file))
            }
        case .foreign:
            let account = owner(log)?.chain.accountID ?? ByteString()
            return [
                item(.referenceOutsideArchive(expected: log.hashes.first ?? nil, .otherAccount(of: account)), log)
            ]
        }
    }

    private func item(_ detail: FindingDetail, _ log: ListedLog, _ file: FileNumber? = nil) -> Finding {
        var finding = Finding(detail, subject(log, file))
        finding.item = .log(log.location)
        return finding
    }

    private func details(_ fault: LogFault?, _ log: ListedLog, _ file: FileNumber) -> [FindingDetail] {
        let look = dispositions.contents[file]?.beginning.flatMap { ContentLook(beginning: $0) }
        switch fault {
        case .otherHash(let actual):
            return [.logHashMismatch(expected: log.hashes.first ?? nil, actual: actual, looksLike: look)]
        case .trailingData(let count):
            guard case .trailing(let actual, _)? = dispositions.contents[file]?.outcome, !log.hashes.contains(actual)
            else {
                return [.logTrailingData(byteCount: count)]
            }
            return [
                .logTrailingData(byteCount: count),
                .logHashMismatch(expected: log.hashes.first ?? nil, actual: actual, looksLike: look),
            ]
        case .damaged:
            let content = dispositions.contents[file]
            return [
                .logMalformed(
                    reason: content?.reason ?? "", looksLike: content?.beginning?.isEmpty ?? true ? nil : look)
            ]
        case .unreadable: return [unreadable(file)]
        case nil: return []
        }
    }

    private func unreadable(_ file: FileNumber) -> FindingDetail {
        guard let reason = dispositions.contents[file]?.reason else { return .fileUnreadable(.gone(.log)) }
        return .fileUnreadable(.unreadable(.log, reason: reason))
    }

    private func outside(_ log: ListedLog) -> FindingDetail.OutsidePlace {
        let bucket = log.location.bucket
        if dispositions.locator.holds(bucket: bucket, in: listing) || dispositions.filledBuckets.contains(bucket) {
            return .dayBeforeCopy
        }
        return .otherBucket(bucket, digestEnd: owner(log)?.interval.to ?? UnixTime(seconds: 0))
    }

    private func subject(_ log: ListedLog, _ file: FileNumber?) -> FindingSubject {
        let digest = owner(log)
        let stamp = log.key.stamp
        var subject = FindingSubject(
            chain: digest?.chain, log.location, path: file.map { listing.userPath(of: $0) },
            time: stamp ?? digest?.interval.to)
        subject.recorded = log.hashes.first ?? nil
        return subject
    }

    // MARK: Logs of unproved digests

    /// Makes one finding for each unproved digest in scope, if files are there that it lists (LOG-12).
    private func claimed(_ claim: JudgeFiles.UnprovedClaims) -> Finding? {
        var count = 0
        var differing = 0
        var seen: Set<FileNumber> = []
        for (file, hash) in dispositions.logs(of: claim) where seen.insert(file).inserted {
            count += 1
            if dispositions.contents.hash(of: file) != hash { differing += 1 }
        }
        guard count > 0, let statement = dispositions.proved.files[claim.position].statement else { return nil }
        let file = dispositions.proved.files[claim.position].file
        var finding = Finding(
            .logDigestUnverified(count: count, differing: differing),
            FindingSubject(
                chain: statement.chain, statement.document.location, path: listing.userPath(of: file),
                time: statement.document.endTime))
        finding.files = seen.map { listing.uniquePath(of: $0) }
        return finding
    }
}
