public import CloudTrailFormat
internal import LibCrypto
internal import Primitives

/// Reads digest files, one worker's worth: inflates, hashes, decodes, looks where it lies, and checks what was saved of
/// its signature. Makes no judgement that depends on another digest.
struct DigestIntake<Reader: ArtifactReader> {
    /// What came of one file.
    enum Result: Sendable {
        case digest(UnauthenticatedDigest)
        case rejected(RejectedDigest)
    }

    struct Reading: Sendable {
        var result: Result
        var compressedByteCount: UInt64 = 0
        var inflatedByteCount: UInt64 = 0
        var warnings: [String] = []
    }

    /// The folder in which the last log was found, for the next is mostly there too.
    private struct FolderMemory {
        let mapping: PathMapping
        let bucket: ByteString
        let keyFolder: ByteString
        let folder: Int?
    }

    private let listing: ArchiveListing
    private let reader: Reader
    private let hasher: SHA256Hasher
    private let names: ObjectNames
    private let authenticator: DigestAuthenticator
    private var memory: FolderMemory?

    init(
        listing: ArchiveListing, reader: Reader, names: ObjectNames, authenticator: DigestAuthenticator
    ) throws(LibCryptoError) {
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
        let (reading, bytes) = content(of: file)
        guard case .whole = reading.outcome, let document = try? DigestDocumentDecoder.decode(bytes) else { return nil }
        return (document, try hasher.hash(bytes))
    }

    private func content(of file: FileNumber) -> (ArtifactReading, [UInt8]) {
        var bytes: [UInt8] = []
        let reading = reader.read(file, limit: ContentLimit.digest) { bytes.append(contentsOf: $0) }
        return (reading, bytes)
    }

    mutating func read(_ file: FileNumber) throws(LibCryptoError) -> Reading {
        let (reading, bytes) = content(of: file)
        var answer = Reading(
            result: .rejected(RejectedDigest(file: file, reason: .absent, hash: nil)),
            compressedByteCount: reading.compressedByteCount, inflatedByteCount: reading.inflatedByteCount)
        func reject(_ reason: RejectedDigest.Reason, _ hash: SHA256Digest? = nil) -> Reading {
            answer.result = .rejected(RejectedDigest(file: file, reason: reason, hash: hash))
            return answer
        }
        switch reading.outcome {
        case .whole: break
        case .absent: return reject(.absent)
        case .unreadable(let reason): return reject(.unreadable(reason))
        case .damaged(let reason): return reject(.malformed(reason))
        case .trailingBytes(let count): return reject(.malformed("\(count) bytes follow the gzip member"))
        }
        let hash = try hasher.hash(bytes)
        let document: DigestDocument
        let key: DigestObjectKey
        do throws(DigestFormatError) {
            document = try DigestDocumentDecoder.decode(bytes)
            key = try document.declaredKey()
        } catch {
            return reject(.malformed(error.description), hash)
        }
        guard let fingerprint = KeyFingerprint(document.fingerprint) else {
            return reject(.malformed("digestPublicKeyFingerprint: is no 32 hex digits"), hash)
        }
        let folder = listing.folders[listing.folder(of: file)]
        let path = folder.path.appending(component: listing.objectName(of: file))
        let mapping = PathMapping(root: folder.root, path: path, declared: document.location.joined)
        var saved = SignatureEvidence()
        var generation: UnixTime?
        if mapping != nil {
            (saved, generation) = try savedEvidence(document, key, fingerprint, hash, file, &answer.warnings)
        }
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
        answer.result = .digest(
            UnauthenticatedDigest(
                file: file, name: names.name(bucket: document.location.bucket, key: key), chain: key.chain,
                start: document.startTime, end: document.endTime, hash: hash,
                previous: document.previous.map {
                    UnauthenticatedDigest.Previous(name: names.name($0.location), hash: $0.hash)
                }, fingerprint: fingerprint, signatureAlgorithmIsKnown: document.signatureAlgorithmIsKnown,
                hashAlgorithmsAreKnown: document.hashAlgorithmsAreKnown, mapping: mapping, entries: entries,
                absent: absent, saved: saved, generation: generation, isStoredInflated: reading.isStoredInflated,
                unknownMemberCount: document.unknownMemberCount))
        return answer
    }

    private func savedEvidence(
        _ document: DigestDocument, _ key: DigestObjectKey, _ fingerprint: KeyFingerprint, _ hash: SHA256Digest,
        _ file: FileNumber, _ warnings: inout [String]
    ) throws(LibCryptoError) -> (SignatureEvidence, UnixTime?) {
        let saved = reader.savedSignatures(for: document.location, at: file)
        guard !saved.isEmpty else { return (SignatureEvidence(), nil) }
        let generation = saved.lazy.compactMap(\.backfillGeneration).first
        func warn(_ source: SavedSignature.Source) {
            warnings.append("\(listing.userPath(of: file)): \(source.words) holds no signature; it is not used")
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
        let folder = mapping.path(of: location.bucket.appending(component: keyFolder)).flatMap {
            listing.folder(root: mapping.root, path: $0)
        }
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
        }
    }
}
