internal import ArgumentParser
internal import LibCrypto

/// The command `trailseal selftest`.
struct SelfTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Test this binary against known answers: hashing, signatures, gzip, a small signed chain.",
        discussion: """
            The test reads no other file than the program. Its result is also part of \
            the chain-of-custody record of verify.

            EXIT STATUS
              0    every answer is right
              70   some answers are wrong: trust no verdict of this installation
            """)

    mutating func run() throws { try Command.run(test) }

    private func test() throws -> ExitStatus {
        let answers = SelfTest.answers()
        let lines = answers.map { "\($0.isRight ? "ok   " : "WRONG")  \($0.name)\n" }.joined()
        guard Console.write("TrailSeal \(TrailSealVersion.current), \(LibCrypto.version)\n" + lines) else {
            throw OperationalError(.cannotCreate, "the answers can't be written to standard output")
        }
        return answers.allSatisfy(\.isRight) ? .verified : .internalError
    }
}
