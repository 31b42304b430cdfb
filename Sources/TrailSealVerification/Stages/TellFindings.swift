internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Stage 8, Tell: turns dispositions and the accounting into findings, counts and chains. `found` doesn't need the
/// accounting, so it runs while stage 7 counts. `output` joins both.
///
/// Next: `RunAssembly`, which joins the outcomes of all parts.
struct TellFindings: Sendable {
    let dispositions: Dispositions
    /// The chain lines. The keys are those of `RunScope.line`.
    let lines: [ChainID: ChainLine]
    let signed: SignedDigestRule
    let isComplete: Bool

    private var scope: RunScope { dispositions.scope }

    /// The findings and counts that don't depend on the accounting.
    struct Found: Sendable {
        let findings: [Finding]
        let records: [DigestCounting.Record]
        /// The positions of the records, by chain.
        let groups: [ChainID?: [Int]]
        let digests: (all: VerificationSummary.DigestCounts, chains: [ChainID: VerificationSummary.DigestCounts])
        let logs: LogCounting
        let unknownMembers: Int
        let filledRoots: Set<Int>
        let holdsArtifacts: Bool
    }

    /// Finds and counts everything that doesn't depend on the accounting.
    func found() -> Found {
        let counting = DigestCounting(dispositions: dispositions)
        let records = counting.records()
        let groups = DigestCounting.byChain(records)
        return Found(
            findings: findings(), records: records, groups: groups, digests: counting.counts(records, groups),
            logs: LogCounting(dispositions),
            unknownMembers: dispositions.proved.proved.reduce(0) { sum, digest in
                let count = digest.statement.document.unknownMemberCount
                return count > 0 && scope.includes(digest.statement) ? sum + count : sum
            },
            filledRoots: filledRoots, holdsArtifacts: holdsArtifacts)
    }

    private func findings() -> [Finding] {
        let inScope = lines.values.filter { scope.includes($0.chain) }.sorted { $0.chain < $1.chain }
        let reaches = reaches(lines)
        var findings = DigestFindings(dispositions: dispositions, lines: lines).findings()
        findings += LogFindings(dispositions: dispositions).findings()
        findings += FileFindings(dispositions: dispositions, reaches: reaches).findings()
        if isComplete {
            addAbsences(lines, inScope, to: &findings)
            let holes = findings.filter { $0.code == .digestMissing }
            findings += signed.findings(beside: holes)
            let missing = Set(holes.compactMap(\.subject.location))
            findings += HistoryFindings(dispositions, lines).findings(beside: missing)
        }
        return findings
    }

    /// Applies allowances, adds what depends on the accounting, and returns the outcome of the part.
    func output(_ found: Found, _ accounted: AccountForAll.Output) -> PartOutcome {
        var findings = found.findings + excusedPlaces(accounted)
        findings = AllowanceFilter(policy: scope.policy).applied(to: findings, accounted)
        findings.sort(by: Finding.precedes)
        return outcome(findings, found, accounted)
    }

    /// The gaps for accounts and Regions that only logs show, if an allowance excuses that nothing of them is verified.
    /// Each excuse needs its finding (ACCOUNT-6).
    private func excusedPlaces(_ accounted: AccountForAll.Output) -> [Finding] {
        accounted.excuses.compactMap { excuse in
            guard case .combination(let one) = excuse.item, one.trail == nil else { return nil }
            return Finding(
                .coverageGap(.noChainForFilters(account: one.account, region: one.region, trail: nil)),
                FindingSubject(accountID: one.account, region: one.region))
        }
    }

    /// Adds findings that say that something is absent.
    private func addAbsences(_ lines: [ChainID: ChainLine], _ inScope: [ChainLine], to findings: inout [Finding]) {
        let missing = MissingDigestRule(dispositions, lines, unreferenced: unreferencedStamps())
        var lost: [ChainID: [Interval]] = [:]
        for loss in HistoryFindings(dispositions, lines).accusations() {
            lost[scope.line(of: loss.chain), default: []].append(loss.interval)
        }
        let coverage = CoverageRule(
            dispositions: dispositions, missing: missing, siblings: Siblings(lines.values), lost: lost)
        for line in inScope { findings += coverage.findings(line) }
        findings += hourlyDigestsGone(lines)
        findings += inScope.compactMap(stale)
    }

