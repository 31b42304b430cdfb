import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import TrailSealProof

/// Runs the kernel over one vector. This simple, slow driver shares only the readers of files with the engine.
struct KernelRun {
    struct Counts: Equatable {
        var verified = 0
        var unverified = 0
        var invalid = 0
        var missing = 0
        var unreferenced = 0
    }

    private let arguments: KernelArguments
    private var question: Question
    private let walk: KernelWalk
    private(set) var digests = Counts()
    private(set) var logs = Counts()
    private(set) var balance: Balance
    /// Proved digests, whatever was saved beside them.
    private(set) var proved: [ProvedDigest] = []

    private var bins: [Int: FileBin] = [:]
    private var placed: [ByteString]
    private var accounting: Accounting
    private var excuses: Set<Excuse.Item> = []
    /// Digests in the copy that aren't proved, but are read all the same.
    private var unproved: [DigestStatement] = []

    init(_ list: [String], in folder: String) throws {
        arguments = try KernelArguments(list, in: folder)
        question = arguments.question
        walk = try KernelWalk(arguments.roots)
        let named = arguments.named
        question.namedPaths = Set(
            walk.entries.filter { entry in
                named.contains { entry.system == $0 || entry.system.hasPrefix($0 + "/") }
            }.map(\.path))
        placed = walk.entries.map(\.below)
        accounting = Accounting(question, ListedLogs([]))
        balance = accounting.balance(walked: 0)
        let inputs = try KernelInputs(arguments)
        try judgeDigests(inputs)
        place()
        accounting = Accounting(question, ListedLogs(proved.map { DigestLogs($0) }))
        try judgeLogs()
        try sortTheRest()
        enter()
        for chain in Set(proved.map(\.chain)) {
            if let silence = try arguments.silence(of: chain) { accounting.enterSilence(chain, silence) }
        }
        balance = excused()
    }

    // MARK: Digests

    private mutating func judgeDigests(_ inputs: KernelInputs) throws {
        var statements: [(entry: Int, statement: DigestStatement)] = []
        var malformed: [(entry: Int, hash: SHA256Digest?)] = []
        for (index, entry) in walk.entries.enumerated()
        where entry.isRegular && !isHidden(index) && !question.namedPaths.contains(entry.path) {
            let facts = PathFacts(entry.below)
            let name = Self.digestName(facts)
            guard name != nil || facts.kind.map({ $0 == PathFacts.digestFolder }) ?? (facts.account == nil),
                !facts.isOtherService
            else { continue }
            if let answer = try savedAnswer(entry) {
                bins[index] = answer
                continue
            }
            let (bytes, outcome) = try entry.content()
            guard case .whole(let hash, _) = outcome else {
                if name != nil { malformed.append((index, nil)) }
                continue
            }
            do throws(DigestFormatError) {
                let document = try DigestDocumentDecoder.decode(bytes)
                let saved = (try? inputs.saved(entry, document, hash)) ?? []
                statements.append(
                    (
                        index,
                        try DigestStatement(
                            document, hash: hash, at: PathFacts(entry.below), file: UniquePath(entry.path), saved: saved
                        )
                    ))
            } catch {
                if name != nil { malformed.append((index, hash)) }
            }
        }
        let standings = try DigestProver(keys: inputs.keys).prove(statements.map(\.statement)).standings.map {
            $0 ?? .unproved(.unsupported)
        }
        proved = standings.compactMap(\.proved)
        for ((index, statement), standing) in zip(statements, standings) {
            enter(index, statement, standing)
        }
        countDigests(statements.map(\.statement), standings)
        for (index, hash) in malformed {
            // If a verified successor names the digest with its hash, AWS signed it (DIGEST-22).
            let isLinked = proved.contains { $0.statement.document.previous?.hash == hash && hash != nil }
            bins[index] = isLinked ? .unverifiedDigest(.unsupported) : .invalidDigest
            guard isInScope(digestName: Self.digestName(PathFacts(walk.entries[index].below))) else {
                bins[index] = .outOfScope
                continue
            }
            if isLinked { digests.unverified += 1 } else { digests.invalid += 1 }
        }
    }

