import Foundation
import TestSupport
import Testing

/// The examples of README.md and of Documentation/Guides: commands, output, links and pictures.
///
/// The commands in the `sh` blocks of a page are run as they stand there. A `text` block after them is what they write
/// to standard output. This command updates those blocks:
///
///     TRAILSEAL_GOLDEN=write swift test --filter ReadmeTests
@Suite(.serialized) struct ReadmeTests {
    /// The pages whose examples run here, and the files that the examples write.
    static let pages = [
        "README.md": [], "Documentation/Guides/Verifying.md": [], "Documentation/Guides/Controls.md": [],
        "Documentation/Guides/Nightly.md": ["state.json"],
        "Documentation/Guides/ManyMachines.md": ["1.json", "2.json", "3.json", "all.json", "all.html"],
        "Documentation/Guides/Exporting.md": ["events", "events.jsonl", "verified/index.jsonl"],
        "Documentation/Guides/WhoChangedTheTrail.md": ["report.html"],
    ]

    /// The vectors that stand for the archive of a page, if it isn't the small archive.
    static let vectors = ["Documentation/Guides/WhoChangedTheTrail.md": "changes/gap-stopped"]

    /// The pages whose examples need AWS: `Tests/Collection` runs them, with a stand-in.
    static let collected = ["Documentation/Guides/Collecting.md", "Documentation/Guides/IncidentResponse.md"]

    @Test(arguments: pages.keys.sorted()) func example(_ name: String) throws {
        let archive = try SmallArchive()
        if let vector = Self.vectors[name] {
            for part in ["tree", "keys", "signatures"] {
                try FileManager.default.removeItem(atPath: archive.folder.path(part))
                try archive.folder.copy(
                    TestPaths.package.appending(path: "TestVectors/\(vector)/\(part)"), to: part)
            }
        }
        for (name, target) in [("archive", "tree"), ("heads", "signatures"), ("trailseal", TestPaths.binary.path)] {
            try FileManager.default.createSymbolicLink(
                atPath: archive.folder.path(name), withDestinationPath: target)
        }
        try archive.folder.copy(
            TestPaths.package.appending(path: "TestVectors/controls/2-absent/description.json"), to: "description.json")
        let page = try Page(name)
        let script = page.blocks("sh").joined(separator: "\n")
        #expect(script.contains("trailseal "))
        let outcome = try Program("/usr/bin/env", ["PATH=.:/usr/bin:/bin", "sh", "-euc", script])
            .run(in: archive.folder.path)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        for file in Self.pages[name] ?? [] {
            #expect(FileManager.default.fileExists(atPath: archive.folder.path(file)), "\(file)")
        }
        guard let expected = page.blocks("text").first else {
            #expect(outcome.output.contains("Verdict: verified"))
            return
        }
        // The time of a run and the folder differ.
        let output = outcome.output.replacing(/Last full run: \S+/, with: "Last full run: 2026-10-02T03:17:00Z")
            .replacing(/(?m)^Archive: .*/, with: "Archive: /srv/cloudtrail/archive")
        if GoldenFile.isWriting { return try page.replace("text", with: output) }
        #expect(output == expected)
    }

    @Test func everyGuideHasAnExample() throws {
        let folder = TestPaths.package.appending(path: "Documentation/Guides").path
        let guides = try FileManager.default.contentsOfDirectory(atPath: folder).map { "Documentation/Guides/" + $0 }
        #expect(Set(guides + ["README.md"]) == Set(Self.pages.keys).union(Self.collected))
        let readme = try Page("README.md")
        for guide in guides {
            #expect(try !Page(guide).blocks("sh").isEmpty, "\(guide)")
            #expect(readme.text.contains("](\(guide))"), "\(guide)")
        }
    }

    /// Links and pictures lead to files, and to headings of Markdown files.
    @Test(arguments: pages.keys.sorted() + collected + ["Documentation/LIMITS.md", "SECURITY.md"])
    func links(_ name: String) throws {
        let page = try Page(name)
        for match in page.text.matches(of: /\]\(([^)\s]+)\)/) where !match.1.hasPrefix("https://") {
            let parts = match.1.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? page.url : page.url.deletingLastPathComponent().appending(path: parts[0])
            #expect(TestPaths.exists(target), "\(name): \(match.1)")
            if parts.count == 2 { #expect(try Page(target).anchors.contains(parts[1]), "\(name): \(match.1)") }
        }
    }

    @Test func theReadmeIsShort() throws {
        #expect(try Page("README.md").text.split(whereSeparator: \.isWhitespace).count <= 1_000)
    }

    /// The picture shows what the program writes now.
    @Test(.enabled(if: Program.hasPython || TestPaths.needsShared, "the pictures are made with Python"))
    func terminalPicture() throws {
        let script = TestPaths.package.appending(path: "Scripts/pictures").path
        let outcome = try Program(script, ["--check", TestPaths.binary.path]).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}

extension Program {
    fileprivate static var hasPython: Bool { (try? Program("/usr/bin/env", ["python3", "-V"]).run().status) == 0 }
}

/// A Markdown page of the project.
private struct Page {
    let url: URL
    let text: String

    init(_ name: String) throws { try self.init(TestPaths.package.appending(path: name)) }

    init(_ url: URL) throws {
        self.url = url
        text = try String(contentsOf: url, encoding: .utf8)
    }

    /// The content of each fenced block of a language.
    func blocks(_ language: String) -> [String] {
        text.components(separatedBy: "\n```\(language)\n").dropFirst().map { rest in
            rest.hasPrefix("```") ? "" : rest.components(separatedBy: "\n```")[0] + "\n"
        }
    }

    /// Writes the page with another content of its first block of a language.
    func replace(_ language: String, with content: String) throws {
        guard let start = text.firstRange(of: "\n```\(language)\n"),
            let end = text[start.upperBound...].firstRange(of: "```\n")
        else { return }
        try Data((text[..<start.upperBound] + content + text[end.lowerBound...]).utf8).write(to: url)
    }

    /// The anchors of the headings, as GitHub makes them.
    var anchors: [String] {
        text.matches(of: /(?m)^#+ (.*)$/).map { heading in
            heading.1.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.replacing(" ", with: "-")
        }
    }
}
