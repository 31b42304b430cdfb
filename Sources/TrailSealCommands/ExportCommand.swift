internal import ArgumentParser
internal import Glibc
internal import TrailSealExport
internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// The command `trailseal export`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export the events of verified log files as JSON Lines.",
        discussion: """
            Verifies the archive as trailseal verify does, and writes each event of the \
            verified log files as one line. Nothing is written of a log file unless the \
            SHA-256 of the same bytes has matched a verified digest file.

            --output FOLDER: each log file becomes one file, BUCKET/KEY with .jsonl in \
            place of .json.gz. The folder must be empty or absent.

            --output -: all events go to standard output, in the order of the paths of \
            their log files.

            EXAMPLES
              trailseal export archive --keys keys --signatures heads --output events
              trailseal export archive --keys keys --output - --provenance | jq -c .

            EXIT STATUS
              0, 1, 2   the verdict on the archive; verified logs are always exported
              64 and above   as for trailseal verify; 73: not everything could be written
            """)

    @OptionGroup var inputs: InputOptions

    @OptionGroup(title: "Scope") var scope: ScopeOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A new or empty folder, or - for standard output.", valueName: "folder"),
        completion: .directory)
    var output: String

    @Flag(name: .long, help: "Compress the output: one gzip member for each log file.")
    var gzip = false

    @Flag(
        name: .long,
        help: "Add a member \"trailseal\" to each event: the log file, its SHA-256, and the digest that lists it.")
    var provenance = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Progress on standard error: auto (on a terminal), always (plain lines elsewhere) or never.",
            valueName: "when"))
    var progress = ProgressMode.auto

    mutating func validate() throws {
        if output.isEmpty { throw ValidationError("--output needs a folder, or - for standard output") }
    }

    mutating func run() throws { try Command.run(export) }

    private func export() throws -> ExitStatus {
        Interruption.install()
        let policy = try scope.policy(now: RunRecord.now())
        let evidence = try VerificationInputs(inputs)
        let isStream = output == "-"
        let folder = RawArguments.bytes(of: output)
        if !isStream { try requireEmpty(folder) }
        let exporter = EventExporter(
            isStream ? .stream { Console.write($0) } : .folder(folder), isCompressed: gzip, hasProvenance: provenance,
            spoolFolder: ByteString(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"))
        // A stream needs a fixed order, so one thread reads.
        let result = try (isStream ? evidence.inOrder() : evidence).verify(
            policy, showing: progress, consumer: exporter
        ) { Interruption.isRequested || exporter.failure != nil }
        for warning in result.warnings { Console.printError("warning: \(warning)") }
        if let failure = exporter.failure {
            throw OperationalError(.cannotCreate, "events can't be written: \(failure)")
        }
        let totals = exporter.totals
        Console.printError(
            "\(Numbers.grouped(totals.events)) events of \(Numbers.grouped(totals.logs)) verified log files; "
                + "verdict on the archive: \(result.verdict.rawValue)\(result.isComplete ? "" : " (interrupted, incomplete)")"
                + (totals.discarded > 0 ? "; \(Numbers.grouped(totals.discarded)) log files contributed nothing" : ""))
        if let status = Interruption.status, !result.isComplete { return status }
        switch result.verdict {
        case .verified: return .verified
        case .unverified: return .unverified
        case .invalid: return .invalid
        }
    }

    /// Errors: `OperationalError` with 73 if the folder isn't empty. An earlier run may have left events there that don't
    /// verify now.
    private func requireEmpty(_ folder: ByteString) throws(OperationalError) {
        let entries: [Directory.Entry]
        do throws(FileTreeError) { entries = try Directory(root: folder).entries() } catch {
            if error.isAbsent { return }
            throw OperationalError(.cannotCreate, "the output folder \(folder) can't be used: \(error.reason)")
        }
        guard entries.isEmpty else {
            throw OperationalError(
                .cannotCreate, "the output folder \(folder) is not empty; give an empty or new folder")
        }
    }
}
