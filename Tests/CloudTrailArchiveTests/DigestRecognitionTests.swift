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

    @Test(arguments: ConformanceCase.all) func conformanceCases(_ one: ConformanceCase) throws {
        let folder = try one.prepared()
        func names(below name: String) -> [String] {
            let path = folder.path("case/" + name)
            return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted().map { path + "/" + $0 }
        }
        // What the command would make of its arguments is not the point here: everything is taken.
        let trees = names(below: "").filter { $0.contains("/tree") }
        let roots = trees.compactMap { try? Directory(root: ByteString($0)) }
        let records = names(below: "keys").compactMap { FileManager.default.contents(atPath: $0) }
            .compactMap { try? PublicKeyList.decode(Array($0)) }.flatMap { $0 }
        let saved = [folder.path("case/signatures")].filter { FileManager.default.fileExists(atPath: $0) }
        guard let signatures = try? SignatureStore.load(saved.map { ByteString($0) }) else { return }
        let archive = DirectoryArchive(
            roots: roots, listing: ArchiveIndexer(roots: roots, jobs: 1).index().listing, signatures: signatures)
        let keys = try KeyStore(records)
        for jobs in [1, 3] {
            let policy = try VerificationPolicy()
            let usual = try VerificationEngine(source: archive, keys: keys, policy: policy, jobs: jobs).run()
            let cautious = try VerificationEngine(
                source: CautiousSource(archive: archive), keys: keys, policy: policy, jobs: jobs
            ).run()
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
