internal import VirtualTrail

/// How an archive is tried: what the verifier gets, and what it is asked.
struct Trial: Sendable {
    var verifier: any Verifier
    var oracle: Oracle
    var options: Options
    var layout = Layout(depth: .bucket, roots: .one)
    /// Another depth at which the result must be the same, or nil.
    var otherDepth: Layout.Depth?
    /// The state of an earlier run.
    var state: State?
    /// The number of shards into which the run is also divided. 1 means none.
    var shards = 1
    /// Whether the archive is also judged account by account.
    var isDivided = true
    /// Whether it is also judged by four threads.
    var triesThreads = false
    /// The program that must say the same about the archive on disk, and its state.
    var program: (verifier: any Verifier, state: State?)?
    /// What the verifier reads instead of a file. Differs from the file only in tests of the oracle.
    var serving: (@Sendable (Path, StoredFile) -> StoredFile?)?

    init(_ verifier: any Verifier, _ oracle: Oracle) {
        self.verifier = verifier
        self.oracle = oracle
        options = oracle.world.options
    }

    /// Something that the contract doesn't allow.
    struct Violation: Sendable {
        enum Question: String, CaseIterable, Sendable {
            /// Something is gone, differs or isn't proved, but the exit status is 0.
            case lossUnnoticed = "exit 0 over a loss"
            /// Something is present that CloudTrail never delivered, or that wasn't examined, but the exit status is
            /// 0.
            case plantUnnoticed = "exit 0 over a plant"
            /// A proved digest contradicts the archive, but the exit status isn't 1.
            case notInvalid = "not invalid"
            /// Nothing was tampered with, but the exit status isn't 0.
            case falseAlarm = "false alarm"
            /// The verifier finds nothing to judge.
            case refused
            /// Bytes that CloudTrail never delivered are called verified.
            case untrue = "untrue verified"
            /// Untouched files are called invalid or missing.
            case accused = "untouched accused"
            /// The numbers of the summary differ from the records.
            case counts
            /// A state advances over logs that are gone or differ.
            case advance = "state advances"
            /// A run that continues from a state misses a contradicted digest, or alarms about what reading everything shows to
            /// be as it should be.
            case nights = "nights differ"
            case depths = "depths differ"
            case parts = "parts differ"
            case shards = "shards differ"
            case jobs = "jobs differ"
            /// The program disagrees with the library.
            case files = "program differs"
        }

        let question: Question
        let detail: String
    }

    /// The result for one archive.
    struct Outcome: Sendable {
        var answer: Answer
        var difference: Oracle.Difference
        /// Whether it was also judged in parts.
        var isDivided = false
        /// Whether the program also judged it.
        var isInFiles = false
        /// Whether it was judged. Not every archive can be created for the verifier.
        var isJudged = true
        var violations: [Violation] = []

        var passes: Bool { answer.status == 0 }
    }

    /// Tries an archive. With a question, only what that question needs is tried.
    func run(_ changes: [Archive.Change], asking question: Violation.Question? = nil) throws -> Outcome {
        var archive = oracle.world.archive
        archive.apply(changes)
        let copy = layout.copy(of: archive, oracle.world)
        let run = run(over: copy)
        guard let answer = try verifier.answer(run) else {
            return Outcome(answer: Answer(status: 66), difference: Oracle.Difference(), isJudged: false)
        }
        let scope = Scope(
            options, state, layout: layout, shown: layout.shown(oracle.world))
        var outcome = Outcome(answer: answer, difference: oracle.difference(copy.kept, scope))
        outcome.violations =
            statusViolations(answer, outcome.difference, copy, isOriginal: changes.isEmpty)
            + verifiedViolations(answer, copy)
            + invalidViolations(answer, outcome.difference, copy) + countViolations(answer)
            + advanceViolations(answer, outcome.difference, scope)
        if question ?? .parts == .parts { try compareParts(run, answer, &outcome) }
        if question ?? .shards == .shards { try compareShards(run, answer, &outcome) }
        if question ?? .nights == .nights { try compareNights(run, answer, &outcome) }
        if question ?? .jobs == .jobs { try compareThreads(run, answer, &outcome) }
        if question ?? .files == .files { try compareProgram(run, answer, &outcome) }
        if question ?? .depths == .depths, copy.isWhole {
            try compareDepths(archive, isOriginal: changes.isEmpty, answer, &outcome)
        }
        return outcome
    }

