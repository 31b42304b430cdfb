internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds what is wrong with single digest files (DIGEST-7 to DIGEST-23), and chains that fork (CHAIN-6).
struct DigestFindings {
    let dispositions: Dispositions
    let lines: [ChainID: ChainLine]
    /// What contradicts the record counts in this scope, too (STATE-4).
    private let scopeOfDamage: RunScope

    init(dispositions: Dispositions, lines: [ChainID: ChainLine]) {
        (self.dispositions, self.lines) = (dispositions, lines)
        scopeOfDamage = dispositions.scope.withoutCheckpoints
    }

    private var listing: ArchiveListing { dispositions.listing }
    private var scope: RunScope { dispositions.scope }
    private var proved: ProvedDigests { dispositions.proved }

    func findings() -> [Finding] {
        var found: [Finding] = []
        for position in proved.files.indices where !isPlain(position) { found += findings(at: position) }
        addRecorded(to: &found)
        return found + forks()
    }

    /// Adds the hashes that verified digests record for the objects that findings are about.
    private func addRecorded(to findings: inout [Finding]) {
        let asked = Set(findings.compactMap(\.subject.location))
        guard !asked.isEmpty else { return }
        var recorded: [S3Location: SHA256Digest] = [:]
        for digest in proved.proved {
            guard let previous = digest.statement.document.previous, asked.contains(previous.location) else { continue }
            recorded[previous.location] = recorded[previous.location] ?? previous.hash
        }
        for index in findings.indices {
            findings[index].subject.recorded = findings[index].subject.location.flatMap { recorded[$0] }
        }
    }

    /// Whether a digest is verified and has no finding. Most are.
    private func isPlain(_ position: Int) -> Bool {
        guard case .proved(let digest)? = proved.standings[position] else { return false }
        return !digest.hasBadSignature && !proved.files[position].isStoredInflated
    }

    private func findings(at position: Int) -> [Finding] {
        let file = proved.files[position]
        switch (file.content, dispositions.bins[Int(file.file)]) {
        case (.digest(let statement), let bin?): return findings(position, statement, bin)
        case (.malformed(let defect, _), .invalidDigest?):
            return [Finding(.digestMalformed(defect), placed(file.file))]
        case (.malformed(let defect, _), .unverifiedDigest?):
            return [digest(.digestUnsupported(.provedBytes(defect)), placed(file.file), file.file)]
        case (.overLimit, .unverifiedDigest?):
            return [digest(.digestUnsupported(.overLimit(.entries(LogFileList.limit))), placed(file.file), file.file)]
        case (.unreadable(let reason), .unverifiedDigest?):
            return [Finding(.fileUnreadable(.unreadable(.digest, reason: reason)), placed(file.file))]
        case (.gone, .unverifiedDigest?): return [Finding(.fileUnreadable(.gone(.digest)), placed(file.file))]
        default: return []
        }
    }

    private func findings(_ position: Int, _ statement: DigestStatement, _ bin: FileBin) -> [Finding] {
        let file = proved.files[position]
        switch (proved.standings[position], bin) {
        case (.proved(let proved)?, .verifiedDigest):
            let isInScope = scope.includes(proved.statement)
            let subject = subject(statement, file.file)
            let isBad = proved.hasBadSignature && (isInScope || scopeOfDamage.includes(proved.statement))
            var found = isBad ? [Finding(.digestMetadataMismatch, subject)] : []
            if file.isStoredInflated, isInScope { found.append(Finding(.storedInflated(.digest), subject)) }
            return found
        case (.contradicted(let contradictions)?, .invalidDigest):
            return contradictions.map { contradiction in
                switch contradiction {
                case .relocated: relocated(statement, file.file)
                case .otherHash(let expected):
                    Finding(
                        .digestHashMismatch(expected: expected, actual: statement.hash), subject(statement, file.file))
                case .signatureInvalid:
                    Finding(.digestSignatureInvalid(fingerprint(statement)), subject(statement, file.file))
                }
            }
        case (.unproved(let doubt)?, .unverifiedDigest):
            return [
                digest(
                    proved.overLimit[position].map { .digestUnsupported(.overLimit($0)) } ?? detail(doubt, statement),
                    subject(statement, file.file), file.file, path: statement.file.text)
            ]
        case (nil, .invalidDigest): return [relocated(statement, file.file)]
        case (nil, .unverifiedDigest):
            return [
                digest(
                    .digestUnsupported(.overLimit(.filesOfOneName(DigestProver.filesOfOneName))),
                    subject(statement, file.file), file.file, path: statement.file.text)
            ]
        default: return []
        }
    }

