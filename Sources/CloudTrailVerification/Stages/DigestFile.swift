internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// What reading one file gave that may be a digest file. Nothing in it is proved.
struct DigestFile: Sendable {
    /// A chain, and the end of one of its digests.
    struct Name: Sendable {
        let chain: ChainID
        let endTime: UnixTime
    }

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
    /// What its name says, if it is a digest's.
    let name: Name?
    let content: Content
    let isStoredInflated: Bool
    /// Whether it is `X.json` beside an `X.json.gz`, for which it does not stand then (FILE-19).
    let isBesideCompressed: Bool

    var statement: DigestStatement? {
        if case .digest(let statement) = content { statement } else { nil }
    }
}

extension ArchiveListing {
    /// Path of a file that no other file has, among all roots.
    func uniquePath(of file: FileNumber) -> ByteString {
        let folder = folders[folder(of: file)]
        return uniquePath(
            root: folder.root, folder.path.appending(component: folder.names[Int(file - folder.firstFile)]))
    }

    func uniquePath(root: Int, _ path: ByteString) -> ByteString {
        ByteString("\(root)").appending(component: path)
    }

    /// The root of such a path.
    func root(ofUniquePath path: ByteString) -> Int? {
        path.components.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
}
