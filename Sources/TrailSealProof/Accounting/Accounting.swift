public import TrailSealFormat
public import TrailSealPrimitives

/// Counts everything that was read and judged, and grants `verified` only if it balances (ACCOUNT-0 to ACCOUNT-6).
/// It never sees findings (ACCOUNT-9). So a mistake elsewhere may cost a proof here, but can't grant one.
public struct Accounting: Sendable {
    private let question: Question
    private let listed: ListedLogs
    private var proved: [ProvedDigest] { listed.proved }
    private let joins: ChainJoins
    private var expected = ExpectedChains()
    private let audit: FileAudit
    private var names = ChainHeads.Names()
    private var paths: [UniquePath] = []
    /// Whether each path sorts after the one before it, as in the walk's order. Then none was entered twice.
    private var isAscending = true
    /// Files that their bins alone don't admit.
    private var open: [(file: WalkedFile, bin: FileBin)] = []
    /// The chain seen last. Adjacent files mostly belong to one chain.
    private var lastChain: ChainID?
    private var lastLogFolder: FolderFacts?
    private var dispositions: [LogDisposition?]
    private var isDoubled: [S3Location] = []
    private var excuses: [Excuse] = []
    /// Time in which a trail wrote nothing, according to a trail description (TIME-19).
    private var silences: [ChainID: [Interval]] = [:]
    /// Starts an accounting of about `count` files. `listed` is what all proved digests list, in scope or not.
    public init(_ question: Question, _ listed: ListedLogs, count: Int = 0) {
        paths.reserveCapacity(count)
        (self.question, self.listed) = (question, listed)
        joins = ChainJoins(Array(listed.chains.keys) + question.known.keys) { chain in
            (listed.chains[chain] ?? []).compactMap { $0.statement.document.previous?.location }
        }
        dispositions = Array(repeating: nil, count: listed.logs.count)
        audit = FileAudit(question: question, newest: Self.newestEnds(listed.chains))
        for chain in listed.chains.keys { expected.note(.chain(chain)) }
    }

    /// Adds a sign that a chain exists.
    public mutating func expect(_ sign: ExpectedChains.Sign) { expected.note(sign) }
    /// Puts a walked file in a bin. Each file must be entered once.
    public mutating func enter(_ file: WalkedFile, _ bin: FileBin) {
        if !paths.isEmpty, paths[paths.count - 1] >= file.path { isAscending = false }
        paths.append(file.path)
        if !audit.admits(file, bin) { open.append((file, bin)) }
        let facts = file.facts
        let name = facts.digest.flatMap { facts.mayBelong(to: $0.chain.accountID) ? $0 : nil }
        if let name { names.note(file, bin, name) }
        switch bin {
        case .hidden, .namedOnCommandLine, .notCloudTrail: return
        default: break
        }
        // A window never takes a chain out of scope (TIME-3). A name shows its chain unless the path has another owner.
        if let name, name.chain != lastChain {
            expected.note(.chain(name.chain))
            lastChain = name.chain
        }
        if case .outOfScope = bin { return }
        if facts.folder !== lastLogFolder || facts.folder.region == nil, facts.stamp != nil,
            let account = facts.account, let region = facts.namedRegion, file.size != 0,
            facts.kind.map({ $0 == PathFacts.logFolder }) ?? facts.isLogName
        {
            expected.note(.log(account: account, region: region))
            lastLogFolder = facts.folder
        }
    }

    /// Records the disposition of a listed log. Entering a log twice leaves the accounting unbalanced.
    public mutating func enter(_ log: ListedLog, _ disposition: LogDisposition) {
        guard dispositions.indices.contains(log.number), listed.logs[log.number].location == log.location,
            dispositions[log.number] == nil
        else { return isDoubled.append(log.location) }
        dispositions[log.number] = disposition
    }

    /// Adds an excuse. Each must be used once.
    public mutating func enter(_ excuse: Excuse) { excuses.append(excuse) }
    /// Adds time in which a trail wrote nothing, according to a trail description (TIME-19).
    public mutating func enterSilence(_ chain: ChainID, _ interval: Interval) {
        silences[chain, default: []].append(interval)
    }

