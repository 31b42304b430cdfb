/// Failures of one kind: the question, and what the archive still needs to fail when it has been made as small as possible.
struct FailureClass: Hashable, Comparable, CustomStringConvertible, Sendable {
    let description: String

    init(_ question: Trial.Violation.Question, _ kinds: [String]) {
        let kinds = Set(kinds).sorted()
        description = "\(question.rawValue): \(kinds.isEmpty ? "nothing" : kinds.joined(separator: " + "))"
    }

    init(_ text: String) { description = text }

    static func < (left: FailureClass, right: FailureClass) -> Bool { left.description < right.description }
}

/// Leaves out what isn't needed.
enum Minimizer {
    /// The least of `items` for which `fails` holds still, by leaving them out one by one.
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
    /// Each single edit.
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
