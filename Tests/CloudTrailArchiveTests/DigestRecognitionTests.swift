import CloudTrailArchive
import CloudTrailFormat
import CloudTrailVerification
import FileTree
import Foundation
import Primitives
import TestSupport
import Testing

/// A run says the same whether digests are read by comparison or all are decoded in full.
@Suite struct DigestRecognitionTests {
    /// Says of no digest that it has no saved signature, so that every one is decoded in full.
    struct CautiousSource: ArtifactSource {
        let archive: DirectoryArchive

        var listing: ArchiveListing { archive.listing }
        func makeReader() throws -> CautiousReader { CautiousReader(reader: try archive.makeReader()) }
        func status(of file: FileNumber) -> ArtifactStatus? { archive.status(of: file) }
    }

    struct CautiousReader: ArtifactReader {
        let reader: DirectoryArchiveReader

        func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading {
            reader.read(file, limit: limit, sink: sink)
        }

        func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
            reader.savedSignatures(for: location, at: file)
        }
    }

    /// The cases that have a verdict: what the command refuses before it reads an archive has nothing to compare.
    private static let judged = ConformanceCase.judgeable.filter { $0.verdict != nil }

    @Test func thereAreCases() { #expect(Self.judged.count > 180) }

    @Test(arguments: judged) func conformanceCases(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        func names(below name: String) throws -> [String] {
            let path = folder.path("case/" + name)
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { path + "/" + $0 }
        }
        // The command's arguments don't matter here: every tree, key and signature of the case is read.
        let roots = try names(below: "").filter { $0.contains("/tree") }.map { try Directory(root: ByteString($0)) }
        try #require(!roots.isEmpty)
        let records = try names(below: "keys").flatMap {
            try PublicKeyList.decode(Array(try #require(FileManager.default.contents(atPath: $0))))
        }
        let saved = [folder.path("case/signatures")].filter { FileManager.default.fileExists(atPath: $0) }
        let signatures = try SignatureStore.load(saved.map { ByteString($0) })
        let archive = DirectoryArchive(
            roots: roots, listing: ArchiveIndexer(roots: roots, jobs: 1).index().listing, signatures: signatures)
        let keys = try KeyStore(records)
        for jobs in [1, 3] {
            let policy = try VerificationPolicy()
            let usual = try VerificationEngine(source: archive, keys: keys, policy: policy, jobs: jobs).run()
            let cautious = try VerificationEngine(
                source: CautiousSource(archive: archive), keys: keys, policy: policy, jobs: jobs
            ).run()
            #expect(usual.holdsArtifacts)
            #expect(text(usual) == text(cautious))
        }
    }

    /// Everything that a result says.
    private func text(_ result: VerificationResult) -> [String] {
        var lines = [
            "\(result.verdict) \(result.summary) \(result.warnings) \(result.isComplete) \(result.isAnythingInScope)"
        ]
        for finding in result.findings { lines.append("\(finding)") }
        for chain in result.chains { lines.append("\(chain)") }
        result.forEachDigest { lines.append("\($0)") }
        result.forEachLog { lines.append("\($0)") }
        return lines
    }
}
