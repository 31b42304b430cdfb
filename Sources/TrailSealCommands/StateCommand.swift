internal import ArgumentParser
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealState
internal import TrailSealVerification

/// The command `trailseal state`.
struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", _superCommandName: TrailSealCommand.name,
        abstract: "List the chains in a state file, or remove chains from it.",
        discussion: """
            FILE is a state file of verify --state. The list shows up to which time earlier \
            runs verified each chain. Then it shows which chains were removed from the file \
            with --forget, by whom and why.

            If a chain is gone from the archive, every run reports history-truncated. If it \
            is gone for a good reason, such as a closed account, remove it from the file with \
            --forget. The file keeps the reason, the user and the time. ACCOUNT, REGION and \
            TRAIL may each be *. Quote the * for the shell.

            EXAMPLES
              trailseal state state.json
              trailseal state state.json --forget '444455556666/*/*' \\
                --reason 'account closed, ticket 4711'

            EXIT STATUS
              0    the list is printed, or the chains are forgotten
              64   usage: an option or its value is wrong
              65   the file isn't a state file that this version can use
              66   the file is missing, or holds no chain that --forget matches
              73   the state can't be written
              74   an I/O error stopped the command
              75   another run holds the state
            """)

    @Argument(help: ArgumentHelp("A state file.", valueName: "file"), completion: .file())
    var file: String

    @Option(
        name: .long,
        help: ArgumentHelp("Remove these chains. Any part may be *.", valueName: "account/region/trail"))
    var forget: ChainSelectorArgument?

    @Option(
        name: .long,
        help: ArgumentHelp("With --forget: the reason, at most \(StateLimits.reason) bytes.", valueName: "text"))
    var reason: String?

    mutating func validate() throws {
        if file.isEmpty { throw ValidationError("state needs a file") }
        if forget != nil, reason == nil { throw ValidationError("--forget needs --reason") }
        if forget == nil, reason != nil { throw ValidationError("--reason needs --forget") }
        guard let reason else { return }
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("--reason is empty") }
        if reason.utf8.count > StateLimits.reason {
            throw ValidationError("--reason is longer than \(StateLimits.reason) bytes")
        }
    }

    mutating func run() throws {
        try Command.run {
            guard let forget, let reason else { return try list() }
            return try take(forget, because: reason)
        }
    }

    private var path: ByteString { RawArguments.bytes(of: file) }

    private func content() throws -> StateFile {
        guard let content = try StateAccess.read(path) else {
            throw OperationalError(.noInput, "the state file \(path) is missing; trailseal verify --state makes one")
        }
        return content.file
    }

    private func list() throws -> ExitStatus {
        let state = try content()
        let list = StateList(path: path, version: state.version, archives: state.archives)
        try print(list.lines(state.known, width: Terminal.textWidth))
        return .verified
    }

    private func take(_ selector: ChainSelectorArgument, because reason: String) throws -> ExitStatus {
        // A missing file gets no lock file.
        _ = try content()
        let lock = try StateAccess.lock(path)
        defer { withExtendedLifetime(lock) {} }
        let state = try content()
        let order = ForgottenChain(
            accountID: selector.accountID, region: selector.region, trail: selector.trail, reason: reason,
            user: UserName.current, at: RunRecord.now())
        let (known, taken) = state.known.forgetting(order)
        guard !taken.isEmpty else {
            throw OperationalError(
                .noInput,
                "the state file \(path) knows no chain \(order.selector); trailseal state \(path) lists its chains")
        }
        try StateAccess.write(StateFile(archives: state.archives, known: known), to: path)
        try print(StateList.lines(taken: taken, by: order, from: path, width: Terminal.textWidth))
        return .verified
    }

    private func print(_ lines: [String]) throws {
        guard Console.write(lines.joined(separator: "\n") + "\n") else {
            throw OperationalError(.cannotCreate, "the list can't be written to standard output")
        }
    }
}
