internal import ArgumentParser
internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// The command `trailseal keys`.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", _superCommandName: TrailSealCommand.name,
        abstract: "List saved public keys and the keys that an archive needs.",
        discussion: """
            PATH is saved list-public-keys output or a folder of *.json. With --archive, \
            the digest files of an archive are read, but no log files. The table then says \
            how many digests need each key, and which keys are missing.

            EXIT STATUS
              0    every key that the archive needs is there, or no archive was given
              2    keys are missing, and digests can't be proved without them
              64 and above   as for trailseal verify
            """)

    @Argument(help: ArgumentHelp("A key file, or a folder of key files.", valueName: "path"), completion: .file())
    var paths: [String]

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "An archive; the keys that its digest files need are listed. Repeatable.", valueName: "path"),
        completion: .directory)
    var archive: [String] = []

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp("Saved signatures, as for trailseal verify. Repeatable.", valueName: "path"),
        completion: .file())
    var signatures: [String] = []

    mutating func validate() throws {
        if archive.isEmpty, !signatures.isEmpty { throw ValidationError("--signatures needs --archive") }
    }

    mutating func run() throws { try Command.run(list) }

    private func list() throws -> ExitStatus {
        let keys = try InputLoading.keys(paths)
        let needs =
            try archive.isEmpty ? nil : VerificationInputs(keys, archives: archive, signatures: signatures).keyNeeds()
        for warning in keys.store.warnings { Console.printError("warning: \(warning)") }
        let table = try KeyTable(keys.records, needs: needs, width: Terminal.textWidth)
        guard Console.write(table.lines.joined(separator: "\n") + "\n") else {
            throw OperationalError(.cannotCreate, "the table can't be written to standard output")
        }
        return table.isAnyMissing ? .unverified : .verified
    }
}
