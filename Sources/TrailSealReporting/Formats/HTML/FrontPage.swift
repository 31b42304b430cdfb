internal import TrailSealPrimitives
internal import TrailSealVerification

/// The front page: verdict, findings, totals and scope. Many readers read only this.
struct FrontPage {
    /// The most values of one name in the scope. The annexes have them all.
    private static let valueLimit = 6
    private static let warningLimit = 50

    let document: ReportDocument
    let causes: [FindingCause]
    let sections: [any HTMLSection]

    private var head: ReportHead { document.head }

    func write(_ output: ReportOutput) {
        writeHeader(output)
        output.line("<main class=\"front\(causes.isEmpty ? "" : " found")\">\n<section class=\"result\">")
        VerdictBox(document: document, groups: causes.map(\.whole)).write(output)
        output.line("</section>")
        if let verification = head.verification {
            writeFound(verification, output)
            writeTotals(verification.summary, output)
        }
        output.line("<section class=\"scope\" id=\"scope\">\n<h2>Scope</h2>")
        var list = HTMLList()
        scope(&list)
        list.write(output)
        output.line("</section>")
        writeContents(output)
        output.line("</main>")
    }

    private func writeHeader(_ output: ReportOutput) {
        let subject = head.verification == nil ? "CloudTrail controls" : "CloudTrail archive verification"
        output.line("<header>\n<h1>\(subject)</h1>")
        var list = HTMLList("facts")
        let custody = head.run.custody
        list.add("Case", custody?.caseID)
        list.add("Evidence", custody.flatMap { $0.evidenceIDs.isEmpty ? nil : $0.evidenceIDs.joined(separator: ", ") })
        list.add("Examiner", custody?.examiner)
        list.add("Organisation", custody?.organization)
        list.add("Finished", head.run.isDeterministic ? nil : head.run.finishedAt.iso8601)
        list.add("Tool", "TrailSeal \(head.tool.version)" + (head.tool.libraries.map { ", \($0)" } ?? ""))
        list.add("Note", custody?.note)
        list.write(output)
        output.line("</header>")
    }

    private func writeFound(_ verification: ReportHead.Verification, _ output: ReportOutput) {
        output.line("<section class=\"findings\" id=\"found\">\n<h2>What was found</h2>")
        if causes.isEmpty { output.line("<p>No findings.</p>") }
        GroupCards(causes: causes.prefix(GroupCards.frontLimit)).write(output)
        if causes.count > GroupCards.frontLimit {
            let left = TextTable.count(causes.count - GroupCards.frontLimit, "further kind")
            output.line("<p>\(left) of findings: see <a href=\"#further\">the annex</a>.</p>")
        }
        let warnings = verification.warnings
        if !warnings.isEmpty {
            output.line("<h2>Warnings</h2>\n<ul>")
            for warning in warnings.prefix(Self.warningLimit) { output.line("<li>\(HTMLText.sentence(warning))</li>") }
            if warnings.count > Self.warningLimit {
                output.line("<li>and \(Numbers.grouped(warnings.count - Self.warningLimit)) more</li>")
            }
            output.line("</ul>")
        }
        output.line("</section>")
    }

    private func writeTotals(_ summary: VerificationSummary, _ output: ReportOutput) {
        func grouped(_ number: Int) -> String { Numbers.grouped(number) }
        let (digests, logs) = (summary.digests, summary.logs)
        var tiles = [
            (
                "\(grouped(digests.verified)) of \(grouped(digests.present + digests.missing))",
                "digest files verified"
            ), ("\(grouped(logs.verified)) of \(grouped(logs.listed))", "listed log files verified"),
            (grouped(digests.missing + logs.missing), "files missing"),
            (grouped(logs.unreferenced), "log files that no digest lists"),
            (grouped(summary.chains), summary.chains == 1 ? "digest chain" : "digest chains"),
        ]
        if let changes = head.changeCounts?.changes {
            tiles.append((grouped(changes), changes == 1 ? "control change" : "control changes"))
        }
        output.line("<section class=\"totals\" id=\"totals\">\n<h2>Totals</h2>\n<div class=\"tiles\">")
        for tile in tiles { output.line("<div class=\"tile\"><b>\(tile.0)</b><span>\(tile.1)</span></div>") }
        output.line("</div>\n</section>")
    }

    private func writeContents(_ output: ReportOutput) {
        output.line("<nav class=\"contents\" aria-label=\"Contents\">\n<h2>Contents</h2>\n<ul>")
        if head.verification != nil {
            output.line("<li><a href=\"#found\">What was found</a></li>\n<li><a href=\"#totals\">Totals</a></li>")
        }
        output.line("<li><a href=\"#scope\">Scope</a></li>")
        for section in sections {
            output.line("<li><a href=\"#\(section.id)\">\(HTMLText.escaped(section.title))</a></li>")
        }
        output.line("</ul>\n</nav>")
    }

    // MARK: Scope

    private func scope(_ list: inout HTMLList) {
        let inputs = head.inputs
        func several(_ values: [String?]) -> String? {
            let all = Set(values.compactMap(\.self)).sorted()
            guard all.count > Self.valueLimit else { return all.isEmpty ? nil : all.joined(separator: ", ") }
            return "\(Numbers.grouped(all.count)): \(all.prefix(Self.valueLimit).joined(separator: ", ")), …"
        }
        list.addCode("Archive", several(inputs.archives.map(\.path)))
        guard let verification = head.verification else {
            list.add("Accounts", several((document.accounts ?? []).map(\.accountID)))
            return
        }
        let chains = document.chains
        let window = "\(inputs.from?.iso8601 ?? "its beginning") to \(inputs.to?.iso8601 ?? "its end")"
        list.add("Window", inputs.from == nil && inputs.to == nil ? "not restricted" : window)
        if let from = chains.compactMap({ $0.covered.first?.from }).min(),
            let to = chains.compactMap({ $0.covered.last?.to }).max()
        {
            list.add("Covered", "\(from.iso8601) to \(to.iso8601)")
        }
        list.add("Shard", head.run.shard?.label)
        list.add("Read", verification.readSince.map { "files since \($0.iso8601); earlier runs read older ones" })
        list.add("Retention", inputs.retention.map { DurationText.text(seconds: $0) })
        list.add("Logs", inputs.logsNotCopied)
        list.add("Allowed", several(inputs.allowances))
        list.add("Organizations", several(chains.map(\.name.organizationID)))
        list.add("Accounts", several(chains.map(\.name.accountID)))
        list.add("Regions", several(chains.map(\.name.region)))
        list.add("Trails", several(chains.map(\.name.trail)))
        list.add("Buckets", several(chains.map(\.bucket)))
    }
}
