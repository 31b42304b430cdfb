internal import TrailSealPrimitives
internal import TrailSealVerification

/// The section with the accounting on which the verdict rests.
struct AccountingSection: HTMLSection {
    /// The most excuses shown. The JSON report has them all.
    private static let excuseLimit = 100

    let accounting: AccountingRecord

    var id: String { "accounting" }
    var title: String { "Accounting" }

    func write(_ output: ReportOutput) {
        let verdict =
            accounting.isBalanced
            ? "Everything is accounted for. Each file and each listed log is counted once."
            : "The accounting doesn't balance."
        output.line("<p>\(verdict)</p>")
        let table = HTMLTable.begin(["Counted", "As", .number("Number")], output)
        rows("Files walked", accounting.files, table) { $0.label }
        rows("Listed logs", accounting.listedLogs, table) { $0.label }
        table.end()
        var list = HTMLList()
        list.add("Required time begins with", accounting.ends.from.label)
        list.add("Required time ends with", accounting.ends.to.label)
        let open = accounting.chains.count { !$0.isCovered }
        list.add("Chains", Numbers.grouped(accounting.chains.count))
        list.add("Chains with uncovered time", Numbers.grouped(open))
        list.write(output)
        writeExcuses(output)
    }

    private func rows<Counts: BinnedCounts>(
        _ title: String, _ counts: Counts, _ table: HTMLTable, label: (Counts.Bin) -> String
    ) {
        row(title, "all", counts.total, table)
        for bin in Counts.Bin.allCases where counts[bin] > 0 { row("", label(bin), counts[bin], table) }
    }

    private func row(_ title: String, _ name: String, _ number: Int, _ table: HTMLTable) {
        table.row([HTMLTable.cell(title), HTMLTable.cell(name), HTMLTable.number(Numbers.grouped(number))])
    }

    private func writeExcuses(_ output: ReportOutput) {
        guard !accounting.excuses.isEmpty else { return }
        let table = HTMLTable.begin(["Allowance", "Excused item"], output)
        for excuse in accounting.excuses.prefix(Self.excuseLimit) {
            table.row([HTMLTable.code(excuse.allowance), HTMLTable.cell(excuse.item.label)])
        }
        table.end()
        let left = accounting.excuses.count - Self.excuseLimit
        if left > 0 { output.line("<p>and \(Numbers.grouped(left)) more</p>") }
    }
}