    private mutating func enter(_ index: Int, _ statement: DigestStatement, _ standing: DigestStanding) {
        switch standing {
        case .proved(let digest): bins[index] = .verifiedDigest(digest)
        case .contradicted(let contradictions):
            let twin = proved.first { $0.hash == statement.hash && $0.location == statement.document.location }
            let isOtherName = statement.place == .otherName && Self.digestName(PathFacts(statement.file.text)) != nil
            if contradictions == [.relocated], let twin, !isOtherName {
                bins[index] = .identicalCopy(statement.hash, of: .digest(twin))
            } else {
                bins[index] = isInScope(statement) ? .invalidDigest : .outOfScope
                if contradictions != [.relocated] { unproved.append(statement) }
            }
        case .unproved(let doubt):
            bins[index] =
                isInScope(statement)
                ? .unverifiedDigest(doubt, previous: statement.document.previous?.location) : .outOfScope
            unproved.append(statement)
        }
    }

    /// Each object counts once, by its worst file.
    private mutating func countDigests(_ statements: [DigestStatement], _ standings: [DigestStanding]) {
        var ranks: [ByteString: Int] = [:]
        for (statement, standing) in zip(statements, standings) where isInScope(statement) {
            // A run that continues counts from the checkpoint's own digest on.
            if let known = checkpoint(of: statement.key.chain), statement.document.endTime < known.key.endTime {
                continue
            }
            let rank: Int
            var name = statement.document.location.joined
            switch standing {
            case .proved: rank = 0
            case .unproved: rank = 1
            case .contradicted(let contradictions):
                if contradictions == [.relocated], case .identicalCopy = bins[walk.entry(at: statement.file.text) ?? -1]
                {
                    continue
                }
                // Another object's file counts as its own.
                if contradictions == [.relocated] { name = statement.file.text }
                rank = 2
            }
            ranks[name] = max(ranks[name] ?? 0, rank)
        }
        digests.verified = ranks.values.count { $0 == 0 }
        digests.unverified = ranks.values.count { $0 == 1 }
        digests.invalid = ranks.values.count { $0 == 2 }
    }

    /// A file that holds a saved answer for the digest of that name (FILE-17, FILE-22).
    private func savedAnswer(_ entry: KernelEntry) throws -> FileBin? {
        for suffix in [".metadata.json", ".head.json", ".meta.json", ".json", ""] {
            guard entry.name.bytes.reversed().starts(with: suffix.utf8.reversed()) else { continue }
            let bare = entry.name.dropLast(suffix.utf8.count)
            let name = bare.hasSuffix(".json") ? bare + ByteString(".gz") : bare
            guard suffix.isEmpty ? bare.hasSuffix(".json") : true, Self.digestName(named: name) != nil else { continue }
            let metadata = SignatureMetadataParser.metadata(in: try entry.bytes)
            guard metadata.signature != nil else { continue }
            let answer = SavedSignature(source: .sidecar(entry.name), signature: metadata.signature)
            return .savedSignature(answer, digestName: name)
        }
        return nil
    }

    /// If a root begins below the account folder, verified digests or the root's own path say what precedes its paths
    /// (PLACE-13).
    private mutating func place() {
        let mappings = proved.compactMap { LogCandidates.Mapping($0.statement) }.filter { !$0.isFlat }
        for index in placed.indices {
            let path = walk.entries[index].path
            guard PathFacts(placed[index]).account == nil,
                let mapping = mappings.first(where: { path.hasPrefix(ByteString($0.folder.bytes + [ByteString.slash])) }
                ),
                PathFacts(mapping.location.appending(component: ByteString("x/x/x"))).account != nil
            else {
                placed[index] = walk.places[Self.root(of: path)].appending(component: placed[index])
                continue
            }
            let rest = ByteString(path.bytes[(mapping.folder.count + 1)...])
            placed[index] = mapping.location.appending(component: rest)
        }
    }

    /// The number with which a path of the walk begins.
    private static func root(of path: ByteString) -> Int {
        path.components.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    }

    // MARK: Logs

