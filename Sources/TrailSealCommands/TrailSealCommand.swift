package import ArgumentParser
internal import Glibc
internal import TrailSealLibCrypto
internal import TrailSealReporting

/// The command `trailseal` with its subcommands.
package struct TrailSealCommand: ParsableCommand {
    /// Its name. Subcommands name it too, so that the parser doesn't look for requests for completion scripts in their arguments:
    /// that takes a third of the time.
    static let name = "trailseal"

    /// Its help and subcommands.
    package static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Verify local copies of AWS CloudTrail archives, offline.",
        version: ReportHead.Tool.currentVersion,
        subcommands: [
            VerifyCommand.self, ChangesCommand.self, ControlsCommand.self, ReportCommand.self, MergeCommand.self,
            PlanCommand.self,
            KeysCommand.self, StateCommand.self,
            ExportCommand.self, ManifestCommand.self, ExplainCommand.self, SelfTestCommand.self,
        ])

    /// Creates the command.
    package init() {}

    /// Runs the program with the arguments of the process, and ends the process. For a command or option that doesn't exist, it
    /// suggests the one that was meant; the parser alone only compares spellings.
    package static func start() {
        if let (status, message) = Surroundings.prepare() {
            Glibc.exit(ExitStyle(asked: CommandLine.arguments).failed(message, status).rawValue)
        }
        LibCrypto.startForProgram()
        let arguments = RelativeTimeArguments.joined(Array(CommandLine.arguments.dropFirst()))
        if let sentence = CommandLineAdvice.unknownCommand(arguments) { leave(sentence, arguments) }
        var command: any ParsableCommand
        do { command = try parsed(arguments) } catch {
            if exitCode(for: error).rawValue == ExitStatus.usage.rawValue,
                let sentence = CommandLineAdvice.sentence(arguments, reason: message(for: error))
            {
                leave(sentence, arguments)
            }
            leave(error, arguments)
        }
        do { try command.run() } catch { leave(error, arguments) }
    }

    /// Parses the arguments. The parser builds all options of a command several times if it comes from the root, so the
    /// command is parsed alone first. What it refuses, and requests for help, are left to the parser of the root.
    private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        if let command = configuration.subcommands.first(where: { $0._commandName == arguments.first }),
            let alone = try? command.parseAsRoot(Array(arguments.dropFirst())), type(of: alone) == command
        {
            return alone
        }
        return try parseAsRoot(arguments)
    }

    private static func leave(_ sentence: String, _ arguments: [String]) -> Never {
        Glibc.exit(ExitStyle(asked: arguments).failed(sentence, .usage).rawValue)
    }

    /// Ends the process with an error. Wrong usage is one line, like all other errors.
    private static func leave(_ error: any Error, _ arguments: [String]) -> Never {
        // The usual end. It has no message, so there is nothing to ask the parser.
        if let code = error as? ExitCode { Glibc.exit(code.rawValue) }
        if exitCode(for: error).rawValue == ExitStatus.usage.rawValue {
            leave(CommandLineAdvice.line(arguments, reason: message(for: error)), arguments)
        }
        exit(withError: error)
    }
}
