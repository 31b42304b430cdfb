internal import TrailSealPrimitives
internal import TrailSealVerification

/// The verdict with its restrictions, in the words of the text report's last line, and the kinds of findings that led to it.
struct VerdictBox {
    /// The most kinds of findings that are named.
    private static let causeLimit = 8

    let document: ReportDocument
    let groups: [FindingGroup]

    func write(_ output: ReportOutput) {
        guard let verification = document.head.verification else {
            let style =
                document.isAnyControlFailed ? "invalid" : document.isEveryControlPassed ? "verified" : "unverified"
            output.line("<div class=\"verdict \(style)\">")
            output.line(
                "<p class=\"outcome\"><b>\(HTMLText.escaped(ControlsText.sum(document.accounts ?? [])))</b></p>\n</div>"
            )
            return
        }
        let (head, verdict) = (document.head, verification.verdict)
        let failed = document.count("FAILED")
        let isRestricted = verdict == .verified && failed > 0
        output.line("<div class=\"verdict \(isRestricted ? Verdict.unverified.rawValue : verdict.rawValue)\">")
        let controls = failed > 0 ? TextTable.count(failed, "control") + " FAILED" : nil
        let more = [
            controls.map { verdict == .verified ? "but \($0)" : "and \($0)" },
            VerdictLine.lacking(head).dropSpace,
        ].compactMap(\.self).filter { !$0.isEmpty }
        output.line(
            "<p class=\"outcome\"><strong class=\"is-\(verdict.rawValue)\">\(verdict.rawValue)</strong>"
                + (more.isEmpty ? "" : " <b>\(HTMLText.escaped(more.joined(separator: " ")))</b>") + "</p>")
        output.line("<p>\(HTMLText.escaped(sentences(head, verification).map { $0 + "." }.joined(separator: " ")))</p>")
        writeCauses(output)
        output.line("<p class=\"soft\">Not proven: \(HTMLText.escaped(NotProven.clause(head))).</p>\n</div>")
    }

    private func sentences(_ head: ReportHead, _ verification: ReportHead.Verification) -> [String] {
        let isAllowed = verification.summary.findings.allowed > 0 || verification.accounting?.excuses.isEmpty == false
        let since = VerdictLine.since(head, verification)
        let notRead = VerdictLine.notRead(verification)
        let meaning =
            switch verification.verdict {
            case .verified where isAllowed:
                "Apart from what was allowed, every file in scope has the content that CloudTrail signed"
            case .verified where !since.isEmpty || !notRead.isEmpty:
                "Every file that was read has the content that CloudTrail signed"
            case .verified: "Every digest and log file in scope has the content that CloudTrail signed"
            case .unverified: "Something in scope can't be proved either way"
            case .invalid: "The evidence contradicts the signed record"
            }
        return [
            meaning, VerdictLine.findings(verification.summary).capitalizedFirst,
            String(since.drop { ", ".contains($0) }).capitalizedFirst, String(notRead.drop { ". ".contains($0) }),
        ].filter { !$0.isEmpty }
    }

    /// Writes the findings by kind, the worst first, each with a link to its first group.
    private func writeCauses(_ output: ReportOutput) {
        struct Cause {
            let group: FindingGroup
            let position: Int
            var findings = 0
            var followUps = 0

            var amount: String {
                let amount = Numbers.grouped(findings)
                return followUps > 0 ? "\(amount), and \(Numbers.grouped(followUps)) that follow" : amount
            }
        }
        var causes: [Cause] = []
        for (position, group) in groups.enumerated() {
            let known = causes.firstIndex { $0.group.code == group.code && $0.group.verdict == group.verdict }
            let place = known ?? causes.count
            if known == nil { causes.append(Cause(group: group, position: position)) }
            causes[place].findings += group.count
            causes[place].followUps += group.followUps.reduce(0) { $0 + $1.count }
        }
        guard !causes.isEmpty else { return }
        output.line("<ul class=\"causes\">")
        for cause in causes.prefix(Self.causeLimit) {
            output.line(
                "<li class=\"\(GroupCards.weight(cause.group))\"><a href=\"#\(GroupCards.anchor(cause.position))\">"
                    + "\(HTMLText.escaped(cause.group.title))</a> \(HTMLText.soft(cause.amount))</li>"
            )
        }
        let left = causes.count - Self.causeLimit
        if left > 0 { output.line("<li>and \(TextTable.count(left, "more kind"))</li>") }
        output.line("</ul>")
    }
}

extension String {
    fileprivate var dropSpace: String { String(drop { $0 == " " }) }
}
