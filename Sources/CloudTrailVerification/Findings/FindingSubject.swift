public import CloudTrailFormat
public import Primitives

/// What a finding is about, as far as that is known: a chain, an object, a file, an interval.
public struct FindingSubject: Hashable, Sendable {
    public var chain: ChainID?
    /// Account and region of what belongs to no chain.
    public var accountID: ByteString?
    public var region: ByteString?
    public var bucket: ByteString?
    public var key: ByteString?
    /// The file, as the user would name it.
    public var path: ByteString?
    /// Beginning of an interval, or of a time that has no end.
    public var from: UnixTime?
    /// End of the interval, exclusive.
    public var to: UnixTime?
    /// The moment it is about: a digest's end, a log's stamp.
    public var time: UnixTime?
    /// What a verified digest records of the object's content.
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

    /// Its interval, where it has both ends.
    public var span: TimeSpan? {
        guard let from, let to else { return nil }
        return TimeSpan(from: from, to: to)
    }

    /// The object, where bucket and key are known.
    public var location: S3Location? {
        guard let bucket, let key else { return nil }
        return S3Location(bucket: bucket, key: key)
    }
}
