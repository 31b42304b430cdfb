internal import Synchronization
internal import TrailSealFileTree
package import TrailSealFormat
package import TrailSealPrimitives

/// The saved signatures given with `--signatures`, found by the object they were saved for.
package final class SignatureStore: Sendable {
    /// A file in a folder, named like a digest.
    private struct FolderFile: Sendable {
        let number: Int
        let folder: Int
        let path: ByteString
        /// Path below the folder, with the digest's name.
        let objectPath: ByteString
    }

    /// A path that the user gave.
    struct Given: Sendable {
        let path: ByteString
        let folder: Directory?
    }

    private let given: [Given]
    /// By the digest's base name.
    private let files: [ByteString: [FolderFile]]
    private let fileCount: Int
    private let listed: ListedAnswers
    private let use: AnswerUse

    /// How many answers for one object are kept or read: one more than are tried (LIMIT-8), to detect that there are
    /// more.
    private static let answerLimit = 17
    /// The end times in the names of all digests with saved answers. Most digests have none, and this shows it
    /// without building their keys.
    private let endTimes: Set<UnixTime>
    private let oldestEnd: UnixTime?
    /// Whether extended attributes of digest files are read.
    package let readsAttributes: Bool
    private let exhaustion = Mutex<FileTreeError?>(nil)
    /// Set if the process ran out of descriptors or memory, so that a signature may have been missed.
    var failure: FileTreeError? { exhaustion.withLock { $0 } }
    /// Warnings about entries of the folders that couldn't be read.
    let warnings: [String]

    /// Creates a store. `folderFiles` are the files for which `objectPath` finds a digest.
    init(
        given: [Given], folderFiles: [(folder: Int, path: ByteString, objectPath: ByteString)], listed: ListedAnswers,
        readsAttributes: Bool = true, warnings: [String] = []
    ) {
        var files: [ByteString: [FolderFile]] = [:]
        for (number, file) in folderFiles.enumerated() {
            files[file.objectPath.name, default: []].append(
                FolderFile(number: number, folder: file.folder, path: file.path, objectPath: file.objectPath))
        }
        fileCount = folderFiles.count
        let listed = listed.indexed(limit: Self.answerLimit)
        // An answer for a digest is saved under a digest's name.
        endTimes = Set(
            (Array(files.keys) + listed.named.map(\.key.name)).compactMap { DigestName($0)?.endTime })
        oldestEnd = endTimes.min()
        use = AnswerUse(count: fileCount + listed.answerCount)
        self.given = given
        self.files = files
        self.listed = listed
        self.readsAttributes = readsAttributes
        self.warnings = warnings
    }

    /// A store without signatures.
    package static let empty = SignatureStore(given: [], folderFiles: [], listed: ListedAnswers(keys: []))

    /// Returns the path of the digest for which a file in a folder was saved: its name without a suffix (FILE-17).
    /// Nil for any other name.
    static func objectPath(of path: ByteString) -> ByteString? {
        for suffix in SignatureSidecar.suffixes where path.bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) {
            let base = path.dropLast(suffix.utf8.count)
            // `X.json` may have been saved for `X.json.gz`.
            for object in [base, base + ".gz", base + ".json.gz"]
            where DigestFileName(anyRegion: object.splitAtLastSlash.name) != nil { return object }
        }
        return nil
    }

    /// Whether `userSignatures` may find any for a digest. False is certain.
    func mayHoldUserSignatures(for location: S3Location) -> Bool {
        // Mostly only the newest digests have saved answers.
        location.endTime.map { end in oldestEnd.map { $0 <= end } ?? false && endTimes.contains(end) } ?? true
    }

    /// Whether there are answers that name no object.
    var holdsUnnamed: Bool { !listed.unnamed.isEmpty }

    /// Returns the answers that name no object and sign a message with this SHA-256.
    func unnamedSignatures(of message: SHA256Digest, by user: AnswerUse.User? = nil) -> [SavedSignature] {
        guard let found = listed.unnamed[message] else { return [] }
        for answer in found { use.mark(fileCount + answer.number, isOfUse: true, by: user) }
        return found.map(\.signature)
    }

    /// Returns the answers saved for `location`: files in folders first, then listings, each in the order given.
    func userSignatures(
        for location: S3Location, by user: AnswerUse.User? = nil, _ opened: inout OpenedFolder?
    ) -> [SavedSignature] {
        guard !files.isEmpty || !listed.named.isEmpty else { return [] }
        let named = files[location.key.splitAtLastSlash.name] ?? []
        // A path laid out like the key is better evidence than a base name.
        let laidOut = Array(
            named.lazy.filter { PathMapping(root: 0, path: $0.objectPath, declared: location.joined) != nil }
                .prefix(Self.answerLimit))
        let files = laidOut.isEmpty ? Array(named.prefix(Self.answerLimit)) : laidOut
        var found: [SavedSignature] = []
        for file in files {
            // A file that can't be read counts like one without a signature.
            let metadata =
                contents(of: file, &opened).map { SignatureMetadataParser.metadata(in: $0) }
                ?? SignatureMetadata(fields: [])
            use.mark(file.number, isOfUse: listed.isWhole(metadata.signature), by: user)
            found.append(
                SavedSignature(
                    source: .userPath(given[file.folder].path.appending(component: file.path)),
                    signature: metadata.signature, backfillGeneration: metadata.backfillGeneration))
        }
        guard !listed.named.isEmpty else { return found }
        for answer in listed.answers(for: location) {
            use.mark(
                fileCount + answer.number, isOfUse: listed.isWhole(answer.signature.signature), by: user)
            found.append(answer.signature)
        }
        return found
    }

    /// The objects of all answers that name one, by account.
    var signedObjects: [ByteString: [SignedObject]] {
        var objects: [ByteString: [SignedObject]] = [:]
        // Adjacent answers mostly belong to one chain.
        var last: ChainID?
        func add(_ object: SignedObject?) {
            guard let object else { return }
            last = object.chain
            objects[object.chain.accountID, default: []].append(object)
        }
        for file in files.values.joined().sorted(by: { $0.number < $1.number }) {
            add(
                SignedObject(bucket: nil, path: file.objectPath, like: last) { [self] in
                    var opened: OpenedFolder?
                    return contents(of: file, &opened).map { SignatureMetadataParser.metadata(in: $0).signature != nil }
                        ?? false
                })
        }
        for answer in listed.named {
            if answer.signature.signature != nil {
                add(SignedObject(bucket: answer.bucket, path: answer.key, like: last) { true })
            } else {
                add(SignedObject(bucket: answer.bucket, path: answer.key, like: last) { false })
            }
        }
        return objects
    }

    /// The paths of files in the user's folders that are saved answers by name.
    package var folderPaths: [ByteString] {
        files.values.joined().map { given[$0.folder].path.appending(component: $0.path) }
    }

    /// For each of the user's paths, how many answers it holds and how many were saved for a digest that was read.
    /// Ask after the run.
    package var uses: [SignatureUse] {
        var uses = given.enumerated().map { number, given in
            SignatureUse(path: given.path, read: listed.readCounts[number] ?? 0, used: 0)
        }
        func count(_ number: Int, _ path: Int) {
            guard use.isUsed(number) else { return }
            uses[path].used += 1
            if use.isShared(number) { uses[path].usedByAll += 1 }
        }
        for file in files.values.joined().sorted(by: { $0.number < $1.number }) {
            uses[file.folder].read += 1
            count(file.number, file.folder)
            if use.isEmpty(file.number) {
                uses[file.folder].emptyFiles.append(given[file.folder].path.appending(component: file.path))
            }
        }
        for answer in listed.named {
            count(fileCount + answer.number, answer.given)
            if use.isEmpty(fileCount + answer.number) { uses[answer.given].emptyEntries += 1 }
        }
        for answer in listed.unnamed.values.joined() { count(fileCount + answer.number, answer.given) }
        return uses
    }

    /// The folder of answers that a reader opened last. Answers of neighboring digests mostly lie in one.
    struct OpenedFolder {
        fileprivate let given: Int
        fileprivate let path: ByteString
        fileprivate let directory: Directory
    }

    private func contents(of file: FolderFile, _ opened: inout OpenedFolder?) -> [UInt8]? {
        let (folder, name) = file.path.splitAtLastSlash
        do throws(FileTreeError) {
            if opened?.given != file.folder || opened?.path != folder {
                opened = nil
                guard let directory = try given[file.folder].folder?.directory(folder) else { return nil }
                opened = OpenedFolder(given: file.folder, path: folder, directory: directory)
            }
            return try opened?.directory.file(name).contents(limit: SignatureMetadataParser.sizeLimit)
        } catch {
            if error.isExhaustion { exhaustion.withLock { $0 = $0 ?? error } }
            return nil
        }
    }
}
