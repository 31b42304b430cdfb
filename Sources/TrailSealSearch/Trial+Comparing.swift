internal import VirtualTrail

/// Judges one archive in several ways, which must agree.
extension Trial {
    func compareParts(_ run: Run, _ whole: Answer, _ outcome: inout Outcome) throws {
        guard isDivided else { return }
        var divided = run
        divided.options.division = .accounts
        guard let answer = try verifier.answer(divided) else { return }
        outcome.isDivided = true
        compare(answer, whole, .parts, "judged by accounts", &outcome)
    }

    /// Checks that a continued run is as strict as one that reads everything, and no stricter. With a window, the checkpoint may
    /// ask for more than the window does.
    func compareNights(_ run: Run, _ continued: Answer, _ outcome: inout Outcome) throws {
        guard run.state != nil, !run.options.isFull, run.options.from == nil, run.options.to == nil else { return }
        var whole = run
        whole.options.isFull = true
        guard let answer = try verifier.answer(whole) else { return }
        if answer.status == 0, continued.status != 0 {
            outcome.violations.append(
                Violation(question: .nights, detail: "exit \(continued.status) although --full ends with 0"))
        }
        // Logs that an earlier run read aren't read again. Digests are. A log that no digest lists may show that one is
        // missing.
        let isAnyUnlisted = answer.findings.contains { $0.code == "log-unreferenced" }
        let missed = answer.findings.first {
            $0.verdict == "invalid" && $0.code.hasPrefix("digest-") && !($0.code == "digest-missing" && isAnyUnlisted)
        }
        if continued.status == 0, let missed {
            outcome.violations.append(
                Violation(question: .nights, detail: "exit 0 although --full finds \(missed.code)"))
        }
    }

    /// Checks that the number of threads doesn't matter.
    func compareThreads(_ run: Run, _ whole: Answer, _ outcome: inout Outcome) throws {
        guard triesThreads else { return }
        var threaded = run
        threaded.options.jobs = 4
        guard let answer = try verifier.answer(threaded) else { return }
        compare(answer, whole, .jobs, "with four threads", &outcome)
    }

    private func compare(
        _ answer: Answer, _ whole: Answer, _ question: Violation.Question, _ what: String, _ outcome: inout Outcome
    ) {
        guard let difference = Self.firstDifference(answer, whole) else { return }
        outcome.violations.append(Violation(question: question, detail: "\(what): \(difference)"))
    }

    /// Describes the first line in which two answers differ.
    private static func firstDifference(_ answer: Answer, _ other: Answer) -> String? {
        let words = { (answer: Answer) in
            ["exit \(answer.status)"] + answer.findingWords() + answer.words()
        }
        let (own, others) = (words(answer), words(other))
        guard own != others else { return nil }
        let index = zip(own, others).enumerated().first { $1.0 != $1.1 }?.offset ?? min(own.count, others.count)
        let shown = { (words: [String]) in index < words.count ? words[index] : "nothing" }
        return "\(shown(own)) / as a whole: \(shown(others))"
    }

    /// Checks that the program says the same about the archive on disk.
    func compareProgram(_ run: Run, _ answer: Answer, _ outcome: inout Outcome) throws {
        guard let program else { return }
        var own = run
        own.state = program.state
        guard (run.state == nil) == (own.state == nil), let other = try program.verifier.answer(own) else { return }
        outcome.isInFiles = true
        let words = { (answer: Answer) in
            answer.findings.map {
                "\($0.verdict) \($0.code) \($0.key?.description ?? "-") \($0.path?.description ?? "-")"
            }
        }
        let (findings, others) = (answer.status < 64 ? words(answer) : [], words(other))
        guard answer.status != other.status || findings != others else { return }
        let differing = Set(findings).symmetricDifference(others).min() ?? "their order"
        outcome.violations.append(
            Violation(
                question: .files,
                detail: "in memory: exit \(answer.status), in files: exit \(other.status); only one says: \(differing)")
        )
    }

    /// Checks that merged shards say the same. Findings about the whole run count only if every shard has them.
    func compareShards(_ run: Run, _ whole: Answer, _ outcome: inout Outcome) throws {
        // The contract doesn't say which shard gets an account's folder that is also a root of its own.
        guard shards > 1, whole.status < 64, !run.isOverlapping else { return }
        var verdicts: [String: String] = [:]
        var general: [String: Int] = [:]
        var isAnyVerified = false
        for index in 1...shards {
            var sharded = run
            sharded.options.shard = Shard(index: index, count: shards)
            guard let answer = try verifier.answer(sharded) else { return }
            isAnyVerified = isAnyVerified || answer.digests.contains { $0.standing == .verified }
            for (finding, words) in zip(answer.findings, answer.findingWords()) {
                // A shard that verifies nothing doesn't know which buckets the copy holds (TIME-24).
                if options.namesBuckets, finding.code == "signature-without-digest",
                    words.contains("/\(TrueWorld.foreignAccount)/")
                {
                    continue
                }
                if finding.isGeneral { general[words, default: 0] += 1 }
                verdicts[words] = finding.verdict
            }
        }
        for (words, count) in general where count < shards { verdicts[words] = nil }
        // An imbalance is reported only if there is no other finding (ACCOUNT-7), and merge checks it for the whole
        // (SHARD-5).
        let isOtherFound = verdicts.contains { $0.value != "note" && !$0.key.hasPrefix("unaccounted ") }
        if isOtherFound { verdicts = verdicts.filter { !$0.key.hasPrefix("unaccounted ") } }
        let found = Set(verdicts.values)
        let status = found.contains("invalid") ? 1 : found.contains("unverified") || !isAnyVerified ? 2 : 0
        let (findings, expected) = (Set(verdicts.keys), Set(whole.findingWords()))
        // If a shard reports something else, only merge reports the imbalance.
        if expected.contains(where: { $0.hasPrefix("unaccounted ") }) { return }
        guard status != whole.status || findings != expected else { return }
        let other = findings.symmetricDifference(expected).min()
        let side =
            other.map { expected.contains($0) ? "only the whole says" : "only shards say" } ?? "both say the same"
        outcome.violations.append(
            Violation(
                question: .shards,
                detail: "\(shards) shards: exit \(status), as a whole: exit \(whole.status); \(side): \(other ?? "")"))
    }

