internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Joins the outcomes of all parts and grants the verdict. The verdict is `verified` only if the accounting of every
/// part balances and no finding counts (VERDICT-5).
struct RunAssembly {
    private let policy: VerificationPolicy
    private let keys: KeyStore
    private var result = VerificationResult()
    private var warnings: [String] = []
    var signatureUses: [SignatureUse] = []
    private var presentChains: [ChainID] = []
    private var spans: [(chain: ChainID, interval: Interval)] = []
    private var buckets: Set<ByteString> = []
    private var filledRoots: Set<Int> = []
    private var imbalances: [Imbalance] = []
    private var isAnyGranted = false
    private var partCount = 0
    private var records: [any FileRecords] = []
    /// Digests with saved signatures, of accounts that the copy lacks.
    var strays: [SignedObject] = []
    /// Absent digests of accounts that the copy holds, in buckets that their own parts don't map.
    private var unmapped: [SignedDigestRule.AbsentObject] = []

    init(policy: VerificationPolicy, keys: KeyStore) {
        self.policy = policy
        self.keys = keys
    }

    /// Adds the outcome of a part.
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
        spans += part.spans
        buckets.formUnion(part.buckets)
        unmapped += part.unmapped
        filledRoots.formUnion(part.filledRoots)
        imbalances += part.imbalances
        if let own = part.accounting {
            if result.accounting == nil { result.accounting = own } else { result.accounting?.add(own) }
        }
        isAnyGranted = isAnyGranted || part.isGranted
        result.holdsArtifacts = result.holdsArtifacts || part.holdsArtifacts
        result.knownChains = (result.knownChains ?? []) + part.knownChains
        result.holdsKnownChain = result.holdsKnownChain || part.holdsKnownChain
        if let own = part.records { records.append(own) }
        result.remains = part.remains
    }

    /// Notes that the run was interrupted before a part was begun.
    mutating func noteUnjudged() { result.isComplete = false }

    /// Withdraws what an interrupted run would say about absent things. A part that wasn't examined may hold them.
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

    /// Returns the result of the whole run. `roots` is the number of folders given, and `sourceWarnings` are the
    /// warnings about the copy as a whole.
    mutating func assembled(roots: Int, _ sourceWarnings: [String]) -> VerificationResult {
        guard partCount > 0 else {
            result.holdsArtifacts = true
            return result
        }
        if !result.isComplete, partCount > 1 { withdrawAbsences() }
        result.records = records.isEmpty ? nil : PartRecords(parts: records)
        var further = keys.mismatches.map { mismatch in
            Finding(.keyFingerprintMismatch(listed: mismatch.listed, actual: mismatch.actual), FindingSubject())
        }
        if result.isComplete {
            further += FilterGapRule(policy: policy, chains: presentChains).findings()
            further += MissingTrailRule(policy: policy, chains: presentChains, buckets: buckets).findings()
            let signed = SignedDigestRule(
                strays: strays, unmapped: unmapped, policy: policy, buckets: buckets)
            further += signed.findings(beside: [])
            imbalances += signed.expected.map { chain in
                .chain(Combination(account: chain.accountID, region: chain.region, trail: chain.trail))
            }
        }
        further = AllowanceFilter(policy: policy).applied(to: further, nil)
        for finding in further { mark(finding) }
        result.findings += further
        let combinations = lackingCombinations()
        account(for: combinations)
        imbalances += combinations.filter { $0.allowance == nil }.map { .chain($0.combination) }
        let counts = result.findings.contains { $0.verdict != .note }
        if result.isComplete, !counts, let first = firstUnaccounted { result.findings.append(first) }
        // In a shard, another shard may hold what was asked for.
        if result.isComplete, !counts, imbalances.isEmpty, !isAnyGranted, policy.shard == nil, result.holdsArtifacts {
            let outside = WindowRule(policy: policy, spans: spans).findings()
            for finding in outside { mark(finding) }
            result.findings +=
                outside.isEmpty ? [Finding(.unaccounted(.nothingVerified), FindingSubject())] : outside
        }
        result.findings.sort(by: Finding.precedes)
        result.chains.sort { $0.id < $1.id }
        result.knownChains = policy.known.map(known)
        result.emptyRoots = (0..<roots).filter { !filledRoots.contains($0) }
        // In a shard, another shard may hold what is lacking here.
        if policy.shard == nil, combinations.contains(where: { $0.allowance == nil }) {
            result.present = PresentValues(presentChains)
        }
        if result.isComplete, policy.shard == nil {
            result.presentTime = WindowRule(policy: policy, spans: spans).present
        }
        result.signatureUses = signatureUses
        result.warnings = unique(keys.warnings + sourceWarnings + unusedSignatures + warnings.sorted())
        if result.isComplete, policy.shard == nil {
            let filter = AllowanceFilter(policy: policy)
            result.unusedAllowances = policy.allowances.indices.filter { !filter.isUsed($0, result.findings) }
        }
        result.summary.chains = result.chains.count
        for finding in result.findings { result.summary.findings.count(finding.verdict, isAllowed: finding.isAllowed) }
        result.verdict = verdict
        // An interrupted run may not have seen everything.
        result.holdsArtifacts = result.holdsArtifacts || !result.isComplete
        return result
    }

    /// Warnings about `--signatures` paths without a used signature (INPUT-5). None in a shard, because another shard
    /// may hold the digests; `merge` warns if none does.
    private var unusedSignatures: [String] {
        guard result.isComplete, policy.shard == nil else { return [] }
        return signatureUses.filter { $0.used == 0 }.map { use in
            SignatureUse.unused(
                use.path.description, read: use.read, lacksSignatures: use.emptyEntries > 0 || !use.emptyFiles.isEmpty)
        }
    }

    /// Adds a finding to the verdict of its chain, which is the worst of what concerns it (REPORT-6).
    private mutating func mark(_ finding: Finding) {
        guard let chain = finding.chain else { return }
        guard let index = result.chains.firstIndex(where: { $0.id == chain }) else {
            var gone = ChainResult(id: chain)
            gone.verdict = .unverified
            if finding.code == .coverageGap, let span = finding.subject.span { gone.gaps = [span] }
            result.chains.append(gone)
            return
        }
        if finding.verdict != .note, result.chains[index].verdict == .verified {
            result.chains[index].verdict = .unverified
        }
    }

    private var verdict: Verdict {
        if result.summary.findings.invalid > 0 { return .invalid }
        let isGranted = result.isComplete && imbalances.isEmpty && isAnyGranted
        return isGranted && result.summary.findings.unverified == 0 ? .verified : .unverified
    }

    /// What the next run may rely on. A chain that a finding about the whole concerns stays as it was.
    private func known(_ before: [KnownChain]) -> [KnownChain] {
        guard result.isComplete else { return before }
        let findings = result.findings.filter { $0.chain == nil }
        let affected = AffectedChains(findings, imbalances, line: \.withoutOrganization)
        let kept = before.filter { affected.includes($0.chain) }
        let new = (result.knownChains ?? []).filter { !affected.includes($0.chain) }
        return (kept + new).sorted { $0.chain < $1.chain }
    }

    /// Adds to the accounting what is asked of the whole: combinations of filter values. In a shard, another shard may
    /// have the chain.
    private mutating func account(for combinations: [(combination: Combination, allowance: Int?)]) {
        // Nobody knows what an interrupted run would have counted.
        guard result.isComplete, var sum = result.accounting else {
            result.accounting = nil
            return
        }
        sum.excuses += combinations.compactMap { one in
            one.allowance.map { .init(.coverageGap, allowance: $0, .combination(.init(one.combination))) }
        }
        if sum.chains.isEmpty {
            let hasState = !policy.isFull && !(policy.known?.isEmpty ?? true)
            sum.ends = .init(
                from: policy.from != nil ? .window : hasState ? .state : .archive,
                to: policy.to == nil ? .archive : .window)
        }
        let isOpen = combinations.contains { $0.allowance == nil }
        sum.isBalanced = imbalances.isEmpty && (policy.shard != nil || !isOpen)
        if policy.shard != nil {
            sum.shared?.combinations = combinations.map { one in
                .init(.init(one.combination), isExcused: one.allowance != nil)
            }
        }
        result.accounting = sum
    }

    /// The filter combinations without a chain, each once, with the position of the allowance that excuses it
    /// (ACCOUNT-0).
    private func lackingCombinations() -> [(combination: Combination, allowance: Int?)] {
        var seen: Set<Combination> = []
        let lacking = RunScope(policy).question.unmatched(Set(presentChains)).filter { seen.insert($0).inserted }
        return lacking.map { one in
            let allowance = policy.allowances.firstIndex { allowance in
                guard allowance.code == .coverageGap, allowance.interval == nil else { return false }
                let (account, region, trail) = allowance.values
                return (account == nil || account == one.account) && (region == nil || region == one.region)
                    && (trail == nil || trail == one.trail || trail == one.trail.flatMap { TrailSelector($0)?.name })
            }
            return (one, allowance)
        }
    }

    private func unique(_ warnings: [String]) -> [String] {
        var seen: Set<String> = []
        return warnings.filter { seen.insert($0).inserted }
    }

    /// The finding for the first item that doesn't balance (ACCOUNT-7). It is the same one, however the archive was divided
    /// into parts.
    private var firstUnaccounted: Finding? {
        let first = imbalances.lazy.map(\.rank).min()
        return imbalances.lazy.filter { $0.rank == first }.map(unaccounted).min(by: Finding.precedes)
    }

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

extension Imbalance {
    /// The order in which the accounting checks.
    fileprivate var rank: Int {
        switch self {
        case .fileCount: 0
        case .file: 1
        case .log: 2
        case .chain: 3
        case .time: 4
        case .excuse: 5
        }
    }
}

/// The records of all parts, in the order of the parts.
private struct PartRecords: FileRecords {
    let parts: [any FileRecords]

    func forEachDigest(_ body: (VerificationResult.DigestRecord) -> Void) {
        for part in parts { part.forEachDigest(body) }
    }
    func forEachLog(_ body: (VerificationResult.LogRecord) -> Void) { for part in parts { part.forEachLog(body) } }
    func place(of location: S3Location) -> ByteString? { parts.lazy.compactMap { $0.place(of: location) }.first }
}
