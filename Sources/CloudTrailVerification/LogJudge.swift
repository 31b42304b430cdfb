internal import CloudTrailFormat
internal import Primitives

/// Says of one log file what the digests that list it, and its bytes, allow to say.
struct LogJudge {
    let records: JudgedRecords
    /// By the number of the chain.
    private let oldestOfChain: [DigestGraph.Node?]

    struct Judgement {
        let standing: LogStanding
        /// The digest that lists it, a verified one where there is one.
        let node: DigestGraph.Node
        var findings: [Finding] = []
        /// Whether only digests list it that are not verified.
        var isOnlyClaimedByUnverified = false
        /// Whether the content is another than the recorded one, for those.
        var differs = false
    }

    init(records: JudgedRecords) {
        self.records = records
        var oldest = [DigestGraph.Node?](repeating: nil, count: records.graph.chains.count)
        for node in records.graph.nodes where records.graph.digests[node].hasRole {
            let chain = records.graph.chainNumber(of: node)
            if oldest[chain] == nil { oldest[chain] = node }
        }
        oldestOfChain = oldest
    }

    // MARK: Present

    /// Nil where the file was not read.
    func judge(_ file: FileNumber) -> Judgement? {
        switch records.inspection.state(of: file) {
        case .notRead:
            // Nothing is known of what an interrupted run has not read.
            guard !records.isComplete, let claim = records.claims.claims(on: file).first else { return nil }
            return Judgement(standing: .unverified, node: claim.node)
        case .matches:
            guard let claim = records.claims.soleClaim(on: file) else { return nil }
            if records.isVerified(claim.node) { return Judgement(standing: .verified, node: claim.node) }
            return Judgement(standing: .unverified, node: claim.node, isOnlyClaimedByUnverified: true)
        case .detailed:
            guard let details = records.inspection.details(of: file) else { return nil }
            return judge(file, details)
        }
    }

    private func judge(_ file: FileNumber, _ details: LogInspection.Details) -> Judgement? {
        let claims = records.claims.claims(on: file)
        let verified = claims.filter { records.isVerified($0.node) }
        guard let claim = verified.first ?? claims.first, let owner = owner(of: claims) else { return nil }
        let chain = records.graph.digests[owner].chain
        let isOnlyUnverified = verified.isEmpty
        func finding(_ detail: FindingDetail) -> Finding {
            let object = records.places.object(of: file)
            return Finding(
                detail,
                FindingSubject(
                    chain: chain, bucket: object.bucket, key: object.key, path: records.listing.userPath(of: file),
                    time: LogFileName.stamp(in: records.listing.name(of: file))))
        }
        func judgement(_ standing: LogStanding, _ findings: [Finding] = [], differs: Bool = false) -> Judgement {
            Judgement(
                standing: standing, node: owner, findings: findings, isOnlyClaimedByUnverified: isOnlyUnverified,
                differs: differs)
        }
        switch details.outcome {
        case .damaged(let reason):
            return judgement(.invalid, [finding(.logMalformed(reason: reason))])
        case .unreadable(let reason):
            return judgement(.unverified, [finding(.fileUnreadable(.unreadable(.log, reason: reason)))])
        case .absent: return judgement(.unverified, [finding(.fileUnreadable(.gone(.log)))])
        case .whole, .trailingBytes: break
        }
        var findings: [Finding] = []
        if case .trailingBytes(let count) = details.outcome {
            findings.append(finding(.logTrailingData(byteCount: count)))
        }
        let candidates = isOnlyUnverified ? claims : verified
        let matches = candidates.contains { $0.hash != nil && $0.hash == details.hash }
        guard !isOnlyUnverified else {
            let differs = !matches && claims.contains { $0.hash != nil }
            return judgement(findings.isEmpty ? .unverified : .invalid, findings, differs: differs)
        }
        if !matches {
            let mismatch = finding(.logHashMismatch(expected: claim.hash, actual: details.hash))
            return judgement(.invalid, findings + [mismatch])
        }
        guard findings.isEmpty else { return judgement(.invalid, findings) }
        if let other = verified.first(where: { $0.hash != details.hash }) {
            let conflict = finding(.logReferenceConflict(expected: other.hash, actual: details.hash))
            return judgement(.unverified, [conflict])
        }
        if details.isStoredInflated { findings.append(finding(.storedInflated(.log))) }
        return judgement(.verified, findings)
    }

    private func owner(of claims: [LogClaims.Claim]) -> DigestGraph.Node? {
        records.scope.owner(of: claims.map(\.node), isVerified: records.isVerified)
    }

    // MARK: Absent

    /// Nil where no verified digest lists it: then nothing is known to be absent.
    func judge(absent: LogClaims.Absent, at location: S3Location) -> Judgement? {
        guard let claim = absent.claims.first(where: { records.isVerified($0.node) }) else { return nil }
        let digest = records.graph.digests[claim.node]
        let owner = owner(of: absent.claims) ?? claim.node
        func judgement(_ standing: LogStanding, _ detail: FindingDetail) -> Judgement {
            let subject = FindingSubject(
                chain: records.graph.digests[owner].chain, location,
                time: LogFileName.stamp(in: location.key.splitAtLastSlash.name) ?? digest.end)
            return Judgement(standing: standing, node: owner, findings: [Finding(detail, subject)])
        }
        let isUnsafe = Self.isUnsafe(location.key)
        if !isUnsafe {
            // Some file below says that the folder could not be listed; the log may well be there.
            if records.places.isHidden(location) { return Judgement(standing: .unverified, node: owner) }
            if !records.places.covers(location) {
                return judgement(
                    .unverified,
                    .referenceOutsideArchive(
                        expected: claim.hash, .otherBucket(location.bucket, digestEnd: digest.end)))
            }
            if isBeforeCopy(claim.node, location) {
                return judgement(.unverified, .referenceOutsideArchive(expected: claim.hash, .dayBeforeCopy))
            }
        }
        return judgement(
            .missing, .logMissing(expected: claim.hash, digestEnd: digest.end, isKeyUnsafe: isUnsafe))
    }

    /// Whether the chain begins with this digest and the copy holds no log of the object's day, which no window asks for.
    private func isBeforeCopy(_ node: DigestGraph.Node, _ location: S3Location) -> Bool {
        let digest = records.graph.digests[node]
        let oldest = oldestOfChain[records.graph.chainNumber(of: node)]
        guard oldest.map({ records.graph.digests[$0].name == digest.name }) == true,
            !records.dayFolderHoldsLogs(location)
        else { return false }
        guard let from = records.scope.policy.from else { return true }
        return (LogFileName.stamp(in: location.key.splitAtLastSlash.name) ?? digest.end) < from
    }

    /// Whether a key would leave the archive or names no file: `..`, `.`, an empty component, absolute, or with NUL.
    private static func isUnsafe(_ key: ByteString) -> Bool {
        key.isEmpty || key.bytes.contains(0)
            || key.components.contains { $0.isEmpty || ByteString($0) == ".." || ByteString($0) == "." }
    }
}
