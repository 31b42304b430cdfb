import SlowParsers

/// Reads a digest document from a JSON tree, by the rules of the format. Shares no code with `DigestDocumentDecoder`.
struct SlowDigest {
    static let members = [
        "awsAccountId", "digestStartTime", "digestEndTime", "digestS3Bucket", "digestS3Object",
        "digestPublicKeyFingerprint", "digestSignatureAlgorithm", "previousDigestS3Bucket", "previousDigestS3Object",
        "previousDigestHashValue", "previousDigestHashAlgorithm", "previousDigestSignature", "logFiles",
    ]
    static let entryMembers = ["s3Bucket", "s3Object", "hashValue", "hashAlgorithm"]
    private static let eventTimes = ["newestEventTime", "oldestEventTime"]

    private let root: SlowJSON
    /// Bucket, key, and the hash if its algorithm is known.
    let logFiles: [[[UInt8]?]]

    /// Returns nil if the bytes aren't a digest document.
    init?(_ bytes: [UInt8]) {
        guard let root = SlowJSON.parse(bytes, depth: 64), root.members != nil, !root.doublesAMember else { return nil }
        self.root = root
        for member in Self.members where root[member] == nil { return nil }
        guard Self.eventTimesAreTexts(root), let entries = root["logFiles"]?.items else { return nil }
        var logs: [[[UInt8]?]] = []
        for entry in entries {
            guard Self.eventTimesAreTexts(entry), Self.entryMembers.allSatisfy({ entry[$0]?.text != nil }),
                let hash = Self.hash(entry["hashValue"], entry["hashAlgorithm"])
            else { return nil }
            logs.append([entry["s3Bucket"]?.text, entry["s3Object"]?.text, hash.value])
        }
        logFiles = logs
        guard time("digestStartTime") != nil, time("digestEndTime") != nil,
            self["digestPublicKeyFingerprint"].flatMap(SlowText.hex)?.count == 16,
            ["awsAccountId", "digestS3Bucket", "digestS3Object", "digestSignatureAlgorithm"].allSatisfy({
                self[$0] != nil
            })
        else { return nil }
        let before = Self.members.filter { $0.hasPrefix("previous") }
        if before.allSatisfy({ root[$0]?.isNull == true }) { return }
        guard before.allSatisfy({ self[$0] != nil }),
            Self.hash(root["previousDigestHashValue"], root["previousDigestHashAlgorithm"]) != nil
        else { return nil }
    }

    subscript(_ member: String) -> [UInt8]? { root[member]?.text }

    func time(_ member: String) -> Int64? {
        self[member].flatMap { SlowTime.seconds($0, "YYYY-MM-DDThh:mm:ssZ") }
    }

    private static func eventTimesAreTexts(_ value: SlowJSON) -> Bool {
        value.members != nil && eventTimes.allSatisfy { value[$0].map { $0.isNull || $0.text != nil } ?? true }
    }

    /// Returns nil if the value doesn't have the form of its algorithm, and a nil value if the algorithm is unknown.
    private static func hash(_ value: SlowJSON?, _ algorithm: SlowJSON?) -> (value: [UInt8]?, Void)? {
        guard algorithm?.text == Array("SHA-256".utf8) else { return (nil, ()) }
        guard let bytes = value?.text.flatMap(SlowText.hex), bytes.count == 32 else { return nil }
        return (bytes, ())
    }
}
