internal import TrailSealArchive
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealReporting
internal import TrailSealVerification

/// CloudTrail's public keys, as `aws cloudtrail list-public-keys` prints them. Everything that a run proves rests on
/// them, so save them yourself, over a connection that you trust.
public struct PublicKeys: Sendable {
    let store: KeyStore
    /// The files that hold the keys, with their hashes, as reports show them.
    let files: [ReportHead.Input]
    /// The paths of these files.
    let paths: [ByteString]
    /// The number of keys that were read.
    public let count: Int
    /// Keys that can't be used, and why.
    public var warnings: [String] { store.warnings }

    /// Reads files, and every `.json` file directly in a folder.
    ///
    /// Throws ``TrailSealError/unreadable(path:reason:)``, or ``TrailSealError/malformed(path:reason:)`` if a file
    /// isn't such an answer. A file may have at most 16 MiB.
    public init(contentsOf paths: String...) throws(TrailSealError) { try self.init(contentsOf: paths) }

    /// Reads files, and every `.json` file directly in a folder. Throws as above.
    public init(contentsOf paths: [String]) throws(TrailSealError) {
        var answers: [(path: ByteString?, content: [UInt8])] = []
        for path in paths {
            for file in try InputFile.files(at: path, endingIn: [".json"]) {
                answers.append((file, try InputFile.content(of: file, limit: PublicKeyList.sizeLimit)))
            }
        }
        try self.init(answers)
    }

    /// Reads the text of one answer. Throws ``TrailSealError/malformed(path:reason:)``.
    public init(json: some Sequence<UInt8>) throws(TrailSealError) { try self.init([(nil, Array(json))]) }

    private init(_ answers: [(path: ByteString?, content: [UInt8])]) throws(TrailSealError) {
        var records: [PublicKeyRecord] = []
        var files: [ReportHead.Input] = []
        for (path, content) in answers {
            let name = path?.description ?? "the key listing"
            let found: [PublicKeyRecord]
            do throws(PublicKeyListError) { found = try PublicKeyList.decode(content) } catch {
                throw .malformed(path: name, reason: "it isn't list-public-keys output: \(error)")
            }
            records += found
            do throws(LibCryptoError) {
                let hash = try SHA256Hasher.hash(content).hex
                files.append(ReportHead.Input(path: name, sha256: hash, keys: found.count))
            } catch { throw .libraryFailure("\(error)") }
        }
        self.files = files
        paths = answers.compactMap(\.path)
        count = records.count
        do throws(LibCryptoError) { store = try KeyStore(records) } catch { throw .libraryFailure("\(error)") }
    }
}
