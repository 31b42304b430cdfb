internal import CloudTrailVerification
internal import Primitives

/// The report for people: chains, a strip of each along time, findings with their cause and next step, and the verdict
/// in the last line, with what it does not prove.
struct TextReporter: Reporter {
    /// Most findings and most strips shown without `-v`.
    static let shortLimit = 20
    /// Most chains for which memory is taken before they are known.
    private static let reservedLimit = 65_536

    private let style: TextStyle
    private var head: ReportHead?
    private var chains: [ChainRecord] = []
    private var strips: [CoverageStrip] = []
    private var stripOfChain: [ChainName: Int] = [:]
    /// The first findings of each weight, worst first.
    private var findings: [[FindingRecord]] = [[], [], []]
    private var findingCount = 0
    private var accounts: [AccountRecord] = []
    private var fileLines: [String] = []

    init(_ style: TextStyle) { self.style = style }

    var wantsFiles: Bool { style.verbosity > 1 }

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        self.head = head
        guard let verification = head.verification else { return }
        // A report that somebody saved may state any number.
        chains.reserveCapacity(min(verification.summary.chains, Self.reservedLimit))
        let archives = head.inputs.archives.map(\.path).joined(separator: ", ")
        output.line(style.paint("TrailSeal \(head.tool.version)", .bold) + ": \(archives)")
        for file in head.inputs.keyFiles {
            let hash = file.sha256.map { ", SHA-256 \($0)" } ?? ""
            output.line("Keys: \(file.path), \(TextTable.count(file.keys ?? 0, "key"))\(hash)")
        }
        for path in head.inputs.signatures {
            guard let read = path.read, let used = path.used else { continue }
            let answers = "\(TextTable.count(read, "saved answer")), \(Numbers.grouped(used)) used"
            output.line("Signatures: \(path.path), \(answers)")
        }
        if let shard = head.run.shard {
            output.line("Shard: \(shard.label) (trailseal merge)")
        }
        if let state = head.inputs.state {
            let full = head.inputs.isFull ? ", everything is read again (--full)" : ""
            output.line("State: \(state.path), \(state.sha256.map { "SHA-256 \($0)" } ?? "new")\(full)")
        }
        for order in head.inputs.forgotten { output.line("Forgotten: \(order.line)") }
        if let retention = head.inputs.retention {
            output.line("Retention: \(DurationText.text(seconds: retention))")
        }
        if head.inputs.from != nil || head.inputs.to != nil {
            output.line(
                "Window: \(head.inputs.from?.iso8601 ?? "beginning") to \(head.inputs.to?.iso8601 ?? "end")")
        }
        if let logs = head.inputs.logsNotCopied { output.line("Logs: \(logs)") }
        output.line()
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest(let digest):
            let name = digest.key ?? digest.path
            output.line("\(verdict(digest.verdict.rawValue)) digest \(name)\(digest.proof.map { "  (\($0))" } ?? "")")
        case .log(let log): output.line("\(verdict(log.verdict)) log    \(log.key ?? log.path ?? "-")")
        case .chain(let chain):
            chains.append(chain)
            if let strip = CoverageStrip(chain) {
                stripOfChain[chain.name] = strips.count
                strips.append(strip)
            }
        case .finding(let finding): add(finding)
        case .account(let account): accounts.append(account)
        }
    }

    private func verdict(_ word: String) -> String {
        let padding = String(repeating: " ", count: max(0, 12 - word.count))
        return style.paint(word, style.color(of: word == "missing" ? "invalid" : word)) + padding
    }

    private mutating func add(_ finding: FindingRecord) {
        findingCount += 1
        let rank = finding.verdict == .invalid ? 0 : finding.verdict == .unverified ? 1 : 2
        if findings[rank].count < (style.verbosity > 0 ? Int.max : Self.shortLimit) {
            findings[rank].append(finding)
        }
        guard finding.verdict != .note, finding.topic == .log, let time = finding.moment,
            let strip = finding.chain.flatMap({ stripOfChain[$0] })
        else { return }
        strips[strip].mark(time, isInvalid: finding.verdict == .invalid)
    }

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        if let verification = head.verification {
            if wantsFiles { output.line() }
            writeTable(output)
            writeStrips(output)
            writeFindings(output)
            if verification.summary.notJudged > 0 {
                let files = TextTable.count(verification.summary.notJudged, "file")
                output.line("\(files) of kinds that no digest lists: not judged.\n")
            }
        }
        for line in ControlsText.lines(accounts, style) { output.line(line) }
        if let verification = head.verification {
            writeTotals(verification.summary, output)
            if let accounting = verification.accounting { output.line(AccountingText.line(accounting)) }
        }
        if !accounts.isEmpty { output.line(ControlsText.sum(accounts)) }
        if let verification = head.verification {
            let failed = accounts.reduce(0) { $0 + $1.controls.count(where: \.isFailed) }
            output.line(VerdictLine.text(head, verification, failedControls: failed, style))
        }
    }

    private func writeTable(_ output: ReportOutput) {
        func fraction(_ part: Int, _ whole: Int) -> String { "\(TextTable.grouped(part))/\(TextTable.grouped(whole))" }
        // A column of equal buckets would only make the lines longer than a terminal's.
        let buckets = Set(chains.map(\.bucket))
        func row(_ cells: [String], bucket: String) -> [String] {
            buckets.count > 1 ? cells.prefix(3) + [bucket] + cells.dropFirst(3) : cells
        }
        let header = ["account", "region", "trail", "digests", "logs", "covered until", "verdict"]
        var rows = [row(header, bucket: "bucket")]
        for chain in chains {
            let name = chain.name
            let cells = [
                name.accountID, name.region, name.trail + (name.isBackfill ? " (backfill)" : ""),
                fraction(chain.digests.verified, chain.digests.present + chain.digests.missing),
                fraction(chain.logs.verified, chain.logs.listed), chain.covered.last?.to.iso8601 ?? "-",
                chain.verdict.rawValue,
            ]
            rows.append(row(cells, bucket: chain.bucket ?? "-"))
        }
        let last = rows[0].count - 1
        for line in TextTable.lines(
            rows,
            paint: { cell, column in
                column == last ? style.paint(cell, style.color(of: cell)) : cell
            })
        { output.line("  " + line) }
        if buckets.count == 1, let bucket = chains.first?.bucket { output.line("  bucket \(bucket)") }
        let organizations = Set(chains.compactMap(\.name.organizationID)).sorted()
        if !organizations.isEmpty {
            output.line("  organization\(organizations.count == 1 ? "" : "s") \(organizations.joined(separator: ", "))")
        }
        output.line()
    }

    private func writeStrips(_ output: ReportOutput) {
        // Where there are many, those that have something to show.
        let isShort = style.verbosity == 0 && strips.count > Self.shortLimit
        let chosen = isShort ? strips.filter { $0.marks.contains { $0.rawValue > 1 } } : strips
        let lines = chosen.prefix(isShort ? Self.shortLimit : Int.max)
        guard !lines.isEmpty else { return }
        let accounts = Set(strips.map(\.name.accountID))
        for line in CoverageStrip.lines(lines, areOfOneAccount: accounts.count < 2, style) { output.line("  " + line) }
        if lines.count < chosen.count { output.line("  ... and \(chosen.count - lines.count) more; see -v") }
        if lines.contains(where: { $0.marks.contains { $0.rawValue > 1 } }) {
            output.line("  " + CoverageStrip.legend(style))
        }
        output.line()
    }

    private func writeFindings(_ output: ReportOutput) {
        var left = style.verbosity > 0 ? Int.max : Self.shortLimit
        var number = 0
        for (rank, title) in ["invalid", "unverified", "note"].enumerated() {
            let shown = findings[rank].prefix(left)
            left -= shown.count
            for finding in shown {
                number += 1
                let weight = finding.isAllowed ? "allowed" : title
                let chain = finding.chainTitle.map { "  \($0)" } ?? ""
                let word = style.paint(weight, style.color(of: weight))
                output.line("\(word)  \(style.paint(finding.code.text, .bold))\(chain)")
                if let location = finding.location { output.line("    key:      \(location)") }
                if let path = finding.path { output.line("    path:     \(path)") }
                output.line("    \(finding.message)")
                if let expected = finding.expected { output.line("    expected: \(expected)") }
                if let actual = finding.actual { output.line("    actual:   \(actual)") }
                output.line("    next:     \(finding.nextStep)")
            }
        }
        if number < findingCount {
            output.line("... and \(TextTable.count(findingCount - number, "more finding")): -v shows them all")
        }
        if number > 0 { output.line() }
    }

    private func writeTotals(_ summary: VerificationSummary, _ output: ReportOutput) {
        let (digests, logs) = (summary.digests, summary.logs)
        output.line(
            "Digests: \(digests.verified) verified, \(digests.unverified) unverified, \(digests.invalid) invalid, "
                + "\(digests.missing) missing")
        output.line(
            "Logs:    \(logs.verified) verified, \(logs.unverified) unverified, \(logs.invalid) invalid, "
                + "\(logs.missing) missing, \(logs.unreferenced) unreferenced")
    }
}
