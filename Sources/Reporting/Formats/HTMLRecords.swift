internal import CloudTrailVerification
internal import Primitives

// Controls, chain of custody, method and limits in the HTML report. Every text goes through `escape`.

private func escape(_ text: String) -> String { HTMLReporter.escape(text) }

/// The seven controls, with what decided them.
struct ControlTables {
    /// Most trails and buckets shown beneath a control.
    private static let resourceLimit = 100
    let accounts: [AccountRecord]

    func write(_ output: ReportOutput) {
        output.line("<section>\n<h2>Security Hub controls CloudTrail.1 to .7</h2>")
        if accounts.count > 1 { writeMatrix(output) }
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

    /// Accounts by controls.
    private func writeMatrix(_ output: ReportOutput) {
        let ids = ControlsText.ids(accounts)
        let titles = (["Account"] + ids).map { "<th>\(escape($0))</th>" }.joined()
        output.line("<div class=\"scroll\"><table>\n<thead><tr>\(titles)</tr></thead>\n<tbody>")
        for account in accounts {
            var row = "<tr><td>\(escape(account.accountID ?? "not stated"))</td>"
            for id in ids { row += "<td>\(account.status(of: id).map(HTMLReporter.badge) ?? "")</td>" }
            output.line(row + "</tr>")
        }
        output.line("</tbody>\n</table></div>")
    }

    private func write(_ control: ControlRecord, _ output: ReportOutput) {
        var detail = "<b>\(escape(control.title))</b><br>\(escape(control.reason))"
        for note in control.notes { detail += "<br><span class=\"soft\">\(escape(note))</span>" }
        if let step = control.nextStep {
            detail += "<br>\(control.isFailed ? "Remediation" : "Next"): \(escape(step))"
        }
        let resources = control.resources.prefix(Self.resourceLimit)
        if !resources.isEmpty {
            detail += "<ul>"
            for resource in resources { detail += item(resource) }
            if resources.count < control.resources.count {
                detail += "<li>and \(TextTable.grouped(control.resources.count - resources.count)) more</li>"
            }
            detail += "</ul>"
        }
        if !control.relatedRequirements.isEmpty {
            detail += "<span class=\"soft\">\(escape(control.relatedRequirements.joined(separator: ", ")))</span>"
        }
        output.line(
            "<tr><td>\(escape(control.id))</td><td>\(HTMLReporter.badge(control.status))</td><td>\(escape(control.severity))</td>"
                + "<td>\(detail)</td></tr>")
    }

    private func item(_ resource: ControlRecord.Resource) -> String {
        var text =
            "<li><code>\(escape(resource.id))</code> \(HTMLReporter.badge(resource.status)): \(escape(resource.reason))"
        for note in resource.notes { text += "<br><span class=\"soft\">\(escape(note))</span>" }
        if let step = resource.nextStep { text += "<br>\(escape(step))" }
        let evidence = resource.evidence.map { "\($0.member) = \($0.value.serialized())" }
        if !evidence.isEmpty { text += "<br><code>\(escape(evidence.joined(separator: "; ")))</code>" }
        if let half = resource.archive {
            text += "<br>Setting: validation \(resource.validation). Proof: \(escape(half.label))."
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
        list.add("Host", run.isDeterministic ? nil : run.host)
        list.add("User", custody?.user)
        list.add("Platform", custody?.platform)
        list.add(
            "Self-test",
            custody?.isSelfTestPassed.map { $0 ? "passed" : "FAILED: trust no verdict of this installation" })
        list.add("Started", run.isDeterministic ? "left out (--deterministic)" : run.startedAt.iso8601)
        list.add("Finished", run.isDeterministic ? nil : run.finishedAt.iso8601)
        list.add("Threads", run.isDeterministic ? nil : "\(run.jobs)")
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
            + inputs.trailDescriptions.map { ("trail description", $0) } + (inputs.state.map { [("state", $0)] } ?? [])
        if !files.isEmpty {
            output.line(
                "<div class=\"scroll\"><table>\n<thead><tr><th>Input</th><th>Path</th><th>SHA-256</th></tr></thead>\n<tbody>"
            )
            for (kind, input) in files {
                output.line(
                    "<tr><td>\(kind)</td><td class=\"mono\">\(escape(input.path))</td>"
                        + "<td class=\"mono\">\(escape(input.sha256 ?? (kind == "state" ? "new" : "folder")))</td></tr>"
                )
            }
            output.line("</tbody>\n</table></div>")
        }
        writeForgotten(output)
        output.line("</section>")
    }

    /// What a user took out of the state since the last full run (STATE-10).
    private func writeForgotten(_ output: ReportOutput) {
        guard !head.inputs.forgotten.isEmpty else { return }
        output.line("<h3>Chains that the state forgot since the last full run</h3>")
        output.line(
            "<div class=\"scroll\"><table>\n<thead><tr><th>Chains</th><th>At</th><th>By</th><th>Reason</th></tr></thead>\n"
                + "<tbody>")
        for order in head.inputs.forgotten {
            output.line(
                "<tr><td>\(escape(order.selector))</td><td class=\"time\">\(order.at.iso8601)</td>"
                    + "<td>\(escape(order.user))</td><td>\(escape(order.reason))</td></tr>")
        }
        output.line("</tbody>\n</table></div>")
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
