import Foundation
import TestSupport
import Testing

/// The commands of the README, unchanged. Tests/Collection, which has a stand-in for AWS, runs those of "Incident
/// response". Tests/Packaging runs those that install.
@Suite struct ReadmeTests {
    /// The shell commands of a section.
    private static func commands(_ section: String) throws -> String {
        let text = try String(contentsOf: TestPaths.package.appending(path: "README.md"), encoding: .utf8)
        let own = try #require(text.components(separatedBy: "\n## \(section)\n").dropFirst().first)
        let body = own.components(separatedBy: "\n## ")[0]
        let blocks = body.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
        #expect(!blocks.isEmpty, "\(section)")
        return blocks.joined()
    }

    @Test(arguments: [("Nightly", ["state.json"]), ("Many machines", ["1.json", "all.json", "all.html"])])
    func commands(_ section: String, _ files: [String]) throws {
        let archive = try SmallArchive()
        for (name, target) in [("archive", "tree"), ("heads", "signatures"), ("trailseal", TestPaths.binary.path)] {
            try FileManager.default.createSymbolicLink(
                atPath: archive.folder.path(name), withDestinationPath: target)
        }
        var script = try Self.commands(section)
        if section == "Many machines" {
            // The comment says so.
            script = script.replacing("--report json=1.json ", with: "--report json=1.json || true ")
            for part in 2...3 {
                script =
                    "trailseal verify archive --keys keys --signatures heads --shard \(part)/3 --report json=\(part).json "
                    + "|| true\n" + script
            }
        }
        let outcome = try Program("/usr/bin/env", ["PATH=.:/usr/bin:/bin", "sh", "-euc", script])
            .run(in: archive.folder.path)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("Verdict: verified"))
        for file in files { #expect(FileManager.default.fileExists(atPath: archive.folder.path(file)), "\(file)") }
    }
}
