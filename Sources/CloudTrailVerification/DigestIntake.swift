public import CloudTrailFormat
internal import LibCrypto
internal import Primitives

/// Reads digest files, one worker's worth: inflates, hashes, decodes, looks where it lies, and checks what was saved of
/// its signature. Makes no judgement that depends on another digest.
struct DigestIntake {
    /// What came of some files.
    struct Harvest: Sendable {
        var digests: [UnauthenticatedDigest] = []
        var rejected: [RejectedDigest] = []
        var warnings: [String] = []
        var compressedByteCount: UInt64 = 0
        var inflatedByteCount: UInt64 = 0
    }

    /// The folder in which the last log was found, for the next is mostly there too.
    private struct FolderMemory {
        let mapping: PathMapping
        let bucket: ByteString
        let keyFolder: ByteString
        let folder: Int?
    }

    private let listing: ArchiveListing
    private let reader: any ArtifactReader
    private let hasher: SHA256Hasher
    private let names: ObjectNames
    private let authenticator: DigestAuthenticator
    private let plan: HistoryPlan
    private let shard: AccountShard?
    private var memory: FolderMemory?
    /// The folder of the last file.
    private var folder: ArchiveListing.Folder?
    /// The content of the last file.
    private var content: [UInt8] = []
    private var recognizer = DigestRecognizer()
    private var harvest = Harvest()

    init(
        listing: ArchiveListing, reader: any ArtifactReader, names: ObjectNames, authenticator: DigestAuthenticator,
        plan: HistoryPlan, shard: AccountShard?
    ) throws(LibCryptoError) {
        self.plan = plan
        self.shard = shard
        self.listing = listing
        self.reader = reader
        self.names = names
        self.authenticator = authenticator
        hasher = try SHA256Hasher()
    }

    /// Reads the document in `file` once more, for what is not kept of it.
    mutating func document(in file: FileNumber) throws(LibCryptoError) -> (
        document: DigestDocument, hash: SHA256Digest
    )? {
        let reading = load(file)
        guard case .whole = reading.outcome, let document = try? DigestDocumentDecoder.decode(content) else {
            return nil
        }
        return (document, try hasher.hash(content))
    }

    /// What came of the files since it was asked for last, moved out; memory is made for as many as are `expected`.
    mutating func takeHarvest(expecting expected: Int) -> Harvest {
        var taken = Harvest()
        taken.digests.reserveCapacity(expected)
        swap(&taken, &harvest)
        return taken
    }

    private mutating func load(_ file: FileNumber) -> ArtifactReading {
        var bytes = content
        content = []
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
        let reading = reader.read(file, limit: ContentLimit.digest) { bytes.append(contentsOf: $0) }
        content = bytes
        return reading
    }

    /// Largest content, in bytes, whose memory is kept for the next one.
    private static let keptCapacity = 1 << 20

    private mutating func folder(of file: FileNumber) -> ArchiveListing.Folder {
        if let folder, folder.files.contains(file) { return folder }
        let found = listing.folders[listing.folder(of: file)]
        folder = found
        return found
    }

    /// Reads a file and adds what came of it to the harvest.
    mutating func read(_ file: FileNumber) throws(LibCryptoError) {
        let reading = load(file)
        if shard == nil || isCounted(folder(of: file).share) {
            harvest.compressedByteCount &+= reading.compressedByteCount
            harvest.inflatedByteCount &+= reading.inflatedByteCount
        }
        switch reading.outcome {
        case .whole: break
        case .absent: return reject(file, .absent)
        case .unreadable(let reason): return reject(file, .unreadable(reason))
        case .damaged(let reason): return reject(file, .malformed(.damaged(reason: reason)))
        case .trailingBytes(let count): return reject(file, .malformed(.trailingBytes(count)))
        }
        let hash = try hasher.hash(content)
        let folder = folder(of: file)
        // A digest that a checkpoint names has a signature more.
        if plan.anchors[file] == nil,
            let digest = recognizer.recognize(
                content, file, in: folder, hash, isStoredInflated: reading.isStoredInflated, listing, reader)
        {
            harvest.digests.append(digest)
        } else {
            try decode(file, in: folder, hash, isStoredInflated: reading.isStoredInflated)
        }
    }

