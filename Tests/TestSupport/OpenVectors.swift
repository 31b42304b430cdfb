internal import Foundation

/// The vectors that the product fails, because they show rules that it doesn't follow yet.
///
/// Tests that run such a vector expect it to fail. A vector that passes must be removed from the list.
public enum OpenVectors {
    /// The rule of Documentation/CONTRACT.md that isn't followed, by name of the vector.
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
