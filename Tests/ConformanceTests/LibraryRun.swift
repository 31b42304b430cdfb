import ArgumentParser
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealCommands

/// The inputs and options that `verify` would use, without the command.
struct LibraryRun {
    let policy: VerificationPolicy
    let evidence: VerificationInputs
    let state: StateStore?

    /// Paths among the arguments are relative to `folder`. `now` is the time from which ages are measured.
    init(_ arguments: [String], in folder: String, now: UnixTime = RunRecord.now()) throws {
        var command = try VerifyCommand.parse(arguments)
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
        command.inputs.archives = command.inputs.archives.map(absolute)
        command.inputs.keys = command.inputs.keys.map(absolute)
        command.inputs.signatures = command.inputs.signatures.map(absolute)
        let descriptions = try Descriptions(command.trailDescription.map(absolute))
        state = try command.state.map { try StateStore(absolute($0), archives: command.inputs.archives) }
        policy = try command.policy(descriptions, state, now: now)
        let named = [command.state].compactMap(\.self).map { ByteString(absolute($0)) } + descriptions.paths
        evidence = try VerificationInputs(command.inputs, named: named)
    }
}
