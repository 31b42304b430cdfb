internal import CloudTrailVerification
internal import Primitives

/// One HTML file for people and for the file of a case: no script, nothing fetched, prints on A4. Front page, timeline,
/// chains, findings with evidence, controls, chain of custody, method and limits.
struct HTMLReporter: Reporter {
    /// Most findings shown in full; the machine-readable reports have them all.
    static let findingLimit = 1_000

    private var head: ReportHead?
    private var chains: [ChainRecord] = []
    private var findings: [FindingRecord] = []
    private var findingCounts: [ReportedCode: Int] = [:]
    private var accounts: [AccountRecord] = []

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) { self.head = head }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .group: break
        case .chain(let chain): chains.append(chain)
        case .finding(let finding):
            findingCounts[finding.code, default: 0] += 1
            if findings.count < Self.findingLimit || finding.verdict == .invalid { findings.append(finding) }
        case .account(let account): accounts.append(account)
        }
    }

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        output.line("<!DOCTYPE html>")
        output.line("<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")
        output.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        // Nothing may be fetched or run, whatever a name in the archive tries.
        output.line(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
        output.line("<title>\(Self.escape(title(head)))</title>")
        output.line("<style>\n\(HTMLStyle.sheet)\n</style>\n</head>\n<body>")
        FrontPage(head: head, chains: chains, accounts: accounts).write(output)
        MethodAndLimits(head: head).write(output)
        if head.verification != nil {
            TimelinePicture(chains: chains, findings: findings).write(output)
            ChainTable(chains: chains).write(output)
            if let accounting = head.verification?.accounting {
                AccountingSection(accounting: accounting).write(output)
            }
            FindingList(findings: findings, counts: findingCounts).write(output)
        }
        if !accounts.isEmpty { ControlTables(accounts: accounts).write(output) }
        CustodyRecord(head: head).write(output)
        output.line("</body>\n</html>")
    }

    private func title(_ head: ReportHead) -> String {
        let subject = head.run.custody?.caseID.map { "case \($0)" } ?? head.inputs.archives.first?.path ?? "controls"
        return "TrailSeal: \(head.verification?.verdict.rawValue ?? "controls"), \(subject)"
    }

    static func escape(_ text: String) -> String { XMLText.escaped(text) }

    /// A word in the colour of what it says.
    static func badge(_ word: String) -> String { "<span class=\"is-\(escape(word))\">\(escape(word))</span>" }
}

/// Rows of names and values.
struct HTMLList {
    private var rows: [(name: String, value: String)] = []

    /// Adds a row; nil adds none.
    mutating func add(_ name: String, _ value: String?) {
        if let value { rows.append((name, value)) }
    }

    func write(_ output: ReportOutput) {
        guard !rows.isEmpty else { return }
        output.line("<dl>")
        for row in rows {
            output.line("<dt>\(HTMLReporter.escape(row.name))</dt><dd>\(HTMLReporter.escape(row.value))</dd>")
        }
        output.line("</dl>")
    }
}

/// The style sheet: readable on a screen of any width and on paper.
enum HTMLStyle {
    static let sheet = """
        :root { --ok: #1a7f4b; --warn: #b06f00; --bad: #c02b2b; --ink: #1c2430; --soft: #5b6675; --line: #d8dee6; --paper: #fff; --tint: #f5f7fa; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 68rem; color: var(--ink); background: var(--paper); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
        p { margin: .5rem 0; } .soft { color: var(--soft); } code, .mono, td.mono { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .86em; overflow-wrap: anywhere; }
        .verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: 1rem; margin: 1.25rem 0; padding: 1rem 1.25rem; border-left: .5rem solid var(--soft); background: var(--tint); }
        .verdict strong { font-size: 1.9rem; letter-spacing: .02em; text-transform: uppercase; }
        .verified strong, .is-verified, .is-PASSED { color: var(--ok); } .unverified strong, .is-unverified, .is-WARNING, .is-NOT_AVAILABLE { color: var(--warn); } .invalid strong, .is-invalid, .is-FAILED { color: var(--bad); }
        .verdict.verified { border-color: var(--ok); } .verdict.unverified { border-color: var(--warn); } .verdict.invalid { border-color: var(--bad); }
        .is-verified, .is-unverified, .is-invalid, .is-PASSED, .is-FAILED, .is-WARNING, .is-NOT_AVAILABLE { font-weight: 600; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1rem 0; } .tile { border: 1px solid var(--line); padding: .75rem 1rem; } .tile b { display: block; font-size: 1.35rem; } .tile span { color: var(--soft); }
        dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .25rem 1.25rem; margin: .75rem 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; } .scroll svg { min-width: 44rem; } tr.detail td { padding-top: 0; color: var(--soft); font-size: .92em; } tbody tr:has(+ tr.detail) td { border-bottom: 0; } table { border-collapse: collapse; width: 100%; font-size: .92em; } th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; } th { color: var(--soft); font-weight: 600; } td.number, th.number { text-align: right; white-space: nowrap; } td.time { white-space: nowrap; }
        .finding { border: 1px solid var(--line); border-left: .3rem solid var(--soft); padding: .6rem 1rem; margin: .75rem 0; break-inside: avoid; } .finding.invalid { border-left-color: var(--bad); } .finding.unverified { border-left-color: var(--warn); } .finding dl { margin: .4rem 0 0; font-size: .92em; }
        svg { display: block; width: 100%; height: auto; break-inside: avoid; } svg text { font: 11px system-ui, -apple-system, "DejaVu Sans", sans-serif; fill: var(--ink); } svg .axis { fill: var(--soft); }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .88em; color: var(--soft); } .legend i { display: inline-block; width: .9rem; height: .9rem; margin-right: .4rem; vertical-align: -.1rem; border: 1px solid var(--line); }
        ul { margin: .5rem 0; padding-left: 1.25rem; }
        @media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } body { padding: 1rem 1rem 3rem; } }
        @page { size: A4; margin: 16mm 14mm; }
        @media print { body { padding: 0; max-width: none; font-size: 10pt; } .scroll { overflow: visible; } .scroll svg { min-width: 0; } h2 { break-after: avoid; } tr, .tile, .verdict { break-inside: avoid; } thead { display: table-header-group; } }
        """
}
