internal import FoundationEssentials
internal import TrailSealFormat
internal import TrailSealGzip
internal import TrailSealLibCrypto
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Tests the code and libraries that judge an archive against known answers: whether this binary on this machine hashes,
/// checks signatures, inflates and judges correctly. It reads no files.
enum SelfTest {
    /// One test and its result.
    struct Answer {
        /// What was tested.
        let name: String
        /// Whether the result was the known one.
        let isRight: Bool
    }

    /// Runs all tests.
    static func answers() -> [Answer] {
        [
            Answer(name: "SHA-256 of \"abc\" (FIPS 180-4)", isRight: hash()),
            Answer(name: "RSA signature, and the same with one bit changed", isRight: signature()),
            Answer(name: "gzip member: whole, cut off, corrupt, and with a byte after it", isRight: inflation()),
            Answer(name: "signed chain: verified", isRight: verdict { _ in } == .verified),
            Answer(name: "the same with a changed log: invalid", isRight: verdict { $0.breakLog() } == .invalid),
            Answer(
                name: "the same with a changed digest: invalid", isRight: verdict { $0.breakDigest() } == .invalid),
            Answer(
                name: "the same without the signature: unverified",
                isRight: verdict { $0.signature = nil } == .unverified),
        ]
    }

    /// Whether all tests give the known answers.
    static var isPassed: Bool { answers().allSatisfy(\.isRight) }

    private static func hash() -> Bool {
        (try? SHA256Hasher.hash(Array("abc".utf8)))?.hex
            == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }

    private static func signature() -> Bool {
        guard let archive = MemoryArchive(), let key = try? RSAPublicKey(der: archive.publicKey),
            var signature = archive.signature, let content = inflated(archive.digest).content,
            let document = try? DigestDocumentDecoder.decode(content), let hash = try? SHA256Hasher.hash(content),
            let message = try? SHA256Hasher.hash(StringToSign.bytes(of: document, hash: hash))
        else { return false }
        let isRight = (try? key.isValidPKCS1v15Signature(signature, for: message)) == true
        signature[signature.count / 2] ^= 1
        return isRight && (try? key.isValidPKCS1v15Signature(signature, for: message)) == false
    }

    private static func inflation() -> Bool {
        guard let archive = MemoryArchive() else { return false }
        let member = archive.log
        var corrupt = member
        corrupt[corrupt.count - 6] ^= 1
        let whole = inflated(member)
        return whole.error == nil && whole.trailing == 0
            && whole.content?.starts(with: Array("{\"Records\":[".utf8)) == true
            && inflated(Array(member.dropLast(3))).error == .truncated && inflated(corrupt).error != nil
            && inflated(member + [0]).trailing == 1
    }

    fileprivate static func inflated(_ member: [UInt8]) -> (content: [UInt8]?, error: GzipError?, trailing: UInt64) {
        var content: [UInt8] = []
        do throws(GzipError) {
            let inflater = try GzipInflater()
            try inflater.begin()
            var failure: GzipError?
            member.withUnsafeBytes { bytes in
                do throws(GzipError) {
                    try inflater.feed(bytes, isLast: true, limit: ContentLimit.digest) { content += Array($0) }
                } catch { failure = error }
            }
            if let failure { throw failure }
            try inflater.finish()
            return (content, nil, inflater.trailingByteCount)
        } catch {
            return (nil, error, 0)
        }
    }

    private static func verdict(_ change: (inout MemoryArchive) -> Void) -> Verdict? {
        guard var archive = MemoryArchive(),
            let from = UnixTime(iso8601: Array("2026-10-01T00:00:00Z".utf8)[...]),
            let to = UnixTime(iso8601: Array("2026-10-01T01:00:00Z".utf8)[...]),
            let policy = try? VerificationPolicy(from: from, to: to),
            let keys = try? KeyStore([
                PublicKeyRecord(fingerprint: nil, value: archive.publicKey, validFrom: from, validUntil: to)
            ])
        else { return nil }
        change(&archive)
        let result = try? AccountRuns(partition: archive, keys: keys, policy: policy, jobs: 1).result()
        return result?.verdict
    }
}

/// An archive in memory: one digest file and the log file that it lists.
private struct MemoryArchive: ArtifactSource, AccountPartition {
    var digest: [UInt8]
    var log: [UInt8]
    var signature: [UInt8]?
    let publicKey: [UInt8]
    let listing: ArchiveListing

    init?() {
        guard let digest = Data(base64Encoded: SelfTestData.digest), let log = Data(base64Encoded: SelfTestData.log),
            let signature = Data(base64Encoded: SelfTestData.signature),
            let key = Data(base64Encoded: SelfTestData.publicKey)
        else { return nil }
        self.digest = Array(digest)
        self.log = Array(log)
        self.signature = Array(signature)
        publicKey = Array(key)
        func folder(_ key: String, _ zone: ArchiveZone) -> ArchiveListing.Folder {
            let (path, name) = ByteString(key).splitAtLastSlash
            var names = NameList()
            names.append(name.bytes.span)
            return ArchiveListing.Folder(root: 0, path: path, zone: zone, names: PackedNames(names))
        }
        listing = ArchiveListing(
            roots: ["selftest"],
            folders: [folder(SelfTestData.digestKey, .digests), folder(SelfTestData.logKey, .logs)], obstacles: [])
    }

    mutating func breakLog() { log[log.count - 6] ^= 1 }

    /// Changes the content of the digest. It is stored inflated, as browsers do, so that only the content is wrong.
    mutating func breakDigest() {
        digest = (SelfTest.inflated(digest).content ?? []) + [0x20]
    }

    var roots: [ByteString] { listing.roots }
    var accounts: [ByteString?] { [nil] }
    var warnings: [String] { [] }
    func source(of part: Int, spread: ParallelLoop) -> MemoryArchive { self }
    func isDone(with part: Int) {}

    func makeReader() throws -> Reader { Reader(archive: self) }

    func status(of file: FileNumber) -> ArtifactStatus? {
        ArtifactStatus(size: 1, identity: ArtifactIdentity(device: 0, inode: UInt64(file)))
    }

    struct Reader: ArtifactReader {
        let archive: MemoryArchive

        func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading {
            let isDigest = archive.listing.folders[archive.listing.folder(of: file)].zone == .digests
            let bytes = isDigest ? archive.digest : archive.log
            guard bytes.starts(with: [0x1F, 0x8B]) else {
                bytes.withUnsafeBytes(sink)
                return ArtifactReading(outcome: .whole, isStoredInflated: true)
            }
            let result = SelfTest.inflated(bytes)
            guard let content = result.content else {
                return ArtifactReading(outcome: .damaged(reason: result.error?.description ?? ""))
            }
            content.withUnsafeBytes(sink)
            return ArtifactReading(outcome: result.trailing > 0 ? .trailingBytes(result.trailing) : .whole)
        }

        func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature] {
            archive.signature.map { [SavedSignature(source: .extendedAttribute, signature: $0)] } ?? []
        }
    }
}
