internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Stage 7, Account: enters every walked file and every listed log into the kernel's `Accounting`, with the excuses
/// that the user allows, and asks whether it balances. It looks at dispositions, never at findings (ACCOUNT-9).
///
/// `entered` enters files and logs. `output` adds the chains that must be there, and asks.
///
/// Next: `TellFindings`.
struct AccountForAll: Sendable {
    let dispositions: Dispositions

    /// An accounting in which all files and listed logs are entered.
    struct Entered: Sendable {
        fileprivate let question: Question
        fileprivate let accounting: Accounting
        fileprivate let bad: [ByteString: BadFile]
    }

    /// The result of the accounting.
    struct Output: Sendable {
        let balance: Balance
        /// The excused items.
        let excused: Set<Excuse.Item>
        /// The excuses of these items.
        let excuses: [Excuse]
        /// Unique paths of the files that don't balance.
        let openFiles: Set<ByteString>
        let openLogs: Set<S3Location>
    }

    private var listing: ArchiveListing { dispositions.listing }
    private var scope: RunScope { dispositions.scope }

    /// Enters the walked files and the listed logs.
    func entered() -> Entered {
        var question = scope.question
        question.namedPaths = namedPaths
        var accounting = Accounting(question, dispositions.candidates.listed, count: listing.fileCount)
        let bad = enterFiles(&accounting)
        for log in dispositions.candidates.listed.logs {
            if let disposition = dispositions.logs[log.number] { accounting.enter(log, disposition) }
        }
        return Entered(question: question, accounting: accounting, bad: bad)
    }

    /// Runs the accounting, first without excuses and then, if something doesn't balance, with them. `signedChains` are
    /// those that saved signatures name (ACCOUNT-0).
    func output(_ entered: Entered, signedChains: [ChainID]) -> Output {
        var accounting = entered.accounting
        for (_, statement) in dispositions.proved.unproved { accounting.expect(.chain(statement.chain)) }
        for chain in signedChains { accounting.expect(.chain(chain)) }
        for chain in dispositions.candidates.listed.chains.keys {
            for delivery in scope.policy.deliveries where delivery.writes(chain) {
                if let silence = delivery.silence { accounting.enterSilence(chain, silence) }
            }
        }
        let plain = accounting.balance(walked: listing.walkedCount)
        guard !entered.question.allowances.isEmpty, !plain.imbalances.isEmpty else { return output(plain, []) }
        return excused(accounting, plain, entered.question, entered.bad)
    }

    private func output(_ balance: Balance, _ excuses: [Excuse]) -> Output {
        var files: Set<ByteString> = []
        var logs: Set<S3Location> = []
        for imbalance in balance.imbalances {
            switch imbalance {
            case .file(let path): files.insert(path)
            case .log(let location): logs.insert(location)
            default: break
            }
        }
        return Output(
            balance: balance, excused: Set(excuses.map(\.item)), excuses: excuses, openFiles: files, openLogs: logs)
    }

    // MARK: Files

    private var namedPaths: Set<ByteString> {
        guard !listing.named.isEmpty else { return [] }
        return Set(
            listing.folders.flatMap { folder in
                folder.files.filter { listing.isNamed(root: folder.root, path: listing.path(of: $0)) }
                    .map { listing.uniquePath(of: $0) }
            })
    }

    /// What an excuse must know about a file that doesn't balance.
    fileprivate struct BadFile: Sendable {
        let bin: FileBin
        let facts: PathFacts
    }

    /// Enters the walked files. Returns those that need an excuse, by unique path.
    private func enterFiles(_ accounting: inout Accounting) -> [ByteString: BadFile] {
        var bad: [ByteString: BadFile] = [:]
        // Digest files are in the order of their numbers, and each statement holds its unique path.
        let digests = dispositions.proved.files
        var next = 0
        for (index, folder) in listing.folders.enumerated() {
            let names = folder.names
            let first = folder.firstFile
            let plain = dispositions.placing.plainFacts(ofFolder: index)
            for position in names.indices {
                let file = first + FileNumber(position)
                guard let bin = dispositions.bins[Int(file)] else { continue }
                // Most files are verified, and in folders that say whose they are.
                if let plain, let path = bin.verifiedPath, let facts = path.facts(inFolder: plain) {
                    accounting.enter(WalkedFile(path: path, facts, size: nil), bin)
                    continue
                }
                while next < digests.count, digests[next].file < file { next += 1 }
                let isDigest = next < digests.count && digests[next].file == file
                let statement = isDigest ? digests[next].statement : nil
                let known = isDigest ? statement?.facts ?? digests[next].facts : nil
                let facts = facts(position, in: folder, index, bin, known)
                let path = statement?.file ?? self.path(position, in: folder, bin)
                var size: UInt64?
                if case .emptyMarker = bin { size = 0 }
                accounting.enter(WalkedFile(path: path, facts, size: size), bin)
                if bin.needsExcuse { bad[path.text] = BadFile(bin: bin, facts: facts) }
            }
        }
        enterOthers(&accounting, &bad)
        return bad
    }

    private func path(_ position: Int, in folder: ArchiveListing.Folder, _ bin: FileBin) -> UniquePath {
        if case .verifiedLog(let log) = bin { return log.path }
        return folder.uniquePath(position)
    }

    /// The facts of a file. Reuses what was parsed of its name already.
    private func facts(
        _ position: Int, in folder: ArchiveListing.Folder, _ index: Int, _ bin: FileBin, _ known: PathFacts?
    ) -> PathFacts {
        let placing = dispositions.placing
        if case .verifiedLog(let log) = bin, folder.names.holds(log.key.name, at: position) {
            return placing.facts(inFolder: index, named: log.key)
        }
        return placing.facts(inFolder: index, folder.names[position], known: known)
    }

