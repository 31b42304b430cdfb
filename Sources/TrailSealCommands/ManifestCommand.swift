internal import ArgumentParser
internal import FileTree
internal import Glibc
internal import Primitives

extension ManifestFormat: ExpressibleByArgument {}

/// `trailseal manifest`.
struct ManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Print the SHA-256 of every file of an archive as it lies on the disk.",
        discussion: """
            The lines can be checked with the tools they are named after:
              trailseal manifest archive > archive.sha256
              sha256sum --check archive.sha256
              trailseal manifest archive --format hashdeep > archive.hashdeep
              hashdeep -a -l -r -k archive.hashdeep archive

            These are hashes of the compressed files, which anybody can repeat; the \
            hashes in digest files are of the inflated content. Links and devices have \
            no line, nor has a name with a line feed in the form of hashdeep, which \
            cannot hold it; they are named on standard error.

            EXIT STATUS
              0    every file has a line
              2    something has no line
              64 and above   as trailseal verify
            """)

    @Argument(help: ArgumentHelp("A folder.", valueName: "archive"), completion: .directory)
    var archives: [String]

    @Option(name: .long, help: "The form of the lines.")
    var format = ManifestFormat.sha256sum

    mutating func run() throws { try Command.run(list) }

    private func list() throws -> ExitStatus {
        let roots = try InputLoading.archives(archives)
        var pending = format.header(arguments: Array(CommandLine.arguments.dropFirst()))
        func flush() throws {
            guard Console.write(pending, to: STDOUT_FILENO) else {
                throw OperationalError(.cannotCreate, "the manifest cannot be written to standard output")
            }
            pending.removeAll(keepingCapacity: true)
        }
        var unnamed: [FileManifest.Omission] = []
        let unread = try FileManifest.walk(roots) { entry in
            guard format.canHold(entry.path) else {
                unnamed.append(FileManifest.Omission(path: entry.path, reason: "its name holds a line feed"))
                return
            }
            pending += format.line(entry)
            if pending.count > 1 << 16 { try flush() }
        }
        try flush()
        let omissions = unread + unnamed
        for omission in omissions { Console.printError("not in the manifest: \(omission.path): \(omission.reason)") }
        return omissions.isEmpty ? .verified : .unverified
    }
}
