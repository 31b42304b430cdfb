internal import ArgumentParser

/// The options for inputs and threads.
struct InputOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("A folder with objects, copied from any level of the bucket.", valueName: "archive"),
        completion: .directory)
    var archives: [String]

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Saved list-public-keys output: a file, or a folder of *.json. Repeatable.", valueName: "path"),
        completion: .file())
    var keys: [String]

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Saved signatures of digest files: a folder of head-object answers, each named KEY.json after its digest "
                + "file, or one file with many answers (JSON Lines, JSON array or CSV). Repeatable.",
            valueName: "path"),
        completion: .file())
    var signatures: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Most files read at once (default: as many as the storage can use, up to \(VerificationInputs.readerLimit)).",
            valueName: "n"))
    var jobs: Int?

    mutating func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    }
}
