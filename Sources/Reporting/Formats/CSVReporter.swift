internal import CloudTrailVerification
internal import Primitives

/// CSV (RFC 4180, lines ended by CR LF): a row for every finding, one for every control and resource, and one for the run if
/// not all logs were copied. Cells that a
/// spreadsheet would take for a formula begin with an apostrophe.
struct CSVReporter: Reporter {
    private static let columns = [
        "record", "code", "verdict", "allowed", "accountId", "region", "trail", "kind", "bucket", "key", "path", "from",
        "to", "count", "expected", "actual", "message", "nextStep",
    ]

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        row(Self.columns, output)
        guard let logs = head.inputs.logsNotCopied, let verdict = head.verification?.verdict else { return }
        var cells = [String](repeating: "", count: Self.columns.count)
        (cells[0], cells[2], cells[16]) = ("run", verdict.rawValue, logs)
        row(cells, output)
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .chain, .group: break
        case .finding(let finding):
            let (chain, owner) = (finding.chain, finding.owner)
            let texts: [String?] = [
                "finding", finding.code.text, finding.verdict.rawValue, finding.isAllowed ? "true" : "false",
                chain?.accountID ?? owner?.accountID, chain?.region ?? owner?.region, chain?.trail ?? owner?.trail,
                chain?.kind, finding.bucket, finding.key, finding.path,
                finding.from?.iso8601, finding.to?.iso8601, finding.count.map { "\($0)" }, finding.expected,
                finding.actual, finding.message, finding.nextStep,
            ]
            row(texts.map { $0 ?? "" }, output)
        case .account(let account):
            for control in account.controls {
                controlRow(
                    "control", control.id, control.status, account, "", control.reason, control.nextStep ?? "", output)
                for resource in control.resources {
                    controlRow(
                        "resource", control.id, resource.status, account, resource.id, resource.reason,
                        resource.nextStep ?? "", output)
                }
            }
        }
    }

    mutating func end(_ output: ReportOutput) {}

    private func controlRow(
        _ record: String, _ id: String, _ status: String, _ account: AccountRecord, _ resource: String,
        _ reason: String, _ nextStep: String, _ output: ReportOutput
    ) {
        var cells = [String](repeating: "", count: Self.columns.count)
        cells[0...4] = [record, id, status, "false", account.accountID ?? ""]
        // A trail's ARN or a bucket's name.
        cells[9] = resource
        cells[16] = reason
        cells[17] = nextStep
        row(cells, output)
    }

    private func row(_ cells: [String], _ output: ReportOutput) {
        output.write(cells.map(Self.quoted).joined(separator: ",") + "\r\n")
    }

    private static func quoted(_ cell: String) -> String {
        let isFormula = cell.unicodeScalars.first.map { "=+-@".unicodeScalars.contains($0) } ?? false
        let text = isFormula ? "'" + cell : cell
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { result += "\"\"" } else { result.unicodeScalars.append(scalar) }
        }
        return result + "\""
    }
}
