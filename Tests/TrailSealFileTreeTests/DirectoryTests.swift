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
}
