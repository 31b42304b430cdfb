public import TrailSealPrimitives

/// How many saved answers a path given with `--signatures` holds (INPUT-5).
public struct SignatureUse: Hashable, Sendable {
    /// The path as given.
    public let path: ByteString
    /// Number of answers about a digest. Other content isn't counted.
    public var read: Int
    /// Number of answers with a whole signature for a digest that was read.
    public var used: Int
    /// Files saved for a digest that was read, but without a whole signature (INPUT-4).
    public var emptyFiles: [ByteString] = []
    /// Number of such answers in listings.
    public var emptyEntries = 0

    /// The part of `used` that is for digests that every shard reads.
    public var usedByAll = 0

    /// Creates a count.
    public init(path: ByteString, read: Int, used: Int) { (self.path, self.read, self.used) = (path, read, used) }

    /// The warning about a path whose signatures weren't used (INPUT-5). `path` is safe to print. `lacksSignatures` says that
    /// answers were saved for digests of the archive, but hold no whole signature.
    public static func unused(_ path: String, read: Int, lacksSignatures: Bool) -> String {
        if read == 0 { return "the signatures \(path) hold no saved answer of aws s3api head-object --output json" }
        let lack = lacksSignatures ? "holds a signature of" : "is for"
        return "the signatures \(path): none of \(read) saved answers \(lack) a digest of this archive"
    }
}
