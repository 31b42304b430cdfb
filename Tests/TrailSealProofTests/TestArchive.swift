import Testing
import TrailSealFormat
import TrailSealLibCrypto
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

extension Moment {
    var time: UnixTime { UnixTime(seconds: Int64(seconds)) }
}

extension Interval {
    /// The interval from one hour of the test world to another.
    static func hours(_ from: Int, _ to: Int) -> Interval {
        Interval(from: Moment.hour(from).time, to: Moment.hour(to).time)
    }
}

extension TrustedKeys {
    /// The keys under their own fingerprints.
    static func listing(
        _ keys: [SigningKey], isGenuine: Bool = true, from: Moment = .hour(-240), to: Moment = .hour(240)
    ) throws -> TrustedKeys {
        var listed: [[UInt8]: [Key]] = [:]
        for key in keys {
            let fingerprint = try #require(StrictHex.decode(Array(key.fingerprint.utf8)))
            listed[fingerprint] = [
                Key(try RSAPublicKey(der: key.pkcs1), isGenuine: isGenuine, validity: [from.time...to.time])
            ]
        }
        return TrustedKeys(listed)
    }
}

extension Digest {
    var signatureBytes: [UInt8] { StrictHex.decode(Array(signature.utf8)) ?? [] }
    var hash: SHA256Digest? { SHA256Digest(Hashes.sha256(content)) }

    func saved(isAttributed: Bool = true, generation: UnixTime? = nil) -> SavedSignature {
        SavedSignature(
            source: .extendedAttribute, signature: signatureBytes, backfillGeneration: generation,
            isAttributed: isAttributed)
    }

    /// Signs the content as it is, with its edits. The property `signature` covers the predecessor's true signature, even
    /// if an edit replaced that.
    func signed() throws -> SavedSignature {
        let statement = try statement()
        let message = StringToSign.bytes(of: statement.document, hash: statement.hash)
        return SavedSignature(source: .extendedAttribute, signature: signingKey.signature(over: message))
    }

    /// The statement of the file at `path`, or at its key.
    func statement(_ saved: [SavedSignature] = [], path: String? = nil) throws -> DigestStatement {
        try DigestStatement(
            try DigestDocumentDecoder.decode(content), hash: try #require(hash),
            at: PathFacts(ByteString(path ?? key)), file: UniquePath(ByteString(path ?? key)), saved: saved)
    }

    /// A digest as if the prover had proved it.
    func proved() throws -> ProvedDigest { ProvedDigest(try statement(), by: .link) }
}

extension DigestDraft {
    mutating func setText(_ name: String, _ value: String) { set(name, Self.quoted(value)) }
}

extension SavedSignature {
    /// A signature of the right length that doesn't verify.
    static func wrong(_ byte: UInt8 = 1, isAttributed: Bool = true) -> SavedSignature {
        SavedSignature(
            source: .extendedAttribute, signature: Array(repeating: byte, count: 256), isAttributed: isAttributed)
    }
}

extension Trail {
    static func other(account: String = "111122223333", region: String = "us-east-1", name: String = "management")
        -> Trail
    {
        var trail = Trail()
        (trail.account, trail.region, trail.name) = (account, region, name)
        return trail
    }

    /// The chain of its hourly digests.
    var chain: ChainID {
        ChainID(
            organizationID: organization.map { ByteString($0) }, accountID: ByteString(account),
            region: ByteString(region), trail: ByteString(name), homeRegion: ByteString(home), kind: .standard)
    }
}

/// A small archive in which everything is proved and counted. Each test breaks one thing in it.
struct TestArchive {
    var question = Question()
    var proved: [ProvedDigest] = []
    var files: [(file: WalkedFile, bin: FileBin)] = []
    var logs: [(log: ListedLog, disposition: LogDisposition)] = []
    var excuses: [Excuse] = []
    var signs: [ExpectedChains.Sign] = []
    var silences: [(ChainID, Interval)] = []
    /// The number of files that the walk counted; nil means the number of `files`.
    var walked: Int?

    /// Every digest and log is in its place.
    init(_ digests: [Digest]) throws {
        proved = try digests.map { try $0.proved() }
        for digest in proved { enter(digest.statement.file.text, .verifiedDigest(digest)) }
        for log in ListedLogs(proved.map { DigestLogs($0) }).logs {
            let content = try LogContent(
                path: UniquePath(log.location.key), .whole(#require(log.hashes[0]), isStoredInflated: false))
            let disposition = LogProver.judge(log, [content])
            logs.append((log, disposition))
            if case .verified(let files) = disposition {
                for file in files { enter(file.path.text, .verifiedLog(file)) }
            }
        }
    }

    /// Three hours of one trail, two logs each.
    static func small() throws -> TestArchive { try TestArchive(World.hourly(Trail(), 0..<3)) }

    mutating func enter(_ path: ByteString, _ bin: FileBin, size: UInt64? = 100) {
        files.append((WalkedFile(path: UniquePath(path), PathFacts(path), size: size), bin))
    }

    mutating func enter(_ path: String, _ bin: FileBin, size: UInt64? = 100) {
        enter(ByteString(path), bin, size: size)
    }

    /// Removes a file from the walk.
    mutating func remove(_ path: ByteString) { files.removeAll { $0.file.path.text == path } }

    /// Gives a listed log another disposition and removes its file.
    mutating func lose(_ index: Int, _ disposition: LogDisposition) {
        remove(logs[index].log.location.key)
        logs[index].disposition = disposition
    }

    /// Adds an allowance and its use.
    mutating func excuse(_ item: Excuse.Item, by allowance: Question.Allowance) {
        question.allowances.append(allowance)
        excuses.append(Excuse(allowance: question.allowances.count - 1, item))
    }

    func balance() -> Balance {
        var accounting = Accounting(question, ListedLogs(proved.map { DigestLogs($0) }))
        for sign in signs { accounting.expect(sign) }
        for entry in files { accounting.enter(entry.file, entry.bin) }
        for entry in logs { accounting.enter(entry.log, entry.disposition) }
        for excuse in excuses { accounting.enter(excuse) }
        for (chain, interval) in silences { accounting.enterSilence(chain, interval) }
        return accounting.balance(walked: walked ?? files.count)
    }

    var imbalances: [Imbalance] { balance().imbalances }
    var isGranted: Bool { balance().grant != nil }
}
