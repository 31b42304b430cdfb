public import TrailSealFormat
public import TrailSealPrimitives

/// A digest that an earlier run verified (STATE-1).
public struct KnownDigest: Hashable, Sendable {
    /// The digest's bucket and key.
    public let location: S3Location
    /// SHA-256 of its inflated bytes.
    public let hash: SHA256Digest
    /// The start of its interval. Nil if the state came from version 1 of the file, which doesn't hold it.
    public let start: UnixTime?
    /// The end of its interval, which its key also holds.
    public let end: UnixTime
    /// The saved signature that proves it, if there is one. A signature authenticates itself, so nobody has to trust it
    /// (DIGEST-3).
    public let signature: [UInt8]?

    /// Creates a known digest.
    public init(location: S3Location, hash: SHA256Digest, start: UnixTime?, end: UnixTime, signature: [UInt8]?) {
        self.location = location
        self.hash = hash
        self.start = start
        self.end = end
        self.signature = signature
    }
}
