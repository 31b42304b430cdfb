internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Compares the copy with the state, chain by chain, and makes findings of the differences (STATE-5 to STATE-8,
/// STATE-12).
struct HistoryFindings {
    private let dispositions: Dispositions
    private let lines: [ChainID: ChainLine]
    private let hidden: HiddenPlaces
    /// The hashes of verified digests, by bucket and key.
    private var verified: [S3Location: [SHA256Digest]] = [:]
    /// The other digest files in the places that they declare, by bucket and key.
    private var others: [S3Location: [(hash: SHA256Digest, file: FileNumber)]] = [:]

    /// Greatest number of days in a segment whose folders are checked for obstacles. A trail of eleven years has fewer.
    private static let dayLimit = 4_096

    init(_ dispositions: Dispositions, _ lines: [ChainID: ChainLine]) {
        self.dispositions = dispositions
        self.lines = lines
        hidden = HiddenPlaces(dispositions.listing, dispositions.locator)
        if dispositions.scope.policy.known?.isEmpty ?? true { return }
        for digest in dispositions.proved.proved { verified[digest.location, default: []].append(digest.hash) }
        for (position, file) in dispositions.proved.files.enumerated() {
            guard let statement = file.statement, statement.place.isInPlace,
                dispositions.proved.standings[position]?.proved == nil
            else { continue }
            others[statement.document.location, default: []].append((statement.hash, file.file))
        }
    }

    /// The findings about chains in scope. `reported` are digests that other findings call missing already.
    func findings(beside reported: Set<S3Location>) -> [Finding] {
        (dispositions.scope.policy.known ?? []).filter { dispositions.scope.includes($0.chain) }.flatMap { known in
            losses(known).compactMap { loss in
                if case .end = loss.kind, reported.contains(loss.digest.location) { return nil }
                return finding(loss)
            }
        }
    }

    /// The losses of chains in scope that make the run invalid.
    func accusations() -> [HistoryRule.Loss] {
        (dispositions.scope.policy.known ?? []).filter { dispositions.scope.includes($0.chain) }.flatMap(losses)
            .filter(\.isAccusation)
    }

    /// The losses of one chain.
    func losses(_ known: KnownChain) -> [HistoryRule.Loss] {
        let line = lines[dispositions.scope.line(of: known.chain)]
        let hourly =
            known.chain.kind == .backfill ? lines[dispositions.scope.line(of: known.chain.standard)] : nil
        let standard = hourly.flatMap { hourly in
            hourly.start.flatMap { start in hourly.end.map { Interval(from: start, to: $0) } }
        }
        let rule = HistoryRule(
            known: known, oldestVerified: line?.verified.first?.interval, newestVerifiedEnd: line?.end,
            standard: standard, found: { found($0, known, line) }, retention: dispositions.scope.policy.retention,
            presence: { presence($0, known.chain) })
        return rule.losses()
    }

    private func presence(_ digest: KnownDigest, _ chain: ChainID) -> HistoryRule.Presence {
        if let hashes = verified[digest.location], let first = hashes.first {
            return .verified(hash: hashes.contains(digest.hash) ? digest.hash : first)
        }
        if let found = others[digest.location], let first = found.first {
            return .other(hash: found.contains { $0.hash == digest.hash } ? digest.hash : first.hash)
        }
        if hidden.hides(digest.location, account: chain.accountID) { return .hidden }
        return isOccupied(digest.location, account: chain.accountID) ? .other(hash: nil) : .absent
    }

    /// Whether anything at all lies in an object's own place: a file, a folder or an obstacle (STATE-7).
    private func isOccupied(_ location: S3Location, account: ByteString) -> Bool {
        let listing = dispositions.listing
        return dispositions.locator.ownPlaces(of: location, account: account).contains { place in
            if listing.hasObstacle(root: place.root, path: place.path)
                || listing.hasFolder(root: place.root, below: place.path)
            {
                return true
            }
            let (folder, name) = place.path.splitAtLastSlash
            guard let index = listing.folder(root: place.root, path: folder) else { return false }
            return listing.file(named: name, inFolder: index) != nil
        }
    }

    /// What the copy holds in a segment's time.
    private func found(_ segment: KnownSegment, _ known: KnownChain, _ line: ChainLine?) -> HistoryRule.Found {
        let before = known.segments.lazy.map(\.last.end).filter { $0 < segment.last.end }.max()
        let from = segment.first?.end ?? before.map { $0 + 1 } ?? known.since
        let digests = (line?.verified ?? []).filter { from <= $0.interval.to && $0.interval.to <= segment.last.end }
        return HistoryRule.Found(
            verified: Set(digests.map(\.location)).count, mayHide: mayHide(from, segment.last, known.chain))
    }

    /// Whether the folder of one of the segment's days couldn't be listed.
    private func mayHide(_ from: UnixTime, _ last: KnownDigest, _ chain: ChainID) -> Bool {
        guard dispositions.listing.obstacles.contains(where: \.hidesFiles) else { return false }
        guard let key = last.location.digestKey else { return false }
        var time = from
        for _ in 0..<Self.dayLimit where time < last.end + UnixTime.day {
            let text = DigestObjectKey(prefix: key.prefix, chain: key.chain, endTime: time).text
            if hidden.hides(S3Location(bucket: last.location.bucket, key: text), account: chain.accountID) {
                return true
            }
            time = time + UnixTime.day
        }
        return false
    }

    private func finding(_ loss: HistoryRule.Loss) -> Finding? {
        let digest = loss.digest
        var subject = FindingSubject(
            chain: loss.chain, digest.location, from: loss.interval.from, to: loss.interval.to, time: digest.end)
        func truncated(_ remainder: FindingDetail.ChainRemainder) -> Finding {
            Finding(
                .historyTruncated(expected: digest.hash, verifiedThrough: digest.end, remainder), subject)
        }
        switch loss.kind {
        case .chain:
            (subject.from, subject.to) = (nil, nil)
            return truncated(.nothing)
        case .segment: return truncated(.segment)
        case .end: return truncated(.olderEnds(loss.interval.from))
        case .middle(let missing): return truncated(.middle(missing: missing))
        case .replaced: return truncated(.replaced)
        case .beginning(isWithinRetention: true): return truncated(.withinRetention)
        case .beginning(isWithinRetention: false): return Finding(.historyExpired, subject)
        case .rewritten(let actual):
            let file = others[digest.location]?.first { $0.hash == actual }?.file
            let proved = dispositions.proved.proved.first { $0.location == digest.location && $0.hash == actual }
            subject.path =
                file.map { dispositions.listing.userPath(of: $0) }
                ?? proved.flatMap { one in
                    zip(dispositions.proved.proved, dispositions.proved.positions)
                        .first { $0.0.statement.file == one.statement.file }
                        .map { dispositions.listing.userPath(of: dispositions.proved.files[$0.1].file) }
                }
            (subject.from, subject.to) = (nil, nil)
            return Finding(.historyRewritten(expected: digest.hash, actual: actual), subject)
        case .hidden: return nil
        }
    }
}
