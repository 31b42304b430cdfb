internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes groups of findings as lines: what was found, the first examples, and what to do next.
struct GroupText {
    /// The most examples of one group without `-v`.
    private static let exampleLimit = 3
    /// The most chains of one cause without `-v`.
    private static let chainLimit = 8
    /// The most control changes without `-v`.
    private static let changeLimit = 3
    private static let indent = "    "
    /// The width of the column of value names, in columns.
    private static let nameWidth = 10

    let style: TextStyle

    /// Returns the lines of a cause. `findings` are those of each group with its follow-ups; nil shows examples only.
    func lines(_ cause: FindingCause, findings: [[FindingRecord]]? = nil) -> [String] {
        let group = cause.whole
        let weight = group.isAllowed ? "allowed" : group.verdict.rawValue
        let title = cause.title.isEmpty ? "" : "  " + cut(cause.title, less: weight.count + group.code.text.count + 4)
        var lines = ["\(style.paint(weight, style.color(of: weight)))  \(style.paint(group.code.text, .bold))\(title)"]
        if group.count == 1, findings == nil, let only = group.examples.first {
            lines += object(only) + sentence(only.message) + values(only)
        } else {
            lines += sentence(group.amount + (group.span.isEmpty ? "" : ", " + group.span))
            lines += sentence((group.isUniform ? "" : "The first: ") + group.message)
        }
        if !group.consequences.isEmpty { lines += value("follows", group.consequences) }
        if let findings {
            for (one, own) in zip(cause.groups, findings) {
                lines += all(own, of: one, isOnly: cause.groups.count == 1)
            }
        } else {
            if cause.groups.count > 1 { lines += chains(cause.groups) }
            if group.count > 1 { lines += examples(group) }
        }
        if findings == nil || cause.groups.count == 1 { lines += around(group) }
        return lines + value("next", cause.nextStep)
    }

    private func all(_ findings: [FindingRecord], of group: FindingGroup, isOnly: Bool) -> [String] {
        var lines = isOnly ? [] : [Self.indent + "\(group.chainTitle ?? "-"): \(group.amount)"]
        for finding in findings {
            if finding.code != group.code { lines.append(Self.indent + finding.code.text) }
            lines += object(finding)
            if finding.code != group.code || !group.isUniform { lines += sentence(finding.message) }
            lines += values(finding)
        }
        return lines + (isOnly ? [] : around(group))
    }

    /// Returns the control changes recorded around the time of a group.
    private func around(_ group: FindingGroup) -> [String] {
        let isWhole = style.verbosity > 0
        let room = style.width - Self.indent.count - Self.nameWidth
        return group.changes.prefix(isWhole ? FindingGroup.changeLimit : Self.changeLimit).enumerated().map {
            number, change in
            let line = isWhole ? change.line : change.line(width: room, isASCII: style.isASCII)
            return named(number == 0 ? "around:" : "", line)
        }
    }

    private func chains(_ groups: [FindingGroup]) -> [String] {
        let rows = groups.prefix(Self.chainLimit).map { [$0.chainTitle ?? "-", Numbers.grouped($0.count), $0.span] }
        let room = style.width - Self.indent.count
        let whole = TextTable.lines(rows)
        let isTooWide = whole.contains { TextLayout.width($0) > room }
        let lines =
            isTooWide
            ? TextTable.lines(
                rows.map { Array($0.dropLast()) }, width: room,
                flexible: [TextTable.Flexible(column: 0, minimum: 16)], isASCII: style.isASCII) : whole
        let rest = groups.count - rows.count
        return lines.map { Self.indent + $0 }
            + (rest > 0 ? [Self.indent + "... and \(Numbers.grouped(rest)) more; -v shows them"] : [])
    }

    private func examples(_ group: FindingGroup) -> [String] {
        group.examples.prefix(Self.exampleLimit).compactMap { $0.location ?? $0.path }.enumerated().map {
            number, subject in
            named(number == 0 ? "first:" : "", cut(subject, less: Self.indent.count + Self.nameWidth))
        }
    }

    private func object(_ finding: FindingRecord) -> [String] {
        let room = Self.indent.count + Self.nameWidth
        return [
            finding.location.map { named("key:", cut($0, less: room)) },
            finding.path.map { named("path:", cut($0, less: room)) },
        ].compactMap(\.self)
    }

    private func values(_ finding: FindingRecord) -> [String] {
        (finding.expected.map { value("expected", $0) } ?? []) + (finding.actual.map { value("actual", $0) } ?? [])
    }

    private func value(_ name: String, _ text: String) -> [String] {
        TextLayout.wrap(text, width: style.width, first: named(name + ":", ""))
    }

    private func named(_ name: String, _ text: String) -> String {
        Self.indent + name + String(repeating: " ", count: max(1, Self.nameWidth - name.count)) + text
    }

    private func sentence(_ text: String) -> [String] {
        TextLayout.wrap(text, width: style.width, first: Self.indent)
    }

    /// Returns the text, without its middle if it is too wide. With `-v` it stays whole.
    private func cut(_ text: String, less used: Int) -> String {
        style.verbosity > 0 ? text : TextLayout.cut(text, to: style.width - used, isASCII: style.isASCII)
    }
}
