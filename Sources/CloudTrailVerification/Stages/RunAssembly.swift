internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// Puts together what the parts of an archive say, and grants the verdict: it is verified only if the accounting of every
/// part balances and nothing is found that counts (VERDICT-5).
struct RunAssembly {
    private let policy: VerificationPolicy
    private let keys: KeyStore
    private var result = VerificationResult()
    private var warnings: [String] = []
    private var presentChains: [ChainID] = []
    private var buckets: Set<ByteString> = []
    private var filledRoots: Set<Int> = []
    private var imbalances: [Imbalance] = []
    private var isAnyGranted = false
    private var partCount = 0
    private var records: [any FileRecords] = []

    init(policy: VerificationPolicy, keys: KeyStore) {
        self.policy = policy
        self.keys = keys
    }

    mutating func add(_ part: consuming PartOutcome) {
        result.isComplete = result.isComplete && part.isComplete
        result.summary.compressedByteCount &+= part.compressedByteCount
        result.summary.inflatedByteCount &+= part.inflatedByteCount
        warnings += part.warnings
        guard !part.isUnjudged else { return }
        partCount += 1
        result.findings += part.findings
        result.chains += part.chains
        result.summary.digests.add(part.digests)
        result.summary.logs.add(part.logs)
        result.summary.unknownMembers += part.unknownMembers
        result.summary.notJudged += part.notJudged
        presentChains += part.presentChains
        buckets.formUnion(part.buckets)
        filledRoots.formUnion(part.filledRoots)
        imbalances += part.imbalances
        isAnyGranted = isAnyGranted || part.isGranted
        result.holdsArtifacts = result.holdsArtifacts || part.holdsArtifacts
        result.knownChains = (result.knownChains ?? []) + part.knownChains
        result.holdsKnownChain = result.holdsKnownChain || part.holdsKnownChain
        if let own = part.records { records.append(own) }
    }

    /// The run was stopped before a part was begun.
    mutating func noteUnjudged() { result.isComplete = false }

    /// Of a run that was stopped while parts were not looked at: what they hold may be what others lack, so nothing may be
    /// said of what is absent.
    private mutating func withdrawAbsences() {
        result.findings.removeAll(where: \.code.descriptor.isAbsence)
        result.summary.digests.missing = 0
        result.summary.logs.missing = 0
        result.summary.logs.unreferenced = 0
        let invalid = Set(result.findings.lazy.filter { $0.verdict == .invalid }.compactMap(\.chain))
        for index in result.chains.indices {
            result.chains[index].gaps = []
            result.chains[index].digests.missing = 0
            result.chains[index].logs.missing = 0
            result.chains[index].verdict = invalid.contains(result.chains[index].id) ? .invalid : .unverified
        }
    }

    /// `roots` is how many were given; `sourceWarnings` are those of the copy as a whole.
    mutating func assembled(roots: Int, _ sourceWarnings: [String]) -> VerificationResult {
        guard partCount > 0 else {
            result.holdsArtifacts = true
            result.isAnythingInScope = true
            return result
        }
        if !result.isComplete, partCount > 1 { withdrawAbsences() }
        result.records = records.isEmpty ? nil : PartRecords(parts: records)
        var further = keys.mismatches.map { mismatch in
            Finding(.keyFingerprintMismatch(listed: mismatch.listed, actual: mismatch.actual), FindingSubject())
        }
        if result.isComplete {
            further += AwaitedRule(policy: policy, chains: presentChains, buckets: buckets).findings()
        }
        result.findings += AllowanceFilter(policy: policy).applied(to: further, nil)
        imbalances += openCombinations().map(Imbalance.chain)
        let counts = result.findings.contains { $0.verdict != .note }
        if result.isComplete, !counts, let first = imbalances.first { result.findings.append(unaccounted(first)) }
        result.findings.sort(by: Finding.precedes)
        result.chains.sort { $0.id < $1.id }
        result.knownChains = policy.known.map(known)
        result.emptyRoots = (0..<roots).filter { !filledRoots.contains($0) }
        result.warnings = unique(keys.warnings + sourceWarnings + warnings.sorted())
        result.summary.chains = result.chains.count
        for finding in result.findings { result.summary.findings.count(finding.verdict, isAllowed: finding.isAllowed) }
        result.verdict = verdict
        // What a run has not looked at may hold more.
        result.holdsArtifacts = result.holdsArtifacts || !result.isComplete
        result.isAnythingInScope =
            !result.isComplete || !result.chains.isEmpty || !result.findings.isEmpty || result.summary.notJudged > 0
            || result.summary.digests.present > 0 || !(policy.known?.isEmpty ?? true)
        return result
    }