    /// Whether this shard counts the bytes of a file: of those that several shards read, the first does.
    private func isCounted(_ share: ArchiveShare) -> Bool {
        switch share {
        case .own: true
        case .common: shard?.includes(nil) ?? true
        case .foreign: false
        }
    }

    private mutating func reject(_ file: FileNumber, _ reason: RejectedDigest.Reason, _ hash: SHA256Digest? = nil) {
        harvest.rejected.append(RejectedDigest(file: file, reason: reason, hash: hash))
    }

    /// Decodes the content in full.
    private mutating func decode(
        _ file: FileNumber, in folder: ArchiveListing.Folder, _ hash: SHA256Digest, isStoredInflated: Bool
    ) throws(LibCryptoError) {
        let document: DigestDocument
        let key: DigestObjectKey
        let layout: DigestLayout?
        do throws(DigestFormatError) {
            (document, key, layout) = try DigestDocumentDecoder.learn(content)
        } catch {
            return reject(file, .malformed(.format(error)), hash)
        }
        guard let fingerprint = KeyFingerprint(document.fingerprint) else {
            let error = DigestFormatError(member: "digestPublicKeyFingerprint", reason: "is no 32 hex digits")
            return reject(file, .malformed(.format(error)), hash)
        }
        let path = folder.path.appending(component: listing.objectName(of: file))
        let mapping = PathMapping(root: folder.root, path: path, declared: document.location.joined)
        let saved = mapping == nil ? nil : try savedAnswers(document, key, fingerprint, hash, file)
        var entries: [UnauthenticatedDigest.Entry] = []
        var absent: [UnauthenticatedDigest.AbsentEntry] = []
        if let mapping {
            entries.reserveCapacity(document.logFiles.count)
            for log in document.logFiles {
                if let found = locate(log.location, mapping) {
                    entries.append(
                        UnauthenticatedDigest.Entry(
                            hash: log.hash ?? hash, file: found, hashIsKnown: log.hash != nil))
                } else {
                    absent.append(UnauthenticatedDigest.AbsentEntry(location: log.location, hash: log.hash))
                }
            }
        }
        let digest = UnauthenticatedDigest(
            file: file, hashAlgorithmsAreKnown: document.hashAlgorithmsAreKnown, isStoredInflated: isStoredInflated,
            name: names.name(bucket: document.location.bucket, key: key), start: document.startTime,
            end: document.endTime, hash: hash,
            previous: document.previous.map {
                UnauthenticatedDigest.Previous(name: names.name($0.location), hash: $0.hash)
            },
            origin: UnauthenticatedDigest.Origin(
                chain: key.chain, fingerprint: fingerprint,
                signatureAlgorithmIsKnown: document.signatureAlgorithmIsKnown, mapping: mapping,
                unknownMemberCount: document.unknownMemberCount),
            logFiles: entries.isEmpty && absent.isEmpty
                ? nil : UnauthenticatedDigest.LogFiles(entries: entries, absent: absent),
            savedAnswers: saved)
        if let layout { recognizer.learn(layout, digest, document, in: folder) }
        harvest.digests.append(digest)
    }

