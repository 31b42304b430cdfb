internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// Why reports cannot be merged.
public struct ReportMergingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Position of the report that does not fit, among those given; nil where none by itself is wrong.
    public let position: Int?
    public let description: String

    init(_ position: Int?, _ description: String) {
        self.position = position
        self.description = description
    }
}

/// Makes one report of the reports of all shards: findings, chains and counts as one run over everything would give.
public enum ReportMerging {
    /// `reports` in any order. A shard that is missing or given twice makes the verdict `unverified`, and a warning says
    /// which; of two reports of one shard the first is taken. Errors: a report that is of no shard, or of another run.
    public static func merge(_ reports: [ReportDocument]) throws(ReportMergingError) -> ReportDocument {
        var shards: [Int: ReportDocument] = [:]
        var warnings: [String] = []
        var doubled: Set<Int> = []
        guard let count = reports.first?.head.run.shard?.count else {
            throw ReportMergingError(0, "it is not the report of a shard (verify --shard)")
        }
        for (position, report) in reports.enumerated() {
            guard let shard = report.head.run.shard, report.head.verification != nil else {
                throw ReportMergingError(position, "it is not the report of a shard (verify --shard)")
            }
            if let difference = ReportAgreement.difference(report, reports[0]) {
                throw ReportMergingError(position, "it is of another run than the first: \(difference)")
            }
            if let contradiction = ReportAgreement.contradiction(report) {
                throw ReportMergingError(position, "it is not as verify wrote it: \(contradiction)")
            }
            guard shards[shard.index] == nil else {
                guard doubled.insert(shard.index).inserted else { continue }
                warnings.append("shard \(shard.index) of \(count) is given twice; the first report of it is taken")
                continue
            }
            shards[shard.index] = report
        }
        let missing = (1...count).lazy.filter { shards[$0] == nil }
        // A count is only as trusted as the file that it stands in.
        let named = missing.prefix(20).map(String.init).joined(separator: ", ")
        let left = count - shards.count
        if left > 0 {
            warnings.append(
                "shard\(left == 1 ? "" : "s") \(named)\(left > 20 ? " and \(left - 20) more" : "") of \(count) "
                    + "\(left == 1 ? "is" : "are") missing")
        }
        let ordered = shards.sorted { $0.key < $1.key }.map(\.value)
        // Where accounts of several shards are tied, only a look at all of them tells.
        let ofAll = ordered.filter { $0.head.run.shard?.isOfAll == true }
        warnings += disagreements(ofAll)
        if ofAll.isEmpty { warnings += ties(ordered) + doubledChains(ordered) }
        return merged(ordered, from: ofAll.first.map { [$0] } ?? ordered, warnings)
    }

    /// What reports of all accounts say otherwise than the first of them.
    private static func disagreements(_ ofAll: [ReportDocument]) -> [String] {
        guard let first = ofAll.first else { return [] }
        return ofAll.dropFirst().filter {
            !$0.findings.elementsEqual(first.findings, by: { $0.values == $1.values }) || $0.chains != first.chains
                || $0.head.verification?.summary != first.head.verification?.summary
        }.map {
            "shards \(first.head.run.shard?.index ?? 0) and \($0.head.run.shard?.index ?? 0) judged all accounts and "
                + "differ: the archive changed between them; judge it again"
        }
    }