    func run(over copy: Layout.Copy) -> Run {
        var run = Run(roots: copy.roots, options: options, state: state)
        run.identities = copy.identities
        run.isOverlapping = layout.roots == .overlapping && copy.roots.count > 1
        if let serving {
            for number in run.roots.indices {
                let files = run.roots[number].files
                run.roots[number].files = [:]
                for (path, file) in files { run.roots[number].files[path] = serving(path, file) }
            }
        }
        return run
    }

    // MARK: One answer

    /// Checks the exit status: 0 exactly if nothing was tampered with, and 1 for a contradiction.
    private func statusViolations(
        _ answer: Answer, _ difference: Oracle.Difference, _ copy: Layout.Copy, isOriginal: Bool
    ) -> [Violation] {
        let status = answer.status
        // If a root doesn't name its account, plants may do so.
        let isOwnerKnown =
            isOriginal || !layout.hidesOwners || areOwnersPlain(copy.kept, layout) && isOwnerSeen(copy.kept)
        let isUntouched =
            difference.reasons.isEmpty && difference.silences.isSubset(of: Silence.harmless) && isOwnerKnown
        if status == 0, let reason = difference.contradictions.first ?? difference.losses.first {
            return [Violation(question: .lossUnnoticed, detail: "exit 0 although \(reason)")]
        }
        if status == 0, let reason = difference.intrusions.first {
            return [Violation(question: .plantUnnoticed, detail: "exit 0 although \(reason)")]
        }
        if status >= 64 || (answer.holdsRecords && answer.digests.isEmpty && answer.logs.isEmpty) {
            // A root without anything that is judged is a wrong input (FILE-9, INPUT-8).
            guard isUntouched || !difference.contradictions.isEmpty, !copy.hasEmptyRoot else { return [] }
            return [Violation(question: .refused, detail: "exit \(status) although there is something to verify")]
        }
        if status != 1, let contradiction = difference.contradictions.first {
            return [Violation(question: .notInvalid, detail: "exit \(status) although \(contradiction)")]
        }
        return isUntouched && status != 0
            ? [Violation(question: .falseAlarm, detail: "exit \(status) although nothing was tampered with")] : []
    }

    /// Checks that everything called verified was delivered under that key.
    private func verifiedViolations(_ answer: Answer, _ copy: Layout.Copy) -> [Violation] {
        var violations: [Violation] = []
        func check(_ record: Answer.Record) {
            guard let key = record.key, let path = record.path, let truth = oracle.genuine[key] else {
                return violations.append(
                    Violation(
                        question: .untrue, detail: "verified, but never delivered: \(record.key ?? "-")"))
            }
            guard let file = copy.origins[path].flatMap({ copy.kept.files[$0] }), file.isWhole,
                truth.contains(file.hash)
            else {
                return violations.append(
                    Violation(question: .untrue, detail: "verified, but not what was delivered: \(key) at \(path)"))
            }
            if let hash = record.hash, !truth.contains(hash) {
                violations.append(
                    Violation(question: .untrue, detail: "verified with another hash: \(key) at \(path)"))
            }
        }
        for record in answer.digests + answer.logs where record.standing == .verified { check(record) }
        return violations
    }