    private var verdict: Verdict {
        if result.summary.findings.invalid > 0 { return .invalid }
        let isGranted = result.isComplete && imbalances.isEmpty && isAnyGranted
        return isGranted && result.summary.findings.unverified == 0 ? .verified : .unverified
    }

    /// What the next run may take for known: what the whole says of a chain keeps it as it was.
    private func known(_ before: [KnownChain]) -> [KnownChain] {
        guard result.isComplete else { return before }
        let affected = AffectedChains(result.findings.filter { $0.chain == nil }, imbalances)
        let old = Dictionary(before.map { ($0.chain.withoutOrganization, $0) }) { first, _ in first }
        return (result.knownChains ?? []).compactMap { chain in
            affected.includes(chain.chain) ? old[chain.chain.withoutOrganization] : chain
        }
    }

    /// Filter combinations without a chain that no allowance excuses (ACCOUNT-0).
    private func openCombinations() -> [Combination] {
        RunScope(policy).question.unmatched(Set(presentChains)).filter { one in
            !policy.allowances.contains { allowance in
                guard allowance.code == .coverageGap, allowance.interval == nil else { return false }
                guard case .chain(let account, let region, let trail) = allowance.selector else { return true }
                return (account == nil || account == one.account) && (region == nil || region == one.region)
                    && (trail == nil || trail == one.trail)
            }
        }
    }

    private func unique(_ warnings: [String]) -> [String] {
        var seen: Set<String> = []
        return warnings.filter { seen.insert($0).inserted }
    }

    /// The first thing that does not balance, though nothing else was found (ACCOUNT-7).
    private func unaccounted(_ imbalance: Imbalance) -> Finding {
        switch imbalance {
        case .chain(let one):
            Finding(
                .unaccounted(.combination(account: one.account, region: one.region, trail: one.trail)),
                FindingSubject(accountID: one.account, region: one.region))
        case .time(let chain, let interval):
            Finding(.unaccounted(.requiredTime), FindingSubject(chain: chain, from: interval.from, to: interval.to))
        case .log(let location):
            Finding(.unaccounted(.logDisposition), FindingSubject(bucket: location.bucket, key: location.key))
        case .file(let path): Finding(.unaccounted(.fileBin), FindingSubject(path: path))
        case .fileCount(let walked, let entered):
            Finding(.unaccounted(.fileCount(walked: walked, entered: entered)), FindingSubject())
        case .excuse(let excuse):
            Finding(
                .unaccounted(
                    .excuse(
                        code: policy.allowances.compactMap(\.kernel).indices.contains(excuse.allowance)
                            ? FindingCode(
                                rawValue: policy.allowances.compactMap(\.kernel)[excuse.allowance].code.rawValue)
                            : nil)), FindingSubject())
        }
    }
}

/// The records of all parts, in their order.
private struct PartRecords: FileRecords {
    let parts: [any FileRecords]

    func forEachDigest(_ body: (VerificationResult.DigestRecord) -> Void) {
        for part in parts { part.forEachDigest(body) }
    }
    func forEachLog(_ body: (VerificationResult.LogRecord) -> Void) { for part in parts { part.forEachLog(body) } }
    func place(of location: S3Location) -> ByteString? { parts.lazy.compactMap { $0.place(of: location) }.first }
}
