internal import ArgumentParser
internal import TrailSealGzip
internal import TrailSealLibCrypto
internal import TrailSealReporting

/// The command `trailseal selftest`.
struct SelfTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest", _superCommandName: TrailSealCommand.name,
        abstract: "Test this binary against known answers: hashing, signatures, gzip, a small signed chain.",
        discussion: """
            Each test runs on data that is built into the program. It needs no files and no \
            network. Run it once on each machine. verify runs it too if it writes a \
            chain-of-custody record, and puts the result into the record.

            EXIT STATUS
              0    every answer is right
              70   some answers are wrong: don't trust any verdict of this installation
            """)

    mutating func run() throws { try Command.run(test) }

    private func test() throws -> ExitStatus {
        let answers = SelfTest.answers()
        let lines = answers.map { "\($0.isRight ? "ok   " : "WRONG")  \($0.name)\n" }.joined()
        let versions = "TrailSeal \(ReportHead.Tool.currentVersion), \(LibCrypto.version), zlib \(Zlib.version)\n"
        guard Console.write(versions + lines) else {
            throw OperationalError(.cannotCreate, "the answers can't be written to standard output")
        }
        return answers.allSatisfy(\.isRight) ? .verified : .internalError
    }
}
