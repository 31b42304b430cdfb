internal import TrailSealPrimitives

/// Writes one JSON document (Documentation/OUTPUT.md, "JSON") in UTF-8 with a line feed at its end. Chains, groups, findings,
/// changes and accounts are written as they come, so that a long report never lies in memory as one text.
struct JSONReporter: Reporter {
    private enum Section: String { case chains, groups, findings, changes, accounts }

    /// The sections that are still to be written, even if they are empty.
    private var pending: [Section] = []
    private var open: Section?
    private var hasChanges = false

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        pending = head.verification == nil ? [] : [.chains, .groups, .findings]
        hasChanges = head.changeCounts != nil
        if hasChanges { pending.append(.changes) }
        let text = JSONWriter.object(ReportMembers.head(head)).serialized(indent: 0)
        // The closing brace is dropped, because more members follow.
        output.write(String(text.dropLast(2)))
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log: break
        case .chain(let chain): element(.object(ReportMembers.chain(chain)), of: .chains, output)
        case .group(let group): element(.object(GroupMembers.json(group)), of: .groups, output)
        case .finding(let finding):
            element(.object(ReportMembers.finding(finding, withChanges: hasChanges)), of: .findings, output)
        case .change(let change): element(.object(ChangeMembers.change(change)), of: .changes, output)
        case .account(let account):
            element(ReportMembers.account(account, withChanges: hasChanges), of: .accounts, output)
        }
    }

    mutating func end(_ output: ReportOutput) {
        close(output)
        for section in pending { output.write(",\n  \"\(section.rawValue)\": []") }
        output.write("\n}\n")
    }

    private mutating func element(_ value: JSONWriter, of section: Section, _ output: ReportOutput) {
        if open == section {
            output.write(",")
        } else {
            close(output)
            while let next = pending.first {
                pending.removeFirst()
                if next == section { break }
                output.write(",\n  \"\(next.rawValue)\": []")
            }
            output.write(",\n  \"\(section.rawValue)\": [")
            open = section
        }
        output.write("\n    " + value.serialized(indent: 2))
    }

    private mutating func close(_ output: ReportOutput) {
        if open != nil { output.write("\n  ]") }
        open = nil
    }
}