    /// The gaps of standard chains that only backfill digests show. Backfill digests cover no time, but a window asks
    /// for it (TIME-26).
    private func hourlyDigestsGone(_ lines: [ChainID: ChainLine]) -> [Finding] {
        guard let from = scope.policy.from, let to = scope.policy.to else { return [] }
        return lines.values.compactMap { line in
            guard line.chain.kind == .backfill, scope.includes(line.chain),
                lines[scope.line(of: line.chain.standard)] == nil
            else { return nil }
            return Finding(
                .coverageGap(.hourlyDigestsAbsent), FindingSubject(chain: line.chain.standard, from: from, to: to))
        }
    }

    /// The finding for a chain whose newest verified digest is too old (TIME-23).
    private func stale(_ line: ChainLine) -> Finding? {
        guard let freshness = scope.policy.freshness, line.chain.kind == .standard, let end = line.end else {
            return nil
        }
        let age = freshness.now.interval(since: end)
        guard age > freshness.maximumAge else { return nil }
        return Finding(
            .coverageStale(newestEnd: end, age: age, maximumAge: freshness.maximumAge),
            FindingSubject(chain: line.chain, from: end, time: end))
    }

    private func unreferencedStamps() -> [AccountRegion: [UnixTime]] {
        var stamps: [AccountRegion: [UnixTime]] = [:]
        for (index, bin) in dispositions.bins.enumerated() {
            switch bin {
            case .unreferencedLog?, .notDue?: break
            // A log before the window still shows its time.
            case .outOfScope?: break
            default: continue
            }
            let facts = dispositions.placing.facts(of: FileNumber(index))
            guard let stamp = facts.stamp, facts.kind.map({ $0 == PathFacts.logFolder }) ?? true else { continue }
            stamps[AccountRegion(account: facts.account, region: facts.region), default: []].append(stamp)
        }
        return stamps
    }

    private func reaches(_ lines: [ChainID: ChainLine]) -> [AccountRegion: PlaceReach] {
        var reaches: [AccountRegion: PlaceReach] = [:]
        for line in lines.values where line.chain.kind == .standard {
            let place = AccountRegion(account: line.chain.accountID, region: line.chain.region)
            var reach = reaches[place] ?? PlaceReach()
            let starts = [reach.start, line.start, line.unproved.first?.hour.from]
            let ends = [reach.end, line.end, line.unproved.last?.hour.to]
            reach.start = starts.compactMap(\.self).min()
            reach.end = ends.compactMap(\.self).max()
            reach.covered += line.coverage.intervals
            reach.restarts += line.restarts
            reaches[place] = reach
        }
        for (place, reach) in reaches {
            reaches[place]?.covered = Coverage.joined(reach.covered)
            reaches[place]?.restarts = Coverage.joined(reach.restarts)
        }
        return reaches
    }

    // MARK: Outcome

    private func outcome(_ findings: [Finding], _ found: Found, _ accounted: AccountForAll.Output) -> PartOutcome {
        var digests = found.digests.all
        for finding in findings where finding.code == .digestMissing { digests.missing += finding.count ?? 0 }
        var outcome = PartOutcome()
        outcome.isComplete = isComplete
        outcome.findings = findings
        outcome.chains = ChainSummaries(
            dispositions: dispositions, lines: lines, records: found.records, groups: found.groups,
            imbalances: accounted.balance.imbalances
        ).chains(found.digests.chains, found.logs.chains, findings, isComplete: isComplete)
        outcome.digests = digests
        outcome.logs = found.logs.all
        outcome.notJudged = found.logs.notJudged
        outcome.unknownMembers = found.unknownMembers
        outcome.accounting =
            AccountingCounting(
                dispositions: dispositions, accounted: accounted, lines: lines, signedChains: signed.expected,
                records: found.records
            ).summary()
        outcome.imbalances = accounted.balance.imbalances
        outcome.isGranted = accounted.balance.grant != nil
        outcome.knownChains = knownChains(findings, accounted)
        outcome.holdsKnownChain = (scope.policy.known ?? []).contains { lines[scope.line(of: $0.chain)] != nil }
        outcome.presentChains = Array(dispositions.candidates.listed.chains.keys)
        outcome.spans = lines.values.compactMap { line in
            guard scope.includes(line.chain), let start = line.start, let end = line.end else { return nil }
            return (line.chain, Interval(from: start, to: end))
        }
        outcome.buckets = dispositions.locator.buckets
        outcome.unmapped = signed.unmapped
        outcome.holdsArtifacts = found.holdsArtifacts
        outcome.filledRoots = found.filledRoots
        outcome.records = DispositionRecords(dispositions: dispositions)
        return outcome
    }

