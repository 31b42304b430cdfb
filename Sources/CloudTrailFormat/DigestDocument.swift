public import Primitives

/// A digest file's content as its JSON says it, before anything about it is proved.
///
/// Source: AWS CloudTrail User Guide, "CloudTrail digest file structure". Times have whole seconds, strings are kept as
/// decoded bytes because they are compared and signed verbatim.
public struct DigestDocument: Equatable, Sendable {
    /// The name of the hash algorithm this version knows, as digests write it.
    public static let sha256Name: StaticString = "SHA-256"
    /// The name of the signature algorithm this version knows, as digests write it.
    public static let signatureAlgorithmName: StaticString = "SHA256withRSA"

    /// The link to the digest before this one.
    public final class PreviousDigest: Equatable, Sendable {
        public let location: S3Location
        /// Nil where `hashAlgorithm` is not known here.
        public let hash: SHA256Digest?
        public let hashAlgorithm: ByteString
        /// As written; it is signed verbatim.
        public var signature: ByteString { packed.text }
        private let packed: SignatureText

        convenience init(location: S3Location, hash: SHA256Digest?, hashAlgorithm: ByteString, signature: ByteString) {
            let text = signature.bytes
            self.init(
                location: location, hash: hash, hashAlgorithm: hashAlgorithm, signature: SignatureText(text.span))
        }

        init(location: S3Location, hash: SHA256Digest?, hashAlgorithm: ByteString, signature: SignatureText) {
            self.location = location
            self.hash = hash
            self.hashAlgorithm = hashAlgorithm
            packed = signature
        }

        public static func == (left: PreviousDigest, right: PreviousDigest) -> Bool {
            left.location == right.location && left.hash == right.hash && left.hashAlgorithm == right.hashAlgorithm
                && left.packed == right.packed
        }
    }

    /// One log file that CloudTrail delivered in the digest's time.
    public struct LogFile: Equatable, Sendable {
        public let location: S3Location
        /// SHA-256 of the inflated content; nil where `hashAlgorithm` is not known here.
        public let hash: SHA256Digest?
        public let hashAlgorithm: ByteString
    }

    /// What the digests of one chain mostly have in common.
    final class Common: Sendable {
        let accountID: ByteString
        let fingerprint: [UInt8]
        let signatureAlgorithm: ByteString
        let unknownMemberCount: Int

        init(accountID: ByteString, fingerprint: [UInt8], signatureAlgorithm: ByteString, unknownMemberCount: Int) {
            self.accountID = accountID
            self.fingerprint = fingerprint
            self.signatureAlgorithm = signatureAlgorithm
            self.unknownMemberCount = unknownMemberCount
        }
    }

    let common: Common
    public var accountID: ByteString { common.accountID }
    public let startTime: UnixTime
    /// Exclusive.
    public let endTime: UnixTime
    /// Where CloudTrail wrote it.
    public let location: S3Location
    /// The 16 bytes of the public key's fingerprint.
    public var fingerprint: [UInt8] { common.fingerprint }
    public var signatureAlgorithm: ByteString { common.signatureAlgorithm }
    /// Nil in a starting digest.
    public let previous: PreviousDigest?
    public let logFiles: LogFileList
    /// Members that this version does not know, in the document and in its entries.
    public var unknownMemberCount: Int { common.unknownMemberCount }

    public static func == (left: DigestDocument, right: DigestDocument) -> Bool {
        left.accountID == right.accountID && left.startTime == right.startTime && left.endTime == right.endTime
            && left.location == right.location && left.fingerprint == right.fingerprint
            && left.signatureAlgorithm == right.signatureAlgorithm && left.previous == right.previous
            && left.logFiles == right.logFiles && left.unknownMemberCount == right.unknownMemberCount
    }

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
    /// The declared key taken apart, where it and the content agree on account and time.
    public func declaredKey() throws(DigestFormatError) -> DigestObjectKey {
        try declaredSeries().objectKey(at: endTime)
    }

    /// What the declared key shares with those of its chain, where it and the content agree on account and time.
    public func declaredSeries() throws(DigestFormatError) -> DigestKeySeries {
        guard AWSIdentifier.isBucketName(location.bucket.bytes[...]) else {
            throw DigestFormatError(member: "digestS3Bucket", reason: "is no name of a bucket")
        }
        guard let (series, end) = location.digest else {
            throw DigestFormatError(
                member: "digestS3Object", reason: "no digest key, or its folders and its file name disagree")
        }
        guard series.chain.accountID == accountID else {
            throw DigestFormatError(member: "awsAccountId", reason: "is not the account of the declared key")
        }
        guard end == endTime else {
            throw DigestFormatError(member: "digestEndTime", reason: "is not the time of the declared key")
        }
        guard startTime <= endTime else {
            throw DigestFormatError(member: "digestStartTime", reason: "is after digestEndTime")
        }
        return series
    }
}
