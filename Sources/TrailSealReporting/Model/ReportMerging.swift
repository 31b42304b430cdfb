internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The reason why reports can't be merged.
package struct ReportMergingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The position of the report that doesn't fit; nil if no single report is wrong.
    package let position: Int?
    /// The reason, for a message.
    package let description: String

    init(_ position: Int?, _ description: String) {
        self.position = position
        self.description = description
    }
}

/// Merges the reports of all shards into one, with the findings, chains and counts of one run over everything.
package enum ReportMerging {
    /// Merges `reports`, in any order. If a shard is missing or given twice, the verdict is `unverified` and a warning names the
    /// shard; of two reports of one shard, the first is used. Errors: `ReportMergingError` if a report isn't of a shard, is of
    /// another run, has control changes, or isn't as `verify` wrote it.
    package static func merge(_ reports: [ReportDocument]) throws(ReportMergingError) -> ReportDocument {
        var shards: [Int: ReportDocument] = [:]
        var doubled: Set<Int> = []
        guard let count = reports.first?.head.run.shard?.count else {
            throw ReportMergingError(0, "it is not the report of a shard (verify --shard)")
        }
        for (position, report) in reports.enumerated() {
            guard let shard = report.head.run.shard, report.head.verification != nil else {
                throw ReportMergingError(position, "it is not the report of a shard (verify --shard)")
            }
            guard report.head.changeCounts == nil else {
                throw ReportMergingError(position, "it has control changes, which need a run without --shard")
            }
            if let difference = ReportAgreement.difference(report, reports[0]) {
                throw ReportMergingError(position, "it is of another run than the first: \(difference)")
            }
            if let contradiction = ReportAgreement.contradiction(report) {
                throw ReportMergingError(position, "it is not as verify wrote it: \(contradiction)")
            }
            if shards[shard.index] == nil { shards[shard.index] = report } else { doubled.insert(shard.index) }
        }
        var given = ReportHead.Shards(
            count: count, missing: (1...count).filter { shards[$0] == nil }, doubled: doubled.sorted())
        var warnings = [
            given.doubledWords.map { $0 + "; the first report of \(doubled.count == 1 ? "it" : "each") is taken" },
            given.missingWords,
        ].compactMap(\.self)
        let ordered = shards.sorted { $0.key < $1.key }.map(\.value)
        // If files tie accounts of several shards together, only a report about all accounts counts.
        let ofAll = ordered.filter { $0.head.run.shard?.isOfAll == true }
        var conflicts = disagreements(ofAll)
        if ofAll.isEmpty { conflicts += ties(ordered) + doubledChains(ordered) }
        given.isConsistent = conflicts.isEmpty
        warnings += conflicts
        return merged(ordered, from: ofAll.first.map { [$0] } ?? ordered, given, warnings)
    }

    /// Returns the differences between the reports about all accounts.
    private static func disagreements(_ ofAll: [ReportDocument]) -> [String] {
        guard let first = ofAll.first else { return [] }
        return ofAll.dropFirst().filter {
            !$0.findings.elementsEqual(first.findings, by: { $0.values == $1.values }) || $0.chains != first.chains
                || $0.head.verification?.summary != first.head.verification?.summary
                || $0.head.verification?.accounting != first.head.verification?.accounting
        }.map {
            "shards \(first.head.run.shard?.index ?? 0) and \($0.head.run.shard?.index ?? 0) judged all accounts and "
                + "differ: the archive changed between the runs; run all shards again"
        }
    }

    private static func ties(_ shards: [ReportDocument]) -> [String] {
        shards.compactMap { report in
            report.head.run.shard.flatMap { shard in
                shard.crossAccountReference.map {
                    "\($0) refers to accounts outside shard \(shard.index): run without --shard"
                }
            }
        }
    }

    private static func doubledChains(_ shards: [ReportDocument]) -> [String] {
        var warnings: [String] = []
        var owners: [ChainName: Int] = [:]
        for report in shards {
            let shard = report.head.run.shard?.index ?? 0
            for chain in report.chains {
                guard let other = owners.updateValue(shard, forKey: chain.name) else { continue }
                warnings.append("chain \(chain.name.title) is in shards \(other) and \(shard)")
            }
        }
        return warnings
    }

    /// Returns the positions of archives in which no shard found CloudTrail objects.
    package static func emptyArchives(_ reports: [ReportDocument]) -> [Int] {
        let empty = reports.compactMap { $0.head.run.shard.map { Set($0.emptyArchives) } }
        guard let first = empty.first else { return [] }
        return empty.dropFirst().reduce(first) { $0.intersection($1) }.sorted()
    }

    /// Returns the merged report. `judged` are the reports among `shards` that together cover every account once. `problems` are
    /// warnings about the given reports.
    private static func merged(
        _ shards: [ReportDocument], from judged: [ReportDocument], _ given: ReportHead.Shards, _ problems: [String]
    ) -> ReportDocument {
        var document = shards[0]
        let accounting = AccountingMerging(judged, given)
        document.findings = FindingMerging.merged(judged, accounting)
        document.chains = judged.flatMap(\.chains).sorted { $0.name.precedes($1.name) }
        document.head.run = run(shards)
        document.head.run.shards = given
        document.head.inputs = inputs(shards)
        document.accounts = AccountMerging.merged(judged.map(\.accounts))
        let parts = judged.compactMap(\.head.verification)
        var summary = VerificationSummary()
        for (position, part) in parts.enumerated() {
            summary.add(part.summary)
            // What all shards judge alike is counted only in the first report.
            if position > 0, let shared = part.accounting?.shared { summary.subtract(shared) }
        }
        summary.chains = document.chains.count
        // The verdict needs the accounting as well as the findings.
        let found = ReportAgreement.verdict(document, verified: summary.digests.verified, isWhole: true)
        let isExplained = found == .invalid || document.findings.contains { $0.verdict == .unverified }
        let isUnnamed = document.head.run.isComplete && found == .unverified
        let unnamed = isUnnamed ? MergedImbalance.nothingVerified : nil
        if !isExplained, let imbalance = accounting?.imbalance ?? unnamed {
            document.findings = FindingMerging.ordered(document.findings + [FindingRecord(imbalance)])
        }
        summary.count(document.findings)
        var seen: Set<String> = []
        var warnings = parts.flatMap(\.warnings).filter { seen.insert($0).inserted }
        if given.isWhole, document.head.run.isComplete { addUnusedSignatures(document.head.inputs, to: &warnings) }
        let verdict = ReportAgreement.verdict(
            document, verified: summary.digests.verified, isWhole: given.isWhole)
        document.head.verification = ReportHead.Verification(
            verdict: verdict, summary: summary, warnings: problems + warnings,
            readSince: parts.compactMap(\.readSince).max(),
            accounting: accounting?.merged)
        return document
    }

    /// Adds the warnings about paths of `--signatures` that no shard used (INPUT-5, SHARD-1). They stand where one run has
    /// them: before all others about these paths.
    private static func addUnusedSignatures(_ inputs: ReportHead.Inputs, to warnings: inout [String]) {
        let unused = inputs.signatures.filter { $0.used == 0 }.map { input in
            let own = "the signatures \(input.path): "
            return SignatureUse.unused(
                input.path, read: input.read ?? 0, lacksSignatures: warnings.contains { $0.hasPrefix(own) })
        }
        let place = warnings.firstIndex { $0.hasPrefix("the signatures ") } ?? warnings.endIndex
        warnings.insert(contentsOf: unused, at: place)
    }

    // MARK: Head

    private static func run(_ shards: [ReportDocument]) -> ReportHead.Run {
        let runs = shards.map(\.head.run)
        var run = runs[0]
        run.startedAt = runs.map(\.startedAt).min() ?? run.startedAt
        run.finishedAt = runs.map(\.finishedAt).max() ?? run.finishedAt
        run.isComplete = runs.allSatisfy(\.isComplete)
        run.jobs = runs.map(\.jobs).max() ?? run.jobs
        run.host = Set(runs.map(\.host)).sorted().joined(separator: ", ")
        run.shard = nil
        // One run over everything has no --shard.
        var arguments: [String] = []
        var isValue = false
        for argument in run.arguments {
            if isValue {
                isValue = false
            } else if argument == "--shard" {
                isValue = true
            } else if !argument.hasPrefix("--shard=") {
                arguments.append(argument)
            }
        }
        run.arguments = arguments
        return run
    }

    /// Returns the merged inputs. Shards may have different paths of signatures, and each has its own state.
    private static func inputs(_ shards: [ReportDocument]) -> ReportHead.Inputs {
        var inputs = shards[0].head.inputs
        for input in shards.dropFirst().flatMap(\.head.inputs.signatures) {
            let known = inputs.signatures.firstIndex { ($0.path, $0.sha256) == (input.path, input.sha256) }
            guard let known else {
                inputs.signatures.append(input)
                continue
            }
            // A shard uses the signatures of its own accounts and those that all shards use. The latter count once.
            guard let used = inputs.signatures[known].used, let more = input.used else { continue }
            let (sum, isTooLarge) = used.addingReportingOverflow(max(0, more - (input.usedByAll ?? 0)))
            inputs.signatures[known].used = isTooLarge ? .max : sum
        }
        for index in inputs.signatures.indices { inputs.signatures[index].usedByAll = nil }
        if Set(shards.map(\.head.inputs.state)).count > 1 { inputs.state = nil }
        let forgotten = Set(shards.flatMap(\.head.inputs.forgotten))
        inputs.forgotten = forgotten.sorted { ($0.at, $0.line) < ($1.at, $1.line) }
        return inputs
    }
}

