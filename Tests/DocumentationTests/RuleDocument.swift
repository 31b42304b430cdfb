import Foundation

/// A rule of Documentation/CONTRACT.md or a fact of Documentation/FORMAT.md.
struct Rule: Equatable {
    /// The evidence that the rule is kept.
    enum Evidence: Equatable {
        /// Without a further line the rule decides a verdict or an exit status, so a vector shows it.
        case vector
        /// `Test:` names tests as `Suite.function`.
        case tests([String])
        /// The engine doesn't keep the rule yet.
        case planned
        /// The rule states what nobody can see.
        case limit
        /// A fact with its source, and the tests that check the code against it, if any.
        case source(String, tests: [String])
    }

    let id: String
    let title: String
    let text: String
    let evidence: Evidence

    var family: String { String(id.prefix { $0 != "-" }) }
    var number: Int? { Int(id.drop { $0 != "-" }.dropFirst()) }

    var tests: [String] {
        switch evidence {
        case .tests(let names), .source(_, let names): names
        case .vector, .planned, .limit: []
        }
    }
}

/// The rules of a document. Each has a heading `### ID: Title`, a text, and at most one line that names the evidence.
struct RuleDocument {
    static let planned = "Not yet kept by the engine."
    static let limit = "States a limit."

    var rules: [Rule] = []
    /// What is wrong with the document itself.
    var faults: [String] = []

    init(_ text: String) {
        for section in text.components(separatedBy: "\n### ").dropFirst() {
            // A heading of the second level ends the preceding rule.
            let lines = section.components(separatedBy: "\n## ")[0].components(separatedBy: "\n")
            guard let heading = lines.first, let match = heading.wholeMatch(of: /([A-Z]+-[0-9]+): (\S.*)/) else {
                faults.append("no rule's heading: \(lines.first ?? "")")
                continue
            }
            let marks = lines.dropFirst().filter(Self.isMark)
            let body = lines.dropFirst().filter { !Self.isMark($0) && !$0.isEmpty }.joined(separator: "\n")
            let id = String(match.1)
            if body.isEmpty { faults.append("\(id) has no text") }
            if marks.count > 1 { faults.append("\(id) names more than one kind of evidence") }
            rules.append(
                Rule(id: id, title: String(match.2), text: body, evidence: Self.evidence(marks.first)))
        }
        for (family, members) in Dictionary(grouping: rules, by: \.family) {
            let numbers = members.compactMap(\.number).sorted()
            let first = family == "ACCOUNT" ? 0 : 1
            if numbers != Array(first..<first + numbers.count) { faults.append("\(family) has gaps or doubles") }
        }
        faults.sort()
    }

    private static func isMark(_ line: String) -> Bool {
        line == planned || line == limit || line.hasPrefix("Test: ") || line.hasPrefix("Source: ")
    }

    private static func evidence(_ mark: String?) -> Rule.Evidence {
        guard let mark else { return .vector }
        if mark == planned { return .planned }
        if mark == limit { return .limit }
        let tests = mark.matches(of: /`([^`]*)`/).map { String($0.1) }
        if mark.hasPrefix("Source: ") {
            return .source(String(mark.dropFirst("Source: ".count).prefix { $0 != "." }), tests: tests)
        }
        return .tests(tests)
    }
}