    private mutating func judgeLogs() throws {
        let candidates = LogCandidates(walk, proved.map(\.statement), placed: placed)
        let listed = ListedLogs(proved.map { DigestLogs($0) })
        var contents: [Int: LogContent.Outcome] = [:]
        var judged: [(log: ListedLog, files: [Int], disposition: LogDisposition)] = []
        for log in listed.logs {
            let listing = log.digests.map { proved[$0] }
            let files =
                log.key.isUnsafe || log.isForeign
                ? []
                : Set(
                    listing.flatMap {
                        candidates.files(log.location, account: $0.chain.accountID, listing: [$0.statement])
                    }
                ).sorted()
            if isVerifiedEarlier(listing) {
                judged.append((log, files, .verifiedEarlier))
                continue
            }
            for file in files where contents[file] == nil { contents[file] = try walk.entries[file].content().outcome }
            let contents = files.map {
                LogContent(path: UniquePath(walk.entries[$0].path), contents[$0] ?? .unreadable)
            }
            judged.append((log, files, LogProver.judge(log, contents)))
        }
        let found = Set(
            judged.compactMap { judgement -> ByteString? in
                if case .verified = judgement.disposition { judgement.log.location.bucket } else { nil }
            })
        let days = daysHeld()
        for (log, files, disposition) in judged {
            var disposition = disposition
            let time = log.key.stamp ?? log.digests.map { proved[$0].interval.to }.max()
            if case .missing = disposition, let from = question.logsFrom, let time, time < from {
                disposition = LogProver.judge(log, [], absence: .notAskedFor)
            }
            if case .missing = disposition, !log.key.isUnsafe, isOutsideCopy(log, found, days) {
                disposition = LogProver.judge(log, [], absence: .outsideCopy)
            }
            enter(log, files, disposition)
        }
    }

    private mutating func enter(_ log: ListedLog, _ files: [Int], _ disposition: LogDisposition) {
        let isCounted = isInScope(log)
        guard isCounted || files.contains(where: { !isOutOfScope(PathFacts(placed[$0])) }) else {
            for file in files { bins[file] = .listed(log.location) }
            return
        }
        accounting.enter(log, disposition)
        for file in files {
            switch disposition {
            case .verified(let verified):
                if let own = verified.first(where: { $0.path.text == walk.entries[file].path }) {
                    bins[file] = .verifiedLog(own)
                }
            case .invalid where !isCounted && isOutOfScope(PathFacts(placed[file])): bins[file] = .outOfScope
            case .invalid: bins[file] = .invalidLog
            case .verifiedEarlier: bins[file] = .listed(log.location)
            default: bins[file] = .unverifiedLog
            }
        }
        guard isCounted else { return }
        switch disposition {
        case .verified: logs.verified += 1
        case .invalid: logs.invalid += 1
        case .missing: logs.missing += 1
        case .unverified, .outsideCopy: logs.unverified += 1
        case .notAskedFor, .verifiedEarlier: break
        }
    }

    /// LOG-14, LOG-15, LOG-19.
    private func isOutsideCopy(
        _ log: ListedLog, _ found: Set<ByteString>, _ days: [[ByteString]: Set<UnixTime>]
    ) -> Bool {
        let bucket = log.location.bucket
        if !proved.contains(where: { $0.location.bucket == bucket }), !found.contains(bucket) { return true }
        let facts = PathFacts(log.location.key)
        guard let account = facts.account, let region = facts.region, let day = facts.day,
            let held = days[[account, region]], let first = held.min(), let last = held.max(), !held.contains(day)
        else { return false }
        return day == first - UnixTime.day || day == last + UnixTime.day
    }

    /// The days for which the copy holds a file, by account and Region.
    private func daysHeld() -> [[ByteString]: Set<UnixTime>] {
        var days: [[ByteString]: Set<UnixTime>] = [:]
        for (index, entry) in walk.entries.enumerated() where entry.isRegular && entry.size > 0 {
            let facts = PathFacts(placed[index])
            guard let account = facts.account, let region = facts.region, let day = facts.day else { continue }
            days[[account, region], default: []].insert(day)
        }
        return days
    }

    /// An earlier run verified every digest that lists the log (STATE-4).
    private func isVerifiedEarlier(_ listing: [ProvedDigest]) -> Bool {
        listing.allSatisfy { digest in
            guard let checkpoint = checkpoint(of: digest.chain) else { return false }
            return digest.interval.to <= checkpoint.key.endTime
        }
    }

    /// What an earlier run verified of a chain. Nil if it is gone, if somebody added to it, or if it is to be read
    /// again (STATE-14).
    private func checkpoint(of chain: ChainID) -> KernelCheckpoint? {
        guard !question.isFull else { return nil }
        return arguments.checkpoints.first { checkpoint in
            checkpoint.key.chain == chain
                && proved.count { $0.chain == chain && $0.interval.to < checkpoint.key.endTime }
                    <= checkpoint.olderDigests
                && proved.contains { $0.location == checkpoint.location && $0.hash == checkpoint.hash }
        }
    }

    // MARK: All other files

