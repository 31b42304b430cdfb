internal import TrailSealPrimitives
internal import TrailSealVerification

/// The cards for groups of findings, the worst first, each with the next step. The machine-readable reports have every
/// finding.
struct GroupCards {
    /// The most groups on the front page. The others follow in an annex.
    static let frontLimit = 50
    /// The most examples of a group.
    private static let exampleLimit = 3

    /// The most chains of one cause.
    private static let chainLimit = 20

    let causes: ArraySlice<FindingCause>

    func write(_ output: ReportOutput) {
        for position in causes.indices { write(causes[position], Self.anchor(position), output) }
    }

    /// Returns the anchor of the group at `position`.
    static func anchor(_ position: Int) -> String { "group-\(position + 1)" }

    /// Returns the verdict of the findings, or `allowed`.
    static func weight(_ group: FindingGroup) -> String { group.isAllowed ? "allowed" : group.verdict.rawValue }

    private func write(_ cause: FindingCause, _ anchor: String, _ output: ReportOutput) {
        let group = cause.whole
        let weight = Self.weight(group)
        output.line("<article class=\"group \(weight)\" id=\"\(anchor)\">")
        output.line(
            "<h3><span class=\"badge\">\(weight)</span> \(HTMLText.escaped(group.title)) "
                + "\(HTMLText.code(group.code.text))</h3>")
        let place = [
            cause.title.isEmpty
                ? nil : cause.groups.count > 1 ? HTMLText.escaped(cause.title) : HTMLText.code(cause.title),
            group.count > 1 ? "<b>\(HTMLText.escaped(group.amount))</b>" : nil,
            group.span.isEmpty ? nil : "<span>\(HTMLText.sentence(group.span))</span>",
        ].compactMap(\.self)
        if !place.isEmpty { output.line("<p class=\"place\">\(place.joined(separator: " "))</p>") }
        output.line("<p>\(HTMLText.sentence((group.isUniform ? "" : "The first: ") + group.message))</p>")
        if !group.consequences.isEmpty {
            output.line("<p><b>Follows</b> \(HTMLText.sentence(group.consequences))</p>")
        }
        if !group.changes.isEmpty { output.line(NearChanges.html(group.changes)) }
        output.line("<p><b>Next</b> \(HTMLText.sentence(cause.nextStep))</p>")
        if cause.groups.count > 1 { writeChains(cause.groups, output) }
        writeExamples(group, output)
        output.line("</article>")
    }

    private func writeChains(_ groups: [FindingGroup], _ output: ReportOutput) {
        output.line("<details><summary>Where</summary><ul>")
        for group in groups.prefix(Self.chainLimit) {
            let span = group.span.isEmpty ? "" : ", " + HTMLText.sentence(group.span)
            output.line(
                "<li>\(HTMLText.code(group.chainTitle ?? "not known")) \(HTMLText.escaped(group.amount))\(span)</li>")
        }
        let left = groups.count - Self.chainLimit
        if left > 0 { output.line("<li>and \(Numbers.grouped(left)) more</li>") }
        output.line("</ul></details>")
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

    /// Returns the names and hashes of a finding. Empty if it has none.
    private func example(_ finding: FindingRecord) -> String {
        // A path that ends with the key adds nothing.
        let isCopy = finding.key.map { finding.path?.hasSuffix($0) == true } ?? false
        let values: [(String, String?)] = [
            ("Object", finding.location), ("File", isCopy ? nil : finding.path), ("Recorded", finding.expected),
            ("Found", finding.actual),
        ]
        return values.compactMap { name, value in value.map { "\(HTMLText.soft(name)) \(HTMLText.code($0))" } }
            .joined(separator: "<br>")
    }
}

/// The annex with the causes that don't fit on the front page.
struct FurtherGroups: HTMLSection {
    /// The most groups in the whole report.
    private static let limit = 550

    let causes: [FindingCause]

    var id: String { "further" }
    var title: String { "Annex: further findings" }
    var isAnnex: Bool { true }

    func write(_ output: ReportOutput) {
        GroupCards(causes: causes[..<min(causes.count, Self.limit)].dropFirst(GroupCards.frontLimit)).write(output)
        let left = causes.count - Self.limit
        if left > 0 {
            output.line(
                "<p>\(TextTable.count(left, "more kind")) aren't shown here. The JSON report has all of them.</p>")
        }
    }
}
