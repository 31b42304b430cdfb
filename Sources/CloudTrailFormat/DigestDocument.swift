public import Primitives

/// A digest file's content as its JSON says it, before anything about it is proved.
///
/// Source: AWS CloudTrail User Guide, "CloudTrail digest file structure". Times have whole seconds, strings are kept as
/// decoded bytes because they are compared and signed verbatim.
public struct DigestDocument: Sendable {
    /// The name of the hash algorithm this version knows, as digests write it.
    public static let sha256Name: StaticString = "SHA-256"
    /// The name of the signature algorithm this version knows, as digests write it.
    public static let signatureAlgorithmName: StaticString = "SHA256withRSA"

    /// The link to the digest before this one.
    public struct PreviousDigest: Sendable {
        public let location: S3Location
        /// Nil where `hashAlgorithm` is not known here.
        public let hash: SHA256Digest?
        public let hashAlgorithm: ByteString
        /// As written; it is signed verbatim.
        public var signature: ByteString { isHex ? ByteString(StrictHex.encodedBytes(packed)) : ByteString(packed) }
        /// The text, or what it spells if it is lower-case hexadecimal, as CloudTrail writes it.
        private let packed: [UInt8]
        private let isHex: Bool

        init(location: S3Location, hash: SHA256Digest?, hashAlgorithm: ByteString, signature: ByteString) {
            self.location = location
            self.hash = hash
            self.hashAlgorithm = hashAlgorithm
            let hasCapitals = signature.bytes.contains { (0x41...0x46).contains($0) }
            let spelled = hasCapitals ? nil : StrictHex.decode(signature.bytes)
            isHex = spelled != nil
            packed = spelled ?? signature.bytes
        }
    }

    /// One log file that CloudTrail delivered in the digest's time.
    public struct LogFile: Sendable {
        public let location: S3Location
        /// SHA-256 of the inflated content; nil where `hashAlgorithm` is not known here.
        public let hash: SHA256Digest?
        public let hashAlgorithm: ByteString
    }

    public let accountID: ByteString
    public let startTime: UnixTime
    /// Exclusive.
    public let endTime: UnixTime
    /// Where CloudTrail wrote it.
    public let location: S3Location
    /// The 16 bytes of the public key's fingerprint.
    public let fingerprint: [UInt8]
    public let signatureAlgorithm: ByteString
    /// Nil in a starting digest.
    public let previous: PreviousDigest?
    public let logFiles: LogFileList
    /// Members that this version does not know, in the document and in its entries.
    public let unknownMemberCount: Int

    /// Whether every hash in it is of an algorithm known here.
    public var hashAlgorithmsAreKnown: Bool {
        (previous.map { $0.hash != nil } ?? true) && logFiles.hashesAreKnown
    }

    /// Whether the signature algorithm is known here.
    public var signatureAlgorithmIsKnown: Bool { signatureAlgorithm == Self.signatureAlgorithmName }
}

/// Why bytes are no digest document.
public struct DigestFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The member concerned, for example `logFiles[3].hashValue`; nil where the text as a whole is meant.
    public let member: String?
    public let reason: String

    public init(member: String? = nil, reason: String) {
        self.member = member
        self.reason = reason
    }

    public var description: String { member.map { "\($0): \(reason)" } ?? reason }
}

extension DigestDocument {
    /// The declared key taken apart, where it and the content agree on account and time. If its chain is `known`, that is
    /// shared.
    public func declaredKey(like known: ChainID? = nil) throws(DigestFormatError) -> DigestObjectKey {
        guard AWSIdentifier.isBucketName(location.bucket.bytes[...]) else {
            throw DigestFormatError(member: "digestS3Bucket", reason: "is no name of a bucket")
        }
        guard let key = DigestObjectKey(location.key, like: known) else {
            throw DigestFormatError(
                member: "digestS3Object", reason: "no digest key, or its folders and its file name disagree")
        }
        guard key.chain.accountID == accountID else {
            throw DigestFormatError(member: "awsAccountId", reason: "is not the account of the declared key")
        }
        guard key.endTime == endTime else {
            throw DigestFormatError(member: "digestEndTime", reason: "is not the time of the declared key")
        }
        guard startTime <= endTime else {
            throw DigestFormatError(member: "digestStartTime", reason: "is after digestEndTime")
        }
        return key
    }
}