    /// Compares what was entered with what must be there. `walked` is the walk's own count of files.
    public func balance(walked: Int) -> Balance {
        var ledger = ExcuseLedger(question: question, excuses: excuses)
        var found: [Imbalance] = []
        let ordered = isAscending ? [] : paths.map(\.text).sorted()
        let doubled = zip(ordered, ordered.dropFirst()).count { $0 == $1 }
        if paths.count != walked || doubled > 0 { found.append(.fileCount(walked: walked, entered: paths.count)) }
        found += isDoubled.map(Imbalance.log)
        let heads = ChainHeads(names, proved)
        let logs = unbalancedLogs(&ledger)
        found += unbalancedFiles(heads, Set(logs), &ledger)
        found += logs.map(Imbalance.log)
        found += unbalancedChains(&ledger)
        found += unbalancedTime(heads, &ledger)
        found += ledger.unused.map(Imbalance.excuse)
        return Balance(imbalances: found, isAnythingProved: proved.contains { isInScope($0) })
    }

    private func unbalancedFiles(
        _ heads: ChainHeads, _ logs: Set<S3Location>, _ ledger: inout ExcuseLedger
    ) -> [Imbalance] {
        // Digests first, because an allowed digest excuses logs near its hour (ALLOW-8).
        let doubted = open.filter { $0.bin.isUnverifiedDigest }
        let others = open.filter { !$0.bin.isUnverifiedDigest }
        let twins = Set(doubted.map(\.file.path))
        return (doubted + others).compactMap { file, bin in
            // The bin of an unproved digest decides for its copies too (PLACE-12).
            if case .identicalCopy(let hash, .unproved(let twin)) = bin, twins.contains(twin.file),
                FileAudit.isCopy(file.facts, hash, of: .unproved(twin))
            {
                return nil
            }
            return isOfBalancedLog(file, bin, logs) || isExcused(file, bin, heads, &ledger)
                ? nil : .file(file.path.text)
        }
    }

    /// Whether a file of a listed log balances because the log does: out of scope, verified earlier, or excused.
    private func isOfBalancedLog(_ file: WalkedFile, _ bin: FileBin, _ unbalanced: Set<S3Location>) -> Bool {
        guard case .listed(let location) = bin, let log = listed.logs(at: location).first,
            !unbalanced.contains(location)
        else { return false }
        switch dispositions[log.number] {
        // A verified log names its files, so this isn't one of them.
        case .verified: return false
        case nil where !audit.admits(file, .outOfScope): return false
        default: break
        }
        return PlaceCheck.stands(file.facts.name.bytes[...], for: location.key.splitAtLastSlash.name.bytes[...])
    }

    private func isExcused(
        _ file: WalkedFile, _ bin: FileBin, _ heads: ChainHeads, _ ledger: inout ExcuseLedger
    ) -> Bool {
        let (facts, path, region) = (file.facts, file.path.text, file.facts.namedRegion)
        let trail = facts.digest?.chain.trail
        switch bin {
        case .unverifiedDigest(let doubt, _):
            // One digest per chain: the newest, if its predecessor is verified (ALLOW-6).
            guard let hour = heads.allowableHour(file.path), let code = Excuse.Code(doubt) else { return false }
            return ledger.use(
                code, .digest(path: path), account: facts.account, region, trail, times: [hour], isWhole: true)
        case .unreferencedLog:
            return ledger.use(
                .logUnreferenced, .path(path), account: facts.account, region, nil, times: Self.times(facts))
        case .unverifiedLog:
            return ledger.usesDigest(near: facts, heads)
                || ledger.use(
                    .fileUnreadable, .path(path), account: facts.account, region, nil,
                    times: Self.times(facts))
        case .obstacle:
            return ledger.use(.fileUnreadable, .path(path), account: facts.account, region, nil, times: [])
        default: return false
        }
    }

    /// The times that must lie in an allowance's interval: both the stamp and the day folder (ALLOW-5).
    private static func times(_ facts: PathFacts) -> [Interval] {
        let stamp = facts.stamp.map { Interval(from: $0, to: $0 + 1) }
        let day = facts.day.map { Interval(from: $0, to: $0 + UnixTime.day) }
        return [stamp, day].compactMap(\.self)
    }

