public import CloudTrailFormat
public import Primitives

/// One entry that the walk saw and that is no folder, or a folder that could not be listed.
public struct WalkedFile: Sendable {
    /// As the run names it: unique among all roots.
    public let path: ByteString
    /// What the part says that tells whose it is and of what time: the path below the root, or, if the root begins below an
    /// account folder, with what the root's mapping puts before it.
    public let facts: PathFacts
    /// In bytes; nil if it cannot be had.
    public let size: UInt64?

    public init(path: ByteString, _ facts: PathFacts, size: UInt64?) {
        (self.path, self.facts, self.size) = (path, facts, size)
    }
}

/// What became of a walked file: exactly one of these (ACCOUNT-4), each good one with its evidence (ACCOUNT-8).
public enum FileBin: Sendable {
    case verifiedDigest(ProvedDigest)
    case verifiedLog(VerifiedLog)
    /// Its content has this hash, and a verified file has the same.
    indirect case identicalCopy(SHA256Digest, of: Twin)
    /// It holds a saved answer for the digest of this name.
    indirect case savedSignature(SavedSignature, digestName: ByteString)
    /// It stands for this listed object, of which something else than `verified` is said.
    case listed(S3Location)
    case namedOnCommandLine, notCloudTrail, unrecognized, hidden, emptyMarker, notJudged, notDue, outOfScope
    // Bad ones: each needs an excuse.
    indirect case unverifiedDigest(DigestDoubt, previous: S3Location? = nil)
    case invalidDigest
    case unverifiedLog, invalidLog, unreferencedLog
    /// Not looked at: a link, device, FIFO, socket, or a folder that could not be listed.
    case obstacle(isLinkToWalked: Bool)

    var isUnverifiedDigest: Bool {
        if case .unverifiedDigest = self { true } else { false }
    }

    public enum Twin: Sendable {
        case digest(ProvedDigest)
        case log(VerifiedLog)

        var hash: SHA256Digest {
            switch self {
            case .digest(let digest): digest.hash
            case .log(let log): log.hash
            }
        }

        var location: S3Location {
            switch self {
            case .digest(let digest): digest.location
            case .log(let log): log.location
            }
        }
    }
}
