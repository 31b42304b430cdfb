internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes the text report: chains, a strip of each chain over time, findings with their next step, control changes, and
/// totals. The last line holds the verdict and what it doesn't prove.
struct TextReporter: Reporter {
    /// The most groups, chains, accounts and strips shown without `-v`.
    static let shortLimit = 20

    private let style: TextStyle
    private var head: ReportHead?
    private var chains: [ChainRecord] = []
    private var strips: StripText?
    private var groups: [FindingGroup] = []
    /// With `-v`, the findings of each group.
    private var findings: [[FindingRecord]] = []
    private var changes: [ChangeRecord] = []
    private var accounts: [AccountRecord] = []

    init(_ style: TextStyle) { self.style = style }

    var wantsFiles: Bool { style.verbosity > 1 }

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        self.head = head
        guard head.verification != nil else { return }
        for line in TextHead(style: style).lines(head) { output.line(line) }
    }

    /// Writes a sentence, broken between words.
    private func paragraph(_ text: String, _ output: ReportOutput) {
        for line in TextHead.paragraph(text, style) { output.line(line) }
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest(let digest):
            let name = digest.key ?? digest.path
            output.line("\(verdict(digest.verdict.rawValue)) digest \(name)\(digest.proof.map { "  (\($0))" } ?? "")")
        case .log(let log): output.line("\(verdict(log.verdict)) log    \(log.key ?? log.path ?? "-")")
        case .chain(let chain): chains.append(chain)
        case .group(let group):
            groups.append(group)
            if style.verbosity > 0 { findings.append([]) }
        case .finding(let finding): add(finding)
        case .change(let change): changes.append(change)
        case .account(let account): accounts.append(account)
        }
    }

    private func verdict(_ word: String) -> String {
        let padding = String(repeating: " ", count: max(0, 12 - word.count))
        return style.paint(word, style.color(of: word == "missing" ? "invalid" : word)) + padding
    }

    /// Adds a finding. All chains have come before the first finding.
    private mutating func add(_ finding: FindingRecord) {
        if strips == nil { strips = StripText(chains, style) }
        strips?.mark(finding)
        if let group = finding.group, findings.indices.contains(group) { findings[group].append(finding) }
    }

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        if let verification = head.verification {
            if wantsFiles { output.line() }
            for line in ChainText(chains: chains, style: style).lines() { output.line(line) }
            for line in (strips ?? StripText(chains, style)).lines() { output.line(line) }
            writeGroups(output)
            if verification.summary.notJudged > 0 {
                let files = TextTable.count(verification.summary.notJudged, "file")
                paragraph("\(files) not judged: no digest lists files of these kinds.", output)
                output.line()
            }
        }
        for line in ControlsText.lines(accounts, style) { output.line(line) }
        if let counts = head.changeCounts {
            let text = ChangeText(style: style, isWhole: style.verbosity > 0)
            for line in text.section(changes, counts, head.verification) { output.line(line) }
        }
        if let verification = head.verification {
            writeTotals(verification.summary, output)
            if let accounting = verification.accounting { paragraph(AccountingText.line(accounting), output) }
        }
        if !accounts.isEmpty { output.line(ControlsText.sum(accounts)) }
        if let verification = head.verification {
            let failed = accounts.reduce(0) { $0 + $1.controls.count(where: \.isFailed) }
            let line = VerdictLine.text(head, verification, failedControls: failed, style)
            if style.wrapsVerdict { paragraph(line, output) } else { output.line(line) }
        }
    }

    private func writeGroups(_ output: ReportOutput) {
        let text = GroupText(style: style)
        let isWhole = style.verbosity > 0
        let causes = FindingCause.all(groups)
        for cause in causes.prefix(isWhole ? Int.max : Self.shortLimit) {
            let all = isWhole ? cause.positions.map { findings.indices.contains($0) ? findings[$0] : [] } : nil
            for line in text.lines(cause, findings: all) { output.line(line) }
            output.line()
        }
        let rest = causes.dropFirst(isWhole ? causes.count : Self.shortLimit)
        if !rest.isEmpty {
            let count = TextTable.count(rest.reduce(0) { $0 + $1.whole.count }, "more finding")
            output.line("... and \(count) of \(TextTable.count(rest.count, "more kind")); -v shows them all\n")
        }
    }

    private func writeTotals(_ summary: VerificationSummary, _ output: ReportOutput) {
        let (digests, logs) = (summary.digests, summary.logs)
        func number(_ count: Int, _ word: String) -> String { "\(Numbers.grouped(count)) \(word)" }
        output.line(
            "Digests: "
                + [
                    number(digests.verified, "verified"), number(digests.unverified, "unverified"),
                    number(digests.invalid, "invalid"), number(digests.missing, "missing"),
                ].joined(separator: ", "))
        output.line(
            "Logs:    "
                + [
                    number(logs.verified, "verified"), number(logs.unverified, "unverified"),
                    number(logs.invalid, "invalid"), number(logs.missing, "missing"),
                    number(logs.unreferenced, "unreferenced"),
                ].joined(separator: ", "))
    }
}
