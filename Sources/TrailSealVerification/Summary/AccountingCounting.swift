internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Counts the files by bin, the listed logs, the chains and the excuses of one part of an archive (REPORT-3).
struct AccountingCounting {
    let dispositions: Dispositions
    let accounted: AccountForAll.Output
    let lines: [ChainID: ChainLine]
    /// Chains that saved signatures name.
    let signedChains: [ChainID]
    let records: [DigestCounting.Record]

    private var scope: RunScope { dispositions.scope }
    private var policy: VerificationPolicy { dispositions.scope.policy }

    func summary() -> AccountingSummary {
        let files = FileBinCounting(dispositions, accounted)
        var summary = AccountingSummary(
            files: files.all, listedLogs: listedLogs(), chains: chains(), excuses: excuses(),
            ends: ends() ?? .init(from: .window, to: .window), isBalanced: accounted.balance.imbalances.isEmpty)
        if policy.shard != nil {
            summary.shared = .init(files: files.shared, digests: sharedDigests(files), logs: files.sharedLogs)
        }
        return summary
    }

    // MARK: Listed logs

    private func listedLogs() -> AccountingSummary.ListedCounts {
        var counts = AccountingSummary.ListedCounts()
        var verified = 0
        for log in dispositions.candidates.listed.logs {
            guard let owner = dispositions.owner(of: log)?.chain, policy.shard?.includes(owner.accountID) ?? true else {
                continue
            }
            let isInScope = scope.includes(log, dispositions.proved.proved)
            let disposition = dispositions.logs[log.number]
            switch disposition {
            case nil where !isInScope: continue
            // A verified log out of scope was read only because its file's day folder is in scope.
            case .verified? where !isInScope: continue
            case .verifiedEarlier? where !scope.includes(owner): continue
            default: counts.listed += 1
            }
            // Most logs are verified.
            if case .verified? = disposition {
                verified += 1
                continue
            }
            let isExcused = accounted.excused.contains(.log(log.location))
            if let bin = disposition?.listedBin(isExcused: isExcused) { counts[bin] += 1 }
        }
        counts.verified += verified
        return counts
    }

    // MARK: Chains

    /// The chains in scope that a digest, a digest's name, a saved signature or the state shows.
    private func chains() -> [AccountingSummary.Chain] {
        let open = Set(
            accounted.balance.imbalances.compactMap { imbalance in
                if case .time(let chain, _) = imbalance { scope.line(of: chain) } else { nil }
            })
        var found: [AccountingSummary.Chain] = []
        var seen: Set<ChainID> = []
        for line in lines.values where scope.includes(line.chain) {
            seen.insert(scope.line(of: line.chain))
            let required = line.chain.kind == .standard ? RequiredTime(line, scope).interval : nil
            let isCovered = !line.verified.isEmpty && !open.contains(scope.line(of: line.chain))
            found.append(
                AccountingSummary.Chain(
                    line.chain, digests: line.verified.count,
                    required: required.map { TimeSpan(from: $0.from, to: $0.to) },
                    isCovered: required == nil || isCovered))
        }
        // A window requires hourly digests of a chain that only backfill digests show (TIME-26).
        let known = (policy.known ?? []).map(\.chain)
        for chain in open.sorted() + signedChains + known
        where scope.includes(chain) && seen.insert(scope.line(of: chain)).inserted {
            var required: TimeSpan?
            if let from = policy.from, let to = policy.to { required = TimeSpan(from: from, to: to) }
            found.append(AccountingSummary.Chain(chain, digests: 0, required: required, isCovered: required == nil))
        }
        return found.sorted { $0.id < $1.id }
    }

    /// The weakest ends of all standard chains in scope. Nil if there is none.
    private func ends() -> AccountingSummary.Ends? {
        var weakest: AccountingSummary.Ends?
        for line in lines.values where line.chain.kind == .standard && scope.includes(line.chain) {
            let own = RequiredTime(line, scope).ends
            if weakest == nil { weakest = own } else { weakest?.add(own) }
        }
        return weakest
    }

    // MARK: Excuses

    private func excuses() -> [AccountingSummary.Excuse] {
        // The accounting's positions leave out allowances that can't excuse anything in it.
        let positions = policy.allowances.indices.filter { policy.allowances[$0].kernel != nil }
        return accounted.excuses.compactMap { excuse in
            guard positions.indices.contains(excuse.allowance) else { return nil }
            let position = positions[excuse.allowance]
            return AccountingSummary.Excuse(
                policy.allowances[position].code, allowance: position, item(excuse.item))
        }
    }

    private func item(_ item: Excuse.Item) -> AccountingSummary.Item {
        switch item {
        case .digest(let path): .digest(path: userPath(path))
        case .time(let chain, let interval):
            .time(lines[scope.line(of: chain)]?.chain ?? chain, TimeSpan(from: interval.from, to: interval.to))
        case .combination(let one): .combination(.init(one))
        case .log(let location): .log(location)
        case .path(let path): .path(userPath(path))
        }
    }

    /// The path as the user would give it, for a unique path.
    private func userPath(_ path: ByteString) -> ByteString {
        guard let root = path.components.first.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) else {
            return path
        }
        let below = ByteString(Array(path.bytes.drop { $0 != ByteString.slash }.dropFirst()))
        return dispositions.listing.userPath(root: root, path: below)
    }

    // MARK: What each shard judges alike

    private func sharedDigests(_ files: FileBinCounting) -> VerificationSummary.DigestCounts {
        var counts = VerificationSummary.DigestCounts()
        for record in records
        where record.chain == nil && files.isOwnerless(dispositions.proved.files[record.position].file) {
            counts.count(record.verdict)
        }
        return counts
    }
}

extension LogDisposition {
    fileprivate func listedBin(isExcused: Bool) -> AccountingSummary.ListedBin {
        switch self {
        case .verified: .verified
        case .invalid: .invalid
        case .missing: .missing
        case .unverified: isExcused ? .excused : .unverified
        case .outsideCopy: .outsideCopy
        case .notAskedFor: .notAskedFor
        case .verifiedEarlier: .verifiedEarlier
        }
    }
}

extension AccountingSummary.Combination {
    init(_ one: Combination) { self.init(accountID: one.account, region: one.region, trail: one.trail) }
}
