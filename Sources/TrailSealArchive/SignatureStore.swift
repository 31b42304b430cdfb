internal import Synchronization
internal import TrailSealFileTree
package import TrailSealFormat
internal import TrailSealPrimitives

/// The saved signatures given with `--signatures`, found by the object they were saved for.
package final class SignatureStore: Sendable {
    /// A path that the user gave.
    struct Given: Sendable {
        let path: ByteString
        let folder: Directory?
    }

    private let given: [Given]
    /// The answers in the user's folders.
    package let folders: FolderAnswers
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

    /// Creates a store. `folders` are the answers in the user's folders, and `listed` those in listings.
    init(
        given: [Given], folders: FolderAnswers, listed: ListedAnswers, readsAttributes: Bool = true,
        warnings: [String] = []
    ) {
        var folders = folders
        folders.index()
        let listed = listed.indexed(limit: Self.answerLimit)
        // An answer for a digest is saved under a digest's name.
        endTimes = Set(folders.files.map(\.digest.endTime))
            .union(listed.named.lazy.compactMap { DigestName($0.key.name)?.endTime })
        oldestEnd = endTimes.min()
        use = AnswerUse(count: folders.files.count + listed.answerCount)
        self.given = given
        self.folders = folders
        self.listed = listed
        self.readsAttributes = readsAttributes
        self.warnings = warnings
    }

    /// A store without signatures.
    package static let empty = SignatureStore(
        given: [], folders: FolderAnswers(), listed: ListedAnswers(keys: []))

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
        for answer in found { use.mark(folders.files.count + answer.number, isOfUse: true, by: user) }
        return found.map(\.signature)
    }

    /// Returns the answers saved for `location`: files in folders first, then listings, each in the order given.
    func userSignatures(
        for location: S3Location, by user: AnswerUse.User? = nil, _ opened: inout OpenedFolder?
    ) -> [SavedSignature] {
        var found = folderSignatures(for: location, by: user, &opened)
        guard !listed.named.isEmpty else { return found }
        for answer in listed.answers(for: location) {
            use.mark(
                folders.files.count + answer.number, isOfUse: listed.isWhole(answer.signature.signature), by: user)
            let isOfOther = ShownOrganization(answer.key).contradicts(location.digestKey?.chain.organizationID)
            found.append(isOfOther ? answer.signature.unattributed : answer.signature)
        }
        return found
    }

    /// Returns the answers for `location` in the user's folders. Those in its place come first. If there are any, the
    /// others were saved for some digest of this name, so they may prove but never accuse (INPUT-3). So may one in the folder
    /// of another organization. Answers without a whole
    /// signature are ignored (INPUT-4). The same answer counts once.
    private func folderSignatures(
        for location: S3Location, by user: AnswerUse.User?, _ opened: inout OpenedFolder?
    ) -> [SavedSignature] {
        var answers: [(file: FolderAnswers.File, metadata: SignatureMetadata)] = []
        for number in folders.answers(for: location) where answers.count < Self.answerLimit {
            if use.isRepeated(number) {
                use.mark(number, isOfUse: true, by: user)
                continue
            }
            let file = folders.files[number]
            // A file that can't be read counts like one without a signature.
            let found = use.isUseless(number) ? [] : saved(in: file, &opened)
            let isOfUse = found.contains { listed.isWhole($0.signature) }
            use.mark(number, isOfUse: isOfUse, by: user)
            let new = found.filter { one in !answers.contains { $0.metadata == one } }
            answers += new.map { (file, $0) }
            if found.isEmpty { use.markUseless(number) } else if isOfUse, new.isEmpty { use.markRepeated(number) }
        }
        let isChoice = answers.count > 1
        let placed = answers.map { isChoice && folders.isPlaced($0.file, like: location) }
        let isAnyPlaced = placed.contains(true)
        let found = zip(answers, placed).map { answer, isPlaced in
            SavedSignature(
                source: .userPath(folders.userPath(of: answer.file)), signature: answer.metadata.signature,
                backfillGeneration: answer.metadata.backfillGeneration,
                isAttributed: (isPlaced || !isAnyPlaced) && !folders.isOfOther(answer.file, than: location))
        }
        return isAnyPlaced ? found.filter(\.isAttributed) + found.filter { !$0.isAttributed } : found
    }

    /// The answers in a file, as far as they are of use. Mostly it is one. If the file holds several, those that name another
    /// digest don't count.
    private func saved(in file: FolderAnswers.File, _ opened: inout OpenedFolder?) -> [SignatureMetadata] {
        guard let content = contents(of: file, &opened) else { return [] }
        let only = SignatureMetadataParser.metadata(in: content)
        if listed.isWhole(only.signature) { return [only] }
        var several: [SignatureMetadata] = []
        func add(_ entry: SignatureListing.Entry) {
            guard several.count < Self.answerLimit, listed.isWhole(entry.metadata.signature),
                entry.key.map({ DigestName(whole: $0.name) == file.digest }) ?? true
            else { return }
            several.append(entry.metadata)
        }
        var reader = SignatureListingReader()
        let isListing = reader.take(content[...], add) && reader.end(add)
        if isListing, !several.isEmpty { return several }
        return only.backfillGeneration == nil ? [] : [only]
    }

    /// The objects of all answers that name one, by account.
    var signedObjects: [ByteString: [SignedObject]] {
        var objects: [SignedObject] = []
        objects.reserveCapacity(folders.files.count + listed.named.count)
        for (number, file) in folders.files.enumerated() {
            objects.append(
                SignedObject(bucket: nil, path: folders.objectPath(of: file), file.digest) { [self] in
                    var opened: OpenedFolder?
                    return saved(in: folders.files[number], &opened).contains { $0.signature != nil }
                })
        }
        for answer in listed.named {
            // Adjacent answers mostly belong to one chain.
            guard let digest = DigestName(whole: answer.key.name, like: objects.last?.chain) else { continue }
            let isSigned = answer.signature.signature != nil
            objects.append(
                isSigned
                    ? SignedObject(bucket: answer.bucket, path: answer.key, digest) { true }
                    : SignedObject(bucket: answer.bucket, path: answer.key, digest) { false })
        }
        return objects.grouped(by: \.chain.accountID)
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
        for (number, file) in folders.files.enumerated() {
            let path = folders.folders[file.folder].given
            uses[path].read += 1
            count(number, path)
            if use.isEmpty(number) { uses[path].emptyFiles.append(folders.userPath(of: file)) }
        }
        let fileCount = folders.files.count
        for answer in listed.named {
            count(fileCount + answer.number, answer.given)
            if use.isEmpty(fileCount + answer.number) { uses[answer.given].emptyEntries += 1 }
        }
        for answer in listed.unnamed.values.joined() { count(fileCount + answer.number, answer.given) }
        return uses
    }

    /// The folder of answers that a reader opened last. Answers of neighboring digests mostly lie in one.
    struct OpenedFolder {
        fileprivate let number: Int
        fileprivate let directory: Directory
    }

    private func contents(of file: FolderAnswers.File, _ opened: inout OpenedFolder?) -> [UInt8]? {
        do throws(FileTreeError) {
            if opened?.number != file.folder {
                opened = nil
                let folder = folders.folders[file.folder]
                guard let directory = try given[folder.given].folder?.directory(folder.path) else { return nil }
                opened = OpenedFolder(number: file.folder, directory: directory)
            }
            return try opened?.directory.file(file.name).contents(limit: SignatureMetadataParser.sizeLimit)
        } catch {
            if error.isExhaustion { exhaustion.withLock { $0 = $0 ?? error } }
            return nil
        }
    }
}
