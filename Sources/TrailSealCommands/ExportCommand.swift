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
        commandName: "export", _superCommandName: TrailSealCommand.name,
        abstract: "Export verified log files, or their events as JSON Lines.",
        discussion: """
            Verifies the archive as trailseal verify does, and writes each event of the \
            verified log files as one line. Nothing is written of a log file unless the \
            SHA-256 of the same bytes has matched a verified digest file.

            --output FOLDER: each log file becomes one file, BUCKET/KEY with .jsonl in \
            place of .json.gz. The folder must be empty or absent.

            --output -: all events go to standard output, in the order of the paths of \
            their log files.

            --form files: writes the verified log files themselves, as FOLDER/BUCKET/KEY \
            with gzip, for tools that read them from the bucket. FOLDER/index.jsonl \
            lists them.

            EXAMPLES
              trailseal export archive --keys keys --signatures heads --output events
              trailseal export archive --keys keys --output - --provenance | jq -c .
              trailseal export archive --keys keys --form files --output verified

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

    @Option(
        name: .long,
        help: ArgumentHelp(
            "What is written: records (events, one a line) or files (the log files, as in S3).", valueName: "form"))
    var form = Form.records

    @Flag(
        name: .long,
        help: "With --form files: hard-link files instead of writing them, where that is possible.")
    var link = false

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

    /// What is written of a verified log file.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        /// Its events, each on one line.
        case records
        /// The file itself.
        case files
    }

    mutating func validate() throws {
        if output.isEmpty { throw ValidationError("--output needs a folder, or - for standard output") }
        guard form == .files else {
            if link { throw ValidationError("--link needs --form files") }
            return
        }
        if output == "-" { throw ValidationError("--form files needs a folder; --output - is for records") }
        if gzip { throw ValidationError("--form files always compresses; leave out --gzip") }
        if provenance {
            throw ValidationError("--form files can't add --provenance to events; index.jsonl holds it for each file")
        }
    }

    mutating func run() throws { try Command.run(export) }

    private func export() throws -> ExitStatus {
        Interruption.install()
        let policy = try scope.policy(now: RunRecord.now())
        let evidence = try VerificationInputs(inputs)
        let isStream = output == "-"
        if !isStream {
            let folder = RawArguments.bytes(of: output)
            try requireOutside(folder)
            try requireEmpty(folder)
        }
        let exporter = exporter()
        // A stream needs a fixed order, so one thread reads.
        let result = try (isStream ? evidence.inOrder() : evidence).verify(
            policy, showing: progress, consumer: exporter
        ) { Interruption.isRequested || exporter.failure != nil }
        if result.isComplete { exporter.complete() }
        for warning in result.warnings { Console.printError("warning: \(warning)") }
        if let failure = exporter.failure {
            throw OperationalError(.cannotCreate, "\(form.label) can't be written: \(failure)")
        }
        let totals = exporter.totals
        Console.printError(
            form.summary(totals)
                + "; verdict on the archive: \(result.verdict.rawValue)\(result.isComplete ? "" : " (interrupted, incomplete)")"
                + (totals.discarded > 0
                    ? "; \(Numbers.grouped(totals.discarded)) log file\(totals.discarded == 1 ? "" : "s") contributed nothing"
                    : ""))
        if let status = Interruption.status, !result.isComplete { return status }
        return ExitStatus(result.verdict)
    }

    private func exporter() -> any LogExporter {
        let folder = RawArguments.bytes(of: output)
        switch form {
        case .files: return FileExporter(folder, makesLinks: link)
        case .records:
            return EventExporter(
                output == "-" ? .stream { Console.write($0) } : .folder(folder), isCompressed: gzip,
                hasProvenance: provenance,
                spoolFolder: ByteString(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"))
        }
    }

    /// Errors: `OperationalError` with 64 if the folder is or would be in an archive. The next run would find its files there.
    private func requireOutside(_ folder: ByteString) throws(OperationalError) {
        // The folder may not exist yet, so the nearest one above it that does decides.
        var existing = folder.bytes.first == ByteString.slash ? folder : ByteString("./") + folder
        while !existing.isEmpty, (try? Directory(root: existing)) == nil {
            existing = existing.splitAtLastSlash.folder
        }
        let place = RealPath.of(existing.isEmpty ? "/" : existing)
        for archive in inputs.archives {
            let root = RealPath.of(RawArguments.bytes(of: archive))
            guard place == root || place.hasPrefix(root == "/" ? "/" : root + "/") else { continue }
            throw OperationalError(
                .usage,
                "the output folder \(folder) lies in the archive \(EscapedText.string(of: archive)); give one outside it"
            )
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

extension ExportCommand.Form {
    /// What can't be written, for messages.
    fileprivate var label: String { self == .files ? "log files" : "events" }

    /// Says how much was exported.
    fileprivate func summary(_ totals: ExportCounts) -> String {
        let logs = "\(Numbers.grouped(totals.logs)) verified log file\(totals.logs == 1 ? "" : "s")"
        guard self == .files else {
            return "\(Numbers.grouped(totals.events)) event\(totals.events == 1 ? "" : "s") of \(logs)"
        }
        return "\(logs) exported" + (totals.links > 0 ? ", \(Numbers.grouped(totals.links)) of them as hard links" : "")
    }
}