    /// Enters the files of folders that were only counted, and the obstacles.
    private func enterOthers(_ accounting: inout Accounting, _ bad: inout [ByteString: BadFile]) {
        for passed in listing.passed {
            let facts = PathFacts(FolderFacts(passed.path), name: "x")
            let bin: FileBin = facts.isHidden ? .hidden : .notCloudTrail
            let unique = listing.uniquePath(root: passed.root, passed.path)
            for number in 0..<passed.fileCount {
                let file = WalkedFile(
                    path: UniquePath(unique.appending(component: ByteString("//\(number)"))), facts, size: nil)
                accounting.enter(file, bin)
            }
        }
        let harmless = dispositions.harmlessLinks()
        for obstacle in listing.obstacles {
            let isHarmless = harmless.contains(RootedFolder(root: obstacle.root, path: obstacle.path))
            let placed = dispositions.locator.placedPath(root: obstacle.root, obstacle.path)
            let facts = PathFacts(placed)
            let path = listing.uniquePath(root: obstacle.root, obstacle.path)
            let bin: FileBin = facts.isHidden ? .hidden : .obstacle(isLinkToWalked: isHarmless)
            accounting.enter(WalkedFile(path: UniquePath(path), facts, size: nil), bin)
            if bin.needsExcuse { bad[path] = BadFile(bin: bin, facts: facts) }
        }
    }

    // MARK: Excuses

    /// Looks for an allowance for each item that doesn't balance. Withdraws the excuses that the accounting refuses,
    /// and asks again until it refuses none. The loop ends, because each turn removes at least one excuse.
    private func excused(
        _ accounting: Accounting, _ plain: Balance, _ question: Question, _ bad: [ByteString: BadFile]
    ) -> Output {
        var excuses: [Excuse] = []
        var seen: Set<Excuse.Item> = []
        for imbalance in plain.imbalances {
            for (number, allowance) in question.allowances.enumerated() {
                guard let item = item(imbalance, allowance, bad), seen.insert(item).inserted else { continue }
                excuses.append(Excuse(allowance: number, item))
                // Several intervals may each excuse a piece of one gap.
                if case .time = item { continue }
                break
            }
        }
        while true {
            var tried = accounting
            for excuse in excuses { tried.enter(excuse) }
            let balance = tried.balance(walked: listing.walkedCount)
            let refused = Set(
                balance.imbalances.compactMap { imbalance -> Excuse? in
                    if case .excuse(let excuse) = imbalance { excuse } else { nil }
                })
            guard !refused.isEmpty else { return output(balance, excuses) }
            excuses.removeAll { refused.contains($0) }
        }
    }

    private func item(
        _ imbalance: Imbalance, _ allowance: Question.Allowance, _ bad: [ByteString: BadFile]
    ) -> Excuse.Item? {
        func selects(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> Bool {
            (allowance.account == nil || allowance.account == account)
                && (allowance.region == nil || allowance.region == region)
                && (allowance.trail == nil || allowance.trail == trail)
        }
        switch (imbalance, allowance.code) {
        case (.chain(let combination), .coverageGap):
            guard allowance.interval == nil, selects(combination.account, combination.region, combination.trail) else {
                return nil
            }
            return .combination(combination)
        case (.time(let chain, let gap), .coverageGap):
            guard selects(chain.accountID, chain.region, chain.trail) else { return nil }
            let limits = allowance.interval ?? gap
            let (from, to) = (max(gap.from, limits.from), min(gap.to, limits.to))
            return from < to ? .time(chain, Interval(from: from, to: to)) : nil
        case (.log(let location), .referenceOutsideArchive), (.log(let location), .logReferenceConflict):
            return doubt(of: location) == allowance.code ? .log(location) : nil
        case (.file(let path), let code):
            guard let file = bad[path] else { return nil }
            switch (file.bin, code) {
            case (.unverifiedDigest(let doubt, _), _) where Excuse.Code(doubt) == code:
                let trail = file.facts.digest?.chain.trail
                return selects(file.facts.account, file.facts.namedRegion, trail) ? .digest(path: path) : nil
            case (.unreferencedLog, .logUnreferenced), (.obstacle, .fileUnreadable):
                return selects(file.facts.account, file.facts.namedRegion, nil) ? .path(path) : nil
            default: return nil
            }
        default: return nil
        }
    }

    /// The code that may excuse a listed log. Nil if there is none.
    private func doubt(of location: S3Location) -> Excuse.Code? {
        dispositions.candidates.listed.logs(at: location).lazy.compactMap { log -> Excuse.Code? in
            switch dispositions.logs[log.number] {
            case .outsideCopy?, .unverified(.foreign)?: .referenceOutsideArchive
            case .unverified(.conflict)?: .logReferenceConflict
            default: nil
            }
        }.first
    }
}

extension FileBin {
    /// The path of the file, if the bin's evidence names it.
    fileprivate var verifiedPath: UniquePath? {
        switch self {
        case .verifiedDigest(let digest): digest.statement.file
        case .verifiedLog(let log): log.path
        default: nil
        }
    }

    /// Whether the accounting accepts the bin only with an excuse.
    var needsExcuse: Bool {
        switch self {
        case .unverifiedDigest, .invalidDigest, .unverifiedLog, .invalidLog, .unreferencedLog, .obstacle, .listed: true
        case .verifiedDigest, .verifiedLog, .identicalCopy, .savedSignature, .namedOnCommandLine, .notCloudTrail,
            .unrecognized, .hidden, .emptyMarker, .notJudged, .notDue, .outOfScope:
            false
        }
    }
}