    private func unbalancedLogs(_ ledger: inout ExcuseLedger) -> [S3Location] {
        listed.logs.compactMap { log in
            // A disposition counts even if the log is out of scope.
            guard dispositions[log.number] != nil || isInScope(log) else { return nil }
            switch dispositions[log.number] {
            case .verified(let files):
                let isTrue = !files.isEmpty && files.allSatisfy { $0.location == log.location }
                return isTrue && log.hashes.count == 1 && log.hashes[0] == files.first?.hash ? nil : log.location
            case .notAskedFor:
                let ends = log.digests.map { proved[$0].interval.to }
                return question.leavesOut(log.key.stamp ?? ends.max()) ? nil : log.location
            case .verifiedEarlier:
                let isEarlier = log.digests.contains { index in
                    question.known[proved[index].chain].map { proved[index].interval.to <= $0 } ?? false
                }
                return isEarlier ? nil : log.location
            case .outsideCopy, .unverified(.foreign):
                return use(.referenceOutsideArchive, log, &ledger) ? nil : log.location
            case .unverified(.conflict):
                return use(.logReferenceConflict, log, &ledger) ? nil : log.location
            case nil, .invalid, .missing, .unverified: return log.location
            }
        }
    }

    private func use(_ code: Excuse.Code, _ log: ListedLog, _ ledger: inout ExcuseLedger) -> Bool {
        guard let chain = log.digests.first.map({ proved[$0].chain }) else { return false }
        return ledger.use(
            code, .log(log.location), account: chain.accountID, chain.region, chain.trail,
            times: Self.times(PathFacts(log.location.key)))
    }

    private func unbalancedChains(_ ledger: inout ExcuseLedger) -> [Imbalance] {
        let present = listed.chains.compactMapValues { $0.lazy.map(\.interval.from).min() }
        return expected.lacking(question, joins, present: present).compactMap { one in
            ledger.use(.coverageGap, .combination(one), account: one.account, one.region, one.trail, times: [])
                ? nil : .chain(one)
        }
    }

    private func unbalancedTime(_ heads: ChainHeads, _ ledger: inout ExcuseLedger) -> [Imbalance] {
        let lines = Dictionary(grouping: listed.chains) { joins.line(of: $0.key.standard) }
        return lines.sorted { $0.key < $1.key }.flatMap { line, own -> [Imbalance] in
            guard question.includes(line), let required = required(own) else { return [] }
            let chains = Set(own.lazy.map(\.key).filter { $0.kind == .standard })
            var excused = chains.flatMap { silences[$0] ?? [] }
            excused += ledger.usedHours(chains, heads)
            excused += chains.union([line]).flatMap { ledger.useTimes($0) }
            let digests = own.count == 1 ? own[0].value : own.flatMap(\.value)
            return Coverage(digests).uncovered(required, except: excused).map { .time(line, $0) }
        }
    }

    /// The window, or the chain's own ends. Begins no later than the end of an earlier run (TIME-2, STATE-3).
    private func required(_ chains: [(key: ChainID, value: [ProvedDigest])]) -> Interval? {
        let hourly = chains.filter { $0.key.kind == .standard }
        // Backfill digests show that the hourly chain exists, but only a window requires its time (TIME-26).
        if hourly.isEmpty, question.from == nil, question.to == nil { return nil }
        let known = hourly.lazy.compactMap { question.known[$0.key] }.min()
        let spans = (hourly.isEmpty ? chains : hourly).lazy.flatMap(\.value).map { $0.interval }
        guard let oldest = spans.map({ $0.from }).min(), let newest = spans.map({ $0.to }).max() else { return nil }
        let begin = question.from ?? (question.isFull ? oldest : nil)
        let from = [begin, known.map { min($0, newest) }].compactMap(\.self).min() ?? oldest
        let to = max(question.to ?? newest, known ?? from)
        return from < to ? Interval(from: from, to: to) : nil
    }

    private func isInScope(_ log: ListedLog) -> Bool {
        let isStampIn = log.key.stamp.map { question.includes($0) } ?? false
        return log.digests.contains { isInScope(proved[$0]) || isStampIn && question.includes(proved[$0].chain) }
    }

    private func isInScope(_ digest: ProvedDigest) -> Bool { question.includes(digest.interval, of: digest.chain) }

    private static func newestEnds(_ chains: [ChainID: [ProvedDigest]]) -> [AccountRegion: UnixTime] {
        chains.reduce(into: [:]) { ends, entry in
            guard entry.key.kind == .standard, let end = entry.value.lazy.map({ $0.interval.to }).max() else { return }
            let place = AccountRegion(account: entry.key.accountID, region: entry.key.region)
            ends[place] = max(ends[place] ?? end, end)
        }
    }
}
