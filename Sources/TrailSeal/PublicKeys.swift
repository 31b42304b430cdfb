internal import CloudTrailArchive
internal import CloudTrailFormat
internal import CloudTrailVerification
internal import FileTree
internal import LibCrypto
internal import Primitives

/// CloudTrail's public keys, as `aws cloudtrail list-public-keys` prints them. Everything that a run proves rests on
/// them, so save them yourself, over a connection that you trust.
public struct PublicKeys: Sendable {
    let store: KeyStore
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
        var answers: [(name: String, content: [UInt8])] = []
        for path in paths {
            for file in try InputFile.files(at: path, endingIn: [".json"]) {
                answers.append((file.description, try InputFile.content(of: file, limit: PublicKeyList.sizeLimit)))
            }
        }
        try self.init(answers)
    }

    /// Reads the text of one answer. Throws ``TrailSealError/malformed(path:reason:)``.
    public init(json: some Sequence<UInt8>) throws(TrailSealError) { try self.init([("the key listing", Array(json))]) }

    private init(_ answers: [(name: String, content: [UInt8])]) throws(TrailSealError) {
        var records: [PublicKeyRecord] = []
        for answer in answers {
            do throws(PublicKeyListError) {
                records += try PublicKeyList.decode(answer.content)
            } catch {
                throw .malformed(path: answer.name, reason: "it isn't list-public-keys output: \(error)")
            }
        }
        count = records.count
        do throws(LibCryptoError) { store = try KeyStore(records) } catch { throw .libraryFailure("\(error)") }
    }
}
