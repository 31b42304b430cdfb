import Foundation
import TrailSealFileTree
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import TrailSealProof

@testable import TrailSealArchive

/// Keys and saved signatures of a vector.
struct KernelInputs {
    let keys: TrustedKeys
    private let signatures: SignatureStore
    private let checkpoints: [KernelCheckpoint]

    init(_ arguments: KernelArguments) throws {
        let found = try Self.keys(arguments.keys)
        keys = TrustedKeys(found)
        signatures = try SignatureStore.load(
            arguments.signatures.map { ByteString($0) }, keys: found.values.joined().map(\.publicKey))
        checkpoints = arguments.checkpoints
    }

    /// KEY-1, KEY-2, KEY-5, KEY-6.
    private static func keys(_ paths: [String]) throws -> [[UInt8]: [TrustedKeys.Key]] {
        var found: [[UInt8]: [(value: [UInt8], isGenuine: Bool, validity: [ClosedRange<UnixTime>])]] = [:]
        for path in try paths.flatMap({ try files($0) }) {
            for record in try PublicKeyList.decode(Array(Data(contentsOf: URL(filePath: path)))) {
                let computed = try MD5.hash(record.value)
                let listed = record.fingerprint ?? computed
                let validity = record.validFrom...record.validUntil
                if let index = found[listed]?.firstIndex(where: { $0.value == record.value }) {
                    found[listed]?[index].validity.append(validity)
                } else {
                    found[listed, default: []].append((record.value, listed == computed, [validity]))
                }
            }
        }
        return found.mapValues { list in
            list.compactMap { entry in
                (try? RSAPublicKey(der: entry.value)).map {
                    TrustedKeys.Key($0, isGenuine: entry.isGenuine, validity: entry.validity)
                }
            }
        }
    }

    private static func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") }.sorted()
            .map { path + "/" + $0 }
    }

    /// Everything that was saved for the digest in `entry` (INPUT-1 to INPUT-4).
    func saved(_ entry: KernelEntry, _ document: DigestDocument, _ hash: SHA256Digest) throws -> [SavedSignature] {
        let location = document.location
        var folder: SignatureStore.OpenedFolder?
        var saved = signatures.userSignatures(for: location, &folder)
        saved += signatures.unnamedSignatures(
            of: try SHA256Hasher.hash(StringToSign.bytes(of: document, hash: hash)))
        for checkpoint in checkpoints where checkpoint.location == location && checkpoint.hash == hash {
            saved.append(
                SavedSignature(source: .checkpoint, signature: checkpoint.signature, isAttributed: false))
        }
        let file = try OpenFile(userPath: ByteString(entry.system))
        if let text = file.attribute("user.signature") {
            let metadata = SignatureMetadataParser.metadata(in: text)
            saved.append(SavedSignature(source: .extendedAttribute, signature: metadata.signature))
        }
        for suffix in SignatureSidecar.suffixes {
            guard let bytes = FileManager.default.contents(atPath: entry.system + suffix) else { continue }
            let metadata = SignatureMetadataParser.metadata(in: Array(bytes))
            saved.append(
                SavedSignature(
                    source: .sidecar(entry.name + suffix), signature: metadata.signature,
                    backfillGeneration: metadata.backfillGeneration))
        }
        // The answer for X.json.gz may be called X.json (FILE-22).
        if entry.name.hasSuffix(".json.gz"),
            let bytes = FileManager.default.contents(atPath: String(entry.system.dropLast(3)))
        {
            let metadata = SignatureMetadataParser.metadata(in: Array(bytes))
            if metadata.signature != nil {
                saved.append(
                    SavedSignature(
                        source: .sidecar(entry.name.dropLast(3)), signature: metadata.signature,
                        backfillGeneration: metadata.backfillGeneration))
            }
        }
        return saved
    }
}
