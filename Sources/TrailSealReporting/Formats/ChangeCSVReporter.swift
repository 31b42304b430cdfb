internal import TrailSealPrimitives

/// Writes the CSV of `trailseal changes`: a row for each control change, and a column for each of its members.
struct ChangeCSVReporter: Reporter {
    /// A column: its name, and the cell of a change.
    private typealias Column = (name: String, cell: @Sendable (ChangeRecord) -> String?)

    /// The columns in the order of the file. New ones come at the end.
    private static let columns: [Column] = [
        ("time", { $0.time.iso8601 }), ("accountId", { $0.accountID }), ("region", { $0.region }),
        ("eventSource", { $0.eventSource }), ("eventName", { $0.eventName }), ("eventId", { $0.eventID }),
        ("whoType", { $0.who.type }), ("whoArn", { $0.who.arn }), ("whoIssuer", { $0.who.issuer }),
        ("mfa", { $0.who.isMFA.map { $0 ? "true" : "false" } }), ("accessKeyId", { $0.who.accessKeyID }),
        ("invokedBy", { $0.who.invokedBy }), ("whoAccountId", { $0.who.accountID }),
        ("principalId", { $0.who.principalID }), ("userName", { $0.who.userName }), ("sourceIp", { $0.sourceIP }),
        ("userAgent", { $0.userAgent }),
        ("outcome", { $0.outcome }), ("error", { $0.error }), ("effect", { $0.effect }),
        ("subjectKind", { $0.subject.kind.rawValue }), ("subjectId", { $0.subject.id }),
        ("object", { $0.subject.object }), ("controls", { $0.controls.joined(separator: " ") }),
        ("proofs", { $0.proofs.map(proof).joined(separator: "; ") }),
    ]

    private static func proof(_ proof: ChangeRecord.Proof) -> String {
        "\(proof.location) SHA-256 \(proof.sha256) listed by \(proof.digestKey)"
    }

    func begin(_ head: ReportHead, _ output: ReportOutput) { output.write(CSVText.line(Self.columns.map(\.name))) }

    func record(_ event: ReportEvent, _ output: ReportOutput) {
        guard case .change(let change) = event else { return }
        output.write(CSVText.line(Self.columns.map { $0.cell(change) ?? "" }))
    }

    func end(_ output: ReportOutput) {}
}
