internal import CloudTrailVerification
internal import Primitives

// The sections of the HTML report, in its order. Every text goes through `escape`.

private func escape(_ text: String) -> String { HTMLReporter.escape(text) }
private func grouped(_ number: Int) -> String { TextTable.grouped(number) }

/// Verdict, case, scope and totals: what is read first, and often alone.
struct FrontPage {
    let head: ReportHead
    let chains: [ChainRecord]
    let accounts: [AccountRecord]

    func write(_ output: ReportOutput) {
        let subject = head.verification == nil ? "CloudTrail controls" : "CloudTrail archive verification"
        output.line("<header>\n<h1>\(subject)</h1>")
        output.line(
            "<p class=\"soft\">TrailSeal \(escape(head.tool.version)), run finished \(head.run.finishedAt.iso8601)</p>")
        if let verification = head.verification {
            writeVerdict(verification, output)
        } else {
            let sum = ControlsText.sum(accounts)
            output.line("<div class=\"verdict\"><span>\(escape(sum))</span></div>")
        }
        var list = HTMLList()
        let custody = head.run.custody
        list.add("Case", custody?.caseID)
        list.add("Evidence", custody.flatMap { $0.evidenceIDs.isEmpty ? nil : $0.evidenceIDs.joined(separator: ", ") })
        list.add("Examiner", custody?.examiner)
        list.add("Organisation", custody?.organization)
        list.add("Note", custody?.note)
        scope(&list)
        list.write(output)
        output.line("</header>")
    }

    private func writeVerdict(_ verification: ReportHead.Verification, _ output: ReportOutput) {
        let (verdict, summary) = (verification.verdict, verification.summary)
        let meaning =
            switch verdict {
            case .verified: "Every digest and log file in scope is what CloudTrail signed."
            case .unverified: "For something in scope there is no proof either way."
            case .invalid: "The evidence contradicts the signed record."
            }
        let incomplete = head.run.isComplete ? "" : " The run was interrupted: this report is incomplete."
        let apart = head.run.shards?.label.map { " " + escape($0.capitalizedFirst) + "." } ?? ""
        let notCopied = head.inputs.logsNotCopied.map { ". " + $0.capitalizedFirst } ?? ""
        let findings = VerdictLine.findings(summary).capitalizedFirst + VerdictLine.notRead(verification) + notCopied
        output.line(
            "<div class=\"verdict \(verdict.rawValue)\"><strong>\(verdict.rawValue)</strong>"
                + "<span>\(meaning)\(incomplete)\(apart) \(escape(findings)).</span></div>")
        let (digests, logs) = (summary.digests, summary.logs)
        let tiles = [
            (
                "\(grouped(digests.verified)) of \(grouped(digests.present + digests.missing))",
                "digest files verified"
            ), ("\(grouped(logs.verified)) of \(grouped(logs.listed))", "listed log files verified"),
            (grouped(digests.missing + logs.missing), "files missing"),
            (grouped(logs.unreferenced), "log files that no digest lists"),
            (grouped(summary.chains), summary.chains == 1 ? "digest chain" : "digest chains"),
        ]
        output.line("<div class=\"tiles\">")
        for tile in tiles { output.line("<div class=\"tile\"><b>\(tile.0)</b><span>\(tile.1)</span></div>") }
        output.line("</div>")
    }

    private func scope(_ list: inout HTMLList) {
        list.add(
            "Archive", head.inputs.archives.isEmpty ? nil : head.inputs.archives.map(\.path).joined(separator: ", "))
        guard head.verification != nil else { return }
        list.add(
            "Shard", head.run.shard?.label)
        list.add("Read", head.verification?.readSince.map { "files since \($0.iso8601); older ones by earlier runs" })
        let window = "\(head.inputs.from?.iso8601 ?? "its beginning") to \(head.inputs.to?.iso8601 ?? "its end")"
        list.add("Retention", head.inputs.retention.map { DurationText.text(seconds: $0) })
        list.add("Logs", head.inputs.logsNotCopied)
        list.add("Window", head.inputs.from == nil && head.inputs.to == nil ? "not restricted" : window)
        func several(_ values: [String?]) -> String { Set(values.compactMap(\.self)).sorted().joined(separator: ", ") }
        func add(_ name: String, _ values: [String?]) {
            let text = several(values)
            if !text.isEmpty { list.add(name, text) }
        }
        add("Organizations", chains.map(\.name.organizationID))
        add("Accounts", chains.map(\.name.accountID))
        add("Regions", chains.map(\.name.region))
        add("Trails", chains.map(\.name.trail))
        add("Buckets", chains.map(\.bucket))
        if let from = chains.compactMap({ $0.covered.first?.from }).min(),
            let to = chains.compactMap({ $0.covered.last?.to }).max()
        {
            list.add("Covered", "\(from.iso8601) to \(to.iso8601)")
        }
    }
}

