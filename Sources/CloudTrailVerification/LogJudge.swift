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
        func finding(_ code: FindingCode, _ message: String) -> Finding {
            var finding = Finding(code, message)
            let object = records.places.object(of: file)
            finding.bucket = object.bucket
            finding.key = object.key
            finding.path = records.listing.userPath(of: file)
            finding.chain = chain
            finding.subject.time = LogFileName.stamp(in: records.listing.name(of: file))
            return finding
        }
        func judgement(_ standing: LogStanding, _ findings: [Finding] = [], differs: Bool = false) -> Judgement {
            Judgement(
                standing: standing, node: owner, findings: findings, isOnlyClaimedByUnverified: isOnlyUnverified,
                differs: differs)
        }
        switch details.outcome {
        case .damaged(let reason):
            return judgement(.invalid, [finding(.logMalformed, "The log file cannot be inflated: \(reason).")])
        case .unreadable(let reason):
            return judgement(.unverified, [finding(.fileUnreadable, "The log file cannot be read: \(reason).")])
        case .absent:
            let message = "The log file was there when the folder was listed, and is not any more."
            return judgement(.unverified, [finding(.fileUnreadable, message)])
        case .whole, .trailingBytes: break
        }
        var findings: [Finding] = []
        if case .trailingBytes(let count) = details.outcome {
            var trailing = finding(
                .logTrailingData,
                "\(count) byte\(count == 1 ? "" : "s") follow\(count == 1 ? "s" : "") the gzip member. CloudTrail writes "
                    + "exactly one; other tools would read what follows as events.")
            trailing.count = Int(clamping: count)
            findings.append(trailing)
        }
        let candidates = isOnlyUnverified ? claims : verified
        let matches = candidates.contains { $0.hash != nil && $0.hash == details.hash }
        guard !isOnlyUnverified else {
            let differs = !matches && claims.contains { $0.hash != nil }
            return judgement(findings.isEmpty ? .unverified : .invalid, findings, differs: differs)
        }
        if !matches {
            var mismatch = finding(
                .logHashMismatch, "The content is not what the verified digest recorded: it was changed after delivery."
            )
            mismatch.expected = claim.hash?.hex
            mismatch.actual = details.hash?.hex
            return judgement(.invalid, findings + [mismatch])
        }
        guard findings.isEmpty else { return judgement(.invalid, findings) }
        if let other = verified.first(where: { $0.hash != details.hash }) {
            var conflict = finding(
                .logReferenceConflict,
                "Two verified digests list this log file with different hashes, and the file matches one of them.")
            conflict.expected = other.hash?.hex
            conflict.actual = details.hash?.hex
            return judgement(.unverified, [conflict])
        }
        if details.isStoredInflated {
            let message = "The log file is stored inflated, as browsers leave it; its content is what was signed."
            findings.append(finding(.storedInflated, message))
        }
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
        func finding(_ code: FindingCode, _ message: String) -> Finding {
            var finding = Finding(code, message)
            finding.bucket = location.bucket
            finding.key = location.key
            finding.chain = records.graph.digests[owner].chain
            finding.expected = claim.hash?.hex
            finding.subject.time = LogFileName.stamp(in: location.key.splitAtLastSlash.name) ?? digest.end
            return finding
        }
        let isUnsafe = Self.isUnsafe(location.key)
        if !isUnsafe {
            // Some file below says that the folder could not be listed; the log may well be there.
            if records.places.isHidden(location) { return Judgement(standing: .unverified, node: owner) }
            if !records.places.covers(location) {
                let message =
                    "The verified digest of \(digest.end.iso8601) lists this log file in s3://\(location.bucket), "
                    + "which is not part of this copy."
                return Judgement(
                    standing: .unverified, node: owner, findings: [finding(.referenceOutsideArchive, message)])
            }
            if isBeforeCopy(claim.node, location) {
                let message =
                    "The chain's oldest digest lists this log file of a day of which the copy holds no log file; "
                    + "it seems to begin later."
                return Judgement(
                    standing: .unverified, node: owner, findings: [finding(.referenceOutsideArchive, message)])
            }
        }
        let message =
            isUnsafe
            ? "The verified digest of \(digest.end.iso8601) lists a key that would leave the archive; it is never opened."
            : "The verified digest of \(digest.end.iso8601) lists this log file, and it is absent."
        return Judgement(standing: .missing, node: owner, findings: [finding(.logMissing, message)])
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
