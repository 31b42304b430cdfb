internal import TrailSealFormat
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealProof

/// A signature from the state, of a digest that an earlier run verified. It authenticates itself (DIGEST-3).
struct KeptSignature: Sendable {
    let hash: SHA256Digest
    let signature: [UInt8]
}

/// Reads files that may be digest files. Each worker thread has its own reader, which reuses its buffers.
struct DigestFileReader {
    private let listing: ArchiveListing
    private let reader: any ArtifactReader
    private let kept: [S3Location: [KeptSignature]]
    private let chains: SharedChains
    private let hasher: SHA256Hasher
    private var documents = DigestTemplateReader()
    private var content: [UInt8] = []
    /// The name of the file that is being read, in a reused buffer.
    private var name: [UInt8] = []
    /// The digest that was read last. Adjacent files mostly belong to one chain.
    private var last: DigestStatement?

    init(
        listing: ArchiveListing, reader: any ArtifactReader, kept: [S3Location: [KeptSignature]], chains: SharedChains
    ) throws(LibCryptoError) {
        self.chains = chains
        self.listing = listing
        self.reader = reader
        self.kept = kept
        hasher = try SHA256Hasher()
    }

    /// Largest buffer, in bytes, that is kept for the next file.
    private static var keptCapacity: Int { 1 << 20 }

    /// Reads a file of the folder at a position in the listing, and adds its size to `totals`. Returns nil if the file
    /// isn't a digest file and doesn't claim to be one. Throws only if libcrypto fails.
    mutating func read(
        _ file: FileNumber, inFolder position: Int, _ totals: inout DigestFiles
    ) throws(LibCryptoError) -> DigestFile? {
        let folder = listing.folders[position]
        folder.names.copy(Int(file - folder.firstFile), to: &name)
        let facts = facts(in: folder.facts)
        let isDigestFolder = facts.kind.map { $0 == PathFacts.digestFolder } ?? false
        let isNamed = facts.isDigest
        let reading = load(file, isNamed || isDigestFolder ? ContentLimit.digest : Self.otherLimit)
        totals.compressedByteCount &+= reading.compressedByteCount
        totals.inflatedByteCount &+= reading.inflatedByteCount
        func result(_ content: DigestFile.Content) -> DigestFile {
            let isShorter = name.last == UInt8(ascii: "n") && facts.name.hasSuffix(".json")
            return DigestFile(
                file, in: position, facts, content, isStoredInflated: reading.isStoredInflated,
                isBesideCompressed: isShorter && folder.names.index(of: (facts.name + ".gz").bytes[...]) != nil)
        }
        /// A file in a digest folder that isn't a digest is malformed only if it has a digest's name (FILE-12).
        func malformed(_ defect: FindingDetail.DigestDefect, _ hash: SHA256Digest? = nil) -> DigestFile? {
            if isNamed { return result(.malformed(defect, hash)) }
            guard isDigestFolder else { return nil }
            return result(reading.compressedByteCount == 0 ? .marker : .noDigest)
        }
        func look() -> ContentLook? {
            content.isEmpty
                ? nil
                : ContentLook(beginning: Array(content.prefix(ContentLook.beginningLimit)), inPlaceOf: .digest)
        }
        switch reading.outcome {
        case .whole: break
        case .absent: return isNamed || isDigestFolder ? result(.gone) : nil
        case .unreadable(let reason):
            return isNamed || isDigestFolder ? result(.unreadable(reason: reason)) : nil
        case .damaged(let reason): return malformed(.damaged(reason: reason, looksLike: isNamed ? look() : nil))
        case .trailingBytes(let count): return malformed(.trailingBytes(count))
        }
        if let answer = savedAnswer(facts, reading) { return result(answer) }
        let hash: SHA256Digest = try hasher.hash(content)
        let document: DigestDocument
        let chains = chains
        do throws(DigestFormatError) {
            document = try documents.document(content, chain: facts.digest.map { chains.met($0.chain) })
        } catch {
            return malformed(.format(error, looksLike: isNamed ? look() : nil), hash)
        }
        if document.logFiles.isCut { return result(.overLimit(hash)) }
        let saved = try saved(document, hash, file)
        do throws(DigestFormatError) {
            let statement = try DigestStatement(
                consume document, hash: hash, at: facts, file: UniquePath(root: folder.root, facts), saved: saved,
                like: last)
            if statement.chain != last?.chain { chains.meet(statement.chain) }
            last = statement
            return result(.digest(statement))
        } catch {
            return malformed(.format(error, looksLike: isNamed ? look() : nil), hash)
        }
    }

    /// What the path of the current file says. A file of the same series as the last one needs no memory for its name.
    private func facts(in folder: FolderFacts) -> PathFacts {
        let neighbour = last?.document.location
        if let neighbour, let digest = PathFacts(folder, name: name.span, ofSeriesOf: neighbour) { return digest }
        return PathFacts(folder, name: ByteString(name), like: neighbour)
    }

    /// Greatest size, in bytes, that is read of a file outside digest folders without a digest's name. It may only be a
    /// saved answer.
    private static var otherLimit: UInt64 { UInt64(SignatureMetadataParser.sizeLimit) }

    private func savedAnswer(_ facts: PathFacts, _ reading: ArtifactReading) -> DigestFile.Content? {
        guard reading.isStoredInflated, content.count <= SignatureMetadataParser.sizeLimit else { return nil }
        let name = facts.name
        guard let digestName = RecognizedName.answeredDigest(name) else { return nil }
        let metadata = SignatureMetadataParser.metadata(in: content)
        guard metadata.signature != nil else { return nil }
        return .savedAnswer(
            SavedSignature(
                source: .sidecar(name), signature: metadata.signature, backfillGeneration: metadata.backfillGeneration),
            digestName: digestName)
    }

    /// The saved signatures of a digest. If there are more than are tried, one more is returned to show that (LIMIT-8).
    private func saved(
        _ document: DigestDocument, _ hash: SHA256Digest, _ file: FileNumber
    ) throws(LibCryptoError) -> [SavedSignature] {
        var kept: [SavedSignature] = []
        if !self.kept.isEmpty {
            for one in self.kept[document.location] ?? [] where one.hash == hash {
                // It verified this content once. If it doesn't now, that speaks against the state, not the digest.
                kept.append(SavedSignature(source: .checkpoint, signature: one.signature, isAttributed: false))
            }
        }
        var saved: [SavedSignature] = []
        if reader.mayHoldSignatures(for: document.location, at: file) {
            saved = reader.savedSignatures(for: document.location, at: file)
        }
        if reader.holdsUnnamedSignatures {
            saved += reader.unnamedSignatures(
                of: try hasher.hash(StringToSign.bytes(of: document, hash: hash)), for: document.location)
        }
        if saved.isEmpty, kept.isEmpty { return [] }
        let room = DigestProver.savedLimit - kept.count
        return saved.count > room ? kept + saved.prefix(max(room, 0) + 1) : saved + kept
    }

    private mutating func load(_ file: FileNumber, _ limit: UInt64) -> ArtifactReading {
        var bytes = content
        content = []
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacity)
        let reading = reader.read(file, limit: limit) { bytes.append(contentsOf: $0) }
        content = bytes
        return reading
    }
}