    /// Checks that nothing untouched is called invalid or missing.
    private func invalidViolations(
        _ answer: Answer, _ difference: Oracle.Difference, _ copy: Layout.Copy
    ) -> [Violation] {
        var violations: [Violation] = []
        let untouched = Set(difference.untouched.values)
        // If the digests of a root can't be listed, a copy in a nested `AWSLogs` may be the only one to name the
        // account (PLACE-13).
        let shown = layout.shown(oracle.world)
        let isOwnerTaken =
            copy.kept.obstacles.values.contains(.closedFolder)
            && copy.kept.files.keys.contains { ShownPath.hidesLogsFolder(of: $0, shown($0)) }
        // In the root without a digest folder, a digest that was moved there may be the only one to show its layout
        // (PLACE-3).
        let isLaidByMoved = layout.roots == .apart && isAnyDigestMoved(copy.kept)
        /// `key` is the object said to be absent, if there is no path.
        func check(_ path: Path?, _ key: Path?, _ what: String) {
            let object = path.map { copy.origins[$0].flatMap { difference.untouched[$0] } } ?? key
            // A digest with a wrong signature may have no other proof.
            guard let object, untouched.contains(object), !difference.wronglySigned.contains(object) else { return }
            violations.append(Violation(question: .accused, detail: "untouched, but \(what): \(object)"))
        }
        for record in answer.digests where record.standing == .invalid {
            check(record.path, record.key, "an invalid digest")
        }
        for record in answer.logs where record.standing == .invalid || record.standing == .missing {
            if let path = record.path {
                check(path, nil, "an invalid log")
            } else {
                if !isOwnerTaken, !isLaidByMoved { check(nil, record.key, "missing") }
            }
        }
        for finding in answer.findings where finding.verdict == "invalid" && finding.path != nil {
            check(finding.path, nil, finding.code)
        }
        violations += Holes(oracle: oracle, answer: answer).faults.map { Violation(question: .accused, detail: $0) }
        return violations
    }

    /// Whether a digest was moved away from its place.
    private func isAnyDigestMoved(_ kept: Archive) -> Bool {
        let gone = oracle.genuine.filter { Zone($0.key) == .digests && kept.files[$0.key] == nil }
        return kept.files.contains { path, file in
            oracle.genuine[path] == nil && gone.values.contains { $0.contains(file.hash) }
        }
    }

    /// Checks that the summary's numbers are those of the records. Each object counts once, by its worst record.
    private func countViolations(_ answer: Answer) -> [Violation] {
        struct Object: Hashable {
            let bucket: Path?
            let name: Path?
        }
        func counted(_ records: [Answer.Record], _ standings: [Answer.Standing]) -> [Int] {
            var worst: [Object: Int] = [:]
            for record in records {
                let object = Object(bucket: record.bucket, name: record.key ?? record.path)
                worst[object] = max(worst[object] ?? 0, record.standing.rawValue)
            }
            return standings.map { standing in worst.values.count { $0 == standing.rawValue } }
        }
        let found =
            counted(answer.digests, [.verified, .unverified, .invalid])
            + counted(answer.logs, [.unreferenced, .verified, .unverified, .missing, .invalid])
        // Files that lie below two roots may count once or twice.
        guard !answer.counts.isEmpty, found != answer.counts, layout.roots != .overlapping else { return [] }
        return [
            Violation(question: .counts, detail: "the summary says \(answer.counts), the records \(found)")
        ]
    }

    /// Checks that no chain advances over logs in scope that are gone or differ.
    private func advanceViolations(
        _ answer: Answer, _ difference: Oracle.Difference, _ scope: Scope
    ) -> [Violation] {
        guard let state, let next = answer.state,
            ![.referenceOutside, .signatureUnavailable].contains(options.allowance),
            !difference.silences.contains(.overwrittenVersion)
        else { return [] }
        for chain in oracle.chains {
            guard let newest = chain.digests.lastIndex(where: { next.keys.contains($0) && !state.keys.contains($0) })
            else { continue }
            let oldest = (chain.digests.lastIndex { state.keys.contains($0) } ?? -1) + 1
            guard oldest <= newest else { continue }
            for position in oldest...newest {
                let digest = chain.chain.digests[position]
                guard scope.includes(start: digest.start, end: digest.end) else { continue }
                // A gap that is allowed may contain logs that are gone (STATE-9).
                let isThere = difference.present.contains(chain.digests[position])
                guard options.allowance == .none || options.allowance == .fileUnreadable || isThere else { continue }
                for (log, _) in chain.logs[position]
                where difference.absent.contains(log) || difference.differing.contains(log) {
                    return [
                        Violation(
                            question: .advance, detail: "the state advances to \(chain.digests[newest]) over \(log)")
                    ]
                }
            }
        }
        return []
    }
}
