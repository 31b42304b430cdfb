import Foundation
import TestSupport
import Testing

/// If trailseal reads the answer of an AWS CLI command, the command asks for JSON, because a profile may have `output =
/// yaml`.
@Suite struct SavedAnswerTests {
    /// Calls whose answers are saved. Followed by options or a file they are commands, otherwise names in a sentence.
    private static let calls = [
        "cloudtrail list-public-keys", "cloudtrail describe-trails", "cloudtrail get-trail-status",
        "cloudtrail get-trail ", "cloudtrail get-event-selectors", "s3api head-object", "s3api get-object",
        "s3api get-bucket-", "s3api get-public-access-block",
    ]

    /// The commands in a text, from `aws` to the end of the line, including continuations by a backslash or a joined
    /// string.
    private static func commands(_ text: String) -> [Substring] {
        let joined = text.replacing("\\\\\n", with: " ").replacing("\\\n", with: " ")
            .replacing(/"\s*\n\s*\+ "/, with: "")
        return calls.flatMap { call in
            joined.ranges(of: "aws " + call).map { range in
                let rest = joined[range.lowerBound...]
                return rest.prefix { !$0.isNewline }
            }
        }.filter { $0.firstRange(of: /^aws [a-z0-9]+ [a-z-]+\s+(--|>)/) != nil }
    }

    @Test func documentsAndSources() throws {
        var found = 0
        for root in ["README.md", "Documentation", "Sources", "Packaging", "Scripts", "CHANGELOG.md"] {
            let url = TestPaths.package.appending(path: root)
            let names = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
            for path in names.isEmpty ? [root] : names.map({ root + "/" + $0 }) {
                // `plan` assembles its commands, and its own test reads the output. FINDINGS.md breaks lines anywhere,
                // and repeats `trailseal explain`.
                guard path != "Documentation/FINDINGS.md",
                    !path.hasPrefix("Sources/TrailSealReporting/Text/CollectionPlan"),
                    !path.hasPrefix("Sources/TrailSealReporting/Text/Plan"),
                    let text = try? String(
                        contentsOf: TestPaths.package.appending(path: path), encoding: .utf8)
                else { continue }
                for command in Self.commands(text) where !command.contains("$(reason)") {
                    found += 1
                    #expect(command.contains("--output json"), "\(path): \(command)")
                }
            }
        }
        #expect(found > 5)
    }

    @Test(arguments: [["verify", "--help"], ["controls", "--help"], ["keys", "--help"], ["explain", "--all"]])
    func program(_ arguments: [String]) throws {
        let text = try Program.trailseal(arguments).run().output
        // `explain` breaks its text into lines.
        let joined = text.replacing("\\\n", with: " ").replacing(/\n +/, with: " ")
        for call in Self.calls {
            for range in joined.ranges(of: "aws " + call) {
                let command = joined[range.lowerBound...].prefix(200)
                guard command.firstRange(of: /^aws [a-z0-9]+ [a-z-]+\s+(--|>)/) != nil else { continue }
                #expect(command.contains("--output json"), "\(command)")
            }
        }
    }

    /// A control that isn't decided names the calls that would decide it.
    @Test func controls() throws {
        let folder = try TemporaryFolder()
        try folder.write("{\"trailList\":[]}", to: "trails.json")
        let text = try Program.trailseal("controls", "trails.json").run(in: folder.path).output
        for line in text.split(separator: "\n") where line.contains("aws cloudtrail ") {
            #expect(line.contains("--output json"), "\(line)")
        }
    }
}