/// The chains with their numbers.
struct ChainTable {
    let chains: [ChainRecord]

    func write(_ output: ReportOutput) {
        output.line("<section>\n<h2>Digest chains</h2>")
        guard !chains.isEmpty else { return output.line("<p>None in scope.</p>\n</section>") }
        output.line(
            "<div class=\"scroll\"><table>\n<thead><tr><th>Account</th><th>Region</th><th>Trail</th><th>Bucket</th>"
                + "<th class=\"number\">Digests</th><th class=\"number\">Logs</th><th>Covered</th><th>Verdict</th></tr></thead>\n"
                + "<tbody>")
        for chain in chains {
            let covered = chain.covered.prefix(3).map { "\($0.from.iso8601) to \($0.to.iso8601)" }
                .joined(separator: "<br>")
            let more = chain.covered.count > 3 ? "<br>and \(chain.covered.count - 3) more spans" : ""
            let organization = chain.name.organizationID.map { "<br><span class=\"soft\">\(escape($0))</span>" } ?? ""
            let cells = [
                "<td>\(escape(chain.name.accountID))\(organization)</td>",
                "<td class=\"time\">\(escape(chain.name.region))</td>",
                "<td>\(escape(chain.name.trail))\(chain.name.isBackfill ? " (backfill)" : "")</td>",
                "<td>\(escape(chain.bucket ?? "not known"))</td>",
                "<td class=\"number\">\(grouped(chain.digests.verified))/"
                    + "\(grouped(chain.digests.present + chain.digests.missing))</td>",
                "<td class=\"number\">\(grouped(chain.logs.verified))/\(grouped(chain.logs.listed))</td>",
                "<td class=\"time\">\(covered.isEmpty ? "nothing" : covered)\(more)</td>",
                "<td>\(HTMLReporter.badge(chain.verdict.rawValue))</td>",
            ]
            output.line("<tr>\(cells.joined())</tr>")
            if let newest = chain.newest {
                output.line(
                    "<tr class=\"detail\"><td colspan=\"8\">Newest digest \(newest.endTime.iso8601), proved by: "
                        + "<code>\(escape(newest.proof ?? "nothing"))</code></td></tr>")
            }
        }
        output.line("</tbody>\n</table></div>\n</section>")
    }
}

/// Findings, worst first, grouped by code, each with its evidence.
struct FindingList {
    let findings: [FindingRecord]
    let counts: [ReportedCode: Int]

    func write(_ output: ReportOutput) {
        output.line("<section>\n<h2>Findings</h2>")
        if findings.isEmpty { output.line("<p>None.</p>") }
        for (verdict, title) in [
            (FindingVerdict.invalid, "Invalid: the evidence contradicts the signed record"),
            (.unverified, "Unverified: no proof either way"), (.note, "Notes, without effect on the verdict"),
        ] {
            let own = findings.filter { $0.verdict == verdict }
            guard !own.isEmpty else { continue }
            output.line("<h3>\(title)</h3>")
            var codes: [ReportedCode] = []
            for finding in own where !codes.contains(finding.code) { codes.append(finding.code) }
            for code in codes {
                for finding in own where finding.code == code { write(finding, output) }
            }
        }
        let shown = findings.count
        let all = counts.values.reduce(0, +)
        if shown < all {
            output.line(
                "<p>\(grouped(all - shown)) further findings are not shown here; the JSON report has them all.</p>")
        }
        output.line("</section>")
    }

    private func write(_ finding: FindingRecord, _ output: ReportOutput) {
        let chain = finding.chainTitle.map { " <span class=\"soft\">\(escape($0))</span>" } ?? ""
        let allowed = finding.isAllowed ? " <span class=\"soft\">(allowed)</span>" : ""
        output.line(
            "<article class=\"finding \(finding.verdict.rawValue)\"><b>\(escape(finding.title))</b> "
                + "<code>\(escape(finding.code.text))</code>\(allowed)\(chain)\n<p>\(escape(finding.message))</p>")
        var list = HTMLList()
        list.add("Object", finding.location)
        list.add("File", finding.path)
        list.add("Recorded", finding.expected)
        list.add("Found", finding.actual)
        if let from = finding.from, let to = finding.to { list.add("Time", "\(from.iso8601) to \(to.iso8601)") }
        list.add("Count", finding.count.map { grouped($0) })
        list.add("Next step", finding.nextStep)
        list.write(output)
        output.line("</article>")
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
