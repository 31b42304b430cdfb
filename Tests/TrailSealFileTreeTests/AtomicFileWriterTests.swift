import Foundation
import Glibc
import TestSupport
import Testing
import TrailSealFileTree
import TrailSealPrimitives

/// A file appears whole or not at all.
@Suite struct AtomicFileWriterTests {
    private func names(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test func nothingIsSeenBeforeTheEnd() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "file")
        let writer = try AtomicFileWriter(path: ByteString(folder.path("file")), uniqueSuffix: "x")
        writer.write(Array(repeating: UInt8(ascii: "n"), count: 100_000))
        #expect(try folder.read("file") == "old")
        #expect(try names(folder).count == 2)
        try writer.commit()
        #expect(try folder.read("file").utf8.count == 100_000)
        #expect(try names(folder) == ["file"])
    }

    @Test func whatIsDroppedLeavesNothing() throws {
        let folder = try TemporaryFolder()
        do {
            let writer = try AtomicFileWriter(path: ByteString(folder.path("file")), uniqueSuffix: "x")
            writer.write(Array("part".utf8))
        }
        #expect(try names(folder).isEmpty)
    }

    @Test func aLinkStays() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "target")
        #expect(chmod(folder.path("target"), 0o640) == 0)
        #expect(symlink("target", folder.path("link")) == 0)
        let writer = try AtomicFileWriter(path: ByteString(folder.path("link")), uniqueSuffix: "x")
        writer.write(Array("new".utf8))
        try writer.commit()
        #expect(try folder.read("target") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == "target")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path("target"))[.posixPermissions] as? Int
        #expect(mode == 0o640)
    }

    @Test func aFolderIsNotReplaced() throws {
        let folder = try TemporaryFolder()
        #expect(throws: FileTreeError.self) {
            try AtomicFileWriter(path: ByteString(folder.path), uniqueSuffix: "x")
        }
    }
}
