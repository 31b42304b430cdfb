public import Foundation

/// A folder that is deleted with its last reference.
public final class TemporaryFolder: Sendable {
    /// The folder's location.
    public let url: URL

    /// Creates an empty folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "trailseal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// The folder's path.
    public var path: String { url.path }

    /// The path of a file in the folder.
    public func path(_ name: String) -> String { url.path + "/" + name }

    /// Writes a file, creates missing folders, and returns the file's path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return file.path
    }

    /// Writes a text file.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

    /// Reads a text file.
    public func read(_ name: String) throws -> String {
        try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }

    /// Copies a file or folder into this folder. Creates missing folders.
    public func copy(_ source: URL, to name: String) throws {
        let target = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: source, to: target)
    }

    deinit {
        // Tests remove permissions from folders.
        if let all = FileManager.default.enumerator(atPath: url.path) {
            for case let name as String in all where !name.contains("\n") {
                let path = url.path + "/" + name
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                    try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
                }
            }
        }
        try? FileManager.default.removeItem(at: url)
    }
}
