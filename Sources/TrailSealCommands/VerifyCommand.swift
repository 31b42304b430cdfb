internal import ArgumentParser
internal import Glibc
internal import TrailSealArchive
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// The command `trailseal verify`.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", _superCommandName: TrailSealCommand.name,
        abstract: "Verify a downloaded CloudTrail archive offline.",
        discussion: """
            Reads every digest and log file below each ARCHIVE. Proves each digest by its signature or by the digest \
            that follows it. Compares each listed log file with its recorded hash. Writes only reports and the state \
            file, and uses no network.

            Collecting the inputs with the AWS CLI:
              aws s3 sync s3://BUCKET archive
              aws cloudtrail list-public-keys --region REGION \\
                --start-time FROM --end-time TO --output json > keys/REGION.json
              aws s3api head-object --bucket BUCKET --key KEY \\
                --output json > heads/BUCKET/KEY.json
            The last command saves the signature of one digest file. A copy of the \
            object doesn't hold it. Save it for the newest digest file of each chain, \
            and for the last one before each restart of logging. The other digest \
            files are proved by the ones that follow them.

            EXAMPLES
              trailseal verify archive --keys keys --signatures heads
              trailseal verify archive --keys keys \\
                --from 2026-10-01T00:00:00Z --to 2026-10-02T00:00:00Z
              trailseal verify archive --keys keys \\
                --allow digest-signature-unavailable --report json=report.json

            \(ExitStatus.help)
            """)

    @OptionGroup var inputs: InputOptions

    @OptionGroup(title: "Scope") var scope: ScopeOptions

    @Option(name: .long, help: ShardArgument.help, transform: { try ShardArgument.parse($0) })
    var shard: ShardArgument?

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "A trail description (see trailseal controls --help). Adds the seven controls, and shows if the newest "
                + "digests are missing. Repeatable.", valueName: "file"),
        completion: .file())
    var trailDescription: [String] = []

    @Flag(
        name: .long,
        help: "Also report the recorded changes of trails, log buckets and their settings (see trailseal changes).")
    var changes = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Maximum age of the newest verified digest of a chain, such as 26h, 90m or 2d (finding coverage-stale).",
            valueName: "duration"))
    var maxAge: DurationArgument?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A state file of earlier runs. Log files that they verified aren't read again. Digest files that they "
                + "verified are reported if they are gone or changed. The file is created if it doesn't exist.",
            valueName: "file"),
        completion: .file())
    var state: String?

    @Flag(name: .long, help: "With --state: read all files again. Do this once a week.")
    var full = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "With --state: how long the archive keeps digest files, such as 30d. If a younger one is gone from the "
                + "beginning of its chain, the finding is history-truncated.",
            valueName: "duration"))
    var retention: DurationArgument?

    @Option(
        name: .long, help: ArgumentHelp("Run only if no other run holds this lock file.", valueName: "file"),
        completion: .file())
    var lock: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "sysexits, or nagios: one line on standard output, and 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
            valueName: "style"))
    var exitStyle = ExitStyle.sysexits

    @OptionGroup(title: "Reports") var output: ReportOptions

    @Flag(
        name: .long,
        help:
            "Make reports of the same files identical: leave out times, machine, user and threads. Not with --max-age."
    )
    var deterministic = false

    @OptionGroup(title: "Text") var text: TextOptions

    @OptionGroup(title: "Chain of custody") var custody: CustodyOptions

    mutating func validate() throws {
        if let state {
            if state.isEmpty { throw ValidationError("--state needs a file") }
            for report in output.report where report.path == state || report.path == state + ".lock" {
                throw ValidationError("a report and the state can't go to one path; give --report another PATH")
            }
        }
        if let lock, let state, lock == state || lock == state + ".lock" {
            throw ValidationError("--lock and --state can't share a file; give --lock another one")
        }
        try output.refuseTimes(deterministic, scope)
        if changes { try scope.refuseDigestsOnly() }
        if changes, shard != nil {
            throw ValidationError(
                "give either --changes or --shard: which buckets matter is known only from all accounts")
        }
        if full, state == nil { throw ValidationError("--full needs --state") }
        if retention != nil, state == nil { throw ValidationError("--retention needs --state") }
        if deterministic, maxAge != nil { throw ValidationError("give either --deterministic or --max-age") }
    }

    mutating func run() throws { try Command.run(verify, as: exitStyle) }

    /// Returns the policy that the options describe, at the time `now`. Errors: `ValidationError`.
    func policy(_ descriptions: Descriptions, _ state: StateStore?, now: UnixTime) throws -> VerificationPolicy {
        var policy = try descriptions.policy(scope, now: now)
        policy.shard = shard?.shard
        policy.known = state?.knownChains
        policy.isFull = full
        policy.retention = retention?.seconds
        policy.freshness = maxAge.map { VerificationPolicy.Freshness(now: now, maximumAge: $0.seconds) }
        return policy
    }

    private var stateInputs: [ReplacedInput.Input] {
        [("the state", state), ("the lock", state.map { $0 + ".lock" }), ("the lock", lock)].compactMap { what, path in
            path.map { (what, RawArguments.bytes(of: $0)) }
        }
    }

    /// The files that options name, other than keys and signatures (FILE-18).
    private var namedFiles: [String] {
        let states = [state, lock].compactMap(\.self).flatMap { [$0, $0 + ".lock"] }
        return states + output.report.filter { !$0.isStandardOutput }.map(\.path)
    }

    /// Whether any output shows every single file.
    private var keepsRecords: Bool { text.verbose > 1 || output.report.contains { $0.format.needsFiles } }

    private func verify() throws -> ExitStatus {
        Interruption.install()
        let startedAt = RunRecord.now()
        let held = try lock.map { try RunLock(RawArguments.bytes(of: $0), of: "the lock") }
        defer { withExtendedLifetime(held) {} }
        let state = try state.map { try StateStore($0, archives: inputs.archives) }
        defer { withExtendedLifetime(state) {} }
        let descriptions = try Descriptions(trailDescription)
        let policy = try policy(descriptions, state, now: startedAt)
        let evidence = try VerificationInputs(
            inputs, named: namedFiles.map { RawArguments.bytes(of: $0) } + descriptions.paths)
        let sinks = try ReportSinks(
            output.report, inputs: evidence.files + descriptions.inputs + stateInputs, jobs: evidence.jobs)
        let examination = Examination(
            inputs: inputs, scope: scope, text: text, descriptions: descriptions,
            custody: custody.isGiven || output.wantsCustody ? custody : nil,
            isHashed: !output.report.isEmpty || custody.isGiven, isDeterministic: deterministic,
            keepsRecords: keepsRecords, wantsChanges: changes, shard: shard, state: state, isFull: full,
            retention: retention?.seconds, maximumAge: maxAge?.seconds)
        let conclusion = try examination.conclusion(consume evidence, by: policy, at: startedAt)
        let document = conclusion.document
        do throws(OperationalError) {
            try sinks.write(document, files: conclusion.files, text, showsText: exitStyle == .sysexits)
            if exitStyle == .nagios, !Console.write(NagiosLine.text(document, now: startedAt) + "\n") {
                throw OperationalError(.cannotCreate, "the line can't be written to standard output")
            }
        } catch {
            let told = exitStyle == .nagios ? "; the verdict is \(conclusion.verdict.rawValue)" : ""
            throw OperationalError(error.status, error.message + told)
        }
        // The state is saved last: if a report can't be written, the next run reads the same files again.
        try save(conclusion, to: state, startedAt: startedAt)
        return conclusion.status
    }

    /// Saves the state. A full run is verified and reads everything: `--full` or the first run, without a window and filters. A
    /// deterministic run records no time.
    private func save(_ conclusion: Examination.Conclusion, to state: StateStore?, startedAt: UnixTime) throws {
        guard let state else { return }
        let isVerified = conclusion.verdict == .verified
        let isFull = isVerified && (full || state.isNew) && !scope.restricts && !deterministic
        let isWritten =
            try conclusion.isComplete
            && state.save(
                chains: conclusion.knownChains ?? [], isVerified: isVerified, fullRunAt: isFull ? startedAt : nil)
        // A quiet run says nothing when all is well.
        if !isWritten, !(text.quiet && isVerified) { state.sayNotWritten(because: conclusion.standstill) }
    }
}
