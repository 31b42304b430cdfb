public import Primitives

/// The place of a log file in a bucket, and what its key says.
public final class LogKey: Sendable {
    public let location: S3Location
    /// What the folders say.
    public let folder: FolderFacts
    /// The last component.
    public let name: ByteString
    /// The time in the name.
    public let stamp: UnixTime?
    /// Whether the name is one that CloudTrail gives a log file.
    let isLogName: Bool
    /// Whether the name says no other Region than the folders.
    let isOfRegion: Bool
    /// Whether the key would leave the archive or names nothing that a file can be: it is never opened (LOG-6).
    public let isUnsafe: Bool

    /// `folder` is what the folders of the key say.
    public init(_ location: S3Location, in folder: FolderFacts) {
        self.location = location
        self.folder = folder
        let key = location.key
        name = key.name
        stamp = LogFileName.stamp(in: name)
        isOfRegion = RecognizedName.isOf(region: folder.region, name)
        isLogName = stamp != nil && LogFileName.isWhole(name)
        isUnsafe = key.isUnsafeKey(in: folder, name)
    }
}
