internal import ArgumentParser
internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// The command `trailseal changes`.
struct ChangesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "changes", _superCommandName: TrailSealCommand.name,
        abstract: "List who changed trails, log buckets and their settings, from verified log files.",
        discussion: """
            Verifies the archive as trailseal verify does, and lists every event in \
            verified log files that changes what the controls CloudTrail.1 to .7 judge, or \
            the life of the evidence: trails, event selectors, the log bucket with its \
            policy, access and lifecycle, log and digest files deleted or written by \
            others, the trail's KMS key and log group, and the organization's trail. Each \
            change names its log file with the SHA-256, and the digest file that proves it.

            Log files that aren't verified contribute nothing. What was changed while \
            nothing was recorded, or before the archive begins, isn't listed.

            With --trail-description, events about the described buckets, keys and log \
            groups count too, and each control gets its history.

            EXAMPLES
              trailseal changes archive --keys keys --signatures heads
              trailseal changes archive --keys keys --from 2026-10-01T00:00:00Z \\
                --trail-description trails.json --report html=changes.html
              trailseal changes archive --keys keys --report csv=changes.csv

            EXIT STATUS
              0, 1, 2   the verdict on the archive: verified, invalid, unverified
              64 and above   as for trailseal verify
            """)

    @OptionGroup var inputs: InputOptions

    @OptionGroup(title: "Scope") var scope: ScopeOptions

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "A trail description (see trailseal controls --help): adds its buckets, keys and log groups, and the history of "
                + "the controls. Repeatable.", valueName: "file"),
        completion: .file())
    var trailDescription: [String] = []

    @OptionGroup(title: "Reports") var output: ReportOptions

    @Flag(
        name: .long,
        help: "Make reports of the same files identical: leave out times, machine, user and threads.")
    var deterministic = false

    @OptionGroup(title: "Text") var text: TextOptions

    @OptionGroup(title: "Chain of custody") var custody: CustodyOptions

    mutating func validate() throws {
        try output.refuseTimes(deterministic, scope)
        try scope.refuseDigestsOnly()
    }

    mutating func run() throws { try Command.run(list) }

    private func list() throws -> ExitStatus {
        Interruption.install()
        let startedAt = RunRecord.now()
        let descriptions = try Descriptions(trailDescription)
        let policy = try descriptions.policy(scope, now: startedAt)
        let named = output.report.filter { !$0.isStandardOutput }.map { RawArguments.bytes(of: $0.path) }
        let evidence = try VerificationInputs(inputs, named: named + descriptions.paths)
        let sinks = try ReportSinks(
            output.report, inputs: evidence.files + descriptions.inputs, jobs: evidence.jobs, table: .changes)
        let examination = Examination(
            inputs: inputs, scope: scope, text: text, descriptions: descriptions,
            custody: custody.isGiven || output.wantsCustody ? custody : nil,
            isHashed: !output.report.isEmpty || custody.isGiven, isDeterministic: deterministic,
            keepsRecords: output.report.contains { $0.format.needsFiles }, wantsChanges: true)
        let conclusion = try examination.conclusion(consume evidence, by: policy, at: startedAt)
        try sinks.write(conclusion.document, files: conclusion.files, text)
        return conclusion.verdictStatus
    }
}
