internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes CSV: a row for each finding, control change, control and resource, and one for the run if not all logs were copied.
struct CSVReporter: Reporter {
    /// The columns in the order of the file. Their names are the header.
    private enum Column: Int, CaseIterable {
        case record, code, verdict, allowed, accountId, region, trail, kind, bucket, key, path, from, to, count,
            expected
        case actual, message, nextStep, severity, title, reason, group, notes
    }

    private struct Row {
        var cells = [String](repeating: "", count: Column.allCases.count)

        subscript(column: Column) -> String? {
            get { cells[column.rawValue] }
            set { cells[column.rawValue] = newValue ?? "" }
        }
    }

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        write(Row(cells: Column.allCases.map { "\($0)" }), output)
        guard let logs = head.inputs.logsNotCopied, let verdict = head.verification?.verdict else { return }
        var row = Row()
        row[.record] = "run"
        row[.verdict] = verdict.rawValue
        row[.message] = logs
        write(row, output)
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .chain, .group: break
        case .finding(let finding): write(Self.row(finding), output)
        case .change(let change): write(Self.row(change), output)
        case .account(let account):
            for control in account.controls {
                write(Self.row(control, account), output)
                for resource in control.resources { write(Self.row(resource, control, account), output) }
            }
        }
    }

    mutating func end(_ output: ReportOutput) {}

    private static func row(_ finding: FindingRecord) -> Row {
        let (chain, owner) = (finding.chain, finding.owner)
        var row = Row()
        row[.record] = "finding"
        row[.code] = finding.code.text
        row[.verdict] = finding.verdict.rawValue
        row[.allowed] = finding.isAllowed ? "true" : "false"
        row[.accountId] = chain?.accountID ?? owner?.accountID
        row[.region] = chain?.region ?? owner?.region
        row[.trail] = chain?.trail ?? owner?.trail
        row[.kind] = chain?.kind
        row[.bucket] = finding.bucket
        row[.key] = finding.key
        row[.path] = finding.path
        row[.from] = finding.from?.iso8601
        row[.to] = finding.to?.iso8601
        row[.count] = finding.count.map(String.init)
        row[.expected] = finding.expected
        row[.actual] = finding.actual
        row[.message] = finding.message
        row[.nextStep] = finding.nextStep
        row[.severity] = finding.severity.label
        row[.title] = finding.title
        row[.reason] = finding.reason
        row[.group] = finding.group.map(String.init)
        return row
    }

    /// Returns the row of a change. What has no column is in the notes.
    private static func row(_ change: ChangeRecord) -> Row {
        var row = Row()
        row[.record] = "change"
        row[.code] = change.eventName
        row[.verdict] = change.outcome
        row[.allowed] = "false"
        row[.accountId] = change.accountID
        row[.region] = change.region
        switch change.subject.kind {
        case .trail: row[.trail] = change.subject.id
        case .bucket: row[.bucket] = change.subject.id
        case .key, .logGroup, .account: break
        }
        row[.key] = change.subject.object
        row[.from] = change.time.iso8601
        row[.message] = change.effect
        row[.severity] = FindingSeverity.informational.label
        row[.title] = "Control change"
        let notes = [
            change.whoWords, change.origin.map { "from \($0)" }, change.error.map { "error \($0)" },
            "about \(change.subject.label)", change.eventID.map { "event \($0)" },
        ]
        row[.notes] = (notes.compactMap(\.self) + change.proofs.map { "in \($0.location)" }).joined(separator: "; ")
        return row
    }

    private static func row(_ control: ControlRecord, _ account: AccountRecord) -> Row {
        var row = Row()
        row[.record] = "control"
        row[.code] = control.id
        row[.verdict] = control.status
        row[.allowed] = "false"
        row[.accountId] = account.accountID
        row[.message] = control.reason
        row[.nextStep] = control.nextStep
        row[.severity] = control.severity
        row[.title] = control.title
        row[.notes] = control.notes.joined(separator: " ")
        return row
    }

    private static func row(
        _ resource: ControlRecord.Resource, _ control: ControlRecord, _ account: AccountRecord
    ) -> Row {
        var row = row(control, account)
        row[.record] = "resource"
        row[.verdict] = resource.status
        row[.region] = resource.region
        row[resource.isTrail ? .trail : .bucket] = resource.id
        row[.message] = resource.reason
        row[.nextStep] = resource.nextStep
        row[.notes] = resource.notes.joined(separator: " ")
        return row
    }

    private func write(_ row: Row, _ output: ReportOutput) { output.write(CSVText.line(row.cells)) }
}
