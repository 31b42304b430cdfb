public import CloudTrailFormat
public import Primitives

/// A file whose content is what a verified digest lists. Only `LogProver` makes one.
public final class VerifiedLog: Sendable {
    public let key: LogKey
    public var location: S3Location { key.location }
    public let hash: SHA256Digest
    /// Path of the file, as it was given with its content.
    public let path: ByteString
    /// Whether the file is stored inflated, which changes nothing that is signed (LOG-9).
    public let isStoredInflated: Bool

    init(_ key: LogKey, _ hash: SHA256Digest, _ path: ByteString, isStoredInflated: Bool) {
        (self.key, self.hash, self.path, self.isStoredInflated) = (key, hash, path, isStoredInflated)
    }
}

/// What reading one candidate file gave.
public struct LogContent: Sendable {
    public enum Outcome: Hashable, Sendable {
        /// One gzip member, or content that was stored inflated, and its SHA-256.
        case whole(SHA256Digest, isStoredInflated: Bool)
        /// One gzip member, its SHA-256, and so many bytes behind it.
        case trailing(SHA256Digest, UInt64)
        /// Nothing whole can be had from these bytes.
        case damaged
        /// The system did not let it be read.
        case unreadable
    }

    public let path: ByteString
    public let outcome: Outcome

    public init(path: ByteString, _ outcome: Outcome) {
        (self.path, self.outcome) = (path, outcome)
    }
}

/// Why an absent log is not simply missing.
public enum LogAbsence: Hashable, Sendable {
    /// Its place could be looked at, and no regular file is there.
    case seen
    /// The folder of its own place could not be listed (PLACE-19).
    case hidden
    /// Its bucket or its day is not part of the copy (LOG-14, LOG-15).
    case outsideCopy
    /// The user says that it was not copied (SCOPE-8, SCOPE-9).
    case notAskedFor
}

/// What is said of one listed object: exactly one of these (ACCOUNT-3).
public enum LogDisposition: Sendable {
    /// All its files hold what is listed.
    case verified([VerifiedLog])
    /// A file holds something else, or is damaged; `files` says each.
    case invalid([FileJudgement])
    case missing
    case unverified(LogDoubt)
    case outsideCopy
    case notAskedFor
    /// An earlier run verified it (STATE-4).
    case verifiedEarlier

    /// What is said of one candidate.
    public struct FileJudgement: Hashable, Sendable {
        public let path: ByteString
        public let fault: LogFault?
    }
}

/// What is wrong with a candidate of a listed object.
public enum LogFault: Hashable, Sendable {
    case otherHash(SHA256Digest)
    case trailingData(UInt64)
    case damaged
    case unreadable
}

/// Why a listed object is neither verified nor contradicted.
public enum LogDoubt: Hashable, Sendable {
    /// A file could not be read, or its folder could not be listed.
    case unreadable
    /// Verified digests record different hashes, and its file has one of them (LOG-13).
    case conflict
    /// The hash is of an algorithm that this version does not know.
    case unsupported
    /// A digest of another account lists it (DIGEST-24).
    case foreign
}
