public import TrailSealPrimitives

/// The location of a log file in S3, and what its key says.
public final class LogKey: Sendable {
    /// Bucket and key.
    public let location: S3Location
    /// What the folders of the key say.
    public let folder: FolderFacts
    /// The last component of the key.
    public let name: ByteString
    /// The stamp in the name, or nil.
    public let stamp: UnixTime?
    /// Whether CloudTrail writes such names for log files.
    let isLogName: Bool
    /// Whether the Region in the name, if any, is that of the folders.
    let isOfRegion: Bool
    /// Whether the key could lead out of the archive or can't name a file. Such a key is never opened (LOG-6).
    public let isUnsafe: Bool

    /// Parses a key whose folders say `folder`.
    public init(_ location: S3Location, in folder: FolderFacts) {
        self.location = location
        self.folder = folder
        let key = location.key
        name = key.name
        stamp = LogFileName.stamp(in: name)
        let owner = NameOwner(name)
        isOfRegion = RecognizedName.isOf(region: folder.region, owner)
        isLogName = stamp != nil && LogFileName.isWhole(name, owner)
        isUnsafe = key.isUnsafeKey(in: folder, name)
    }
}
