import Foundation
import Glibc
import TestSupport
import Testing
import TrailSealFileTree
import TrailSealPrimitives

/// A folder gives no access to anything outside it (PLACE-17).
@Suite struct DirectoryTests {
    /// Creates `inside/folder/file`, links to it, and a folder beside it.
    private func tree() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("content", to: "inside/folder/file")
        try folder.write("secret", to: "outside/file")
        #expect(symlink("folder", folder.path("inside/link")) == 0)
        #expect(symlink("../outside", folder.path("inside/way-out")) == 0)
        #expect(symlink("file", folder.path("inside/folder/file-link")) == 0)
        #expect(mkfifo(folder.path("inside/folder/fifo"), 0o600) == 0)
        return folder
    }

    private func inside(_ folder: TemporaryFolder) throws -> Directory {
        try Directory(root: ByteString(folder.path("inside")))
    }

    @Test func entriesAreNamedWithTheirKind() throws {
        let folder = try tree()
        let directory = try inside(folder).directory("folder")
        let kinds = Dictionary(
            uniqueKeysWithValues: try directory.entries().map { (String(decoding: $0.name, as: UTF8.self), $0.kind) })
        #expect(kinds.keys.sorted() == ["fifo", "file", "file-link"])
        #expect(kinds["file"] == .regular && kinds["file-link"] == .symbolicLink && kinds["fifo"] == .fifo)
        #expect(directory.path == ByteString(folder.path("inside/folder")))
    }

    @Test(arguments: ["link", "way-out", "folder/file", "../outside", "folder/../..", "absent"])
    func whatIsNoFolderBelow(_ path: String) throws {
        let folder = try tree()
        defer { withExtendedLifetime(folder) {} }
        let directory = try inside(folder)
        #expect(try directory.directory("folder").entries().count == 3)
        #expect(throws: FileTreeError.self) { try directory.directory(ByteString(path)) }
    }

    @Test func filesAreOpenedByNameOnly() throws {
        let folder = try tree()
        defer { withExtendedLifetime(folder) {} }
        let directory = try inside(folder).directory("folder")
        let file = try directory.file(FileName("file"))
        #expect(try file.contents(limit: 7) == Array("content".utf8))
        #expect(try file.contents(limit: 6) == nil)
        for name: ByteString in ["file-link", "fifo", "absent", "../folder/file", "..", ""] {
            #expect(throws: FileTreeError.self, "\(name)") {
                let other = try directory.file(FileName(name))
                _ = other.status
            }
        }
    }

    /// A file may change its size after its status was read.
    @Test(arguments: [("", 20, "content"), ("er", 20, "contenter"), ("er", 8, nil), ("er", 9, "contenter")])
    func filesThatGrow(_ added: String, _ limit: Int, _ content: String?) throws {
        let folder = try tree()
        let file = try inside(folder).directory("folder").file(FileName("file"))
        let handle = try FileHandle(forWritingTo: folder.url.appending(path: "inside/folder/file"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(added.utf8))
        #expect(try file.contents(limit: limit) == content.map { Array($0.utf8) })
    }

    @Test(arguments: [0, 3]) func filesThatShrink(_ size: Int) throws {
        let folder = try tree()
        let file = try inside(folder).directory("folder").file(FileName("file"))
        #expect(truncate(folder.path("inside/folder/file"), size) == 0)
        #expect(try file.contents(limit: 20) == Array("content".utf8.prefix(size)))
    }
}
