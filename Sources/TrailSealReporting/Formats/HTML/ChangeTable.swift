internal import TrailSealPrimitives
internal import TrailSealVerification

/// The section about control changes: who changed what, from where, and which log files prove it.
struct ChangeTable: HTMLSection {
    /// The most changes in the table. The JSON report has them all.
    private static let changeLimit = 500
    /// The most log files of one change.
    private static let proofLimit = 3
    /// The most characters of a text. Anybody can choose a user agent.
    private static let textLimit = 500

    let changes: [ChangeRecord]
    let counts: ChangeCounts
    /// The number of verified log files.
    let logs: Int?

    var id: String { "changes" }
    var title: String { "Control changes" }

    func write(_ output: ReportOutput) {
        let sum = counts.sentence(denied: changes.count { !$0.isDone }, logs: logs)
        output.line("<p>\(HTMLText.escaped(sum)) \(Self.limits)</p>")
        for sentence in counts.lacking { output.line("<p>\(HTMLText.escaped(sentence))</p>") }
        guard !changes.isEmpty else { return }
        let table = HTMLTable.begin(["Time", "Who", "What", "Effect", "From", "Outcome", "Proof"], output)
        for change in changes.prefix(Self.changeLimit) {
            table.row([
                HTMLTable.time(change.time.iso8601), "<td>\(who(change))</td>", "<td>\(what(change))</td>",
                "<td>\(HTMLText.sentence(Self.short(change.effect)))</td>", "<td>\(origin(change))</td>",
                "<td>\(outcome(change))</td>", "<td>\(proof(change))</td>",
            ])
        }
        table.end()
        let left = changes.count - Self.changeLimit
        if left > 0 { output.line("<p>and \(TextTable.count(left, "more change")): the JSON report has them all</p>") }
    }

    /// What the table can't show.
    private static let limits =
        "Changes made before the verified logs begin, or while logging was off, left no record here."

    private static func short(_ text: String) -> String { text.shortened(to: textLimit) }

    private func who(_ change: ChangeRecord) -> String {
        let who = change.who
        let more = [
            who.arn == nil ? nil : who.type, who.issuer.map { "role \($0)" },
            who.isMFA.map { $0 ? "with MFA" : "without MFA" }, who.accessKeyID.map { "access key \($0)" },
            who.arn == nil ? nil : who.invokedBy.map { "invoked by \($0)" },
        ].compactMap(\.self).map { HTMLText.soft(Self.short($0)) }
        return ([HTMLText.code(Self.short(change.actor))] + more).joined(separator: "<br>")
    }

    private func what(_ change: ChangeRecord) -> String {
        let place = [change.accountID, change.region].compactMap(\.self).joined(separator: " ")
        return [
            "<b>\(HTMLText.escaped(Self.short(change.eventName)))</b>",
            HTMLText.escaped(Self.short(change.subject.label)),
        ]
        .joined(separator: "<br>") + (place.isEmpty ? "" : "<br>" + HTMLText.soft(place))
    }

    private func origin(_ change: ChangeRecord) -> String {
        let agent = change.userAgent.map { HTMLText.soft(Self.short($0)) }
        return [change.sourceIP.map { HTMLText.code(Self.short($0)) }, agent].compactMap(\.self).joined(
            separator: "<br>")
    }

    private func outcome(_ change: ChangeRecord) -> String {
        "<span class=\"\(change.isDone ? "outcome-done" : "outcome-denied")\">\(change.outcome)</span>"
            + (change.error.map { "<br>" + HTMLText.soft(Self.short($0)) } ?? "")
    }

    private func proof(_ change: ChangeRecord) -> String {
        guard !change.proofs.isEmpty else { return "" }
        let files = change.proofs.prefix(Self.proofLimit).map { proof in
            "<li>\(HTMLText.code(proof.location))<br>\(HTMLText.soft("SHA-256")) \(HTMLText.code(proof.sha256))<br>"
                + "\(HTMLText.soft("listed by")) \(HTMLText.code(proof.digestKey))</li>"
        }
        let left = change.proofs.count - Self.proofLimit
        let event = change.eventID.map { "<li>\(HTMLText.soft("event")) \(HTMLText.code(Self.short($0)))</li>" } ?? ""
        return "<details><summary>\(TextTable.count(change.proofs.count, "log file"))</summary><ul>" + event
            + files.joined() + (left > 0 ? "<li>and \(Numbers.grouped(left)) more</li>" : "") + "</ul></details>"
    }
}
