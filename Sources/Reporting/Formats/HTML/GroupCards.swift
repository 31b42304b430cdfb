internal import CloudTrailVerification
internal import Primitives

/// Groups of findings, the worst first, each with what to do next. The machine-readable reports have every finding.
struct GroupCards {
    /// Most groups on the front page. The others follow in an annex.
    static let frontLimit = 50
    /// Most examples of a group.
    private static let exampleLimit = 3

    let groups: ArraySlice<FindingGroup>

    func write(_ output: ReportOutput) {
        for position in groups.indices { write(groups[position], Self.anchor(position), output) }
    }

    /// Of the group at a position among all groups.
    static func anchor(_ position: Int) -> String { "group-\(position + 1)" }

    /// The verdict of its findings, or that they were allowed.
    static func weight(_ group: FindingGroup) -> String { group.isAllowed ? "allowed" : group.verdict.rawValue }

    private func write(_ group: FindingGroup, _ anchor: String, _ output: ReportOutput) {
        let weight = Self.weight(group)
        output.line("<article class=\"group \(weight)\" id=\"\(anchor)\">")
        output.line(
            "<h3><span class=\"badge\">\(weight)</span> \(HTMLText.escaped(group.title)) "
                + "\(HTMLText.code(group.code.text))</h3>")
        let place = [
            group.chainTitle.map(HTMLText.code), group.count > 1 ? "<b>\(HTMLText.escaped(group.amount))</b>" : nil,
            group.span.isEmpty ? nil : "<span>\(HTMLText.sentence(group.span))</span>",
        ].compactMap(\.self)
        if !place.isEmpty { output.line("<p class=\"place\">\(place.joined(separator: " "))</p>") }
        output.line("<p>\(HTMLText.sentence((group.isUniform ? "" : "The first: ") + group.message))</p>")
        if !group.consequences.isEmpty {
            output.line("<p><b>Follows</b> \(HTMLText.sentence(group.consequences))</p>")
        }
        output.line("<p><b>Next</b> \(HTMLText.sentence(group.nextStep))</p>")
        writeExamples(group, output)
        output.line("</article>")
    }

    private func writeExamples(_ group: FindingGroup, _ output: ReportOutput) {
        let examples = group.examples.prefix(Self.exampleLimit).map(example).filter { !$0.isEmpty }
        guard !examples.isEmpty else { return }
        let title =
            group.count == 1
            ? "Evidence"
            : examples.count == 1 ? "First example" : "First \(examples.count) of \(Numbers.grouped(group.count))"
        output.line("<details><summary>\(title)</summary><ul>")
        for example in examples { output.line("<li>\(example)</li>") }
        output.line("</ul></details>")
    }

    /// What is read letter by letter: names and hashes. Empty if it has none.
    private func example(_ finding: FindingRecord) -> String {
        // A path that ends with the key says nothing new.
        let isCopy = finding.key.map { finding.path?.hasSuffix($0) == true } ?? false
        let values: [(String, String?)] = [
            ("Object", finding.location), ("File", isCopy ? nil : finding.path), ("Recorded", finding.expected),
            ("Found", finding.actual),
        ]
        return values.compactMap { name, value in value.map { "\(HTMLText.soft(name)) \(HTMLText.code($0))" } }
            .joined(separator: "<br>")
    }
}

/// The groups for which there is no room on the front page.
struct FurtherGroups: HTMLSection {
    /// Most groups of the whole report.
    private static let limit = 550

    let groups: [FindingGroup]

    var id: String { "further" }
    var title: String { "Annex: further findings" }
    var isAnnex: Bool { true }

    func write(_ output: ReportOutput) {
        GroupCards(groups: groups[..<min(groups.count, Self.limit)].dropFirst(GroupCards.frontLimit)).write(output)
        let left = groups.count - Self.limit
        if left > 0 {
            output.line(
                "<p>\(TextTable.count(left, "more group")) aren't shown here. The JSON report has all of them.</p>")
        }
    }
}
