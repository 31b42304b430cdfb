import Foundation
import TestSupport
import Testing
import TrailSeal

/// An archive that isn't a folder is judged like a folder with the same files.
@Suite struct StorageTests {
    /// Link targets and permissions exist only in folders.
    static let vectors = Vector.all.filter { vector in
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: vector.tree.path)) ?? []
        return paths.allSatisfy { path in
            let kind = try? FileManager.default.attributesOfItem(atPath: vector.tree.appending(path: path).path)[.type]
            return kind as? FileAttributeType == .typeRegular || kind as? FileAttributeType == .typeDirectory
        }
    }

    @Test(arguments: vectors) func likeAFolder(_ vector: Vector) throws {
        let verifier = try vector.verifier()
        let folder = try verifier.verify([vector.tree.path])
        let memory = try verifier.verify(try MemoryStorage(folder: vector.tree, name: vector.tree.path))
        #expect(memory.verdict == folder.verdict && memory.chains == folder.chains)
        #expect(memory.findings == folder.findings && memory.summary.findings == folder.summary.findings)
        #expect(memory.summary.digests == folder.summary.digests && memory.summary.logs == folder.summary.logs)
        // A folder is read account by account, and a storage as a whole, so the bytes that were read may differ.
        if memory.summary == folder.summary {
            #expect(memory.rendered(as: .json) == folder.rendered(as: .json))
        }
    }

    private func contents(_ name: String) throws -> [String: [UInt8]] {
        let tree = try Vector.named(name).tree
        let storage = try MemoryStorage(folder: tree, name: "memory")
        return Dictionary(
            uniqueKeysWithValues: try storage.files().map { file in
                (file.path, try Array(Data(contentsOf: tree.appending(path: file.path))))
            })
    }

    /// The signature that S3 keeps in an object's metadata proves the newest digest file.
    @Test func signatureInMetadata() throws {
        let contents = try contents("clean")
        let heads = try Vector.named("clean").folder.appending(path: "signatures")
        let saved = try FileManager.default.subpathsOfDirectory(atPath: heads.path).filter { $0.hasSuffix(".json") }
        let path = try #require(saved.first)
        let answer = try JSONSerialization.jsonObject(with: Data(contentsOf: heads.appending(path: path)))
        let metadata = try #require((answer as? [String: Any])?["Metadata"] as? [String: String])
        let newest = try #require(contents.keys.filter { $0.contains("CloudTrail-Digest") }.max())
        var verifier = try Vector.named("clean").verifier()
        verifier.signatures = .none
        #expect(try verifier.verify(MemoryStorage(name: "memory", contents)).verdict == .unverified)
        let whole = MemoryStorage(name: "memory", contents, metadata: [newest: metadata])
        #expect(try verifier.verify(whole).verdict == .verified)
    }

    @Test func damageIsAFinding() throws {
        let contents = try contents("clean")
        let verifier = try Vector.named("clean").verifier()
        let log = try #require(contents.keys.filter { !$0.contains("CloudTrail-Digest") }.min())
        let broken = try verifier.verify(MemoryStorage(name: "memory", contents, broken: log))
        #expect(broken.verdict == .unverified)
        let finding = try #require(broken.findings.first { $0.verdict == .unverified })
        #expect(finding.code == .fileUnreadable && finding.message.contains("the connection was lost"))
    }

    /// The order of names as they are numbered isn't that of their bytes if one begins with another.
    @Test(arguments: [" (1)", "-", "!", "~", ".json"]) func namesThatBeginAlike(_ added: String) throws {
        let contents = try contents("clean")
        let verifier = try Vector.named("clean").verifier()
        for key in contents.keys {
            var planted = contents
            // The genuine bytes lie beside the name, and nothing under it.
            planted[key.replacing(".json.gz", with: "\(added).json.gz")] = contents[key]
            planted[key] = []
            #expect(try verifier.verify(MemoryStorage(name: "memory", planted)).verdict == .invalid, "\(key)")
            let folder = try TemporaryFolder()
            for (path, content) in planted { try folder.write(content, to: path) }
            let storage = try MemoryStorage(folder: folder.url, name: folder.path)
            #expect(try verifier.verify(storage).findings == (try verifier.verify([folder.path])).findings, "\(key)")
        }
    }

    @Test(arguments: [1, 2, 3, 100_000]) func piecesOfAnySize(_ size: Int) throws {
        let contents = try contents("clean")
        let verifier = try Vector.named("clean").verifier()
        #expect(try verifier.verify(MemoryStorage(name: "memory", contents, pieceSize: size)).verdict == .verified)
        let log = try #require(contents.keys.filter { !$0.contains("CloudTrail-Digest") }.min())
        var longer = contents
        longer[log]? += [UInt8](repeating: 0, count: 300_000)
        let report = try verifier.verify(MemoryStorage(name: "memory", longer, pieceSize: size))
        let finding = try #require(report.findings.first { $0.verdict == .invalid })
        #expect(finding.code == .logTrailingData && finding.message.contains("300000"), "\(finding)")
    }

    /// What consoles make to show a folder.
    @Test func folderMarkers() throws {
        var contents = try contents("clean")
        for key in contents.keys {
            let parts = key.split(separator: "/")
            for count in 1..<parts.count { contents[parts.prefix(count).joined(separator: "/") + "/"] = [] }
        }
        let report = try Vector.named("clean").verifier().verify(MemoryStorage(name: "memory", contents))
        #expect(report.verdict == .verified && report.findings.isEmpty, "\(report.findings)")
    }

    /// Size 0 and an error: nothing is known of the file.
    @Test func emptyAndBroken() throws {
        var contents = try contents("clean")
        let log = try #require(contents.keys.filter { !$0.contains("CloudTrail-Digest") }.min())
        contents[log] = []
        let report = try Vector.named("clean").verifier().verify(MemoryStorage(name: "memory", contents, broken: log))
        #expect(report.verdict == .unverified && report.findings.contains { $0.code == .fileUnreadable })
    }

    /// U+212A is Unicode's equal of K, and another key in S3.
    @Test func pathsAreBytes() {
        let one = StoredFile(path: "AWSLogs/\u{212A}", size: 1)
        let other = StoredFile(path: "AWSLogs/K", size: 1)
        #expect(one.path == other.path && one != other && Set([one, other]).count == 2)
    }

    /// A storage that says one size and delivers another.
    @Test(arguments: [-1, 1]) func wrongSize(_ difference: Int) throws {
        let contents = try contents("clean")
        let log = try #require(contents.keys.filter { !$0.contains("CloudTrail-Digest") }.min())
        let storage = WrongSize(MemoryStorage(name: "memory", contents), log, difference)
        let report = try Vector.named("clean").verifier().verify(storage)
        #expect(report.verdict != .verified)
        #expect(report.findings.contains { $0.path == "memory/\(log)" && $0.verdict != .note })
    }

    private struct WrongSize: ArchiveStorage {
        let storage: MemoryStorage
        let path: String
        let difference: Int

        init(_ storage: MemoryStorage, _ path: String, _ difference: Int) {
            (self.storage, self.path, self.difference) = (storage, path, difference)
        }

        var name: String { storage.name }

        func files() -> [StoredFile] {
            storage.files().map { file in
                guard file.path == path else { return file }
                return StoredFile(path: file.path, size: UInt64(Int(file.size) + difference))
            }
        }

        func read(_ file: StoredFile, _ body: (UnsafeRawBufferPointer) -> Bool) throws { try storage.read(file, body) }
    }

    /// Paths are names, never places on a disk. What isn't a path below the archive is never read. It is a finding, or, in a
    /// place that isn't CloudTrail's, counted.
    @Test(arguments: [
        "../outside", "/absolute", "a//b", "./a", "a/..", "a\u{0}b", "", "AWSLogs//111122223333/CloudTrail/x.json.gz",
        "AWSLogs/../AWSLogs/111122223333/CloudTrail/x.json.gz",
    ]) func oddPaths(_ path: String) throws {
        var contents = try contents("clean")
        contents[path] = [1, 2, 3]
        let report = try Vector.named("clean").verifier().verify(MemoryStorage(name: "memory", contents, broken: path))
        #expect(report.summary.logs.verified == 6 && report.summary.digests.verified == 3)
        let finding = report.findings.first { $0.verdict == .unverified }
        #expect(finding.map { $0.message.contains("not a path below the archive") } ?? (report.verdict == .verified))
        #expect(finding != nil || !path.contains("AWSLogs"))
    }

    @Test func aFileTwice() throws {
        let storage = Twice(storage: MemoryStorage(name: "memory", try contents("clean")))
        let report = try Vector.named("clean").verifier().verify(storage)
        #expect(report.verdict == .unverified && report.findings.contains { $0.message.contains("listed twice") })
    }

    private struct Twice: ArchiveStorage {
        let storage: MemoryStorage
        var name: String { storage.name }

        func files() -> [StoredFile] { storage.files() + storage.files().prefix(1) }
        func read(_ file: StoredFile, _ body: (UnsafeRawBufferPointer) -> Bool) throws { try storage.read(file, body) }
    }

    @Test func aStorageThatCannotBeListed() throws {
        struct Closed: ArchiveStorage {
            var name: String { "closed" }
            func files() throws -> [StoredFile] { throw MemoryStorage.Broken() }
            func read(_ file: StoredFile, _ body: (UnsafeRawBufferPointer) -> Bool) {}
        }
        let verifier = try Vector.named("clean").verifier()
        #expect(throws: TrailSealError.unreadable(path: "closed", reason: "the connection was lost")) {
            try verifier.verify(Closed())
        }
    }
}