    private mutating func savedAnswers(
        _ document: DigestDocument, _ key: DigestObjectKey, _ fingerprint: KeyFingerprint, _ hash: SHA256Digest,
        _ file: FileNumber
    ) throws(LibCryptoError) -> UnauthenticatedDigest.Saved? {
        let saved = reader.savedSignatures(for: document.location, at: file)
        let kept = plan.anchors[file]?.signature
        guard !saved.isEmpty || kept != nil else { return nil }
        var (evidence, generation) = try savedEvidence(
            saved, document, key, fingerprint, hash, file, &harvest.warnings)
        if let kept, document.signatureAlgorithmIsKnown {
            let candidate = DigestAuthenticator.Candidate(
                signature: kept, source: .saved(.checkpoint), mayAccuse: false, backfillGeneration: generation)
            evidence.isProvedByCheckpoint =
                try authenticator.evaluate(
                    [candidate], message: StringToSign.bytes(of: document, hash: hash), fingerprint: fingerprint,
                    kind: key.chain.kind, start: document.startTime, end: document.endTime
                ).proof != nil
        }
        return UnauthenticatedDigest.Saved(evidence: evidence, generation: generation)
    }

    /// What was saved of a digest's signature, in the copy or by an earlier run.
    func savedSignatures(of location: S3Location, _ file: FileNumber) -> [SavedSignature] {
        let saved = reader.savedSignatures(for: location, at: file)
        guard let signature = plan.anchors[file]?.signature else { return saved }
        return saved + [SavedSignature(source: .checkpoint, signature: signature, isAttributed: false)]
    }

    /// SHA-256 of a digest file's inflated content; nil where it cannot be read whole.
    mutating func hash(of file: FileNumber) throws(LibCryptoError) -> SHA256Digest? {
        guard case .whole = load(file).outcome else { return nil }
        return try hasher.hash(content)
    }

    private func savedEvidence(
        _ saved: [SavedSignature], _ document: DigestDocument, _ key: DigestObjectKey, _ fingerprint: KeyFingerprint,
        _ hash: SHA256Digest,
        _ file: FileNumber, _ warnings: inout [String]
    ) throws(LibCryptoError) -> (SignatureEvidence, UnixTime?) {
        let generation = saved.lazy.compactMap(\.backfillGeneration).first
        func warn(_ source: SavedSignature.Source) {
            warnings.append(
                "\(listing.userPath(of: file)): \(source.words) holds no signature that can be read; it is not used")
        }
        var candidates: [DigestAuthenticator.Candidate] = []
        for answer in saved {
            guard let signature = answer.signature else {
                if answer.isAttributed { warn(answer.source) }
                continue
            }
            candidates.append(
                DigestAuthenticator.Candidate(
                    signature: signature, source: .saved(answer.source), mayAccuse: answer.isAttributed,
                    backfillGeneration: answer.backfillGeneration))
        }
        guard document.signatureAlgorithmIsKnown else { return (SignatureEvidence(), generation) }
        var unusable: [SavedSignature.Source] = []
        let evidence = try authenticator.evaluate(
            candidates, message: StringToSign.bytes(of: document, hash: hash), fingerprint: fingerprint,
            kind: key.chain.kind, start: document.startTime, end: document.endTime,
            onUnusable: { if $0.mayAccuse, case .saved(let source) = $0.source { unusable.append(source) } })
        unusable.forEach(warn)
        return (evidence, generation)
    }

    private mutating func locate(_ location: S3Location, _ mapping: PathMapping) -> FileNumber? {
        let (keyFolder, name) = location.key.splitAtLastSlash
        if let memory, memory.keyFolder == keyFolder, memory.bucket == location.bucket, memory.mapping == mapping {
            return memory.folder.flatMap { listing.file(named: name, inFolder: $0) }
        }
        let folder = listing.folder(ofObjectsIn: keyFolder, location.bucket, mapped: mapping)
        memory = FolderMemory(mapping: mapping, bucket: location.bucket, keyFolder: keyFolder, folder: folder)
        return folder.flatMap { listing.file(named: name, inFolder: $0) }
    }
}

extension SavedSignature.Source {
    /// What a reader would call it.
    public var words: String {
        switch self {
        case .userPath(let path): "\(path)"
        case .extendedAttribute: "the extended attribute user.signature"
        case .sidecar(let name): "the file \(name) beside it"
        case .checkpoint: "the state file"
        }
    }
}
