public import Foundation

/// The vectors that the engine in use fails, since they show rules of the contract that it doesn't keep yet.
///
/// Tests that run a vector of the list expect it to fail: one that passes has to be taken off.
public enum OldEngine {
    public static let file = TestPaths.package.appending(path: "Tests/ConformanceTests/old-engine-differs.txt")

    /// What differs, with a rule of Documentation/CONTRACT.md, by name of the vector.
    public static let differs: [String: String] = {
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
