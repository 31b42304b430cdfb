internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What reading one file gave that may be a digest file. Nothing in it is proved.
struct DigestFile: Sendable {
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
    private let folderNumber: UInt32
    private let kept: Kept
    let isStoredInflated: Bool
    /// Whether it is `X.json` beside an `X.json.gz`, for which it does not stand then (FILE-19).
    let isBesideCompressed: Bool

    /// Most files are digests, whose statements know their facts: a file of them is one reference.
    private enum Kept: Sendable {
        case digest(DigestStatement)
        case other(Other)
    }

    private final class Other: Sendable {
        let facts: PathFacts
        let content: Content

        init(_ facts: PathFacts, _ content: Content) { (self.facts, self.content) = (facts, content) }
    }

    /// `facts` are those of the statement too, if it is a digest.
    init(
        _ file: FileNumber, in folder: Int, _ facts: PathFacts, _ content: Content, isStoredInflated: Bool,
        isBesideCompressed: Bool
    ) {
        self.file = file
        folderNumber = UInt32(clamping: folder)
        kept = if case .digest(let statement) = content { .digest(statement) } else { .other(Other(facts, content)) }
        self.isStoredInflated = isStoredInflated
        self.isBesideCompressed = isBesideCompressed
    }

    /// Position of its folder in the listing.
    var folder: Int { Int(folderNumber) }

    /// What its path below its root says.
    var facts: PathFacts {
        switch kept {
        case .digest(let statement): statement.facts
        case .other(let other): other.facts
        }
    }

    var content: Content {
        switch kept {
        case .digest(let statement): .digest(statement)
        case .other(let other): other.content
        }
    }

    /// What its name says, if it is a digest's.
    var name: DigestName? { facts.digest }

    var statement: DigestStatement? {
        if case .digest(let statement) = kept { statement } else { nil }
    }
}