extension VerificationSummary {
    /// Adds the numbers of another shard, except those of findings and chains, which are counted again.
    fileprivate mutating func add(_ other: VerificationSummary) {
        digests.add(other.digests)
        logs.add(other.logs)
        notJudged = Self.sum(notJudged, other.notJudged)
        unknownMembers = Self.sum(unknownMembers, other.unknownMembers)
        compressedByteCount = Self.sum(compressedByteCount, other.compressedByteCount)
        inflatedByteCount = Self.sum(inflatedByteCount, other.inflatedByteCount)
    }

    /// Subtracts what another report counts too. No number becomes negative.
    fileprivate mutating func subtract(_ shared: AccountingRecord.Shared) {
        func rest(_ number: Int, _ part: Int) -> Int { max(0, number &- part) }
        digests.verified = rest(digests.verified, shared.digests.verified)
        digests.unverified = rest(digests.unverified, shared.digests.unverified)
        digests.invalid = rest(digests.invalid, shared.digests.invalid)
        digests.missing = rest(digests.missing, shared.digests.missing)
        logs.verified = rest(logs.verified, shared.logs.verified)
        logs.unverified = rest(logs.unverified, shared.logs.unverified)
        logs.invalid = rest(logs.invalid, shared.logs.invalid)
        logs.missing = rest(logs.missing, shared.logs.missing)
        logs.unreferenced = rest(logs.unreferenced, shared.logs.unreferenced)
        notJudged = rest(notJudged, shared.files.notJudged)
    }

    private static func sum<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// Counts the findings.
    mutating func count(_ records: [FindingRecord]) {
        findings = FindingCounts()
        for record in records { findings.count(record.verdict, isAllowed: record.isAllowed) }
    }
}