    /// Checks that at another depth the same keys are verified, and that exit status 0 is the same.
    func compareDepths(
        _ archive: Archive, isOriginal: Bool, _ answer: Answer, _ outcome: inout Outcome
    ) throws {
        guard let otherDepth else { return }
        let other = Layout(depth: otherDepth, roots: layout.roots)
        // A nested `AWSLogs` may be the first one shown at one depth but not at the other (PLACE-13).
        let nested = archive.files.keys.filter { ShownPath($0).logsFolderCount > 1 }
        let shown = [layout, other].map { $0.shown(oracle.world) }
        if nested.contains(where: { path in shown.contains { ShownPath.hidesLogsFolder(of: path, $0(path)) } }) {
            return
        }
        // If a root doesn't name its account, files in other accounts' folders are judged differently.
        if layout.hidesOwners || other.hidesOwners {
            guard isOriginal || areOwnersPlain(archive, layout, other) && isOwnerSeen(archive) else { return }
        }
        let copy = other.copy(of: archive, oracle.world)
        guard copy.isWhole, let answerThere = try verifier.answer(run(over: copy)) else { return }
        // A root without files of CloudTrail is a wrong input (INPUT-8).
        guard answer.status < 64, answerThere.status < 64 else { return }
        let keys = { (answer: Answer) in
            Set((answer.digests + answer.logs).filter { $0.standing == .verified }.compactMap(\.key))
        }
        let (own, others) = (keys(answer), keys(answerThere))
        let differing = own.symmetricDifference(others).min()
        // In a flat folder, only the stamp says whether a file is in the window (SCOPE-6), and nothing says its
        // Region (PLACE-15). Only JSON files count as logs there (FILE-11).
        let isFolderShown = layout.depth != .flat && otherDepth != .flat
        let isFolderAsked =
            options.from != nil || options.to != nil || state != nil && !options.isFull || !options.regions.isEmpty
            || !archive.files.keys.allSatisfy { $0.hasSuffix(".json") || $0.hasSuffix(".json.gz") }
        let isStatusCompared = isOriginal || isFolderShown || !isFolderAsked
        guard differing != nil || isStatusCompared && (answer.status == 0) != (answerThere.status == 0) else { return }
        outcome.violations.append(
            Violation(
                question: .depths,
                detail:
                    "\(layout.depth): exit \(answer.status), \(otherDepth): exit \(answerThere.status); verified at one: "
                    + "\(differing.map(\.description) ?? "the same")"))
    }

    /// Whether filters can tell the owner of each planted file, because it has a digest's or log's name. An
    /// obstacle's own name says nothing (ACCOUNT-5).
    func isOwnerSeen(_ archive: Archive) -> Bool {
        if options.accounts.isEmpty, options.regions.isEmpty { return true }
        return archive.obstacles.isEmpty
            && archive.files.keys.allSatisfy { path in
                let place = Place(path)
                let isLog =
                    place.logStamp != nil && place.name.hasSuffix(".json.gz")
                    && place.logOwner.map { $0.region == place.region } ?? false
                let isNamed = place.account.map { place.name.hasPrefix($0 + "_CloudTrail") } ?? false
                return oracle.truth[path] != nil || isNamed && (isLog || place.digestName != nil)
            }
    }

    /// Whether each planted file lies below the account in its name, that account belongs to the world, and the file
    /// doesn't stand for another object when less of its path is shown.
    func areOwnersPlain(_ archive: Archive, _ layouts: Layout...) -> Bool {
        let shown = layouts.map { $0.shown(oracle.world) }
        let taken = shown.map { shown in Set(oracle.truth.keys.compactMap(shown)) }
        // In folders that no mapping covers, base names decide (PLACE-8).
        let absent = Set(oracle.truth.keys.filter { archive.files[$0] == nil }.map(\.splitAtLastSlash.name))
        return (Array(archive.files.keys) + archive.obstacles.keys).allSatisfy { path in
            if oracle.truth[path] != nil { return true }
            let isTaken = zip(shown, taken).contains { shown, taken in shown(path).map(taken.contains) ?? false }
            if isTaken || absent.contains(path.splitAtLastSlash.name) { return false }
            let place = Place(path)
            guard let account = place.account, oracle.world.accounts.contains(account),
                path.hasPrefix(Path(oracle.world.base) + account + "/")
            else { return false }
            // Only the folders above say that a file isn't judged (FILE-2, FILE-9).
            guard place.zone == .digests || place.zone == .logs else { return false }
            // If no folder is a digest folder, only names show digests (FILE-2, FILE-11).
            if place.zone == .digests,
                place.digestName.map({ $0.account != account || $0.region != place.region }) ?? true
            {
                return false
            }
            let parts = path.text.components(of: "/")
            let named = parts.last?.components(of: "_").first.flatMap { $0.utf8.count == 12 ? Path($0) : nil }
            // A kind folder below another one may be the first that is shown (PLACE-14).
            if ShownPath(path).kindCount > 1 { return false }
            // What an earlier run read is known by account.
            if named == nil, state != nil, !options.isFull { return false }
            return (named ?? account) == account && parts.count { $0 == "AWSLogs" } == 1
        }
    }
}

extension String {
    fileprivate func components(of separator: Character) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
