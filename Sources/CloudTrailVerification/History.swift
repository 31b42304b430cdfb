public import CloudTrailFormat
public import Primitives

/// The newest digest of a chain that a run verified: where the next run continues.
public struct Checkpoint: Hashable, Sendable {
    public let chain: ChainID
    /// The digest's bucket and key.
    public let location: S3Location
    /// SHA-256 of its inflated bytes.
    public let hash: SHA256Digest
    /// The signature that proves it, where one is known. It authenticates itself, so it need not be trusted.
    public let signature: [UInt8]?
    /// Since when the chain was read, by this run or the ones before.
    public let since: UnixTime
    /// The digest's end: until when the chain is verified.
    public let verifiedThrough: UnixTime
    /// Number of the chain's older digest files when it was verified. Where there are more, something was added to what
    /// nobody looks at any more.
    public let olderCount: Int

    public init(
        chain: ChainID, location: S3Location, hash: SHA256Digest, signature: [UInt8]?, since: UnixTime,
        verifiedThrough: UnixTime, olderCount: Int
    ) {
        self.chain = chain
        self.location = location
        self.hash = hash
        self.signature = signature
        self.since = since
        self.verifiedThrough = verifiedThrough
        self.olderCount = olderCount
    }
}

/// What earlier runs over an archive verified. Trusted like every option: whoever can write it chooses what is read.
public struct History: Sendable {
    /// At most one for each chain.
    public let checkpoints: [Checkpoint]
    /// Whether everything is read all the same, so that the history is only compared with.
    public let isReread: Bool

    public init(_ checkpoints: [Checkpoint], isReread: Bool = false) {
        self.checkpoints = checkpoints
        self.isReread = isReread
    }
}
