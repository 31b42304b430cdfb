internal import CloudTrailFormat
internal import Primitives

/// Puts together what is said of the parts of an archive, and says what only the whole of it lets one say.
struct ResultAssembly {
    private let policy: VerificationPolicy
    private let keys: KeyStore
    private var result = VerificationResult()
    private var digests = VerificationSummary.DigestCounts()
    private var logs = VerificationSummary.LogCounts()
    private var warnings: [String] = []
    private var presentChains: [ChainID] = []
    private var buckets: Set<ByteString> = []
    private var verifiedReaches: [VerifiedReach] = []
    private var emptyRoots: Set<Int>?
    private var isAnyJudged = false

    init(policy: VerificationPolicy, keys: KeyStore) {
        self.policy = policy
        self.keys = keys
    }

    mutating func add(_ part: consuming PartResult) {
        result.isComplete = result.isComplete && part.isComplete
        result.summary.compressedByteCount &+= part.compressedByteCount
        result.summary.inflatedByteCount &+= part.inflatedByteCount
        guard !part.isUnjudged else { return }
        isAnyJudged = true
        result.findings += part.findings
        result.chains += part.chains
        digests.add(part.digests)
        logs.add(part.logs)
        result.summary.unknownMembers += part.unknownMembers
        result.summary.notJudged += part.notJudged
        warnings += part.warnings
        presentChains += part.presentChains
        buckets.formUnion(part.buckets)
        verifiedReaches += part.verifiedReaches
        result.holdsArtifacts = result.holdsArtifacts || part.holdsArtifacts
        emptyRoots = emptyRoots.map { $0.intersection(part.emptyRoots) } ?? part.emptyRoots
        result.checkpoints += part.checkpoints
        result.holdsKnownChain = result.holdsKnownChain || part.holdsKnownChain
        result.crossing = result.crossing ?? part.crossing
        result.records = part.records
    }

    /// Of a run that was stopped while parts of the archive were not looked at: what they hold may be what others lack,
    /// so nothing may be said of what is absent.
    mutating func withdrawAbsences() {
        result.isComplete = false
        result.findings.removeAll(where: \.code.descriptor.isAbsence)
        digests.missing = 0
        logs.missing = 0
        logs.unreferenced = 0
        let invalid = Set(result.findings.lazy.filter { $0.verdict == .invalid }.compactMap(\.chain))
        for index in result.chains.indices {
            result.chains[index].gaps = []
            result.chains[index].digests.missing = 0
            result.chains[index].logs.missing = 0
            result.chains[index].verdict = invalid.contains(result.chains[index].id) ? .invalid : .unverified
        }
    }

    /// `sourceWarnings` are those of the copy as a whole.
    mutating func assembled(_ sourceWarnings: [String]) -> VerificationResult {
        guard isAnyJudged else {
            result.holdsArtifacts = true
            result.isAnythingInScope = true
            return result
        }
        var further = keyMismatches()
        if result.isComplete {
            further += AwaitedTrails(policy: policy, chains: presentChains, buckets: buckets).findings()
        }
        Allowing(policy: policy).apply(to: &further)
        if result.isComplete {
            let concerned = ConcernedChains(result.findings + further)
            further += VerifiedReach.unaccounted(verifiedReaches, policy).filter { finding in
                finding.chain.map { !concerned.includes($0) } ?? true
            }
        }
        result.checkpoints = checkpoints(further)
        result.findings += further
        result.findings.sort(by: Finding.precedes)
        result.chains.sort { $0.id < $1.id }
        result.emptyRoots = (emptyRoots ?? []).sorted()
        result.warnings = unique(keys.warnings + sourceWarnings + warnings.sorted())
        result.summary.digests = digests
        result.summary.logs = logs
        result.summary.chains = result.chains.count
        for finding in result.findings { result.summary.findings.count(finding.verdict, isAllowed: finding.isAllowed) }
        result.verdict = verdict(result)
        // What a run has not looked at may hold more.
        result.holdsArtifacts = result.holdsArtifacts || !result.isComplete
        result.isAnythingInScope =
            !result.isComplete || !result.chains.isEmpty || !result.findings.isEmpty || result.summary.notJudged > 0
            || holdsAny
        return result
    }

    private func unique(_ warnings: [String]) -> [String] {
        var seen: Set<String> = []
        return warnings.filter { seen.insert($0).inserted }
    }

    /// Whether anything was counted.
    private var holdsAny: Bool {
        digests.present > 0 || logs.listed > 0 || logs.unreferenced > 0
    }

    /// The worst finding; and nothing is verified where no verified digest says so.
    private func verdict(_ result: VerificationResult) -> Verdict {
        if result.summary.findings.invalid > 0 { return .invalid }
        guard result.isComplete, digests.verified > 0, result.summary.findings.unverified == 0 else {
            return .unverified
        }
        let isAnyChainUnproved = result.chains.contains { $0.digests.present > 0 && $0.digests.verified == 0 }
        return isAnyChainUnproved ? .unverified : .verified
    }

    /// What the parts let advance, without the chains of which the whole says something.
    private func checkpoints(_ further: [Finding]) -> [Checkpoint] {
        guard let history = policy.history else { return [] }
        guard result.isComplete else { return history.checkpoints }
        let concerned = ConcernedChains(further)
        let known = Dictionary(history.checkpoints.map { ($0.chain, $0) }) { first, _ in first }
        let allowed = result.checkpoints.compactMap { checkpoint in
            concerned.includes(checkpoint.chain) ? known[checkpoint.chain] : checkpoint
        }
        return allowed.sorted { $0.chain < $1.chain }
    }

    private func keyMismatches() -> [Finding] {
        keys.mismatches.map { mismatch in
            Finding(.keyFingerprintMismatch(listed: mismatch.listed, actual: mismatch.actual), FindingSubject())
        }
    }
}
