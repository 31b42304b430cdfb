internal import TrailSealControls
internal import TrailSealFormat
package import TrailSealPrimitives
package import TrailSealVerification

/// The AWS CLI commands that fetch what a verification found missing or wrong: one for each cause. They are printed, never
/// run.
///
/// Names from the archive are quoted. No file is overwritten: a wrong file is set aside before the right one is fetched,
/// and whole folders go to another archive.
package struct CollectionPlan: Sendable {
    /// The folders for fetched files, and how the run was called.
    package struct Folders: Sendable {
        /// The folder of public keys.
        package let keys: ByteString
        /// The folder of saved signatures.
        package let signatures: ByteString
        /// The folder outside of the archive for everything else; empty for the working folder.
        package let beside: ByteString
        /// The name with which the user called this program.
        package let program: ByteString
        /// The arguments with which `verify` makes the same findings.
        package let arguments: [ByteString]

        /// Creates the folders.
        package init(
            keys: ByteString, signatures: ByteString, beside: ByteString, program: ByteString, arguments: [ByteString]
        ) {
            self.keys = keys
            self.signatures = signatures
            self.beside = beside
            self.program = program
            self.arguments = arguments
        }
    }

    /// The most remarks that are shown.
    private static let remarkLimit = 6

    /// The plan as lines for a shell.
    package let lines: [String]

    /// Creates the plan for the findings of `result`, and for the open controls if there are any. `advice` says what to fetch if
    /// the copy lacks all files of a kind. No finding shows the bucket then.
    package init(
        _ result: VerificationResult, controls: ControlsSection?, head: ReportHead, folders: Folders,
        advice: String? = nil
    ) {
        lines = Writer(result, PlanScript(folders: folders)).lines(controls, head, advice)
    }

    /// Assembles the lines of one plan.
    private struct Writer {
        private let result: VerificationResult
        private let needs: PlanNeeds
        private let script: PlanScript

        init(_ result: VerificationResult, _ script: PlanScript) {
            (self.result, self.script) = (result, script)
            needs = PlanNeeds(result)
        }

        func lines(_ controls: ControlsSection?, _ head: ReportHead, _ advice: String?) -> [String] {
            let head = ReportDocument(result, controls: nil, head: head).head
            let verdict = head.verification.map {
                VerdictLine.found(head, $0, failedControls: controls?.count(.failed) ?? 0, TextStyle()) + "."
            }
            let objects = PlanObjects(result, needs, script)
            var sections = objects.sections
            PlanAnswers(needs: needs, script: script).add(controls, to: &sections)
            guard !sections.lines.isEmpty else {
                let more = remarks(sections.left) + withoutCommand()
                let first = advice.map { ["# No command is planned.", ": " + ShellText.word($0)] }
                return ["# \(verdict ?? "")"] + (first ?? ["# There is nothing to fetch."])
                    + (more.isEmpty ? [] : [""] + more)
            }
            let further = objects.usesFurther ? ", with \(PlanObjects.furtherName) as one more archive" : ""
            var lines = [
                "# \(verdict ?? "")",
                "# Commands for bash and the AWS CLI. None has been run: read them first. Then verify again\(further).",
            ]
            if !(needs.badDigests + needs.absentDigests).isEmpty || !needs.uncovered.isEmpty || !needs.guessed.isEmpty {
                lines.append(
                    "# Missing logs are known only once their digests are proved, so a second plan may find more."
                )
            }
            lines.append("")
            if objects.usesAside || objects.usesOlder { lines += [script.asideName, ""] }
            if objects.movesBack { lines += [PlanScript.back, ""] }
            if objects.usesReplace { lines += [PlanScript.replace, ""] }
            lines += sections.lines + objects.glacierLines + objects.olderLines
            lines += remarks(sections.left) + withoutCommand()
            if lines.last == "" { lines.removeLast() }
            return lines
        }

        /// Returns the remarks, with the number of items that are left for the next plan. Names from the archive never
        /// stand in comments, because an interactive shell may not support comments and would run them.
        private func remarks(_ left: Int) -> [String] {
            guard !needs.remarks.isEmpty else { return left == 0 ? [] : [Self.line(left), ""] }
            let shown = needs.remarks.prefix(CollectionPlan.remarkLimit)
            let more = needs.remarks.count - shown.count
            return ["# Not planned"] + shown.map { ": " + ShellText.word($0) }
                + (more > 0 ? ["# and \(Numbers.grouped(more)) more. trailseal verify -v lists them."] : [])
                + (left > 0 ? [Self.line(left)] : []) + [""]
        }

        private static func line(_ left: Int) -> String {
            "# \(Numbers.grouped(left)) more items are left for the next plan: run this plan first, or give --account."
        }

        private func withoutCommand() -> [String] {
            let found = FindingCode.allCases.compactMap { code -> String? in
                guard let count = needs.counts[code], let sentence = PlanWithoutCommand.sentence(code) else {
                    return nil
                }
                return "# \(code.rawValue) (\(Numbers.grouped(count))): \(sentence)"
            }
            return found.isEmpty
                ? [] : ["# What no command can fix. For each code see trailseal explain CODE."] + found
        }
    }
}
