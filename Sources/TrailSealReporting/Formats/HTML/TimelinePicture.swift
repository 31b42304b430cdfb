internal import TrailSealPrimitives
internal import TrailSealVerification

/// The timeline: verified, unverified and invalid digests of each chain, and time that no digest covers. If there are few
/// chains, each has a row. If there are many, each chain with a problem has a row, and the others share a row for each
/// account.
struct TimelinePicture: HTMLSection {
    /// Up to this many chains have a row each.
    private static let fewChains = 40
    /// The most rows of either kind. The annex has all chains.
    private static let rowLimit = 150

    let chains: [ChainRecord]
    let marks: TimelineMarks
    /// The control changes, in order of time.
    var changes: [ChangeRecord] = []

    var id: String { "timeline" }
    var title: String { "Timeline" }

    func write(_ output: ReportOutput) {
        guard let axis = TimelineAxis(chains) else { return output.line("<p>No digest file in scope.</p>") }
        output.line("<p>\(HTMLText.sentence("\(axis.from.iso8601) to \(axis.to.iso8601)")), times in UTC</p>")
        let ordered = Verdict.worstFirst.flatMap { verdict in chains.filter { $0.verdict == verdict } }
        let areFew = chains.count <= Self.fewChains
        let single = areFew ? ordered : ordered.filter(hasProblem)
        let healthy = areFew ? [] : accounts(ordered.filter { !hasProblem($0) })
        let changes = ChangeMarks(changes, axis)
        output.line(TimelineRow.definitions(axis, withChanges: !self.changes.isEmpty))
        output.line(
            "<table class=\"timeline\">\n<thead><tr><th>\(single.isEmpty ? "Account" : "Chain")</th>"
                + "<td>\(axis.picture)</td></tr></thead>\n<tbody>")
        for chain in single.prefix(Self.rowLimit) {
            output.line(TimelineRow(chain, marks.of(chain.name), changes.of([chain])).html(axis))
        }
        for (account, chains) in healthy.prefix(Self.rowLimit) {
            output.line(TimelineRow(account: account, chains, changes.of(chains)).html(axis))
        }
        output.line("</tbody>\n</table>")
        let left = [
            (single.count - Self.rowLimit, "more chain with a problem", "more chains with a problem"),
            (healthy.count - Self.rowLimit, "more account without a problem", "more accounts without a problem"),
        ].filter { $0.0 > 0 }.map { "\(Numbers.grouped($0.0)) \($0.0 == 1 ? $0.1 : $0.2)" }
        if !left.isEmpty {
            output.line("<p>and \(left.joined(separator: ", ")): see <a href=\"#chains\">the annex</a></p>")
        }
        output.line(TimelineRow.legend(withChanges: !self.changes.isEmpty))
    }

    private func hasProblem(_ chain: ChainRecord) -> Bool {
        chain.verdict != .verified || !chain.gaps.isEmpty || !marks.of(chain.name).isEmpty
    }

    /// Returns the chains by account, sorted by account.
    private func accounts(_ chains: [ChainRecord]) -> [(account: String, chains: [ChainRecord])] {
        Dictionary(grouping: chains, by: \.name.accountID).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// The times of findings about log files, by chain.
struct TimelineMarks {
    struct Mark: Hashable {
        let time: UnixTime
        let isInvalid: Bool
    }

    private var marks: [ChainName: Set<Mark>] = [:]

    /// Adds a finding, unless the span of its digest already shows it.
    mutating func add(_ finding: FindingRecord) {
        guard finding.isMarked, finding.known != .logDigestUnverified,
            let chain = finding.chain, let time = finding.moment
        else { return }
        marks[chain, default: []].insert(Mark(time: time, isInvalid: finding.verdict == .invalid))
    }

    /// Returns the marks of a chain.
    func of(_ chain: ChainName) -> Set<Mark> { marks[chain] ?? [] }
}
