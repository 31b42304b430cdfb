internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes and reads the accounting as JSON (Documentation/OUTPUT.md, "Accounting").
enum AccountingMembers {
    /// Returns the accounting as JSON.
    static func json(_ accounting: AccountingRecord) -> JSONWriter {
        var members: [(String, JSONWriter)] = [
            ("balanced", .bool(accounting.isBalanced)),
            (
                "ends",
                .object([
                    ("from", .string(accounting.ends.from.rawValue)), ("to", .string(accounting.ends.to.rawValue)),
                ])
            ),
            ("files", counts(accounting.files)), ("listedLogs", counts(accounting.listedLogs)),
            ("chains", .array(accounting.chains.map(json))), ("excuses", .array(accounting.excuses.map(json))),
        ]
        if let shared = accounting.shared {
            members.append(
                (
                    "shared",
                    .object([
                        ("files", counts(shared.files)), ("digests", ReportMembers.digests(shared.digests)),
                        ("logs", ReportMembers.logs(shared.logs)),
                        ("combinations", .array(shared.combinations.map(json))),
                    ])
                ))
        }
        return .object(members)
    }

    private static func counts<Counts: BinnedCounts>(_ counts: Counts) -> JSONWriter {
        .object(
            [(Counts.totalName, .int(counts.total))] + Counts.Bin.allCases.map { ($0.rawValue, .int(counts[$0])) })
    }

    private static func json(_ chain: AccountingRecord.Chain) -> JSONWriter {
        .object(
            ReportMembers.name(chain.name) + [
                ("digests", .int(chain.digests)), ("required", chain.required.map(ReportMembers.span) ?? .null),
                ("covered", .bool(chain.isCovered)),
            ])
    }

    /// Returns an excuse as JSON. Each excuse has all members; those that don't apply are null.
    static func json(_ excuse: AccountingRecord.Excuse) -> JSONWriter {
        var path: String?
        var location: (bucket: String, key: String)?
        var time: (chain: ChainName, span: TimeSpan)?
        var combination: FilterCombination?
        switch excuse.item {
        case .digest(let file), .path(let file): path = file
        case .time(let chain, let span): time = (chain, span)
        case .combination(let values): combination = values
        case .log(let bucket, let key): location = (bucket, key)
        }
        return .object([
            ("code", .string(excuse.code.text)), ("allowance", .string(excuse.allowance)),
            ("item", .string(excuse.item.kind.rawValue)), ("path", .optional(path)),
            ("bucket", .optional(location?.bucket)), ("key", .optional(location?.key)),
            ("chain", time.map { .object(ReportMembers.name($0.chain)) } ?? .null),
            ("from", .optional(time?.span.from)), ("to", .optional(time?.span.to)),
            ("combination", combination.map(json) ?? .null),
        ])
    }

    private static func members(_ combination: FilterCombination) -> [(String, JSONWriter)] {
        [
            ("accountId", .optional(combination.accountID)), ("region", .optional(combination.region)),
            ("trail", .optional(combination.trail)),
        ]
    }

    private static func json(_ combination: FilterCombination) -> JSONWriter { .object(members(combination)) }

    /// Returns filter values without a chain as JSON.
    static func json(_ lacking: AccountingRecord.LackingCombination) -> JSONWriter {
        .object(members(lacking.combination) + [("excused", .bool(lacking.isExcused))])
    }
}

// MARK: - Reading

extension AccountingMembers {
    /// Reads an accounting. Errors: `ReportReadingError` that names the wrong member.
    static func read(_ place: JSONPath) throws(ReportReadingError) -> AccountingRecord {
        let ends = try place.member("ends")
        return AccountingRecord(
            files: try counts(place.member("files")), listedLogs: try counts(place.member("listedLogs")),
            chains: try place.member("chains").array { (place) throws(ReportReadingError) in try chain(place) },
            excuses: try place.member("excuses").array { (place) throws(ReportReadingError) in try excuse(place) },
            ends: AccountingSummary.Ends(
                from: try ends.member("from").one(of: AccountingSummary.End.self),
                to: try ends.member("to").one(of: AccountingSummary.End.self)),
            isBalanced: try place.member("balanced").bool(),
            shared: try place.member("shared").optional { (place) throws(ReportReadingError) in
                AccountingRecord.Shared(
                    files: try counts(place.member("files")),
                    digests: try ReportReader.digests(place.member("digests")),
                    logs: try ReportReader.logs(place.member("logs")),
                    combinations: try place.member("combinations").array { (place) throws(ReportReadingError) in
                        AccountingRecord.LackingCombination(
                            combination: try combination(place), isExcused: try place.member("excused").bool())
                    })
            })
    }

    private static func counts<Counts: BinnedCounts>(_ place: JSONPath) throws(ReportReadingError) -> Counts {
        var counts = Counts()
        counts.total = try place.member(Counts.totalName).count()
        for bin in Counts.Bin.allCases { counts[bin] = try place.member(bin.rawValue).count() }
        return counts
    }

    private static func chain(_ place: JSONPath) throws(ReportReadingError) -> AccountingRecord.Chain {
        AccountingRecord.Chain(
            name: try ReportReader.name(place), digests: try place.member("digests").count(),
            required: try place.member("required").optional { (place) throws(ReportReadingError) in
                try ReportReader.span(place)
            }, isCovered: try place.member("covered").bool())
    }

    private static func excuse(_ place: JSONPath) throws(ReportReadingError) -> AccountingRecord.Excuse {
        let item: ExcusedItem
        switch try place.member("item").one(of: ExcusedItem.Kind.self) {
        case .digest: item = .digest(path: try place.member("path").string())
        case .path: item = .path(try place.member("path").string())
        case .log: item = .log(bucket: try place.member("bucket").string(), key: try place.member("key").string())
        case .time: item = .time(try ReportReader.name(place.member("chain")), try ReportReader.span(place))
        case .combination: item = .combination(try combination(place.member("combination")))
        }
        return AccountingRecord.Excuse(
            code: ReportedCode(try place.member("code").string()), allowance: try place.member("allowance").string(),
            item: item)
    }

    private static func combination(_ place: JSONPath) throws(ReportReadingError) -> FilterCombination {
        func text(_ name: String) throws(ReportReadingError) -> String? {
            try place.member(name).optional { (place) throws(ReportReadingError) in try place.string() }
        }
        return FilterCombination(
            accountID: try text("accountId"), region: try text("region"), trail: try text("trail"))
    }
}
