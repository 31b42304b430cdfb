internal import ArgumentParser
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// The command `trailseal explain`.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", _superCommandName: TrailSealCommand.name,
        abstract: "Explain a finding code, or what a verdict doesn't prove.",
        discussion: """
            EXAMPLES
              trailseal explain log-hash-mismatch
              trailseal explain not-proven
              trailseal explain --all

            EXIT STATUS
              0    the codes are explained
              64   usage: the code doesn't exist, or none was given
              73   the text can't be written
            """)

    @Argument(
        help: ArgumentHelp("A finding code, as reports show it, or not-proven.", valueName: "code"),
        completion: .list(FindingCode.allCases.map(\.rawValue) + [NotProven.topic]))
    var codes: [String] = []

    @Flag(name: .long, help: "Explain every code.")
    var all = false

    mutating func validate() throws {
        guard codes.isEmpty == all else { throw ValidationError("give either codes or --all") }
        for code in codes where FindingCode(rawValue: code) == nil && code != NotProven.topic {
            throw ValidationError(
                "\(EscapedText.string(of: code)): no such finding code\(FindingCode.meant(by: code, orOf: [NotProven.topic])); trailseal explain --all "
                    + "lists the codes")
        }
    }

    mutating func run() throws { try Command.run(explain) }

    private func explain() throws -> ExitStatus {
        let chosen = all ? FindingCode.allCases.map(\.rawValue) : codes
        let text = chosen.map { FindingCode(rawValue: $0).map(Self.text) ?? Self.notProven }.joined(separator: "\n")
        guard Console.write(text) else {
            throw OperationalError(.cannotCreate, "the explanation can't be written to standard output")
        }
        return .verified
    }

    private static var notProven: String {
        "\(NotProven.topic): what a verdict doesn't prove\n\n"
            + NotProven.limits.map { "  - \($0)".wrapped(to: 80, indent: 4) + "\n" }.joined()
    }

    private static func text(_ code: FindingCode) -> String {
        let explanation = code.explanation
        let parts = [
            ("Meaning", explanation.meaning), ("Evidence", explanation.evidence),
            ("Benign causes", explanation.benignCauses), ("Next step", explanation.nextStep),
        ]
        return "\(code.rawValue) (\(code.descriptor.verdict.rawValue))\n\n"
            + parts.map { "  \($0): \($1)".wrapped(to: 80, indent: 4) + "\n" }.joined()
    }
}

extension FindingCode {
    /// Returns `, did you mean CODE?`, or an empty text if no code has a similar spelling.
    static func meant(by text: some StringProtocol, orOf others: [String] = []) -> String {
        EditDistance.nearest((allCases.map(\.rawValue) + others).map { ByteString($0) }, to: ByteString(String(text)))
            .map { ", did you mean \($0)?" } ?? ""
    }
}

extension String {
    /// Returns the text broken between words into lines of at most `width` characters. All lines but the first are indented.
    fileprivate func wrapped(to width: Int, indent: Int) -> String {
        var lines: [String] = []
        var line = String(prefix { $0 == " " })
        for word in split(separator: " ") {
            if line.count + word.count + 1 > width, line.contains(where: { $0 != " " }) {
                lines.append(line)
                line = String(repeating: " ", count: indent)
            }
            line += (line.contains { $0 != " " } ? " " : "") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