    private mutating func sortTheRest() throws {
        let candidates = LogCandidates(walk, proved.map(\.statement), placed: placed)
        var claimed: Set<Int> = []
        for digest in unproved where isInScope(digest) {
            for entry in digest.document.logFiles
            where PathFacts(entry.location.key).account.map({ $0 == digest.key.chain.accountID }) ?? true {
                claimed.formUnion(candidates.claimed(entry.location, by: digest))
            }
        }
        let verified = bins.values.compactMap { bin -> VerifiedLog? in
            if case .verifiedLog(let log) = bin { log } else { nil }
        }
        for (index, entry) in walk.entries.enumerated() where bins[index] == nil {
            let facts = PathFacts(placed[index])
            bins[index] = try bin(index, entry, facts, claimed, verified)
            switch bins[index] {
            case .unverifiedLog?: logs.unverified += 1
            case .unreferencedLog?: logs.unreferenced += 1
            default: break
            }
        }
    }

    private func bin(
        _ index: Int, _ entry: KernelEntry, _ facts: PathFacts, _ claimed: Set<Int>, _ verified: [VerifiedLog]
    ) throws -> FileBin {
        guard entry.isRegular else { return .obstacle(isLinkToWalked: entry.isLinkToWalked) }
        if question.namedPaths.contains(entry.path) { return .namedOnCommandLine }
        if isHidden(index) { return .hidden }
        if facts.isOtherService { return .notCloudTrail }
        if entry.size == 0 { return Self.digestName(facts) == nil ? .emptyMarker : .invalidDigest }
        if facts.kind.map({ $0 == PathFacts.digestFolder }) ?? false, facts.stamp == nil { return .unrecognized }
        let isFlat =
            facts.kind == nil && facts.account == nil
            && (entry.name.hasSuffix(".json.gz") || entry.name.hasSuffix(".json"))
        guard facts.kind != nil || facts.stamp != nil || isFlat else { return .notCloudTrail }
        if facts.kind.map({ !($0 == PathFacts.digestFolder || $0 == PathFacts.logFolder) }) ?? false {
            return .notJudged
        }
        let twins = verified.filter { log in
            let name = log.location.key.splitAtLastSlash.name
            return name == entry.name || (name.hasSuffix(".json.gz") && name.dropLast(3) == entry.name)
        }
        if !twins.isEmpty, case .whole(let hash, _) = try entry.content().outcome,
            let twin = twins.first(where: { $0.hash == hash })
        {
            return .identicalCopy(hash, of: .log(twin))
        }
        if isOutOfScope(facts) { return .outOfScope }
        if claimed.contains(index) { return .unverifiedLog }
        if isNotDue(facts) { return .notDue }
        return .unreferencedLog
    }

    private func isHidden(_ index: Int) -> Bool {
        let parts = placed[index].components
        let facts = PathFacts(placed[index])
        if let top = walk.entries[index].below.components.first, Self.litter.contains(ByteString(top)) { return true }
        if parts.last?.starts(with: "._".utf8) ?? false { return true }
        if facts.account == nil, facts.kind == nil { return parts.last?.first == UInt8(ascii: ".") }
        let anchor = parts.firstIndex { facts.account?.bytes.elementsEqual($0) ?? false } ?? -1
        return parts.dropFirst(anchor + 1).contains { $0.first == UInt8(ascii: ".") }
    }

    // MARK: Scope

    private func includes(_ account: ByteString?, _ region: ByteString?) -> Bool {
        (question.accounts.isEmpty || account.map { question.accounts.contains($0) } ?? true)
            && (question.regions.isEmpty || region.map { question.regions.contains($0) } ?? true)
    }

    private func includes(_ from: UnixTime, _ to: UnixTime) -> Bool {
        (question.to.map { from < $0 } ?? true) && (question.from.map { to > $0 } ?? true)
    }

    private func isInScope(_ chain: ChainID, _ from: UnixTime, _ to: UnixTime) -> Bool {
        // The window begins at the end of an earlier run, if that is earlier.
        let begin = question.from.map { min($0, checkpoint(of: chain)?.key.endTime ?? $0) }
        return includes(chain.accountID, chain.region) && question.trails.asksFor(chain)
            && (question.to.map { from < $0 } ?? true) && (begin.map { to > $0 } ?? true)
    }

    private func isInScope(_ digest: DigestStatement) -> Bool {
        isInScope(digest.key.chain, digest.document.startTime, digest.document.endTime)
    }

    private func isInScope(digestName name: DigestFileName?) -> Bool {
        guard let name else { return true }
        return isInScope(name.chain, name.endTime - UnixTime.hour, name.endTime)
    }

