public import TrailSealFormat
public import TrailSealPrimitives

/// What a finding is about, as far as it is known: a chain, an object, a file, an interval.
public struct FindingSubject: Hashable, Sendable {
    /// The chain.
    public var chain: ChainID?
    /// The account of something that belongs to no chain.
    public var accountID: ByteString?
    /// The Region of something that belongs to no chain.
    public var region: ByteString?
    /// The bucket of the object.
    public var bucket: ByteString?
    /// The key of the object.
    public var key: ByteString?
    /// The path of the file, as the user would give it.
    public var path: ByteString?
    /// Start of an interval. Without `to` the interval is open.
    public var from: UnixTime?
    /// End of the interval, exclusive.
    public var to: UnixTime?
    /// A point in time, such as a digest's end or a log's stamp.
    public var time: UnixTime?
    /// The hash that a verified digest records for the object.
    public var recorded: SHA256Digest?

    init(
        chain: ChainID? = nil, bucket: ByteString? = nil, key: ByteString? = nil, path: ByteString? = nil,
        from: UnixTime? = nil, to: UnixTime? = nil, accountID: ByteString? = nil, region: ByteString? = nil,
        time: UnixTime? = nil
    ) {
        self.chain = chain
        self.accountID = accountID
        self.region = region
        self.bucket = bucket
        self.key = key
        self.path = path
        self.from = from
        self.to = to
        self.time = time
    }

    init(
        chain: ChainID?, _ location: S3Location, path: ByteString? = nil, from: UnixTime? = nil, to: UnixTime? = nil,
        time: UnixTime? = nil
    ) {
        self.init(
            chain: chain, bucket: location.bucket, key: location.key, path: path, from: from, to: to, time: time)
    }

    /// The interval. Nil unless both ends are known.
    public var span: TimeSpan? {
        guard let from, let to else { return nil }
        return TimeSpan(from: from, to: to)
    }

    /// The object. Nil unless both bucket and key are known.
    public var location: S3Location? {
        guard let bucket, let key else { return nil }
        return S3Location(bucket: bucket, key: key)
    }
}
