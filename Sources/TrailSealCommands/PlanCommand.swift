internal import ArgumentParser
internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// The command `trailseal plan`.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", _superCommandName: TrailSealCommand.name,
        abstract: "Print the AWS CLI commands that fetch what verification finds missing.",
        discussion: """
            Verifies the archive as trailseal verify does, with the same options for keys, signatures, scope and \
            descriptions. Then prints the verdict, the commands, and what no command can fix. The commands are:
              - aws s3 cp and sync: files that are missing or wrong
              - restore-object: objects in a Glacier class
              - list-object-versions, get-object: objects that were overwritten
              - head-object: signatures
              - list-public-keys: public keys
              - get-trail-status: time that isn't covered
              - with --trail-description, calls for settings that controls need

            Nothing is run: read the commands before you run them. They set a wrong file aside and never overwrite it. \
            Names from the archive are quoted for bash and zsh.

            EXAMPLES
              trailseal plan archive --keys keys --signatures heads > plan.sh
              bash plan.sh

            EXIT STATUS
              0    the plan is printed, or there is nothing to fetch
              64 and above   as for trailseal verify
            """)

    @OptionGroup var inputs: InputOptions

    @OptionGroup(title: "Scope") var scope: ScopeOptions

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp("A trail description, as for trailseal verify. Repeatable.", valueName: "file"),
        completion: .file())
    var trailDescription: [String] = []

    mutating func run() throws { try Command.run(plan) }

    private func plan() throws -> ExitStatus {
        let now = RunRecord.now()
        let descriptions = try Descriptions(trailDescription)
        let policy = try descriptions.policy(scope, now: now)
        let evidence = try VerificationInputs(inputs, named: descriptions.paths)
        let roots = evidence.roots
        let result = try evidence.verify(policy)
        for warning in result.warnings { Console.printError("warning: \(warning)") }
        var head = RunRecord.head(startedAt: now, jobs: evidence.jobs)
        head.inputs.from = policy.from
        head.inputs.to = policy.to
        head.inputs.copiedLogs = policy.copiedLogs
        let plan = CollectionPlan(
            result, controls: descriptions.section(result.chains), head: head,
            folders: CollectionPlan.Folders(
                keys: InputLoading.firstFolder(inputs.keys) ?? "keys",
                signatures: InputLoading.firstFolder(inputs.signatures) ?? "heads", beside: folderOutside,
                program: RawArguments.all.first.map { ByteString($0) } ?? "trailseal",
                arguments: RawArguments.all.dropFirst(2).map { ByteString($0) }),
            advice: HalfCopy.warning(result, roots, policy))
        guard Console.write(plan.lines.joined(separator: "\n") + "\n") else {
            throw OperationalError(.cannotCreate, "the plan can't be written to standard output")
        }
        return .verified
    }

    /// A folder outside of every archive; empty for the working folder.
    private var folderOutside: ByteString {
        let working = RealPath.of(".")
        let archives = inputs.archives.map { RealPath.of(RawArguments.bytes(of: $0)) }
        func isOutside(_ folder: ByteString) -> Bool {
            !archives.contains { folder == $0 || folder.hasPrefix($0 == "/" ? "/" : $0 + "/") }
        }
        if isOutside(working) { return ByteString() }
        return archives.map(\.splitAtLastSlash.folder).first { !$0.isEmpty && isOutside($0) } ?? ByteString()
    }
}
