import Foundation
import TestSupport
import Testing

/// Code, tests, vectors and documents cite rules that exist, and a vector, a test or a line of the document shows each
/// rule.
@Suite struct ContractTests {
    /// Rules that the product doesn't keep yet, and that no vector shows. Remove a rule from this list together with
    /// its line in the document.
    private static let planned = ""

    /// Rules that state a limit, and that no vector shows.
    private static let limits = "UNSEEN-1 UNSEEN-4 UNSEEN-5 UNSEEN-8 UNSEEN-9 UNSEEN-11 UNSEEN-12"

    private static let sources = ["AWS documentation", "AWS CLI", "measured", "tools"]

    private static let contract = RuleDocument(text(at: "Documentation/CONTRACT.md"))
    private static let format = RuleDocument(text(at: "Documentation/FORMAT.md"))
    private static var rules: [Rule] { contract.rules + format.rules }

    private static func text(at path: String) -> String {
        (try? String(contentsOf: TestPaths.package.appending(path: path), encoding: .utf8)) ?? ""
    }

    /// The texts that people write and read here, with their paths. The checker's own texts hold made-up citations.
    private static let texts: [(path: String, text: String)] = {
        let roots = [
            "Sources", "Tests", "Scripts", "Fuzzing/Sources", "Fuzzing/Package.swift", "Benchmarks", "Documentation",
            "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "TestVectors/README.md", "Package.swift",
            ".ci",
        ]
        let left = ["Tests/DocumentationTests/", "Tests/Golden/"]
        let listed = roots.flatMap { root -> [String] in
            let url = TestPaths.package.appending(path: root)
            let names = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
            // Listing a file gives nothing.
            return names.isEmpty ? [root] : names.map { root + "/" + $0 }
        }
        return listed.sorted().filter { path in !left.contains { path.hasPrefix($0) } && !path.contains("/.build/") }
            .compactMap { path in
                let text = text(at: path)
                return text.isEmpty ? nil : (path, text)
            }
    }()

    private struct Vector: Decodable {
        let name: String
        let rule: String
    }

    private static func vectors() throws -> [(name: String, rules: [String])] {
        try ["cases", "controls", "changes"].flatMap { kind in
            let folder = TestPaths.package.appending(path: "TestVectors/\(kind)")
            return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
                let data = try Data(contentsOf: folder.appending(path: "\(name)/case.json"))
                let vector = try JSONDecoder().decode(Vector.self, from: data)
                return ("\(kind)/\(vector.name)", vector.rule.components(separatedBy: ", "))
            }
        }
    }

    private static func declaredTests() -> Set<String> {
        texts.filter { $0.path.hasPrefix("Tests/") && $0.path.hasSuffix("Tests.swift") }
            .reduce(into: []) { $0.formUnion(Citations.tests(in: $1.text)) }
    }

    @Test func theDocumentsAreWhole() {
        #expect(Self.contract.faults.isEmpty)
        #expect(Self.format.faults.isEmpty)
        #expect(Self.contract.rules.count >= 250 && Self.format.rules.count >= 30)
        for rule in Self.contract.rules {
            if case .source = rule.evidence { Issue.record("\(rule.id) is a rule and names a source") }
        }
        for rule in Self.format.rules {
            guard case .source(let source, _) = rule.evidence else {
                Issue.record("\(rule.id) names no source")
                continue
            }
            #expect(Self.sources.contains(source), "\(rule.id)")
        }
    }

    @Test func everyCitedRuleExists() {
        let known = Set(Self.rules.map(\.id))
        let families = Set(Self.rules.map(\.family))
        var cited = 0
        for (path, text) in Self.texts {
            for id in Citations.rules(in: text, families: families) {
                cited += 1
                #expect(known.contains(id), "\(path) cites \(id)")
            }
        }
        #expect(cited > 500)
    }

    @Test func nothingOutsideIsCited() {
        #expect(Self.texts.count > 300)
        for (path, text) in Self.texts {
            let lines = Citations.foreign(in: text)
            #expect(lines.isEmpty, "\(path): \(lines)")
        }
    }

    @Test func everyRuleIsShown() throws {
        let vectors = try Self.vectors()
        #expect(vectors.count > 400)
        let faults = Citations.faults(Self.rules, vectors: vectors, declared: Self.declaredTests())
        for fault in faults { Issue.record("\(fault)") }
    }

    @Test func whatIsNotKeptIsListed() throws {
        func listed(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }
        #expect(Self.contract.rules.filter { $0.evidence == .planned }.map(\.id) == listed(Self.planned))
        let shown = Set(try Self.vectors().flatMap(\.rules))
        let open = Self.contract.rules.filter { $0.evidence == .planned && !shown.contains($0.id) }
        #expect(open.map(\.id) == listed(Self.planned))
        #expect(Self.contract.rules.filter { $0.evidence == .limit }.map(\.id) == listed(Self.limits))
    }
}
