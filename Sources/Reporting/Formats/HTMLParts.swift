internal import CloudTrailVerification
internal import Primitives

// The sections of the HTML report, in its order. Every text goes through `escape`.

private func escape(_ text: String) -> String { HTMLReporter.escape(text) }
private func grouped(_ number: Int) -> String { TextTable.grouped(number) }

/// A word in the colour of what it says.
private func badge(_ word: String) -> String { "<span class=\"is-\(escape(word))\">\(escape(word))</span>" }

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
        output.line(
            "<div class=\"verdict \(verdict.rawValue)\"><strong>\(verdict.rawValue)</strong><span>\(meaning)\(incomplete) "
                + "\(escape(VerdictLine.findings(summary).capitalizedFirst)).</span></div>")
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
        let window = "\(head.inputs.from?.iso8601 ?? "its beginning") to \(head.inputs.to?.iso8601 ?? "its end")"
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
                "<td>\(badge(chain.verdict.rawValue))</td>",
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
    let counts: [String: Int]

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
            var codes: [String] = []
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
        let chain = finding.chain.map { " <span class=\"soft\">\(escape($0.title))</span>" } ?? ""
        let allowed = finding.isAllowed ? " <span class=\"soft\">(allowed)</span>" : ""
        output.line(
            "<article class=\"finding \(finding.verdict.rawValue)\"><b>\(escape(finding.title))</b> "
                + "<code>\(escape(finding.code))</code>\(allowed)\(chain)\n<p>\(escape(finding.message))</p>")
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

/// The seven controls, with what decided them.
struct ControlTables {
    /// Most trails and buckets shown beneath a control.
    private static let resourceLimit = 100
    let accounts: [AccountRecord]

    func write(_ output: ReportOutput) {
        output.line("<section>\n<h2>Security Hub controls CloudTrail.1 to .7</h2>")
        for account in accounts {
            let captured = account.capturedAt.map { ", settings of \($0.iso8601)" } ?? ""
            output.line("<h3>Account \(escape(account.accountID ?? "not stated"))\(captured)</h3>")
            output.line(
                "<div class=\"scroll\"><table>\n<thead><tr><th>Control</th><th>Status</th><th>Severity</th><th>Reason</th>"
                    + "</tr></thead>\n<tbody>")
            for control in account.controls { write(control, output) }
            output.line("</tbody>\n</table></div>")
        }
        output.line("</section>")
    }

    private func write(_ control: ControlRecord, _ output: ReportOutput) {
        var detail = "<b>\(escape(control.title))</b><br>\(escape(control.reason))"
        for note in control.notes { detail += "<br><span class=\"soft\">\(escape(note))</span>" }
        if control.isFailed { detail += "<br>Remediation: \(escape(control.remediation))" }
        let resources = control.resources.prefix(Self.resourceLimit)
        if !resources.isEmpty {
            detail += "<ul>"
            for resource in resources { detail += item(resource) }
            if resources.count < control.resources.count {
                detail += "<li>and \(grouped(control.resources.count - resources.count)) more</li>"
            }
            detail += "</ul>"
        }
        if !control.relatedRequirements.isEmpty {
            detail += "<span class=\"soft\">\(escape(control.relatedRequirements.joined(separator: ", ")))</span>"
        }
        output.line(
            "<tr><td>\(escape(control.id))</td><td>\(badge(control.status))</td><td>\(escape(control.severity))</td>"
                + "<td>\(detail)</td></tr>")
    }

    private func item(_ resource: ControlRecord.Resource) -> String {
        var text = "<li><code>\(escape(resource.id))</code> \(badge(resource.status)): \(escape(resource.reason))"
        for note in resource.notes { text += "<br><span class=\"soft\">\(escape(note))</span>" }
        let evidence = resource.evidence.map { "\($0.member) = \($0.value.serialized())" }
        if !evidence.isEmpty { text += "<br><code>\(escape(evidence.joined(separator: "; ")))</code>" }
        if let half = resource.archive {
            let setting = resource.status == "PASSED" ? "on" : "off"
            text += "<br>Setting: validation \(setting). Proof: \(escape(half.words))."
        }
        return text + "</li>"
    }
}

/// What was run, on what, and the hashes by which anybody can repeat it.
struct CustodyRecord {
    let head: ReportHead

    func write(_ output: ReportOutput) {
        output.line("<section>\n<h2>Chain of custody</h2>")
        var list = HTMLList()
        let (run, custody) = (head.run, head.run.custody)
        list.add("Tool", "TrailSeal \(head.tool.version)" + (head.tool.library.map { ", \($0)" } ?? ""))
        list.add("Tool SHA-256", custody?.toolSHA256)
        list.add("Command line", run.arguments.isEmpty ? nil : "trailseal " + run.arguments.joined(separator: " "))
        list.add("Working directory", custody?.workingDirectory)
        list.add("Host", run.host)
        list.add("User", custody?.user)
        list.add("Platform", custody?.platform)
        list.add("Started", run.startedAt.iso8601)
        list.add("Finished", run.finishedAt.iso8601)
        list.add("Threads", "\(run.jobs)")
        if let manifest = custody?.manifest {
            list.add(
                "Manifest SHA-256",
                "\(manifest.sha256) (\(TextTable.count(manifest.files, "file")), \(manifest.bytes) bytes on disk; the text of "
                    + "trailseal manifest --format sha256sum)")
        }
        list.write(output)
        let inputs = head.inputs
        let files =
            inputs.keyFiles.map { ("public keys", $0) } + inputs.signatures.map { ("signatures", $0) }
            + inputs.trailDescriptions.map { ("trail description", $0) }
        if !files.isEmpty {
            output.line(
                "<div class=\"scroll\"><table>\n<thead><tr><th>Input</th><th>Path</th><th>SHA-256</th></tr></thead>\n<tbody>"
            )
            for (kind, input) in files {
                output.line(
                    "<tr><td>\(kind)</td><td class=\"mono\">\(escape(input.path))</td>"
                        + "<td class=\"mono\">\(escape(input.sha256 ?? "folder"))</td></tr>")
            }
            output.line("</tbody>\n</table></div>")
        }
        output.line("</section>")
    }
}

/// How the verdict was reached and what it does not say.
struct MethodAndLimits {
    let head: ReportHead

    func write(_ output: ReportOutput) {
        if head.verification != nil {
            output.line(
                """
                <section>
                <h2>Method</h2>
                <p>Every digest file was inflated and hashed (SHA-256). It is verified where a signature \
                (RSASSA-PKCS1-v1_5 with SHA-256, over end time, bucket and key, hash, and previous signature) verifies \
                with one of the public keys given, or where a verified digest that follows records its hash; and where it \
                lies at the place that it declares. A log file is verified where a verified digest lists it and the \
                SHA-256 of its inflated content is the recorded one. The run used no network.</p>
                </section>
                """)
        }
        output.line("<section>\n<h2>Limits</h2>\n<ul>")
        let limits =
            head.verification == nil
            ? ["The controls are judged from saved settings; whether they were complete and genuine is not known."]
            : [
                "That the keys are AWS's: the result is as good as the key files named above.",
                "Events that CloudTrail never delivered leave no trace.",
                "Whether a whole account or trail is gone, whether all chains were cut at the same time outside a given "
                    + "window, and what lay before a starting digest.",
                "Files that no digest lists outside the log folders, fields of the gzip header, and older genuine "
                    + "versions of an overwritten digest file.",
                "Whose archive it is: a genuine archive of another account is verified for that account.",
            ]
        for limit in limits { output.line("<li>\(escape(limit))</li>") }
        output.line("</ul>\n</section>")
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
