/// Where signatures of digest files were saved. An S3 object's signature is in its metadata, so a copy of the object
/// doesn't hold it.
public struct Signatures: Hashable, Sendable {
    let paths: [String]

    /// No saved signatures. Digest files are then proved by their successors alone, and the newest one of each chain by
    /// nothing.
    public static let none = Signatures(paths: [])

    /// Answers of `aws s3api head-object`, in folders laid out like the keys, or as listings (JSON Lines, JSON array,
    /// CSV).
    ///
    /// They are read when a run begins. It throws ``TrailSealError/unreadable(path:reason:)``, or
    /// ``TrailSealError/malformed(path:reason:)`` for a file that isn't a listing.
    public static func saved(at paths: String...) -> Signatures { Signatures(paths: paths) }

    /// The same for several paths.
    public static func saved(at paths: [String]) -> Signatures { Signatures(paths: paths) }
}
