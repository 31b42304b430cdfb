public import TrailSealFormat
public import TrailSealPrimitives

/// An entry of the walk that isn't a folder, or a folder that couldn't be listed.
public struct WalkedFile: Sendable {
    /// The path as the run names it.
    public let path: UniquePath
    /// What the path below the root says. If the root begins below an account's folder, its mapping completes the path.
    public let facts: PathFacts
    /// Size in bytes, or nil if unknown.
    public let size: UInt64?
    /// Creates an entry.
    public init(path: UniquePath, _ facts: PathFacts, size: UInt64?) {
        (self.path, self.facts, self.size) = (path, facts, size)
    }
}

/// What became of a walked file: exactly one bin (ACCOUNT-4). Each good bin carries its evidence (ACCOUNT-8).
public enum FileBin: Sendable {
    /// A proved digest.
    case verifiedDigest(ProvedDigest)
    /// A log with the recorded hash.
    case verifiedLog(VerifiedLog)
    /// A file with this hash, which another file has too.
    indirect case identicalCopy(SHA256Digest, of: Twin)
    /// A saved answer for the digest of this name.
    indirect case savedSignature(SavedSignature, digestName: ByteString)
    /// A file of a listed log whose disposition isn't `verified`.
    indirect case listed(S3Location)
    case namedOnCommandLine, notCloudTrail, unrecognized, hidden, emptyMarker, notJudged, notDue, outOfScope
    /// An unproved digest, and its predecessor. This bin and all that follow are bad: each file needs an excuse.
    indirect case unverifiedDigest(DigestDoubt, previous: S3Location? = nil)
    /// A digest that the evidence contradicts.
    case invalidDigest
    case unverifiedLog, invalidLog, unreferencedLog
    /// An entry that wasn't read: a link, device, FIFO, socket, or a folder that couldn't be listed.
    case obstacle(isLinkToWalked: Bool)
    var isUnverifiedDigest: Bool {
        if case .unverifiedDigest = self { true } else { false }
    }

    /// A file with the same content.
    public enum Twin: Sendable {
        case digest(ProvedDigest)
        case log(VerifiedLog)
        /// An unproved digest. The bin of its own file decides for both.
        case unproved(DigestStatement)
        var hash: SHA256Digest {
            switch self {
            case .digest(let digest): digest.hash
            case .log(let log): log.hash
            case .unproved(let digest): digest.hash
            }
        }

        /// The object that the file is.
        public var location: S3Location {
            switch self {
            case .digest(let digest): digest.location
            case .log(let log): log.location
            case .unproved(let digest): digest.document.location
            }
        }
    }
}
