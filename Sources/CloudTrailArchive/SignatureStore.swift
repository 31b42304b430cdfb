internal import CloudTrailFormat
internal import FileTree
public import Primitives
internal import Synchronization

/// The saved signatures that the user named, found by the object they were saved for.
public final class SignatureStore: Sendable {
    /// A file in a folder laid out like the keys.
    private struct FolderFile: Sendable {
        let folder: Int
        let path: ByteString
        /// Bytes of the suffix of a saved answer.
        let suffixLength: Int

        /// Path below the folder, without the suffix.
        var objectPath: ByteString { path.dropLast(suffixLength) }
    }

    private let folders: [Directory]
    /// By the last components of the key on which a path must agree with it.
    private let files: [ByteString: [FolderFile]]
    private let listed: ListedAnswers

    /// Most answers of one object that are kept or read: one more than are tried on a digest (LIMIT-8), so that it is seen
    /// that there are more.
    private static let answerLimit = 17
    /// The end times in the names of all digests for which answers were saved: most digests have none, and need no key to be
    /// seen to have none.
    private let endTimes: Set<UnixTime>
    /// Whether extended attributes of digest files are read.
    public let readsAttributes: Bool
    private let exhaustion = Mutex<FileTreeError?>(nil)
    /// Why no signature was found where one may be: descriptors or memory were used up.
    var failure: FileTreeError? { exhaustion.withLock { $0 } }
    /// What lies in the folders and could not be looked at.
    let warnings: [String]

    init(
        folders: [Directory], folderFiles: [(folder: Int, path: ByteString)], listed: ListedAnswers,
        readsAttributes: Bool = true, warnings: [String] = []
    ) {
        var files: [ByteString: [FolderFile]] = [:]
        for file in folderFiles {
            for suffix in SignatureSidecar.suffixes {
                guard file.path.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) else { continue }
                let objectPath = file.path.dropLast(suffix.utf8.count)
                guard let tail = Self.tail(of: objectPath) else { continue }
                files[tail, default: []].append(
                    FolderFile(folder: file.folder, path: file.path, suffixLength: suffix.utf8.count))
                break
            }
        }
        let listed = listed.indexed(limit: Self.answerLimit) { Self.tail(of: $0) }
        // A digest's key has a digest's name, and so has what agrees with it.
        endTimes = Set(
            (Array(files.keys) + listed.named.map(\.key)).compactMap { DigestName($0.splitAtLastSlash.name)?.endTime })
        self.folders = folders
        self.files = files
        self.listed = listed
        self.readsAttributes = readsAttributes
        self.warnings = warnings
    }

    /// A store without any.
    public static let empty = SignatureStore(folders: [], folderFiles: [], listed: ListedAnswers(keys: []))

    /// The last six components, on which a digest's place and its key must agree anyway.
    private static func tail(of path: ByteString) -> ByteString? {
        let parts = path.components
        guard parts.count >= PathMapping.agreementMinimum else { return nil }
        return ByteString(path.bytes[parts[parts.count - PathMapping.agreementMinimum].startIndex...])
    }

    /// Whether `userSignatures` may find any for a digest. False is certain.
    func mayHoldUserSignatures(for location: S3Location) -> Bool {
        location.endTime.map { endTimes.contains($0) } ?? true
    }

    /// Whether answers were given that name no object.
    var holdsUnnamed: Bool { !listed.unnamed.isEmpty }

    /// The answers without an object's name that sign what has this SHA-256.
    func unnamedSignatures(of message: SHA256Digest) -> [SavedSignature] { listed.unnamed[message] ?? [] }

    /// The answers saved for `location`, in the order in which the paths were given.
    func userSignatures(for location: S3Location) -> [SavedSignature] {
        guard !files.isEmpty || !listed.named.isEmpty, let tail = Self.tail(of: location.key) else { return [] }
        var found: [SavedSignature] = []
        for file in files[tail] ?? [] where found.count < Self.answerLimit {
            guard PathMapping(root: 0, path: file.objectPath, declared: location.joined) != nil else { continue }
            // One that cannot be read holds no signature, and is named like any other that holds none.
            let metadata =
                contents(of: file).map { SignatureMetadataParser.metadata(in: $0) } ?? SignatureMetadata(fields: [])
            found.append(
                SavedSignature(
                    source: .userPath(folders[file.folder].path.appending(component: file.path)),
                    signature: metadata.signature, backfillGeneration: metadata.backfillGeneration))
        }
        return found + listed.answers(tail, in: location.bucket)
    }

    /// The objects of all answers that name one, by account.
    var signedObjects: [ByteString: [SignedObject]] {
        var objects: [ByteString: [SignedObject]] = [:]
        // Neighbours are mostly of one chain.
        var last: ChainID?
        func add(_ object: SignedObject?) {
            guard let object else { return }
            last = object.chain
            objects[object.chain.accountID, default: []].append(object)
        }
        for file in files.values.joined() {
            add(
                SignedObject(bucket: nil, path: file.objectPath, like: last) { [self] in
                    contents(of: file).map { SignatureMetadataParser.metadata(in: $0).signature != nil } ?? false
                })
        }
        for answer in listed.named where Self.tail(of: answer.key) != nil {
            if answer.signature.signature != nil {
                add(SignedObject(bucket: answer.bucket, path: answer.key, like: last) { true })
            } else {
                add(SignedObject(bucket: answer.bucket, path: answer.key, like: last) { false })
            }
        }
        return objects
    }

    /// Paths of the files that are saved answers by their names, in folders that the user named.
    public var folderPaths: [ByteString] {
        files.values.joined().filter { DigestFileName(anyRegion: $0.objectPath.splitAtLastSlash.name) != nil }
            .map { folders[$0.folder].path.appending(component: $0.path) }
    }

    private func contents(of file: FolderFile) -> [UInt8]? {
        let (folder, name) = file.path.splitAtLastSlash
        do throws(FileTreeError) {
            return try folders[file.folder].directory(folder).file(name).contents(
                limit: SignatureMetadataParser.sizeLimit)
        } catch {
            if error.isExhaustion { exhaustion.withLock { $0 = $0 ?? error } }
            return nil
        }
    }

    /// Whether a folder of digest files holds anything that could be a sidecar.
    func hasSidecars(folder index: Int, in listing: ArchiveListing) -> Bool {
        listing.folders[index].mayHoldSidecars
    }
}
