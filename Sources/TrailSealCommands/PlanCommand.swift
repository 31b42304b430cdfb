internal import ArgumentParser
internal import CloudTrailVerification
internal import Primitives
internal import Reporting

/// `trailseal plan`.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Print the AWS CLI commands that would close what verification finds lacking.",
        discussion: """
            Verifies as trailseal verify does, with its options for keys, signatures, scope and descriptions, and prints for \
            each hole a command: aws s3 cp and sync for missing files, head-object \
            for signatures, list-public-keys for keys, get-trail-status where time is \
            not covered. Nothing is run. Names from the archive are quoted for bash \
            and zsh; read the commands before you run them all the same.

            EXAMPLES
              trailseal plan archive --keys keys --signatures heads

            EXIT STATUS
              0    the plan is printed, or there is nothing to fetch
              64 and above   as trailseal verify
            """)

    @OptionGroup var inputs: InputOptions

    @OptionGroup(title: "Scope") var scope: ScopeOptions

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp("A trail description, as for trailseal verify. Repeatable.", valueName: "file"))
    var trailDescription: [String] = []

    mutating func run() throws { try Command.run(plan) }

    private func plan() throws -> ExitStatus {
        let descriptions = try Descriptions(trailDescription)
        let policy = try descriptions.policy(scope, now: RunRecord.now())
        let result = try VerificationInputs(inputs, named: descriptions.paths).verify(policy)
        for warning in result.warnings { Console.printError("warning: \(warning)") }
        let plan = CollectionPlan(
            result,
            folders: CollectionPlan.Folders(
                keys: InputLoading.firstFolder(inputs.keys) ?? "keys",
                signatures: InputLoading.firstFolder(inputs.signatures) ?? "heads"))
        guard Console.write(plan.lines.joined(separator: "\n") + "\n") else {
            throw OperationalError(.cannotCreate, "the plan cannot be written to standard output")
        }
        return .verified
    }
}
