internal import ArgumentParser
internal import TrailSealFileTree
internal import TrailSealPrimitives
internal import TrailSealReporting

/// Suggests a command or option in place of one that doesn't exist (VERDICT-8).
enum CommandLineAdvice {
    /// Returns a sentence about arguments that can't be parsed, or nil if the parser's own message is as good. `reason` is the
    /// parser's message.
    static func sentence(_ arguments: [String], reason: String) -> String? {
        let chosen = arguments.lazy.compactMap { TrailSealCommand.named($0) }.first
        if let unknown = unknownOption(arguments, chosen), let name = optionName(unknown) {
            let command = chosen?.configuration.commandName
            let place = command.map { "trailseal \($0)" } ?? "trailseal"
            return "\(place) has no option \(EscapedText.string(of: unknown)); \(advice(name, chosen)) "
                + "(\(place) --help lists the options)"
        }
        if reason.contains("Missing expected argument '--keys") {
            return "--keys is missing: give the public keys that AWS published. Save them with \(FileLook.keyCommand) "
                + "> keys/REGION.json"
        }
        return nil
    }

    /// Returns the parser's message as one line, with where to read on. The parser writes values as they were given.
    static func line(_ arguments: [String], reason: String) -> String {
        let chosen = arguments.lazy.compactMap { TrailSealCommand.named($0) }.first?.configuration.commandName
        let place = chosen.map { "trailseal \($0)" } ?? "trailseal"
        let lines = reason.split(separator: "\n").map { EscapedText.mended(String($0)) }
        var text = lines.isEmpty ? "wrong usage" : lines.joined(separator: " ")
        while text.last == "." { text.removeLast() }
        if reason.contains("<duration>") { text += ": give a number and a unit, such as 26h, 90m or 2d" }
        if ["The value", "Missing", "Unexpected", "Unknown"].contains(where: text.hasPrefix) {
            text = text.prefix(1).lowercased() + text.dropFirst()
        }
        return text + " (\(place) --help lists the options)"
    }

    /// Returns a sentence about the first word if it should be a command and isn't one.
    static func unknownCommand(_ arguments: [String]) -> String? {
        var words = arguments[...]
        if words.first == "help" { words = words.dropFirst() }
        guard let word = words.first, !word.hasPrefix("-"), word != "help", TrailSealCommand.named(word) == nil else {
            return nil
        }
        return "there is no command \(EscapedText.string(of: word)); \(command(meantBy: word)) "
            + "(trailseal --help lists the commands)"
    }

    // MARK: Commands

    private static let otherNames: [String: String] = [
        "check": "verify", "validate": "verify", "validate-logs": "verify", "audit": "verify", "scan": "verify",
        "test": "verify", "run": "verify", "verify-logs": "verify", "prove": "verify", "analyze": "verify",
        "fetch": "plan", "sync": "plan", "download": "plan", "collect": "plan", "missing": "plan",
        "html": "report", "convert": "report", "render": "report", "show": "report", "combine": "merge",
        "join": "merge", "hash": "manifest", "hashes": "manifest", "sha256sum": "manifest", "events": "export",
        "extract": "export", "public-keys": "keys", "code": "explain", "codes": "explain", "describe": "explain",
        "finding": "explain", "findings": "explain", "compliance": "controls", "self-test": "selftest",
        "securityhub": "controls", "forget": "state", "checkpoint": "state",
    ]

    private static func command(meantBy word: String) -> String {
        if word == "version" { return "did you mean trailseal --version?" }
        let names = TrailSealCommand.names
        let near = otherNames[word.lowercased()].flatMap { names.contains($0) ? $0 : nil }
        if let near = near ?? EditDistance.nearest(names.map { ByteString($0) }, to: ByteString(word))?.description {
            return "did you mean trailseal \(near)?"
        }
        let path = RawArguments.bytes(of: word)
        if (try? Directory(root: path)) != nil {
            return "did you mean trailseal verify \(ShellText.path(path)) --keys KEYS?"
        }
        return "the commands are \(names.joined(separator: ", "))"
    }

    // MARK: Options

