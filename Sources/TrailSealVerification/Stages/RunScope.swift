internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// What a run reports and counts. It doesn't restrict what is proved (SCOPE-3).
final class RunScope: Sendable {
    let policy: VerificationPolicy
    private let joins: ChainJoins
    /// The checkpoint of each chain line in the state. Empty with `--full`.
    private let known: [ChainID: UnixTime]
    /// The checkpoint of each chain line that is read in full, because it has more old digests than before (STATE-14).
    private let readAgain: [ChainID: UnixTime]
    /// The earliest checkpoint by account and Region.
    private let knownPlaces: [AccountRegion: UnixTime]
    /// The checkpoint of each chain, under each organization that the state or a verified digest shows for its line.
    private let knownChains: [ChainID: UnixTime]
    /// Whether no filter and no shard leaves out any chain.
    private let includesAllChains: Bool
    /// Whether nothing at all is left out.
    private let includesAll: Bool

    /// Prepares the scope. A chain with more verified digests before its checkpoint than the state counts is read in
    /// full (STATE-14).
    init(_ policy: VerificationPolicy, _ proved: [ProvedDigest] = []) {
        self.policy = policy
        var known: [ChainID: UnixTime] = [:]
        var readAgain: [ChainID: UnixTime] = [:]
        var places: [AccountRegion: UnixTime] = [:]
        let joins = Self.joins(policy, proved)
        let chains = policy.isFull ? [] : policy.known ?? []
        let ends = chains.isEmpty ? [:] : Dictionary(grouping: proved) { joins.line(of: $0.chain) }
        for one in chains {
            let chain = joins.line(of: one.chain)
            let older = Set((ends[chain] ?? []).lazy.filter { $0.interval.to <= one.verifiedThrough }.map(\.location))
            let through = older.count > one.digestCount ? nil : one.verifiedThrough
            if let through {
                known[chain] = min(known[chain] ?? through, through)
            } else {
                readAgain[chain] = one.verifiedThrough
            }
            for region in [chain.region, nil] {
                let place = AccountRegion(account: chain.accountID, region: region)
                let begin = through ?? UnixTime(seconds: .min)
                places[place] = min(places[place] ?? begin, begin)
            }
        }
        self.joins = joins
        self.known = known
        self.readAgain = readAgain
        knownPlaces = places
        knownChains = Self.knownChains(policy, proved, joins)
        includesAllChains =
            policy.accounts.isEmpty && policy.regions.isEmpty && policy.trails.isEmpty && policy.shard == nil
        includesAll = includesAllChains && policy.from == nil && policy.to == nil && known.isEmpty && places.isEmpty
    }

    /// The joins of the chains that a verified digest or the state shows.
    private static func joins(_ policy: VerificationPolicy, _ proved: [ProvedDigest]) -> ChainJoins {
        var chains = Set((policy.known ?? []).map(\.chain))
        // Adjacent digests mostly belong to one chain.
        var last: ChainID?
        for digest in proved where digest.chain != last {
            chains.insert(digest.chain)
            last = digest.chain
        }
        return ChainJoins(chains) { chain in
            proved.filter { $0.chain == chain }.compactMap { $0.statement.document.previous?.location }
        }
    }

    private static func knownChains(
        _ policy: VerificationPolicy, _ proved: [ProvedDigest], _ joins: ChainJoins
    ) -> [ChainID: UnixTime] {
        guard let known = policy.known, !known.isEmpty else { return [:] }
        let ends = Dictionary(known.map { (joins.line(of: $0.chain), $0.verifiedThrough) }, uniquingKeysWith: min)
        let chains = Set(known.map(\.chain)).union(proved.grouped(by: \.chain).keys)
        return chains.reduce(into: [:]) { $0[$1] = ends[joins.line(of: $1)] }
    }

    /// The key of a chain's `ChainLine`: the same for all chains that a verified digest joins (CHAIN-3).
    func line(of chain: ChainID) -> ChainID { joins.line(of: chain) }

    /// Whether chains that differ only in the organization are always one line.
    var isEachNameOneLine: Bool { joins.isEachNameOneLine }

    /// Whether some listed log may be left out, because it is out of scope or an earlier run read it.
    var mayLeaveOut: Bool { !includesAll }

    /// The scope without checkpoints. What the evidence contradicts counts in time that earlier runs verified, too.
    var withoutCheckpoints: RunScope {
        guard policy.known != nil, !policy.isFull else { return self }
        var policy = policy
        policy.known = nil
        return RunScope(policy)
    }

    /// The scope in the form that the kernel takes.
    var question: Question {
        var question = Question()
        (question.from, question.to) = (policy.from, policy.to)
        (question.accounts, question.regions, question.trails) = (policy.accounts, policy.regions, policy.trails)
        question.allowances = policy.allowances.compactMap(\.kernel)
        question.isFull = policy.isFull
        question.logsFrom = policy.copiedLogs.begin
        question.known = knownChains
        question.hasState = policy.known != nil
        question.shard = policy.shard
        // Combinations of filter values are asked of the whole, in `RunAssembly`.
        question.isPart = true
        return question
    }