    /// Makes a finding that an excuse for the digest file can allow. `path` is the unique path of `file`, if it is
    /// known already.
    private func digest(
        _ detail: FindingDetail, _ subject: FindingSubject, _ file: FileNumber, path: ByteString? = nil
    ) -> Finding {
        var finding = Finding(detail, subject)
        finding.item = .digest(path: path ?? listing.uniquePath(of: file))
        return finding
    }

    private func detail(_ doubt: DigestDoubt, _ statement: DigestStatement) -> FindingDetail {
        switch doubt {
        case .unsupported: .digestUnsupported(.algorithm)
        case .keyOutOfValidity: .digestKeyOutOfValidity(fingerprint(statement))
        case .keyUnknown: .digestKeyUnknown(fingerprint(statement))
        case .signatureUnavailable: .digestSignatureUnavailable(isAllowableHead: isAllowableHead(statement))
        }
    }

    /// Whether the digest is the newest of its chain by name, and its predecessor is a verified digest of the same
    /// chain (ALLOW-6).
    private func isAllowableHead(_ statement: DigestStatement) -> Bool {
        let chain = statement.chain.withoutOrganization
        guard dispositions.newestNames[chain] == statement.key.endTime,
            let previous = statement.predecessorOfChain
        else { return false }
        return proved.isProved(previous, of: chain)
    }

    private func fingerprint(_ statement: DigestStatement) -> KeyFingerprint {
        KeyFingerprint(statement.document.fingerprint) ?? KeyFingerprint.none
    }

    // MARK: Subjects

    private func subject(_ statement: DigestStatement, _ file: FileNumber) -> FindingSubject {
        FindingSubject(
            chain: statement.chain, statement.document.location, path: listing.userPath(of: file),
            time: statement.document.endTime)
    }

    private func relocated(_ statement: DigestStatement, _ file: FileNumber) -> Finding {
        Finding(.digestRelocated(declared: statement.document.location), placed(file))
    }

    /// The subject of a file whose content doesn't show an object of its own. The file's place says which object it
    /// should be.
    private func placed(_ file: FileNumber) -> FindingSubject {
        let folder = listing.folders[listing.folder(of: file)]
        let path = folder.path.appending(component: listing.objectName(of: file))
        let object = dispositions.locator.object(root: folder.root, path)
        let key = object.key.flatMap { DigestObjectKey($0) }
        let facts = dispositions.placing.facts(of: file)
        return FindingSubject(
            chain: dispositions.chain(of: key, in: facts.folder), bucket: object.bucket, key: object.key,
            path: listing.userPath(of: file), accountID: facts.account, region: facts.region, time: key?.endTime)
    }

    // MARK: Forks

    /// Finds verified digests of one chain that name the same predecessor (CHAIN-6).
    private func forks() -> [Finding] {
        // In a plain sequence each digest names the one before it, so no predecessor is named twice.
        if lines.values.allSatisfy(\.isOneSequence) { return [] }
        var named: Set<S3Location> = []
        var forked: Set<S3Location> = []
        for previous in proved.proved.lazy.compactMap({ $0.statement.document.previous?.location })
        where !named.insert(previous).inserted {
            forked.insert(previous)
        }
        if forked.isEmpty { return [] }
        var rivals: [S3Location: [ProvedDigest]] = [:]
        for digest in proved.proved {
            if let previous = digest.statement.document.previous?.location, forked.contains(previous) {
                rivals[previous, default: []].append(digest)
            }
        }
        return rivals.sorted { $0.key < $1.key }.flatMap { previous, digests -> [Finding] in
            guard digests.count > 1 else { return [] }
            let chains = Dictionary(grouping: digests.filter { scope.includes($0.statement) }, by: \.chain)
            return chains.sorted { $0.key < $1.key }.compactMap { chain, digests in
                let count = Set(digests.map(\.location)).count
                guard count > 1 else { return nil }
                return Finding(.chainForked(count: count), FindingSubject(chain: chain, previous))
            }
        }
    }
}
