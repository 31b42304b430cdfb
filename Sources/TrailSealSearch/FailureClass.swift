/// A class of failures: the question, and the kinds of acts that the minimized archive needs to fail.
struct FailureClass: Hashable, Comparable, CustomStringConvertible, Sendable {
    let description: String

    init(_ question: Trial.Violation.Question, _ kinds: [String]) {
        let kinds = Set(kinds).sorted()
        description = "\(question.rawValue): \(kinds.isEmpty ? "nothing" : kinds.joined(separator: " + "))"
    }

    init(_ text: String) { description = text }

    static func < (left: FailureClass, right: FailureClass) -> Bool { left.description < right.description }
}

/// Removes everything that a failure doesn't need.
enum Minimizer {
    /// Removes items one by one while `fails` still returns true.
    static func minimum<Item>(_ items: [Item], fails: ([Item]) throws -> Bool) rethrows -> [Item] {
        var left = items
        if try fails([]) { return [] }
        var index = 0
        while left.count > 1, index < left.count {
            var fewer = left
            fewer.remove(at: index)
            if try fails(fewer) { left = fewer } else { index += 1 }
        }
        return left
    }
}

extension Archive.Change {
    /// Each single edit as a change.
    var edits: [Archive.Change] {
        files.map { Archive.Change(files: [$0]) } + signatures.map { Archive.Change(signatures: [$0]) }
            + obstacles.map { Archive.Change(obstacles: [$0]) } + hardLinks.map { Archive.Change(hardLinks: [$0]) }
    }

    var lines: [String] {
        files.map { path, file in file.map { "write \(path) (\($0.bytes.count) bytes)" } ?? "delete \(path)" }
            + signatures.map { key, answer in
                if case .nothing = answer {
                    "delete the saved signature of \(key)"
                } else {
                    "save a signature of \(key)"
                }
            } + obstacles.map { "\($0.obstacle.rawValue) at \($0.path)" }
            + hardLinks.map { "hard link \($0.path) to \($0.target)" }
    }
}
