internal import TrailSealPrimitives
internal import TrailSealVerification

/// The table of chains, those with a problem first. If there are many chains, the others are counted by account.
struct ChainText {
    let chains: [ChainRecord]
    let style: TextStyle

    func lines() -> [String] {
        guard !chains.isEmpty else { return [] }
        let ordered = Verdict.worstFirst.flatMap { verdict in chains.filter { $0.verdict == verdict } }
        guard style.verbosity == 0, chains.count > TextReporter.shortLimit else { return table(ordered) + [""] }
        let problems = ordered.filter { $0.verdict != .verified }
        let shown = problems.prefix(TextReporter.shortLimit)
        var lines = shown.isEmpty ? [] : table(Array(shown))
        if shown.count < problems.count {
            let more = TextTable.count(problems.count - shown.count, "more chain")
            lines.append(
                "  ... and \(more) that \(problems.count - shown.count == 1 ? "isn't" : "aren't") verified; -v shows all"
            )
        }
        return lines + (lines.isEmpty ? [] : [""]) + accounts() + [""]
    }

    // MARK: Table

    private func table(_ shown: [ChainRecord]) -> [String] {
        var columns: [(title: String, minimum: Int?, cell: (ChainRecord) -> String)] = []
        var common: [String] = []
        // A value that all chains share stands below the table, so that the lines are shorter.
        func add(_ title: String, _ minimum: Int?, _ cell: @escaping (ChainRecord) -> String) {
            if shown.count > 1, Set(shown.map(cell)).count == 1, let value = shown.first.map(cell) {
                common.append("\(title) \(value)")
            } else {
                columns.append((title, minimum, cell))
            }
        }
        add("account", nil) { $0.name.accountID }
        columns.append(("region", 9, { $0.name.region }))
        add("trail", 8) { $0.name.trail + ($0.name.isBackfill ? " (backfill)" : "") }
        if shown.count > 1 {
            add("bucket", 8) { $0.bucket ?? "-" }
        } else if let bucket = shown.first?.bucket {
            common.append("bucket \(bucket)")
        }
        columns.append(
            ("digests", nil, { Self.fraction($0.digests.verified, $0.digests.present + $0.digests.missing) }))
        columns.append(("logs", nil, { Self.fraction($0.logs.verified, $0.logs.listed) }))
        let until = columns.count
        columns.append(("covered until", nil, { $0.verifiedUntil?.iso8601 ?? "-" }))
        columns.append(("verdict", nil, { $0.verdict.rawValue }))
        let lines = rows(shown, columns)
        let isTooWide = lines.contains { TextLayout.width($0.plain) > style.width }
        if isTooWide { columns.remove(at: until) }
        return (isTooWide ? rows(shown, columns) : lines).map(\.painted) + organizations(common)
    }

    private func rows(
        _ shown: [ChainRecord], _ columns: [(title: String, minimum: Int?, cell: (ChainRecord) -> String)]
    ) -> [(plain: String, painted: String)] {
        let rows = [columns.map(\.title)] + shown.map { chain in columns.map { $0.cell(chain) } }
        let flexible = columns.enumerated().compactMap { position, column in
            column.minimum.map { TextTable.Flexible(column: position, minimum: $0) }
        }.reversed()
        let (width, last) = (style.width - 2, columns.count - 1)
        let plain = TextTable.lines(rows, width: width, flexible: Array(flexible), isASCII: style.isASCII)
        let painted = TextTable.lines(rows, width: width, flexible: Array(flexible), isASCII: style.isASCII) {
            cell, column in column == last ? style.paint(cell, style.color(of: cell)) : cell
        }
        return zip(plain, painted).map { ("  " + $0, "  " + $1) }
    }

    private func organizations(_ common: [String]) -> [String] {
        let ids = Set(chains.compactMap(\.name.organizationID)).sorted()
        let all =
            common + (ids.isEmpty ? [] : ["organization\(ids.count == 1 ? "" : "s") \(ids.joined(separator: ", "))"])
        return all.isEmpty ? [] : TextLayout.wrap(all.joined(separator: ", "), width: style.width, first: "  ")
    }

    private static func fraction(_ part: Int, _ whole: Int) -> String {
        "\(Numbers.grouped(part))/\(Numbers.grouped(whole))"
    }

    // MARK: Counts by account

    private struct Counts {
        var chains: [Verdict: Int] = [:]
        var digests = VerificationSummary.DigestCounts()
        var logs = VerificationSummary.LogCounts()

        var worst: Verdict { chains.keys.max() ?? .verified }
        var total: Int { chains.values.reduce(0, +) }
    }

    private func accounts() -> [String] {
        var counts: [String: Counts] = [:]
        for chain in chains {
            counts[chain.name.accountID, default: Counts()].chains[chain.verdict, default: 0] += 1
            counts[chain.name.accountID]?.digests.add(chain.digests)
            counts[chain.name.accountID]?.logs.add(chain.logs)
        }
        let ordered = counts.sorted { ($1.value.worst, $0.key) < ($0.value.worst, $1.key) }
        let shown = ordered.prefix(TextReporter.shortLimit)
        let rows = shown.map { account, count in
            [
                account, "\(Numbers.grouped(count.chains[.verified] ?? 0))/\(Numbers.grouped(count.total))",
                Self.fraction(count.digests.verified, count.digests.present + count.digests.missing),
                Self.fraction(count.logs.verified, count.logs.listed), count.worst.rawValue,
            ]
        }
        let lines = TextTable.lines([["account", "chains verified", "digests", "logs", "verdict"]] + rows) {
            cell, column in column == 4 ? style.paint(cell, style.color(of: cell)) : cell
        }
        let rest = ordered.dropFirst(shown.count)
        guard !rest.isEmpty else { return lines.map { "  " + $0 } + organizations([]) }
        let verified = rest.count { $0.value.worst == .verified }
        let words = verified == rest.count ? "all verified" : "\(Numbers.grouped(verified)) of them verified"
        return lines.map { "  " + $0 } + [
            "  ... and \(TextTable.count(rest.count, "more account")), \(words); -v shows all chains"
        ]
            + organizations([])
    }
}

extension Verdict {
    static let worstFirst: [Verdict] = [.invalid, .unverified, .verified]
}