    /// The time from which on a chain's files are read: the checkpoint, or the window's beginning if that is earlier.
    /// Nil if everything is read (STATE-4).
    func begin(of chain: ChainID) -> UnixTime? {
        known[line(of: chain)].map { min($0, policy.from ?? $0) }
    }

    func includes(_ chain: ChainID) -> Bool { includesAllChains || policy.includes(chain) }

    func includes(account: ByteString?, region: ByteString?) -> Bool {
        policy.includes(account: account, region: region) && (account == nil || policy.shard?.includes(account) ?? true)
    }

    /// Whether a digest is reported. Its interval must meet the window, and no earlier run reported it (SCOPE-4,
    /// STATE-4).
    func includes(_ chain: ChainID, _ interval: Interval) -> Bool {
        if includesAll { return true }
        return includes(chain) && isInWindow(interval, of: chain)
    }

    /// Whether an interval meets the window of a chain. That window begins at the checkpoint, if it is before `--from`
    /// (STATE-4).
    private func isInWindow(_ interval: Interval, of chain: ChainID) -> Bool {
        let again = readAgain.isEmpty ? nil : readAgain[line(of: chain)]
        let from = begin(of: chain) ?? policy.from.map { min($0, again ?? $0) }
        return (policy.to.map { interval.from < $0 } ?? true) && (from.map { interval.to > $0 } ?? true)
    }

    func includes(_ digest: DigestStatement) -> Bool {
        includes(digest.chain, Interval(from: digest.document.startTime, to: digest.document.endTime))
    }

    /// Whether a digest file is reported by its name. Its place says whose it is, and its name says the trail and the
    /// hour (TIME-4, PLACE-13).
    func includes(_ name: DigestName, _ facts: PathFacts) -> Bool {
        includes(account: facts.account, region: facts.region)
            && policy.trails.asksFor(trail: name.chain.trail, homeRegion: name.chain.homeRegion)
            && (facts.account == name.chain.accountID
                ? isInWindow(Interval(from: name.endTime - UnixTime.hour, to: name.endTime), of: name.chain)
                : policy.includes(start: name.endTime - UnixTime.hour, end: name.endTime))
    }

    /// Whether a listed log is reported, by the digests that list it or by its stamp (SCOPE-5).
    func includes(_ log: ListedLog, _ proved: [ProvedDigest]) -> Bool {
        if includesAll { return true }
        return log.digests.contains { index in
            let digest = proved[index]
            guard includes(digest.chain) else { return false }
            if includes(digest.chain, digest.interval) { return true }
            guard let stamp = log.key.stamp, policy.includes(stamp) else { return false }
            return begin(of: digest.chain).map { digest.interval.to > $0 } ?? true
        }
    }

    /// Whether earlier runs read everything that these digests list (STATE-4).
    func areReadEarlier(_ digests: some Sequence<ProvedDigest>) -> Bool {
        !known.isEmpty
            && digests.allSatisfy { digest in begin(of: digest.chain).map { digest.interval.to <= $0 } ?? false }
    }

    /// Whether an unlisted file is out of scope, by its owner, or by its day folder together with its stamp (SCOPE-6).
    func leavesOut(_ facts: PathFacts) -> Bool {
        if includesAll { return false }
        guard includes(account: facts.account, region: facts.region) else { return true }
        var from = policy.from
        if let through = knownPlaces[AccountRegion(account: facts.account, region: facts.region)] {
            from = min(from ?? through, through)
        }
        func isInside(_ start: UnixTime, _ end: UnixTime) -> Bool {
            (policy.to.map { start < $0 } ?? true) && (from.map { end > $0 } ?? true)
        }
        let isStampOutside = facts.stamp.map { !isInside($0, $0 + 1) }
        // In a flat folder the stamp alone decides.
        if facts.kind == nil { return isStampOutside ?? false }
        guard let day = facts.day, !isInside(day - UnixTime.day, day + 2 * UnixTime.day) else { return false }
        return isStampOutside ?? true
    }

    /// Whether an obstacle is out of scope. Only the folders above it decide, never its own name (ACCOUNT-5).
    func leavesOut(obstacle facts: PathFacts) -> Bool {
        !includes(account: facts.shownAccount, region: facts.region) || facts.isOtherService
    }
}

extension VerificationPolicy.Allowance {
    /// The allowance in the form that the kernel takes. Nil if its code excuses nothing in the accounting.
    var kernel: Question.Allowance? {
        guard let code = Excuse.Code(rawValue: code.rawValue) else { return nil }
        switch selector {
        case .all: return Question.Allowance(code)
        case .chain(let account, let region, let trail):
            return Question.Allowance(code, account: account, region: region, trail: trail)
        case .interval(let from, let to): return Question.Allowance(code, interval: Interval(from: from, to: to))
        case .joined(let account, let region, let trail, let from, let to):
            return Question.Allowance(
                code, account: account, region: region, trail: trail, interval: Interval(from: from, to: to))
        }
    }
}
