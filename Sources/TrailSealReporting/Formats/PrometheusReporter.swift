internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes metrics for the textfile collector of Prometheus' node exporter (Documentation/OUTPUT.md, "Prometheus"): gauges in
/// base units, without timestamps and without a label for each file. The time of the last success survives failing runs,
/// because it is taken over from the file that is replaced.
struct PrometheusReporter: Reporter {
    private struct Family {
        let name: String
        let help: String
        var samples: [(labels: [(String, String)], value: String)] = []
    }

    private static let successName = "trailseal_last_success_timestamp_seconds"

    /// The time of the last success in the replaced file, in seconds since 1970.
    private let formerSuccess: Int64?
    private var head: ReportHead?
    private var archive: [(String, String)] = []
    private var findings: [String: Int] = [:]
    private var until = Family(
        name: "trailseal_chain_verified_until_timestamp_seconds",
        help: "Unix time up to which verified digest files cover a chain.")
    private var gaps = Family(
        name: "trailseal_chain_gap_seconds", help: "Seconds of a chain that no digest file accounts for.")
    private var controls = Family(
        name: "trailseal_control_status", help: "1 if a control PASSED, 0 if it FAILED, -1 if it is undecided."
    )
    /// The control changes by outcome.
    private var changes: [String: Int] = [:]
    private var isAnyControlFailed = false
    private var isEveryControlPassed = true

    /// Creates a reporter. `former` is the content of the file that will be replaced.
    init(former: String?) {
        let line = former?.split(separator: "\n").last { $0.hasPrefix(Self.successName) }
        formerSuccess = line?.split(separator: " ").last.flatMap { Int64($0) }
    }

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        self.head = head
        let names = (head.inputs.archives.isEmpty ? head.inputs.trailDescriptions : head.inputs.archives).map(\.path)
        archive = [("archive", names.joined(separator: " "))]
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .group: break
        case .finding(let finding): findings[finding.verdict.rawValue, default: 0] += 1
        case .change(let change): changes[change.outcome, default: 0] += 1
        case .chain(let chain):
            let name = chain.name
            let labels = [
                ("account", name.accountID), ("region", name.region), ("trail", name.trail), ("home", name.homeRegion),
                ("kind", name.kind), ("organization", name.organizationID ?? ""),
            ]
            if let end = chain.verifiedUntil { until.samples.append((labels, "\(end.seconds)")) }
            let gap = chain.gaps.map { $0.to.interval(since: $0.from) }.reduce(Int64(0), &+)
            if !name.isBackfill { gaps.samples.append((labels, "\(gap)")) }
        case .account(let account):
            for control in account.controls {
                if control.isFailed { isAnyControlFailed = true }
                if !control.isPassed { isEveryControlPassed = false }
                controls.samples.append(
                    (
                        [("account", account.accountID ?? ""), ("control", control.id)],
                        control.isPassed ? "1" : control.isFailed ? "0" : "-1"
                    ))
            }
        }
    }

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        let status = exitStatus(head)
        let finished = head.run.finishedAt.seconds
        let success = status == 0 ? finished : formerSuccess ?? 0
        func single(_ name: String, _ help: String, _ value: String) -> Family {
            Family(name: name, help: help, samples: [([], value)])
        }
        var families = [
            single("trailseal_last_run_timestamp_seconds", "Unix time at which the last run finished.", "\(finished)"),
            single(
                Self.successName, "Unix time at which the last run with exit status 0 finished; 0 before the first.",
                "\(success)"),
            single(
                "trailseal_last_run_duration_seconds", "Duration of the last run in seconds.",
                "\(max(0, head.run.finishedAt.interval(since: head.run.startedAt)))"),
            single("trailseal_last_run_exit_code", "Exit status of the last run that wrote this file.", "\(status)"),
        ]
        if let verification = head.verification {
            families.append(files(verification.summary))
            if let logs = verification.accounting?.listedLogs, head.inputs.copiedLogs != .all {
                families.append(
                    single(
                        "trailseal_logs_not_asked_for", "Listed logs that the user says weren't copied.",
                        "\(logs.notAskedFor)"))
            }
            families.append(
                Family(
                    name: "trailseal_findings", help: "Findings of the last run by verdict.",
                    samples: ["invalid", "unverified", "note"].map { ([("verdict", $0)], "\(findings[$0] ?? 0)") }))
        }
        if head.changeCounts != nil {
            families.append(
                Family(
                    name: "trailseal_control_changes", help: "Control changes in verified log files by outcome.",
                    samples: ["done", "denied"].map { ([("outcome", $0)], "\(changes[$0] ?? 0)") }))
        }
        families += [until, gaps, controls]
        for family in families where !family.samples.isEmpty { write(family, archive, output) }
        write(
            Family(
                name: "trailseal_build_info", help: "Versions of the program and its libraries.",
                samples: [
                    (
                        [("version", head.tool.version)] + (head.tool.libcrypto.map { [("libcrypto", $0)] } ?? [])
                            + (head.tool.zlib.map { [("zlib", $0)] } ?? []), "1"
                    )
                ]), archive, output)
    }

    private func exitStatus(_ head: ReportHead) -> Int {
        guard head.run.isComplete else { return 130 }
        switch head.verification?.verdict {
        case .invalid: return 1
        case .unverified: return 2
        case .verified: return isAnyControlFailed ? 3 : 0
        case nil: return isAnyControlFailed ? 3 : isEveryControlPassed ? 0 : 2
        }
    }

    private func files(_ summary: VerificationSummary) -> Family {
        let (digests, logs) = (summary.digests, summary.logs)
        let counts = [
            ("digest", "verified", digests.verified), ("digest", "unverified", digests.unverified),
            ("digest", "invalid", digests.invalid), ("digest", "missing", digests.missing),
            ("log", "verified", logs.verified), ("log", "unverified", logs.unverified),
            ("log", "invalid", logs.invalid), ("log", "missing", logs.missing),
            ("log", "unreferenced", logs.unreferenced),
        ]
        return Family(
            name: "trailseal_files", help: "Files of the last run by kind and result.",
            samples: counts.map { ([("kind", $0.0), ("result", $0.1)], "\($0.2)") })
    }

    private func write(_ family: Family, _ common: [(String, String)], _ output: ReportOutput) {
        output.line("# HELP \(family.name) \(family.help)")
        output.line("# TYPE \(family.name) gauge")
        for sample in family.samples {
            let labels = (common + sample.labels).map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
            output.line("\(family.name){\(labels)} \(sample.value)")
        }
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
