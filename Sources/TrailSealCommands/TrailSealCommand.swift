public import ArgumentParser

/// The version of this program, as reports give it.
enum TrailSealVersion {
    static let current = "0.1.0"
}

/// `trailseal`.
public struct TrailSealCommand: ParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "trailseal",
        abstract: "Verify local copies of AWS CloudTrail archives, offline.",
        version: TrailSealVersion.current,
        subcommands: [
            VerifyCommand.self, ControlsCommand.self, ReportCommand.self, MergeCommand.self, PlanCommand.self,
            KeysCommand.self, StateCommand.self,
            ExportCommand.self, ManifestCommand.self, ExplainCommand.self, SelfTestCommand.self,
        ])

    public init() {}

    /// Runs the program with the arguments of the process.
    public static func start() {
        main(RelativeTimeArguments.joined(Array(CommandLine.arguments.dropFirst())))
    }
}
