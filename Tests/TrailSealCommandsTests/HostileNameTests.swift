import Foundation
import Glibc
import TestSupport
import Testing

/// File names that attack a terminal, a report or a parser are shown escaped.
@Suite struct HostileNameTests {
    static let names: [[UInt8]] = [
        Array("line\nbreak.json.gz".utf8),
        Array("\u{1B}]0;title\u{07}\u{1B}[2J.json.gz".utf8),
        Array("a\rb\tc.json.gz".utf8),
        [0xFF, 0xFE, 0x80] + Array(".json.gz".utf8),
        Array("\u{202E}zg.nosj\u{2066}.json.gz".utf8),
        Array("\u{85}\u{9B}31m.json.gz".utf8),
        Array("\"quote\\back,slash'.json.gz".utf8),
        Array("K\u{212A}\u{0301}.json.gz".utf8),
    ]

    @Test func namesAreEscapedEverywhere() throws {
        let archive = try SmallArchive()
        let folder = Array(archive.logFolder.utf8)
        for name in Self.names {
            var path = (folder + [UInt8(ascii: "/")] + name + [0]).map { CChar(bitPattern: $0) }
            let file = open(&path, O_CREAT | O_WRONLY, 0o600)
            try #require(file >= 0)
            #expect(write(file, "x", 1) == 1)
            close(file)
        }
        let lines = archive.folder.path("report.jsonl")
        let (outcome, report) = try archive.verify("-v", "--report", "jsonl=\(lines)")
        #expect(outcome.status == 2)
        #expect(report.findings.map(\.code) == Array(repeating: "log-unreferenced", count: Self.names.count))
        #expect(Set(report.findings.compactMap(\.path)).count == Self.names.count)
        let written = [
            Array(outcome.output.utf8), Array(outcome.errors.utf8),
            Array(try #require(FileManager.default.contents(atPath: lines))),
            Array(try #require(FileManager.default.contents(atPath: archive.folder.path("report.json")))),
        ]
        for text in written {
            let decoded = try #require(String(validating: text, as: UTF8.self))
            #expect(decoded.unicodeScalars.allSatisfy { $0 == "\n" || Self.isHarmless($0) })
        }
        #expect(outcome.output.contains("line\\x0abreak.json.gz") || outcome.output.contains("line\\nbreak.json.gz"))
        #expect(outcome.output.contains("\\xff\\xfe\\x80.json.gz"))
    }

    /// No control characters, and none that reorder or hide others.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
        default: true
        }
    }

    /// The same holds for text that the user typed.
    @Test func argumentsAreEscaped() throws {
        let outcome = try Program.trailseal("verify", "no\u{1B}[31msuch\nfolder", "--keys", "/dev/null").run()
        #expect(outcome.status == 66)
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(!outcome.errors.contains("\u{1B}"))
    }
}
