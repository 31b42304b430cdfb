public import TrailSealFormat
public import TrailSealPrimitives

/// A log file that a verified digest lists, offered to a consumer before it is read.
public struct OfferedLog: Sendable {
    /// The bucket and key that the digest lists.
    public let location: S3Location
    /// The SHA-256 that the inflated content must have.
    public let hash: SHA256Digest
    /// The verified digest that lists it.
    public let digest: S3Location
    /// The chain of the digest.
    public let chain: ChainID
    /// The time that the digest covers.
    public let interval: Interval
    /// The path of the file, as the user would name it.
    public let path: ByteString

    /// Creates an offer.
    public init(
        location: S3Location, hash: SHA256Digest, digest: S3Location, chain: ChainID, interval: Interval,
        path: ByteString
    ) {
        self.location = location
        self.hash = hash
        self.digest = digest
        self.chain = chain
        self.interval = interval
        self.path = path
    }
}

/// Takes the content of log files while they are verified. All worker threads call it at once.
public protocol LogConsumer: Sendable {
    /// Called before a file is read. Returns nil if its content isn't wanted.
    func open(_ log: OfferedLog) -> (any LogSink)?
}

/// Takes the content of one file. Nobody may see any of it before `release` is called. After the last piece, either
/// `release` or `discard` is called.
public protocol LogSink {
    /// Takes the next piece of the inflated content. The buffer is valid only during the call.
    func take(_ chunk: UnsafeRawBufferPointer)
    /// Called if the whole content has the hash that the verified digest records, and nothing follows it.
    func release()
    /// Called otherwise: the content is something else, damaged or incomplete.
    func discard()
}
