internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes the text report of `trailseal changes`: the control changes, their numbers and the verdict.
struct ChangeTextReporter: Reporter {
    private let style: TextStyle
    private var head: ReportHead?
    private var changes: [ChangeRecord] = []
    private var failedControls = 0
    private var histories: [(control: String, history: ControlHistory)] = []

    /// Creates a reporter.
    init(_ style: TextStyle) { self.style = style }

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        self.head = head
        for line in TextHead(style: style).lines(head) { output.line(line) }
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .chain, .group, .finding: break
        case .change(let change): changes.append(change)
        case .account(let account):
            failedControls += account.controls.count(where: \.isFailed)
            histories += account.controls.flatMap { control in (control.history ?? []).map { (control.id, $0) } }
        }
    }

    func end(_ output: ReportOutput) {
        guard let head else { return }
        let text = ChangeText(style: style, isWhole: style.verbosity > 0)
        if !changes.isEmpty {
            for line in text.lines(changes) { output.line(line) }
            output.line()
        }
        for (control, history) in histories {
            for line in TextHead.paragraph("\(control) of \(history.resource): \(history.text)", style) {
                output.line(line)
            }
        }
        if !histories.isEmpty { output.line() }
        if let counts = head.changeCounts {
            for line in text.sums(changes, counts, head.verification) { output.line(line) }
        }
        guard let verification = head.verification else { return }
        let findings = verification.summary.findings
        if findings.invalid + findings.unverified > 0 {
            // Events in logs that aren't verified are never listed.
            let hint = "The archive isn't verified, so changes may be missing: trailseal verify lists the findings."
            for line in TextHead.paragraph(hint, style) { output.line(line) }
        }
        let line = VerdictLine.text(head, verification, failedControls: failedControls, style)
        let lines = style.wrapsVerdict ? TextHead.paragraph(line, style) : [line]
        for line in lines { output.line(line) }
    }
}
