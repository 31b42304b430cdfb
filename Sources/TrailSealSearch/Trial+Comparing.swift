internal import VirtualTrail

/// One archive judged in several ways, which have to say the same.
extension Trial {
    func compareParts(_ run: Run, _ whole: Answer, _ outcome: inout Outcome) throws {
        guard isDivided else { return }
        var divided = run
        divided.options.division = .accounts
        guard let answer = try verifier.answer(divided) else { return }
        outcome.isDivided = true
        compare(answer, whole, .parts, "judged by accounts", &outcome)
    }

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

    /// The first of the words that differs, as one answer and as the other has it.
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

    /// The program says the same of files.
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

    /// Shards, merged: each finding once, and those about the run as a whole only if every shard has them.
    func compareShards(_ run: Run, _ whole: Answer, _ outcome: inout Outcome) throws {
        // Which shard has an account's folder that is a root of its own isn't for the contract to say.
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
        // An accounting that doesn't balance is told only if nothing else is found (ACCOUNT-7), and merge asks for the
        // whole (SHARD-5).
        let isOtherFound = verdicts.contains { $0.value != "note" && !$0.key.hasPrefix("unaccounted ") }
        if isOtherFound { verdicts = verdicts.filter { !$0.key.hasPrefix("unaccounted ") } }
        let found = Set(verdicts.values)
        let status = found.contains("invalid") ? 1 : found.contains("unverified") || !isAnyVerified ? 2 : 0
        let (findings, expected) = (Set(verdicts.keys), Set(whole.findingWords()))
        // Where a shard tells something else, merge alone tells what doesn't balance.
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

    /// At another depth the same is verified, and the same ends in 0.
    func compareDepths(
        _ archive: Archive, isOriginal: Bool, _ answer: Answer, _ outcome: inout Outcome
    ) throws {
        guard let otherDepth else { return }
        let other = Layout(depth: otherDepth, roots: layout.roots)
        // A nested `AWSLogs` may be the first that is shown at one depth and not at the other (PLACE-13).
        let nested = archive.files.keys.filter { ShownPath($0).logsFolderCount > 1 }
        let shown = [layout, other].map { $0.shown(oracle.world) }
        if nested.contains(where: { path in shown.contains { ShownPath.hidesLogsFolder(of: path, $0(path)) } }) {
            return
        }
        // If a root doesn't say whose it is, what lies in others' folders is judged otherwise.
        if layout.hidesOwners || other.hidesOwners {
            guard isOriginal || areOwnersPlain(archive, layout, other) && isOwnerSeen(archive) else { return }
        }
        let copy = other.copy(of: archive, oracle.world)
        guard copy.isWhole, let answerThere = try verifier.answer(run(over: copy)) else { return }
        // A root in which a copy holds nothing of CloudTrail's is a wrong place (INPUT-8).
        guard answer.status < 64, answerThere.status < 64 else { return }
        let keys = { (answer: Answer) in
            Set((answer.digests + answer.logs).filter { $0.standing == .verified }.compactMap(\.key))
        }
        let (own, others) = (keys(answer), keys(answerThere))
        let differing = own.symmetricDifference(others).min()
        // In a flat folder the stamp alone says whether a file is of the window (SCOPE-6), and nothing of which Region it is
        // (PLACE-15). Only JSON files count as logs there (FILE-11).
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

    /// Whether filters see whose every file is that isn't the true world's, because it has the name of a digest or log. An
    /// obstacle's own name says nothing (ACCOUNT-5).
    func isOwnerSeen(_ archive: Archive) -> Bool {
        if options.accounts.isEmpty, options.regions.isEmpty { return true }
        return archive.obstacles.isEmpty
            && archive.files.keys.allSatisfy { path in
                let place = Place(path)
                let isLog = place.logStamp != nil && place.name.hasSuffix(".json.gz")
                let isNamed = place.account.map { place.name.hasPrefix($0 + "_CloudTrail") } ?? false
                return oracle.truth[path] != nil || isNamed && (isLog || place.digestName != nil)
            }
    }

    /// Whether every file that isn't the true world's is below the account that its name says, that account is one of the
    /// world's, and the file stands for no other object where less of its path is shown.
    func areOwnersPlain(_ archive: Archive, _ layouts: Layout...) -> Bool {
        let shown = layouts.map { $0.shown(oracle.world) }
        let taken = shown.map { shown in Set(oracle.truth.keys.compactMap(shown)) }
        // Base names decide in folders that no mapping shows (PLACE-8).
        let absent = Set(oracle.truth.keys.filter { archive.files[$0] == nil }.map(\.splitAtLastSlash.name))
        return (Array(archive.files.keys) + archive.obstacles.keys).allSatisfy { path in
            if oracle.truth[path] != nil { return true }
            let isTaken = zip(shown, taken).contains { shown, taken in shown(path).map(taken.contains) ?? false }
            if isTaken || absent.contains(path.splitAtLastSlash.name) { return false }
            let place = Place(path)
            guard let account = place.account, oracle.world.accounts.contains(account),
                path.hasPrefix(Path(oracle.world.base) + account + "/")
            else { return false }
            // Only the folders above say that nothing here is judged (FILE-2, FILE-9).
            guard place.zone == .digests || place.zone == .logs else { return false }
            // Where no folder says that it holds digests, only names do (FILE-2, FILE-11).
            if place.zone == .digests,
                place.digestName.map({ $0.account != account || $0.region != place.region }) ?? true
            {
                return false
            }
            let parts = path.text.components(of: "/")
            let named = parts.last?.components(of: "_").first.flatMap { $0.utf8.count == 12 ? Path($0) : nil }
            // A kind of folder below another one may be the first that is shown (PLACE-14).
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
