import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing
import TrailSealArchive
import TrailSealFileTree
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import TrailSealVerification
import VirtualTrail

/// A file that shrinks while it is read counts as unreadable, not as tampered with.
@Suite struct ShrinkingFileTests {
    /// Passes everything on, and cuts a file right after its first bytes were read.
    final class ShrinkingSource: ArtifactSource, AccountPartition {
        let archive: DirectoryArchive
        let path: String
        let suffix: String
        init(_ archive: DirectoryArchive, path: String, suffix: String) {
            self.archive = archive
            self.path = path
            self.suffix = suffix
        }

        var listing: ArchiveListing { archive.listing }
        var warnings: [String] { [] }
        var roots: [ByteString] { listing.roots }
        var accounts: [ByteString?] { [nil] }
        func source(of part: Int, spread: ParallelLoop) -> ShrinkingSource { self }
        func isDone(with part: Int) {}

        func makeReader() throws -> ShrinkingReader { ShrinkingReader(reader: try archive.makeReader(), source: self) }

        func status(of file: FileNumber) -> ArtifactStatus? { archive.status(of: file) }
    }

    struct ShrinkingReader: ArtifactReader {
        let reader: DirectoryArchiveReader
        let source: ShrinkingSource

        func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading {
            let isChosen = source.listing.name(of: file).description.hasSuffix(source.suffix)
            return reader.read(file, limit: limit) { chunk in
                if isChosen { #expect(truncate(source.path, 300_000) == 0) }
                sink(chunk)
            }
        }

        func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
            reader.savedSignatures(for: location, at: file)
        }
    }

    @Test func aLogThatShrinks() throws {
        // Larger than the buffers and not compressible, so it is read in several pieces.
        var state: UInt64 = 1
        let noise = (0..<2_000_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        var log = Log(Trail(), at: .hour(2) + 60, records: 1, seed: 7)
        log.content = noise
        let archive = try SmallArchive { world, digests in
            let digest = Digest(
                Trail(), from: .hour(3), to: .hour(4), logs: [log], after: digests[2], signedBy: .first)
            world.publish([digest])
            world.saveHead(digest)
        }
        let root = try Directory(root: ByteString(archive.folder.path("tree")))
        let store = try SignatureStore.load([ByteString(archive.folder.path("signatures"))])
        let accounts = AccountArchive(roots: [root], named: [], shard: nil, signatures: store, spread: inOrder)
        let source = ShrinkingSource(
            accounts.source(of: 0, spread: inOrder), path: archive.folder.path("tree/" + log.key),
            suffix: String(log.key.suffix(30)))
        let keys = try KeyStore(
            PublicKeyList.decode(
                Array(try Data(contentsOf: archive.folder.url.appending(path: "keys/us-east-1.json")))))
        let result = try AccountRuns(partition: source, keys: keys, policy: VerificationPolicy(), jobs: 1).result()
        #expect(result.verdict == .unverified)
        #expect(result.findings.map(\.code) == [.fileUnreadable])
        #expect(result.summary.logs.unverified == 1)
        #expect(result.summary.logs.verified == 6)
    }
}

/// Runs one after the other. A walk gets this instead of threads.
func inOrder(_ count: Int, _ body: @Sendable (Int) -> Void) { for index in 0..<count { body(index) } }
