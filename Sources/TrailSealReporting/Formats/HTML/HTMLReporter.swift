internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes one HTML file to read, print on A4 and file with a case. It runs no script and fetches nothing. The verdict and the
/// findings come first, then timeline, control changes, controls, method, custody and accounting, then the annexes.
struct HTMLReporter: Reporter {
    private var document: ReportDocument?
    private var groups: [FindingGroup] = []
    private var marks = TimelineMarks()

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        document = ReportDocument(head: head, accounts: [])
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log: break
        case .chain(let chain): document?.chains.append(chain)
        case .group(let group): groups.append(group)
        case .finding(let finding): marks.add(finding)
        case .change(let change): document?.changes.append(change)
        case .account(let account): document?.accounts?.append(account)
        }
    }

    mutating func end(_ output: ReportOutput) {
        guard let document else { return }
        let head = document.head
        output.line("<!DOCTYPE html>")
        output.line("<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")
        output.line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        output.line("<meta name=\"color-scheme\" content=\"light dark\">")
        // Nothing may be fetched or run, even if a name in the archive contains code.
        output.line(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
        output.line("<title>\(HTMLText.escaped(Self.title(head)))</title>")
        let sheet = HTMLStyle.sheet + (head.changeCounts == nil ? "" : "\n" + HTMLStyle.changes)
        output.line("<style>\n\(sheet)\n\(PrintStyle(head).sheet)\n</style>\n</head>\n<body>")
        let causes = FindingCause.all(groups)
        let sections = sections(document, causes)
        FrontPage(document: document, causes: causes, sections: sections).write(output)
        for section in sections {
            output.line("<section id=\"\(section.id)\"\(section.isAnnex ? " class=\"annex\"" : "")>")
            output.line("<h2>\(HTMLText.escaped(section.title))</h2>")
            section.write(output)
            output.line("</section>")
        }
        output.line("</body>\n</html>")
    }

    /// Returns the sections after the front page, in their order.
    private func sections(_ document: ReportDocument, _ causes: [FindingCause]) -> [any HTMLSection] {
        let (head, accounts) = (document.head, document.accounts ?? [])
        var sections: [any HTMLSection] = []
        let (changes, index) = (document.changes, ChangeIndex(document.changes))
        if head.verification != nil {
            sections.append(TimelinePicture(chains: document.chains, marks: marks, changes: changes))
        }
        if let counts = head.changeCounts {
            let logs = head.verification?.summary.logs.verified
            sections.append(ChangeTable(changes: changes, counts: counts, logs: logs))
        }
        if !accounts.isEmpty { sections.append(ControlSummary(accounts: accounts, changes: index)) }
        sections.append(MethodAndLimits(head: head))
        sections.append(CustodyRecord(head: head, exitStatus: document.exitStatus))
        if let accounting = head.verification?.accounting { sections.append(AccountingSection(accounting: accounting)) }
        if head.verification != nil { sections.append(ChainTable(chains: document.chains)) }
        if causes.count > GroupCards.frontLimit { sections.append(FurtherGroups(causes: causes)) }
        if accounts.count > 1 { sections.append(ControlAnnex(accounts: accounts, changes: index)) }
        return sections
    }

    /// Returns the title of the page.
    static func title(_ head: ReportHead) -> String {
        let subject = head.run.custody?.caseID.map { "case \($0)" } ?? head.inputs.archives.first?.path ?? "controls"
        return "TrailSeal: \(head.verification?.verdict.rawValue ?? "controls"), \(subject)"
    }
}
