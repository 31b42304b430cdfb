internal import CloudTrailVerification
internal import Primitives

private func escape(_ text: String) -> String { HTMLReporter.escape(text) }

/// What was counted before the verdict was granted.
struct AccountingSection {
    /// Most excuses shown; the JSON report has them all.
    private static let excuseLimit = 100

    let accounting: AccountingRecord

    func write(_ output: ReportOutput) {
        output.line("<section>\n<h2>Accounting</h2>")
        let verdict = accounting.isBalanced ? "Everything is accounted for." : "The accounting doesn't balance."
        output.line("<p>\(verdict) Each file is in one bin, and each listed log has one disposition.</p>")
        output.line(
            "<div class=\"scroll\"><table>\n<thead><tr><th>Counted</th><th>As</th><th class=\"number\">Number</th></tr>"
                + "</thead>\n<tbody>")
        rows("Files walked", accounting.files, output) { $0.label }
        rows("Listed logs", accounting.listedLogs, output) { $0.label }
        output.line("</tbody>\n</table></div>")
        var list = HTMLList()
        list.add("Required time begins with", accounting.ends.from.label)
        list.add("Required time ends with", accounting.ends.to.label)
        let open = accounting.chains.count { !$0.isCovered }
        list.add(
            "Chains",
            "\(TextTable.grouped(accounting.chains.count)), of which \(TextTable.grouped(open)) don't cover their time")
        list.write(output)
        writeExcuses(output)
        output.line("</section>")
    }

    private func rows<Counts: BinnedCounts>(
        _ title: String, _ counts: Counts, _ output: ReportOutput, label: (Counts.Bin) -> String
    ) {
        row(title, "all", counts.total, output)
        for bin in Counts.Bin.allCases where counts[bin] > 0 { row("", label(bin), counts[bin], output) }
    }

    private func row(_ title: String, _ name: String, _ number: Int, _ output: ReportOutput) {
        output.line(
            "<tr><td>\(escape(title))</td><td>\(escape(name))</td>"
                + "<td class=\"number\">\(TextTable.grouped(number))</td></tr>")
    }

    private func writeExcuses(_ output: ReportOutput) {
        guard !accounting.excuses.isEmpty else { return }
        output.line(
            "<div class=\"scroll\"><table>\n<thead><tr><th>Allowance</th><th>What it excuses</th></tr></thead>\n<tbody>"
        )
        for excuse in accounting.excuses.prefix(Self.excuseLimit) {
            output.line(
                "<tr><td class=\"mono\">\(escape(excuse.allowance))</td><td>\(escape(excuse.item.label))</td></tr>")
        }
        output.line("</tbody>\n</table></div>")
        let left = accounting.excuses.count - Self.excuseLimit
        if left > 0 { output.line("<p>and \(TextTable.grouped(left)) more</p>") }
    }
}
