internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The result of reading one file that may be a digest file. Nothing in it is proved.
struct DigestFile: Sendable {
    /// What the file holds.
    enum Content: Sendable {
        case digest(DigestStatement)
        /// It has a digest's name or is in a digest's place, and isn't a digest. The hash is that of the inflated
        /// bytes, or nil if they couldn't be read.
        case malformed(FindingDetail.DigestDefect, SHA256Digest?)
        /// It lists more log files than are judged (LIMIT-6). The hash is that of the inflated bytes.
        case overLimit(SHA256Digest)
        case unreadable(reason: String)
        /// It was there when the folder was listed, and was gone later.
        case gone
        /// A saved answer for the digest of this name (FILE-17, FILE-22).
        case savedAnswer(SavedSignature, digestName: ByteString)
        /// It lies among digest files and isn't one (FILE-12).
        case noDigest
        /// An empty file without a digest's name (FILE-21).
        case marker
    }

    let file: FileNumber
    private let folderNumber: UInt32
    private let kept: Kept
    let isStoredInflated: Bool
    /// Whether it is `X.json` beside an `X.json.gz`, so that it doesn't stand for the digest (FILE-19).
    let isBesideCompressed: Bool

    /// The content in less memory. Most files are digests, and a statement holds its facts, so one reference is enough.
    private enum Kept: Sendable {
        case digest(DigestStatement)
        case other(Other)
    }

    /// The facts and content of any other file.
    private final class Other: Sendable {
        let facts: PathFacts
        let content: Content

        init(_ facts: PathFacts, _ content: Content) { (self.facts, self.content) = (facts, content) }
    }

    /// Records a result. If the content is a digest, `facts` are those of its statement.
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

    /// The folder's position in the listing.
    var folder: Int { Int(folderNumber) }

    /// What the path below the root says.
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

    /// What the name says, if it is a digest's.
    var name: DigestName? { facts.digest }

    var statement: DigestStatement? {
        if case .digest(let statement) = kept { statement } else { nil }
    }
}
