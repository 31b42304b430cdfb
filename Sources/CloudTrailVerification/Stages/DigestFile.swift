internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What reading one file gave that may be a digest file. Nothing in it is proved.
final class DigestFile: Sendable {
    enum Content: Sendable {
        case digest(DigestStatement)
        /// It has a digest's name, or lies in a digest's place, and is none. The hash is that of the inflated bytes, if they
        /// could be had.
        case malformed(FindingDetail.DigestDefect, SHA256Digest?)
        /// It lists more log files than are judged (LIMIT-6).
        case overLimit(SHA256Digest)
        case unreadable(reason: String)
        /// It was there when the folder was listed.
        case gone
        /// A saved answer for the digest of this name (FILE-17, FILE-22).
        case savedAnswer(SavedSignature, digestName: ByteString)
        /// It lies among digest files and is none (FILE-12).
        case noDigest
        /// An empty file without a digest's name (FILE-21).
        case marker
    }

    let file: FileNumber
    /// Position of its folder in the listing.
    let folder: Int
    /// What its path below its root says.
    let facts: PathFacts
    let content: Content
    let isStoredInflated: Bool
    /// Whether it is `X.json` beside an `X.json.gz`, for which it does not stand then (FILE-19).
    let isBesideCompressed: Bool

    init(
        _ file: FileNumber, in folder: Int, _ facts: PathFacts, _ content: Content, isStoredInflated: Bool,
        isBesideCompressed: Bool
    ) {
        self.file = file
        self.folder = folder
        self.facts = facts
        self.content = content
        self.isStoredInflated = isStoredInflated
        self.isBesideCompressed = isBesideCompressed
    }

    /// What its name says, if it is a digest's.
    var name: DigestName? { facts.digest }

    var statement: DigestStatement? {
        if case .digest(let statement) = content { statement } else { nil }
    }
}
