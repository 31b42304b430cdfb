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

    private struct ListedAnswer: Sendable {
        let bucket: ByteString?
        let signature: SavedSignature
    }

    private let folders: [Directory]
    /// By the last components of the key on which a path must agree with it.
    private let files: [ByteString: [FolderFile]]
    private let answers: [ByteString: [ListedAnswer]]
    private let listedObjects: [(path: ByteString, answer: ListedAnswer)]
    private let unattributed: [SavedSignature]
    /// The last bytes of every tail in `files` and `answers`, mixed: most digests have no saved signature, and need no
    /// tail to be seen to have none.
    private let endings: Set<UInt64>
    /// Whether any tail is too short to have such an ending.
    private let holdsShortTails: Bool
    /// Whether extended attributes of digest files are read.
    public let readsAttributes: Bool
    private let exhaustion = Mutex<FileTreeError?>(nil)
    /// Why no signature was found where one may be: descriptors or memory were used up.
    var failure: FileTreeError? { exhaustion.withLock { $0 } }
    /// What lies in the folders and could not be looked at.
    let warnings: [String]

    init(
        folders: [Directory], folderFiles: [(folder: Int, path: ByteString)],
        listings: [(path: ByteString, listing: SignatureListing)], readsAttributes: Bool = true, warnings: [String] = []
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
        var answers: [ByteString: [ListedAnswer]] = [:]
        var listedObjects: [(path: ByteString, answer: ListedAnswer)] = []
        var unattributed: [SavedSignature] = []
        for (path, listing) in listings {
            for entry in listing.entries {
                let signature = SavedSignature(
                    source: .userPath(path), signature: entry.metadata.signature,
                    backfillGeneration: entry.metadata.backfillGeneration, isAttributed: entry.key != nil)
                if let key = entry.key {
                    // rclone names paths below the remote it was given, so a listed key may lack its beginning.
                    guard let tail = Self.tail(of: key) else { continue }
                    let answer = ListedAnswer(bucket: entry.bucket, signature: signature)
                    answers[tail, default: []].append(answer)
                    listedObjects.append((key, answer))
                } else if unattributed.count < SignatureListing.unattributedLimit, signature.signature != nil {
                    unattributed.append(signature)
                }
            }
        }
        let tails = Array(files.keys) + Array(answers.keys)
        endings = Set(tails.compactMap { Self.ending(of: $0.bytes.span) })
        holdsShortTails = tails.contains { Self.ending(of: $0.bytes.span) == nil }
        self.folders = folders
        self.files = files
        self.answers = answers
        self.listedObjects = listedObjects
        self.unattributed = unattributed
        self.readsAttributes = readsAttributes
        self.warnings = warnings
    }

    /// A store without any.
    public static let empty = SignatureStore(folders: [], folderFiles: [], listings: [])

    /// The last six components, on which a digest's place and its key must agree anyway.
    private static func tail(of path: ByteString) -> ByteString? {
        let parts = path.components
        guard parts.count >= PathMapping.agreementMinimum else { return nil }
        return ByteString(path.bytes[parts[parts.count - PathMapping.agreementMinimum].startIndex...])
    }

    /// The last 24 bytes mixed, nil where there are fewer. Equal texts have equal endings.
    private static func ending(of text: Span<UInt8>) -> UInt64? {
        guard text.count >= 24 else { return nil }
        let start = text.count - 24
        // An odd multiplier (2 to the 64 by the golden ratio) spreads every bit over those above it.
        let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
        let mixed = (text.word(at: start) &* multiplier) ^ (text.word(at: start + 8).byteSwapped &* multiplier)
        return (mixed &* multiplier) ^ text.word(at: start + 16)
    }

    /// Whether `userSignatures` may find any for a key. False is certain.
    func mayHoldUserSignatures(for key: Span<UInt8>) -> Bool {
        guard unattributed.isEmpty, !holdsShortTails, let ending = Self.ending(of: key) else { return true }
        return endings.contains(ending)
    }

    /// The answers saved for `location`, in the order in which the paths were given; then those that name no object.
    func userSignatures(for location: S3Location) -> [SavedSignature] {
        guard !files.isEmpty || !answers.isEmpty || !unattributed.isEmpty, let tail = Self.tail(of: location.key)
        else { return unattributed }
        var found: [SavedSignature] = []
        for file in files[tail] ?? [] {
            guard PathMapping(root: 0, path: file.objectPath, declared: location.joined) != nil else { continue }
            // One that cannot be read holds no signature, and is named like any other that holds none.
            let metadata =
                contents(of: file).map { SignatureMetadataParser.metadata(in: $0) } ?? SignatureMetadata(fields: [])
            found.append(
                SavedSignature(
                    source: .userPath(folders[file.folder].path.appending(component: file.path)),
                    signature: metadata.signature, backfillGeneration: metadata.backfillGeneration))
        }
        for answer in answers[tail] ?? [] where answer.bucket == nil || answer.bucket == location.bucket {
            found.append(answer.signature)
        }
        return found + unattributed
    }

    /// The objects of all answers that name one, by account.
    var signedObjects: [ByteString: [SignedObject]] {
        var objects: [ByteString: [SignedObject]] = [:]
        func add(_ object: SignedObject?) {
            guard let object else { return }
            objects[ByteString(object.name.accountID), default: []].append(object)
        }
        for file in files.values.joined() {
            add(
                SignedObject(bucket: nil, path: file.objectPath) { [self] in
                    contents(of: file).map { SignatureMetadataParser.metadata(in: $0).signature != nil } ?? false
                })
        }
        for (path, answer) in listedObjects {
            let holdsSignature = answer.signature.signature != nil
            add(SignedObject(bucket: answer.bucket, path: path) { holdsSignature })
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