    private func knownChains(_ findings: [Finding], _ accounted: AccountForAll.Output) -> [KnownChain] {
        guard let known = scope.policy.known else { return [] }
        guard isComplete else { return known }
        return ChainAdvance(dispositions: dispositions, lines: lines, accounted: accounted, findings: findings).chains()
    }

    private var filledRoots: Set<Int> {
        let listing = dispositions.listing
        var filled: Set<Int> = Set(listing.obstacles.map(\.root)).union(listing.nestedRoots)
        for folder in listing.folders where !filled.contains(folder.root) {
            let isFilled = folder.files.contains { file in
                switch dispositions.bins[Int(file)] {
                case nil, .notCloudTrail?, .hidden?, .namedOnCommandLine?, .emptyMarker?, .unrecognized?: false
                default: true
                }
            }
            if isFilled { filled.insert(folder.root) }
        }
        return filled
    }

    /// Whether the copy holds a digest or log file, or something that may be one.
    private var holdsArtifacts: Bool {
        let harmless = dispositions.harmlessLinks()
        return dispositions.listing.obstacles.contains {
            !harmless.contains(RootedFolder(root: $0.root, path: $0.path))
        }
            || dispositions.bins.contains { bin in
                switch bin {
                case .verifiedDigest?, .verifiedLog?, .unverifiedDigest?, .invalidDigest?, .unverifiedLog?,
                    .invalidLog?,
                    .unreferencedLog?, .listed?, .identicalCopy?, .outOfScope?, .notDue?:
                    true
                default: false
                }
            }
    }
}

/// The outcome of one part.
struct PartOutcome: Sendable {
    /// False if the run was interrupted before everything was judged.
    var isComplete = true
    /// Whether the run was interrupted before anything could be judged.
    var isUnjudged = false
    /// The findings, in the order of `Finding.precedes`.
    var findings: [Finding] = []
    var chains: [ChainResult] = []
    var digests = VerificationSummary.DigestCounts()
    var logs = VerificationSummary.LogCounts()
    var unknownMembers = 0
    var notJudged = 0
    var compressedByteCount: UInt64 = 0
    var inflatedByteCount: UInt64 = 0
    /// The accounting, without filter combinations, which are asked of the whole.
    var accounting: AccountingSummary?
    /// The items that don't balance.
    var imbalances: [Imbalance] = []
    var isGranted = false
    /// Chains with a verified digest.
    var presentChains: [ChainID] = []
    /// For each chain that the filters include, the time from the oldest start to the newest end of its verified
    /// digests.
    var spans: [(chain: ChainID, interval: Interval)] = []
    /// Buckets of verified digests.
    var buckets: Set<ByteString> = []
    /// Absent digests with saved signatures, in buckets that this part doesn't map.
    var unmapped: [SignedDigestRule.AbsentObject] = []
    var holdsArtifacts = false
    /// Roots that hold anything of CloudTrail's.
    var filledRoots: Set<Int> = []
    /// What the next run may rely on.
    var knownChains: [KnownChain] = []
    var holdsKnownChain = false
    var records: (any FileRecords)?
    var remains: (any Sendable)?
    /// Warnings that no finding covers.
    var warnings: [String] = []
}