    private static func ties(_ shards: [ReportDocument]) -> [String] {
        shards.compactMap { report in
            report.head.run.shard.flatMap { shard in
                shard.crossing.map {
                    "\($0) ties accounts of shard \(shard.index) to those of others: judge the archive without --shard"
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

    /// The positions of archives in which no shard found anything.
    public static func emptyArchives(_ reports: [ReportDocument]) -> [Int] {
        let empty = reports.compactMap { $0.head.run.shard.map { Set($0.emptyArchives) } }
        guard let first = empty.first else { return [] }
        return empty.dropFirst().reduce(first) { $0.intersection($1) }.sorted()
    }

    /// `judged` are the reports, of all `shards`, that together are about every account once.
    private static func merged(
        _ shards: [ReportDocument], from judged: [ReportDocument], _ problems: [String]
    ) -> ReportDocument {
        var document = shards[0]
        document.findings = findings(judged)
        document.chains = judged.flatMap(\.chains).sorted(by: ChainRecord.precedes)
        document.head.run = run(shards)
        document.head.inputs = inputs(shards)
        let parts = judged.compactMap(\.head.verification)
        var summary = VerificationSummary()
        for part in parts { summary.add(part.summary) }
        summary.chains = document.chains.count
        summary.count(document.findings)
        var seen: Set<String> = []
        let warnings = problems + parts.flatMap(\.warnings).filter { seen.insert($0).inserted }
        let verdict = ReportAgreement.verdict(
            document, verified: summary.digests.verified, isWhole: problems.isEmpty)
        document.head.verification = ReportHead.Verification(
            verdict: verdict, summary: summary, warnings: warnings, readSince: parts.compactMap(\.readSince).max())
        document.accounts = AccountMerging.merged(judged.map(\.accounts))
        return document
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
        // One run over everything was not told its part.
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

    /// Signature and state files may differ from shard to shard: each had its own.
    private static func inputs(_ shards: [ReportDocument]) -> ReportHead.Inputs {
        var inputs = shards[0].head.inputs
        var seen = Set(inputs.signatures)
        for shard in shards.dropFirst() {
            for input in shard.head.inputs.signatures where seen.insert(input).inserted {
                inputs.signatures.append(input)
            }
        }
        if Set(shards.map(\.head.inputs.state)).count > 1 { inputs.state = nil }
        return inputs
    }

    // MARK: Findings

    /// All findings in canonical order. What every shard says of the run as a whole is said once, and that filters match
    /// nothing only if they match nothing in any shard that can say so.
    private static func findings(_ shards: [ReportDocument]) -> [FindingRecord] {
        var common: [FindingValues: (finding: FindingRecord, voices: Int)] = [:]
        var keys: [CanonicalOrder] = []
        for report in shards {
            var seen: Set<FindingValues> = []
            for finding in report.findings {
                let values = finding.values
                guard values.isOfRun else {
                    keys.append(CanonicalOrder(values, finding, sequence: keys.count))
                    continue
                }
                guard seen.insert(values).inserted else { continue }
                common[values, default: (finding, 0)].voices += isAsked(report, values) ? 1 : 0
            }
        }
        for (values, found) in common {
            let isCommon = values.code != .known(.coverageGap)
            guard isCommon || found.voices == shards.count(where: { isAsked($0, values) }) else { continue }
            keys.append(CanonicalOrder(values, found.finding, sequence: keys.count))
        }
        return keys.sorted().map(\.finding)
    }

    /// Whether a shard can say that filters match nothing: one that names an account is a question for its shard.
    private static func isAsked(_ report: ReportDocument, _ values: FindingValues) -> Bool {
        guard let account = values.owner?.accountID, let shard = report.head.run.shard, !shard.isOfAll,
            let accounts = AccountShard(index: shard.index, count: shard.count)
        else { return true }
        return accounts.includes(EscapedText.bytes(of: account)[...])
    }
}

extension ChainRecord {
    /// The order of chains: account, region, trail, home region, organization, kind.
    fileprivate static func precedes(_ left: ChainRecord, _ right: ChainRecord) -> Bool {
        func parts(_ name: ChainName) -> [String] {
            [
                name.accountID, name.region, name.trail, name.homeRegion, name.organizationID ?? "",
                name.isBackfill ? "1" : "0",
            ]
        }
        for (first, second) in zip(parts(left.name), parts(right.name)) where first != second {
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        return false
    }
}

extension VerificationSummary {
    /// Adds what another part of the accounts gave, but for findings and chains, which are counted anew.
    fileprivate mutating func add(_ other: VerificationSummary) {
        digests.add(other.digests)
        logs.add(other.logs)
        notJudged = Self.sum(notJudged, other.notJudged)
        unknownMembers = Self.sum(unknownMembers, other.unknownMembers)
        compressedByteCount = Self.sum(compressedByteCount, other.compressedByteCount)
        inflatedByteCount = Self.sum(inflatedByteCount, other.inflatedByteCount)
    }

    private static func sum<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    mutating func count(_ records: [FindingRecord]) {
        findings = FindingCounts()
        for record in records { findings.count(record.verdict, isAllowed: record.isAllowed) }
    }
}