    /// Returns the first option that the command doesn't have, without its value.
    private static func unknownOption(_ arguments: [String], _ command: (any ParsableCommand.Type)?) -> String? {
        let known = TrailSealCommand.options(of: command)
        for argument in arguments {
            if argument == "--" { return nil }
            let word = argument.split(separator: "=", maxSplits: 1).first.map(String.init) ?? argument
            guard let name = optionName(word) else { continue }
            if known.contains(word) || word.hasPrefix("---") { continue }
            // One-letter flags may be joined.
            if !word.hasPrefix("--"), name.allSatisfy({ known.contains("-\($0)") }) { continue }
            return word
        }
        return nil
    }

    /// Returns the name without hyphens, or nil if the word isn't an option, such as the time `-6h`.
    private static func optionName(_ word: String) -> String? {
        let name = word.drop { $0 == "-" }
        guard word.hasPrefix("-"), let first = name.first, first.isLetter else { return nil }
        return String(name)
    }

    private static let otherOptions: [(names: [String], option: String, advice: String)] = [
        (
            ["output", "out", "o", "format", "output-format", "output-file", "f"], "--report",
            "write a report with --report FORMAT=PATH; FORMAT is one of "
                + ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        ),
        (["start-time", "start", "since", "begin", "after", "start-date"], "--from", "give --from TIME"),
        (["end-time", "end", "until", "before", "end-date"], "--to", "give --to TIME"),
        (["public-key", "public-keys", "key-file", "keyfile", "k"], "--keys", "give --keys PATH"),
        (
            ["heads", "head", "head-objects", "metadata", "sig", "sigs", "s"], "--signatures", "give --signatures PATH"
        ),
        (["trail-arn", "trail-name", "name"], "--trail", "give --trail NAME"),
        (["account-id", "account-ids", "accounts"], "--account", "give --account ID"),
        (["regions"], "--region", "give --region NAME"),
        (["threads", "j", "parallel", "workers", "concurrency"], "--jobs", "give --jobs N"),
        (["ignore", "exclude", "skip", "suppress"], "--allow", "give --allow CODE"),
        (["description", "trails", "trail-status"], "--trail-description", "give --trail-description FILE"),
        (["silent"], "--quiet", "give --quiet"),
        (["debug"], "--verbose", "give --verbose"),
    ]

    private static func advice(_ name: String, _ command: (any ParsableCommand.Type)?) -> String {
        let known = TrailSealCommand.options(of: command)
        let lower = name.lowercased()
        if let format = ReportFormat(rawValue: lower == "md" ? "text" : lower) {
            return "write a report with --report \(format.rawValue)=PATH"
                + (known.contains("--report") ? "" : ", an option of trailseal verify")
        }
        if ["s3-bucket", "bucket", "s3-prefix", "prefix", "profile", "endpoint-url"].contains(lower) {
            return "no network is used; copy the bucket first: aws s3 sync s3://BUCKET/PREFIX archive"
        }
        for other in otherOptions where other.names.contains(lower) && known.contains(other.option) {
            return other.advice
        }
        let long = known.filter { $0.hasPrefix("--") }.sorted().map { ByteString(String($0.dropFirst(2))) }
        if let near = EditDistance.nearest(long, to: ByteString(lower)) { return "did you mean --\(near)?" }
        let owners = TrailSealCommand.names.filter {
            TrailSealCommand.options(of: TrailSealCommand.named($0)).contains("--" + lower)
        }
        guard let owner = owners.first else { return "check the spelling" }
        return "it is an option of trailseal \(owner)"
    }
}

extension TrailSealCommand {
    /// The names of the commands, in the order of the help.
    static var names: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }

    /// Returns the command with this name.
    static func named(_ name: String) -> (any ParsableCommand.Type)? {
        configuration.subcommands.first { $0.configuration.commandName == name }
    }

    /// Returns the options of a command with their hyphens, as its help lists them.
    fileprivate static func options(of command: (any ParsableCommand.Type)?) -> Set<String> {
        let help = helpMessage(for: command ?? TrailSealCommand.self, columns: 10_000)
        var options: Set<String> = []
        for line in help.split(separator: "\n") where line.hasPrefix("  -") {
            for word in line.dropFirst(2).split(separator: " ") {
                guard word.hasPrefix("-") else { break }
                options.insert(word.hasSuffix(",") ? String(word.dropLast()) : String(word))
                guard word.hasSuffix(",") else { break }
            }
        }
        return options
    }
}
