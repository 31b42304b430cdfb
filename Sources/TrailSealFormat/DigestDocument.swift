public import TrailSealPrimitives

/// The content of a digest file, decoded but not yet proved.
///
/// Source: AWS CloudTrail User Guide, "CloudTrail digest file structure". Times have whole seconds. Strings are kept
/// as decoded bytes, because they are compared and signed verbatim.
public struct DigestDocument: Equatable, Sendable {
    /// The only hash algorithm that this version knows, as digests write it.
    public static let sha256Name: StaticString = "SHA-256"
    /// The only signature algorithm that this version knows, as digests write it.
    public static let signatureAlgorithmName: StaticString = "SHA256withRSA"

    /// The link to the previous digest of the chain.
    public final class PreviousDigest: Equatable, Sendable {
        /// Where the previous digest lies.
        public let location: S3Location
        /// SHA-256 of the inflated previous digest, or nil if `hashAlgorithm` is unknown.
        public let hash: SHA256Digest?
        /// The name of the hash algorithm.
        public let hashAlgorithm: ByteString
        /// The signature of the previous digest, as the document writes it. It is part of the string to sign (FORMAT-18).
        public var signature: ByteString { packed.text }
        /// The signature of the previous digest. Nil if the document doesn't write it in hexadecimal.
        public var signatureBytes: [UInt8]? { packed.bytes }
        private let packed: SignatureText

        /// Whether this is the signature of the previous digest. True is certain; false isn't.
        public func records(_ signature: [UInt8]) -> Bool { packed.encodes(signature) }

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

        /// Compares all members.
        public static func == (left: PreviousDigest, right: PreviousDigest) -> Bool {
            left.location == right.location && left.hash == right.hash && left.hashAlgorithm == right.hashAlgorithm
                && left.packed == right.packed
        }
    }

    /// An entry for one log file that CloudTrail delivered during the digest's interval.
    public struct LogFile: Equatable, Sendable {
        /// Where CloudTrail wrote the log file.
        public let location: S3Location
        /// SHA-256 of the inflated content, or nil if `hashAlgorithm` is unknown.
        public let hash: SHA256Digest?
        /// The name of the hash algorithm.
        public let hashAlgorithm: ByteString
    }

    /// Members that most digests of a chain share.
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
    /// `awsAccountId`: the account whose events are logged.
    public var accountID: ByteString { common.accountID }
    /// `digestStartTime`: the start of the interval.
    public let startTime: UnixTime
    /// `digestEndTime`: the end of the interval (exclusive).
    public let endTime: UnixTime
    /// Where CloudTrail wrote the digest file, by its own declaration.
    public let location: S3Location
    /// The fingerprint (16 bytes) of the public key that verifies the signature.
    public var fingerprint: [UInt8] { common.fingerprint }
    /// The name of the signature algorithm.
    public var signatureAlgorithm: ByteString { common.signatureAlgorithm }
    /// The link to the previous digest. Nil in a starting digest (FORMAT-14).
    public let previous: PreviousDigest?
    /// The log files that the digest lists.
    public let logFiles: LogFileList
    /// Number of members that this version doesn't know, in the document and in its entries.
    public var unknownMemberCount: Int { common.unknownMemberCount }

    /// Compares all members.
    public static func == (left: DigestDocument, right: DigestDocument) -> Bool {
        left.accountID == right.accountID && left.startTime == right.startTime && left.endTime == right.endTime
            && left.location == right.location && left.fingerprint == right.fingerprint
            && left.signatureAlgorithm == right.signatureAlgorithm && left.previous == right.previous
            && left.logFiles == right.logFiles && left.unknownMemberCount == right.unknownMemberCount
    }

    /// Whether every hash uses an algorithm that this version knows.
    public var hashAlgorithmsAreKnown: Bool {
        (previous.map { $0.hash != nil } ?? true) && logFiles.hashesAreKnown
    }

    /// Whether this version knows the signature algorithm.
    public var signatureAlgorithmIsKnown: Bool { signatureAlgorithm == Self.signatureAlgorithmName }
}

/// Why bytes aren't a digest document.
public struct DigestFormatError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The member at fault, for example `logFiles[3].hashValue`. Nil if the document as a whole is.
    public let member: String?
    /// What is wrong, without the name of the member.
    public let reason: String

    /// Creates an error.
    public init(member: String? = nil, reason: String) {
        self.member = member
        self.reason = reason
    }

    /// The member and what is wrong with it.
    public var description: String { member.map { "\($0) \(reason)" } ?? reason }
}

extension DigestDocument {
    /// Parses the declared key. Throws if it disagrees with the content on account or time (DIGEST-17).
    public func declaredKey() throws(DigestFormatError) -> DigestObjectKey {
        try declaredSeries().objectKey(at: endTime)
    }

    /// Returns what the declared key shares with other keys of its chain. Throws if it isn't a digest key, or
    /// disagrees with the content on account or time (DIGEST-17).
    public func declaredSeries() throws(DigestFormatError) -> DigestKeySeries {
        guard location.hasValidBucket else {
            throw DigestFormatError(member: "digestS3Bucket", reason: "isn't a bucket name")
        }
        guard let (series, end) = location.digest else {
            throw DigestFormatError(
                member: "digestS3Object", reason: "isn't a digest key, or its folders and file name disagree")
        }
        guard series.chain.accountID == accountID else {
            throw DigestFormatError(member: "awsAccountId", reason: "isn't the account of the declared key")
        }
        guard end == endTime else {
            throw DigestFormatError(member: "digestEndTime", reason: "isn't the time of the declared key")
        }
        guard startTime <= endTime else {
            throw DigestFormatError(member: "digestStartTime", reason: "is after digestEndTime")
        }
        return series
    }
}
