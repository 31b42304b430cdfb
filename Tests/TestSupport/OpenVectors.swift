internal import Foundation

/// The vectors that the product fails, because they show rules of the contract that it doesn't keep yet.
///
/// Tests expect a listed vector to fail. If it passes, take it off the list.
public enum OpenVectors {
    /// The rule of Documentation/CONTRACT.md that isn't kept, by name of the vector.
    public static let rules: [String: String] = {
        let file = TestPaths.package.appending(path: "Tests/ConformanceTests/one-way-differs.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        return Dictionary(
            lines.compactMap { line -> (String, String)? in
                let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
                return parts.count == 2 ? (parts[0], parts[1]) : nil
            }
        ) { first, _ in first }
    }()
}
