internal import ArgumentParser
internal import Glibc
internal import TrailSealFileTree
internal import TrailSealPrimitives

extension ManifestFormat: ExpressibleByArgument {}

/// The command `trailseal manifest`.
struct ManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest", _superCommandName: TrailSealCommand.name,
        abstract: "Print the SHA-256 of every file of an archive as stored on disk.",
        discussion: """
            Prints a line for each file: its SHA-256 and its path. Each format is named \
            after the tool that can check the lines:
              trailseal manifest archive > archive.sha256
              sha256sum --check archive.sha256
              trailseal manifest archive --format hashdeep > archive.hashdeep
              hashdeep -a -l -r -k archive.hashdeep archive

            The hashes are of the files as they are, mostly compressed. The hashes in \
            digest files differ from them, because those are of the inflated content. \
            Links, devices and files that can't be read get no line. The hashdeep format \
            also has no line for a name with a line feed. Standard error names every path \
            without a line.

            EXIT STATUS
              0    every file has a line
              2    some paths have no line
              64 and above   as for trailseal verify
            """)

    @Argument(help: ArgumentHelp("A folder.", valueName: "archive"), completion: .directory)
    var archives: [String]

    @Option(name: .long, help: "The format of the lines.")
    var format = ManifestFormat.sha256sum

    mutating func run() throws { try Command.run(list) }

    private func list() throws -> ExitStatus {
        let roots = try InputLoading.archives(archives)
        var pending = format.header(arguments: Array(CommandLine.arguments.dropFirst()))
        func flush() throws {
            guard Console.write(pending, to: STDOUT_FILENO) else {
                throw OperationalError(.cannotCreate, "the manifest can't be written to standard output")
            }
            pending.removeAll(keepingCapacity: true)
        }
        var unnamed: [FileManifest.Omission] = []
        var isEmpty = true
        let unread = try FileManifest.walk(roots) { entry in
            isEmpty = false
            guard format.canHold(entry.path) else {
                unnamed.append(
                    FileManifest.Omission(
                        path: entry.path, reason: "its name holds a line feed; use --format sha256sum"))
                return
            }
            pending += format.line(entry)
            if pending.count > 1 << 16 { try flush() }
        }
        try flush()
        let omissions = unread + unnamed
        if isEmpty, omissions.isEmpty {
            Console.printError("warning: \(roots.map(\.path.description).joined(separator: ", ")) holds no file")
        }
        for omission in omissions { Console.printError("not in the manifest: \(omission.path): \(omission.reason)") }
        return omissions.isEmpty ? .verified : .unverified
    }
}
