import Foundation
import Synchronization
import TrailSeal

/// An archive in memory.
final class MemoryStorage: ArchiveStorage {
    let name: String
    private let contents: [String: [UInt8]]
    private let metadata: [String: [String: String]]
    /// Bytes of each piece.
    private let pieceSize: Int
    /// A file whose reading fails.
    private let broken: String?

    init(
        name: String, _ contents: [String: [UInt8]], metadata: [String: [String: String]] = [:], pieceSize: Int = 1_000,
        broken: String? = nil
    ) {
        self.name = name
        self.contents = contents
        self.metadata = metadata
        self.pieceSize = pieceSize
        self.broken = broken
    }

    /// Reads the regular files below a folder.
    convenience init(folder: URL, name: String) throws {
        var contents: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            var isFolder: ObjCBool = false
            let file = folder.appending(path: path)
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            contents[path] = try Array(Data(contentsOf: file))
        }
        self.init(name: name, contents)
    }

    func files() -> [StoredFile] {
        contents.map { StoredFile(path: $0.key, size: UInt64($0.value.count), metadata: metadata[$0.key] ?? [:]) }
    }

    func read(_ file: StoredFile, _ body: (UnsafeRawBufferPointer) -> Bool) throws {
        if file.path == broken { throw Broken() }
        guard let content = contents[file.path] else { throw CocoaError(.fileNoSuchFile) }
        for start in stride(from: 0, to: content.count, by: pieceSize) {
            let goesOn = content[start..<min(start + pieceSize, content.count)].withUnsafeBytes(body)
            if !goesOn { return }
        }
    }

    struct Broken: Error, CustomStringConvertible {
        var description: String { "the connection was lost" }
    }
}
