public import Foundation

/// A file of `Tests/Golden`: the expected bytes of a report.
public struct GoldenFile: Sendable {
    /// Whether `TRAILSEAL_GOLDEN=write` asks for the files to be written instead of compared.
    public static let isWriting = ProcessInfo.processInfo.environment["TRAILSEAL_GOLDEN"] == "write"

    /// The file's location.
    public let url: URL

    /// Names a file. `name` is the path below `Tests/Golden`.
    public init(_ name: String) { url = TestPaths.package.appending(path: "Tests/Golden/\(name)") }

    /// The expected bytes. Throws if the file can't be read.
    public func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    /// Returns the first line that differs from `text`. Nil if none does, or if the file was written. Throws if the
    /// file can't be read.
    public func difference(from text: String) throws -> String? {
        if Self.isWriting {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
            return nil
        }
        let expected = String(decoding: try bytes(), as: UTF8.self)
        if Array(text.utf8) == Array(expected.utf8) { return nil }
        // One line is easier to read than two whole files.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let others = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let index = zip(lines, others).enumerated().first { $1.0 != $1.1 }?.offset ?? min(lines.count, others.count)
        let found = index < lines.count ? lines[index] : "(the end)"
        let wanted = index < others.count ? others[index] : "(the end)"
        return "\(url.lastPathComponent), line \(index + 1):\n  found    \(found)\n  expected \(wanted)"
    }
}
