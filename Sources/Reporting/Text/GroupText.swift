internal import CloudTrailVerification
internal import Primitives

/// Groups of findings as lines: what was found, the first examples, and what to do next.
struct GroupText {
    /// Most examples of one group without `-v`.
    private static let exampleLimit = 3
    private static let indent = "    "
    /// Columns of the longest name of a value.
    private static let nameWidth = 10

    let style: TextStyle

    /// `findings` are all of the group's, follow-ups included; nil shows examples only.
    func lines(_ group: FindingGroup, findings: [FindingRecord]? = nil) -> [String] {
        let weight = group.isAllowed ? "allowed" : group.verdict.rawValue
        let title = group.chainTitle.map { "  " + cut($0, less: weight.count + group.code.text.count + 4) } ?? ""
        var lines = ["\(style.paint(weight, style.color(of: weight)))  \(style.paint(group.code.text, .bold))\(title)"]
        if group.count == 1, findings == nil, let only = group.examples.first {
            lines += object(only) + sentence(only.message) + values(only)
            if only.location == nil, only.path == nil, only.from == nil, !group.span.isEmpty {
                lines += value("time", group.span)
            }
        } else {
            lines += sentence(group.amount + (group.span.isEmpty ? "" : ", " + group.span))
            lines += sentence((group.isUniform ? "" : "The first: ") + group.message)
        }
        if !group.consequences.isEmpty { lines += value("follows", group.consequences) }
        if let findings {
            for finding in findings {
                if finding.code != group.code { lines.append(Self.indent + finding.code.text) }
                lines += object(finding)
                if finding.code != group.code || !group.isUniform { lines += sentence(finding.message) }
                lines += values(finding)
            }
        } else if group.count > 1 {
            let subjects = group.examples.prefix(Self.exampleLimit).compactMap { $0.location ?? $0.path }
            for (number, subject) in subjects.enumerated() {
                lines.append(named(number == 0 ? "first:" : "", cut(subject, less: Self.indent.count + Self.nameWidth)))
            }
        }
        return lines + value("next", group.nextStep)
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

    /// Names are whole with `-v`.
    private func cut(_ text: String, less used: Int) -> String {
        style.verbosity > 0 ? text : TextLayout.cut(text, to: style.width - used, isASCII: style.isASCII)
    }
}
