public import Foundation

/// A file of `Tests/Golden`. A report must equal it byte for byte.
public struct GoldenFile: Sendable {
    /// Whether the files are rewritten: `TRAILSEAL_GOLDEN=write`.
    public static let isWriting = ProcessInfo.processInfo.environment["TRAILSEAL_GOLDEN"] == "write"

    public let url: URL

    /// `name` is the path below `Tests/Golden`.
    public init(_ name: String) { url = TestPaths.package.appending(path: "Tests/Golden/\(name)") }

    public func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    /// The first line that differs; nil if none does, or if the file was written. Throws if the file can't be read.
    public func difference(from text: String) throws -> String? {
        if Self.isWriting {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
            return nil
        }
        let expected = String(decoding: try bytes(), as: UTF8.self)
        if Array(text.utf8) == Array(expected.utf8) { return nil }
        // Two whole files would be hard to read.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let others = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let index = zip(lines, others).enumerated().first { $1.0 != $1.1 }?.offset ?? min(lines.count, others.count)
        let found = index < lines.count ? lines[index] : "(the end)"
        let wanted = index < others.count ? others[index] : "(the end)"
        return "\(url.lastPathComponent), line \(index + 1):\n  found    \(found)\n  expected \(wanted)"
    }
}