    private func isInScope(_ log: ListedLog) -> Bool {
        let listing = log.digests.map { proved[$0] }
        let stamp = LogFileName.stamp(in: log.location.key.splitAtLastSlash.name)
        return listing.contains { isInScope($0.statement) }
            || stamp.map { stamp in listing.contains { isInScope($0.chain, stamp, stamp + 1) } } ?? false
    }

    private func isOutOfScope(_ facts: PathFacts) -> Bool {
        guard includes(facts.account, facts.region) else { return true }
        if let stamp = facts.stamp, includes(stamp, stamp + 1) { return false }
        guard let day = facts.day else { return facts.stamp != nil && facts.kind == nil }
        return !includes(day - UnixTime.day, day + 2 * UnixTime.day)
    }

    private func isNotDue(_ facts: PathFacts) -> Bool {
        guard let stamp = facts.stamp, let day = facts.day, let to = question.to, stamp >= to,
            question.from != nil || question.hasState, stamp >= day - UnixTime.day,
            stamp < day + 2 * UnixTime.day
        else { return false }
        let ends = proved.filter { $0.chain.accountID == facts.account && $0.chain.region == facts.region }
            .map(\.interval.to)
        return ends.max().map { stamp > $0 - 20 * 60 } ?? false
    }

    // MARK: The accounting

    private mutating func enter() {
        for (index, entry) in walk.entries.enumerated() {
            let file = WalkedFile(
                path: UniquePath(entry.path), PathFacts(placed[index]), size: entry.isRegular ? entry.size : nil)
            guard let bin = bins[index] else { continue }
            accounting.enter(file, bin)
        }
        for digest in unproved { accounting.expect(.chain(digest.key.chain)) }
    }

    /// Enters an excuse for each item that doesn't balance and that an allowance names, then evaluates once more.
    /// Several allowances may excuse different parts of one gap.
    private mutating func excused() -> Balance {
        var balance = accounting.balance(walked: walk.entries.count)
        for _ in 0...question.allowances.count {
            var entered = 0
            for imbalance in balance.imbalances {
                for (number, allowance) in question.allowances.enumerated() {
                    guard let item = item(imbalance, allowance), excuses.insert(item).inserted else { continue }
                    accounting.enter(Excuse(allowance: number, item))
                    entered += 1
                    break
                }
            }
            guard entered > 0 else { break }
            balance = accounting.balance(walked: walk.entries.count)
        }
        return balance
    }

    private func item(_ imbalance: Imbalance, _ allowance: Question.Allowance) -> Excuse.Item? {
        func selects(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> Bool {
            (allowance.account == nil || allowance.account == account)
                && (allowance.region == nil || allowance.region == region)
                && (allowance.trail == nil || allowance.trail == trail)
        }
        switch (imbalance, allowance.code) {
        case (.chain(let combination), .coverageGap):
            return selects(combination.account, combination.region, combination.trail) ? .combination(combination) : nil
        case (.time(let chain, let gap), .coverageGap):
            guard selects(chain.accountID, chain.region, chain.trail) else { return nil }
            let limits = allowance.interval ?? gap
            let part = Interval(from: max(gap.from, limits.from), to: min(gap.to, limits.to))
            return part.from < part.to ? .time(chain, part) : nil
        case (.log(let location), .referenceOutsideArchive), (.log(let location), .logReferenceConflict):
            return .log(location)
        case (.file(let path), let code):
            guard let index = walk.entry(at: path), let bin = bins[index] else { return nil }
            let facts = PathFacts(placed[index])
            switch (bin, code) {
            case (.unverifiedDigest(let doubt, _), _) where Excuse.Code(doubt) == code:
                let trail = Self.digestName(facts).map { ByteString($0.trail) }
                return selects(facts.account, facts.region, trail) ? .digest(path: path) : nil
            case (.unreferencedLog, .logUnreferenced), (.obstacle, .fileUnreadable): return .path(path)
            default: return nil
            }
        default: return nil
        }
    }

    // MARK: Names

    /// Files that systems create at the top of a root (FILE-15).
    private static let litter: Set<ByteString> = [
        "lost+found", "$RECYCLE.BIN", "System Volume Information", "__MACOSX",
    ]

    private static func digestName(_ facts: PathFacts) -> DigestFileName? { digestName(named: facts.name) }

    private static func digestName(named name: ByteString) -> DigestFileName? {
        DigestFileName(anyRegion: name.hasSuffix(".json") ? name + ByteString(".gz") : name)
    }
}
