public import TrailSealFormat
public import TrailSealPrimitives

/// A file whose content is what a verified digest lists. Only `LogProver` creates one.
public final class VerifiedLog: Sendable {
    /// The parsed key.
    public let key: LogKey
    /// Bucket and key.
    public var location: S3Location { key.location }
    /// SHA-256 of the inflated content.
    public let hash: SHA256Digest
    /// The path of the file.
    public let path: UniquePath
    /// Whether the file is stored inflated, which doesn't change what is signed (LOG-9).
    public let isStoredInflated: Bool
    init?(_ key: LogKey, _ content: LogContent) {
        guard case .whole(let hash, let isStoredInflated) = content.outcome else { return nil }
        (self.key, self.hash, path, self.isStoredInflated) = (key, hash, content.path, isStoredInflated)
    }
}

/// The result of reading one candidate file.
public struct LogContent: Sendable {
    /// What the bytes gave.
    public enum Outcome: Hashable, Sendable {
        /// One gzip member, or content that was stored inflated, and its SHA-256.
        case whole(SHA256Digest, isStoredInflated: Bool)
        /// One gzip member, its SHA-256, and the number of bytes after it.
        case trailing(SHA256Digest, UInt64)
        /// The bytes have no whole content.
        case damaged
        /// The system refused to read it.
        case unreadable
    }

    /// The path of the file.
    public let path: UniquePath
    /// What reading gave.
    public let outcome: Outcome
    /// Creates a result.
    public init(path: UniquePath, _ outcome: Outcome) { (self.path, self.outcome) = (path, outcome) }
}

/// Why no file stands for a listed log.
public enum LogAbsence: Hashable, Sendable {
    /// Its place was examined, and no regular file is there.
    case seen
    /// The folder of its place couldn't be listed (PLACE-19).
    case hidden
    /// Its bucket or its day isn't part of the copy (LOG-14, LOG-15).
    case outsideCopy
    /// The user says that it wasn't copied (SCOPE-8, SCOPE-9).
    case notAskedFor
}

/// What is said of one listed log: exactly one of these (ACCOUNT-3).
public enum LogDisposition: Sendable {
    /// All its files have the recorded hash.
    case verified([VerifiedLog])
    /// A file has other content or is damaged. Each file has a judgement.
    case invalid([FileJudgement])
    /// No file stands for it (LOG-4).
    case missing
    /// Nothing proves or contradicts it.
    case unverified(LogDoubt)
    case outsideCopy
    case notAskedFor
    /// An earlier run verified it (STATE-4).
    case verifiedEarlier
    /// The judgement of one candidate file.
    public struct FileJudgement: Hashable, Sendable {
        /// The path of the file.
        public let path: UniquePath
        /// What is wrong with it, or nil.
        public let fault: LogFault?
    }
}

/// What is wrong with a candidate file.
public enum LogFault: Hashable, Sendable {
    /// It has other content, with this SHA-256 (LOG-7).
    case otherHash(SHA256Digest)
    /// This many bytes follow the gzip member (LOG-10).
    case trailingData(UInt64)
    case damaged
    case unreadable
}

/// Why a listed log is neither verified nor contradicted.
public enum LogDoubt: Hashable, Sendable {
    /// A file couldn't be read, or its folder couldn't be listed.
    case unreadable
    /// Verified digests record different hashes, and the file has one of them (LOG-13).
    case conflict
    /// The hash uses an algorithm that this version doesn't know.
    case unsupported
    /// A digest of another account lists it (DIGEST-24).
    case foreign
}
