/// Tries one archive, makes it small if it fails, and says in which classes it falls.
struct ArchiveRunner: Sendable {
    let store: ActStore
    let trial: Trial

    /// What came of one archive.
    struct Result: Sendable {
        let passes: Bool
        let isDivided: Bool
        var failures: [SearchReport.Failure] = []
    }

    /// `setting` is told with failures.
    func run(_ acts: [Int], id: String, setting: String?) throws -> Result {
        let outcome = try outcome(acts)
        var result = Result(passes: outcome.passes, isDivided: outcome.isDivided)
        var seen: Set<Trial.Violation.Question> = []
        for violation in outcome.violations where seen.insert(violation.question).inserted {
            let needed = try Minimizer.minimum(acts) { fewer in
                try fails(self.outcome(fewer), violation.question)
            }
            let failureClass = FailureClass(violation.question, needed.map { store.acts[$0].kind })
            result.failures.append(
                .init(id: id, failureClass: failureClass, lines: try lines(violation.question, needed, setting)))
        }
        return result
    }

    private func outcome(_ acts: [Int]) throws -> Trial.Outcome { try trial.run(acts.map(store.change)) }

    private func fails(_ outcome: Trial.Outcome, _ question: Trial.Violation.Question) -> Bool {
        outcome.violations.contains { $0.question == question }
    }

    /// The failure in words, with the verifier's own.
    private func lines(
        _ question: Trial.Violation.Question, _ acts: [Int], _ setting: String?
    ) throws -> [String] {
        let outcome = try outcome(acts)
        let detail = outcome.violations.first { $0.question == question }?.detail ?? question.rawValue
        let findings = outcome.answer.findings.prefix(12).map { "  \($0.words)" }
        return [detail] + acts.map { "act: \(store.acts[$0].kind): \(store.acts[$0].description)" }
            + (setting.map { ["setting: \($0)"] } ?? []) + ["exit \(outcome.answer.status)"] + findings
    }

    /// The single edits that an archive needs to fail.
    func edits(_ acts: [Int], _ question: Trial.Violation.Question) throws -> [String] {
        let edits = acts.map(store.change).flatMap(\.edits)
        return try Minimizer.minimum(edits) { fewer in try fails(trial.run(fewer), question) }.flatMap(\.lines)
    }
}
