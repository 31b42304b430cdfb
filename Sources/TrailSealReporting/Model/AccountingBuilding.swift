internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

// Converts the engine's accounting to records.

extension AccountingRecord {
    /// Creates a record. `allowances` are the values of `--allow`, in the order of the policy's allowances.
    init(_ summary: AccountingSummary, allowances: [String]) {
        self.init(
            files: summary.files, listedLogs: summary.listedLogs,
            chains: summary.chains.map { chain in
                Chain(
                    name: ChainName(chain.id), digests: chain.digests, required: chain.required,
                    isCovered: chain.isCovered)
            },
            excuses: summary.excuses.map { excuse in
                Excuse(
                    code: .known(excuse.code),
                    // An excuse without an allowance matches none of the given ones, so a merge detects it.
                    allowance: allowances.indices.contains(excuse.allowance)
                        ? allowances[excuse.allowance] : excuse.code.rawValue,
                    item: ExcusedItem(excuse.item))
            },
            ends: summary.ends, isBalanced: summary.isBalanced,
            shared: summary.shared.map { shared in
                Shared(
                    files: shared.files, digests: shared.digests, logs: shared.logs,
                    combinations: shared.combinations.map {
                        LackingCombination(combination: FilterCombination($0.combination), isExcused: $0.isExcused)
                    })
            })
        sort()
    }

    /// Puts the lists in canonical order.
    mutating func sort() {
        chains.sort { $0.name.precedes($1.name) }
        excuses = Self.sorted(excuses) { AccountingMembers.json($0) }
        guard let combinations = shared?.combinations else { return }
        shared?.combinations = Self.sorted(combinations) { AccountingMembers.json($0) }
    }

    /// Returns the values sorted by their JSON bytes, which differ for different values.
    private static func sorted<Value>(_ values: [Value], by written: (Value) -> JSONWriter) -> [Value] {
        values.map { (value: $0, bytes: Array(written($0).serialized().utf8)) }
            .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.value)
    }
}

extension FilterCombination {
    init(_ combination: AccountingSummary.Combination) {
        accountID = combination.accountID?.description
        region = combination.region?.description
        trail = combination.trail?.description
    }
}

extension ExcusedItem {
    init(_ item: AccountingSummary.Item) {
        switch item {
        case .digest(let path): self = .digest(path: path.description)
        case .time(let chain, let span): self = .time(ChainName(chain), span)
        case .combination(let combination): self = .combination(FilterCombination(combination))
        case .log(let location): self = .log(bucket: location.bucket.description, key: location.key.description)
        case .path(let path): self = .path(path.description)
        }
    }
}
