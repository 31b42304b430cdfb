import Foundation
import Glibc
import TestSupport
import Testing
import TrailSealExport
import TrailSealFormat
import TrailSealPrimitives
import TrailSealVerification
import VirtualTrail

/// Files that change between being verified and being exported, and keys that can't all be files.
@Suite struct FileExporterTests {
    private static let content = Array("{\"Records\":[{\"eventName\":\"GetObject\"}]}".utf8)
    private static let stored = GzipWriter.member(content)
    private static let forged = GzipWriter.member(Array("{\"Records\":[{\"eventName\":\"PutObject\"}]}".utf8))

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.stored, to: "log")
    }

    private func offer(_ key: String = "AWSLogs/a.json.gz", bucket: String = "bucket") throws -> OfferedLog {
        OfferedLog(
            location: S3Location(bucket: ByteString(bucket), key: ByteString(key)),
            hash: try #require(SHA256Digest(Hashes.sha256(Self.content))),
            digest: S3Location(bucket: "bucket", key: "digest"),
            chain: ChainID(
                organizationID: nil, accountID: "111122223333", region: "us-east-1", trail: "t",
                homeRegion: "us-east-1",
                kind: .standard),
            interval: Interval(from: UnixTime(seconds: 0), to: UnixTime(seconds: 3_600)),
            path: ByteString(folder.path("log")))
    }

    private func exporter(makesLinks: Bool = true) -> FileExporter {
        FileExporter(ByteString(folder.path("out")), makesLinks: makesLinks)
    }

    /// Offers a log, lets `change` touch the archive, and then says that the content was verified.
    private func export(_ exporter: FileExporter, change: () throws -> Void = {}) throws {
        let sink = exporter.open(try offer())
        Self.content.withUnsafeBytes { sink?.take($0) }
        try change()
        sink?.release()
        exporter.complete()
    }

    private func exported() -> [UInt8]? {
        FileManager.default.contents(atPath: folder.path("out/bucket/AWSLogs/a.json.gz")).map { Array($0) }
    }

    private func files() -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path("out"))?.allObjects as? [String]
        return (all ?? []).filter { !["bucket", "bucket/AWSLogs"].contains($0) }.sorted()
    }

    @Test func anUnchangedFileIsLinked() throws {
        let exporter = exporter()
        try export(exporter)
        #expect(exporter.failure == nil && exporter.totals.logs == 1 && exporter.totals.links == 1)
        var status = stat()
        #expect(stat(folder.path("log"), &status) == 0 && status.st_nlink == 2)
        #expect(files() == ["bucket/AWSLogs/a.json.gz", "index.jsonl"])
        #expect(
            try folder.read("out/index.jsonl") == "{\"bucket\":\"bucket\",\"key\":\"AWSLogs/a.json.gz\",\"sha256\":\""
                + Hashes.hex(Hashes.sha256(Self.content)) + "\",\"digest\":\"s3://bucket/digest\"}\n")
    }

    /// The file that was offered is linked, although its name now belongs to another one.
    @Test func aReplacedFileIsNotLinked() throws {
        let exporter = exporter()
        try export(exporter) {
            try folder.write(Self.forged, to: "new")
            #expect(rename(folder.path("new"), folder.path("log")) == 0)
        }
        // A file without any name can't get a new one, so it is written.
        #expect(exporter.failure == nil && exporter.totals.logs == 1 && exporter.totals.links == 0)
        let bytes = try #require(exported())
        #expect(bytes != Self.stored && bytes != Self.forged)
        let inflated = try Program("/bin/gzip", ["-dc", folder.path("out/bucket/AWSLogs/a.json.gz")]).run()
        #expect(Array(inflated.output.utf8) == Self.content)
    }

    /// Nothing of a file that was overwritten is exported. The export isn't complete, so it has no index.
    @Test(arguments: [true, false]) func aFileThatIsOverwritten(_ isWhole: Bool) throws {
        let exporter = exporter()
        try export(exporter) {
            let file = try FileHandle(forWritingTo: URL(filePath: folder.path("log")))
            try file.write(contentsOf: isWhole ? Self.forged : Array("short".utf8))
        }
        #expect(exporter.failure?.description.hasSuffix("/log changed while it was exported") ?? false)
        #expect(exporter.totals.logs == 0 && files().isEmpty)
    }

    /// Another name of a file that holds more than the verified content isn't made.
    @Test func aFileWithMoreThanOneMember() throws {
        let exporter = exporter()
        try export(exporter) {
            try folder.write(Self.stored + Self.stored, to: "new")
            let file = try FileHandle(forWritingTo: URL(filePath: folder.path("log")))
            try file.write(contentsOf: Self.stored + Self.stored)
        }
        #expect(exporter.failure != nil && files().isEmpty)
    }

    /// A link, a FIFO and a file that is gone can't be opened, so the verified bytes are written.
    @Test func whatCannotBeOpenedIsWritten() throws {
        let names: [(String) -> Int32] = [{ symlink("other", $0) }, { mkfifo($0, 0o600) }, { _ in 0 }]
        for (number, make) in names.enumerated() {
            try folder.write(Self.stored, to: "other")
            unlink(folder.path("log"))
            #expect(make(folder.path("log")) == 0)
            let exporter = FileExporter(ByteString(folder.path("\(number)")), makesLinks: true)
            try export(exporter)
            #expect(exporter.failure == nil && exporter.totals.logs == 1 && exporter.totals.links == 0)
        }
    }

    /// Nothing proves a name in the gzip header, so it isn't exported.
    @Test func aHeaderWithAName() throws {
        var named = Self.stored
        named[3] = 8
        named.insert(contentsOf: Array("../../name".utf8) + [0], at: 10)
        try folder.write(named, to: "log")
        let exporter = exporter()
        try export(exporter)
        #expect(exporter.failure == nil && exporter.totals.logs == 1 && exporter.totals.links == 0)
        #expect(try #require(exported())[3] == 0)
    }

    /// What is written depends on the content alone.
    @Test func theSameContentGivesTheSameBytes() throws {
        let exporter = exporter(makesLinks: false)
        try export(exporter)
        let bytes = try #require(exported())
        // No flags, so neither name nor comment, and no time (RFC 1952).
        #expect(bytes[3..<8].allSatisfy { $0 == 0 })
        try FileManager.default.removeItem(atPath: folder.path("out"))
        try export(self.exporter(makesLinks: false))
        #expect(exported() == bytes)
    }

    @Test func aDiscardedLogLeavesNothing() throws {
        for makesLinks in [true, false] {
            let exporter = exporter(makesLinks: makesLinks)
            let sink = exporter.open(try offer())
            Self.content.withUnsafeBytes { sink?.take($0) }
            sink?.discard()
            #expect(exporter.failure == nil && exporter.totals.logs == 0 && exporter.totals.discarded == 1)
            #expect(files().isEmpty)
        }
    }

    /// Several files may stand for one object.
    @Test(arguments: [true, false]) func onlyTheFirstFileOfAnObject(_ makesLinks: Bool) throws {
        let exporter = exporter(makesLinks: makesLinks)
        for _ in 0..<3 { try export(exporter) }
        #expect(exporter.failure == nil && exporter.totals.logs == 1)
        #expect(try folder.read("out/index.jsonl").split(separator: "\n").count == 1)
    }

    @Test(arguments: [["a", "a/b"], ["a/b", "a"], ["a/b/c/d", "a/b"], ["a/b", "a/b/c/d"]])
    func aFileAndAFolderOfTheSameName(_ keys: [String]) throws {
        for makesLinks in [true, false] {
            let exporter = exporter(makesLinks: makesLinks)
            for key in keys { exporter.open(try offer(key))?.discard() }
            let message = try #require(exporter.failure?.description)
            #expect(keys.allSatisfy { message.contains("s3://bucket/\($0)") } && message.contains("which is a file"))
        }
    }

    @Test(arguments: ["../a", "a//b", "/a", "a/", "", "a/./b", "a\0b"]) func keysThatAreNoFiles(_ key: String) throws {
        let exporter = exporter()
        #expect(exporter.open(try offer(key)) == nil)
        #expect(exporter.failure?.description.contains("can't be the name of a file") ?? false)
        exporter.complete()
        #expect(files().isEmpty)
    }

    @Test func aBucketCalledLikeTheIndex() throws {
        let exporter = exporter()
        #expect(exporter.open(try offer(bucket: "index.jsonl")) == nil)
        #expect(exporter.failure?.description.contains("which is the index") ?? false)
    }
}
