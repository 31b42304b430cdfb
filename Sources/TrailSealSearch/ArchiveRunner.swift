/// Tries one archive, minimizes it if it fails, and assigns the failure to a class.
struct ArchiveRunner: Sendable {
    let store: ActStore
    let trial: Trial

    /// The result for one archive.
    struct Result: Sendable {
        let passes: Bool
        let isDivided: Bool
        let isInFiles: Bool
        let isJudged: Bool
        var failures: [SearchReport.Failure] = []
    }

    /// Tries an archive. `setting` is printed with failures.
    func run(_ acts: [Int], id: String, setting: String?) throws -> Result {
        let outcome = try outcome(acts)
        var result = Result(
            passes: outcome.passes, isDivided: outcome.isDivided, isInFiles: outcome.isInFiles,
            isJudged: outcome.isJudged)
        var seen: Set<Trial.Violation.Question> = []
        for violation in outcome.violations where seen.insert(violation.question).inserted {
            let question = violation.question
            let needed = try Minimizer.minimum(acts) { try fails($0, question) }
            let failureClass = FailureClass(question, needed.map { store.acts[$0].family })
            result.failures.append(
                .init(id: id, failureClass: failureClass) { try lines(question, needed, setting) })
        }
        return result
    }

    private func outcome(_ acts: [Int], asking question: Trial.Violation.Question? = nil) throws -> Trial.Outcome {
        try trial.run(acts.map(store.change), asking: question)
    }

    private func fails(_ acts: [Int], _ question: Trial.Violation.Question) throws -> Bool {
        try outcome(acts, asking: question).violations.contains { $0.question == question }
    }

    /// Describes the failure, with the verifier's own findings.
    private func lines(
        _ question: Trial.Violation.Question, _ acts: [Int], _ setting: String?
    ) throws -> [String] {
        let outcome = try outcome(acts, asking: question)
        let detail = outcome.violations.first { $0.question == question }?.detail ?? question.rawValue
        return try [detail] + acts.map { "act: \(store.acts[$0].kind): \(store.acts[$0].description)" }
            + (setting.map { ["setting: \($0)"] } ?? []) + edits(acts, question).prefix(24).map { "edit: \($0)" }
            + ["exit \(outcome.answer.status)"] + outcome.answer.findingWords().prefix(12).map { "  \($0)" }
    }

    /// Returns the single edits that the archive needs to fail.
    func edits(_ acts: [Int], _ question: Trial.Violation.Question) throws -> [String] {
        let edits = acts.map(store.change).flatMap(\.edits)
        return try Minimizer.minimum(edits) { fewer in
            try trial.run(fewer, asking: question).violations.contains { $0.question == question }
        }.flatMap(\.lines)
    }
}
