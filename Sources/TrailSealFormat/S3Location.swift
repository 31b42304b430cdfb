public import TrailSealPrimitives

/// A bucket and an object key, as bytes.
///
/// Keys of thousands of digests of one chain differ only in their time, so a digest's key is stored as its series and
/// the time. The representation is unique: equal locations compare and hash equal however they were created.
public struct S3Location: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let names: ObjectNames
    /// End time in a digest's key. 0 for any other key.
    private let time: UnixTime

    /// Creates a location.
    public init(bucket: ByteString, key: ByteString) { self.init(bucket: bucket, key: key, like: nil) }

    /// Creates a location. Shares the series of `neighbour` or the `chain` if they are the same.
    init(bucket: ByteString, key: ByteString, like neighbour: S3Location?, chain: ChainID? = nil) {
        if let neighbour, neighbour.bucket == bucket, let sibling = neighbour.sibling(key: key.bytes.span) {
            self = sibling
        } else if DigestKeySeries.mayHold(key), let digest = DigestObjectKey(key, like: chain) {
            (names, time) = (ObjectNames(bucket, DigestKeySeries(digest)), digest.endTime)
        } else {
            (names, time) = (ObjectNames(bucket, key), UnixTime(seconds: 0))
        }
    }

    private init(_ names: ObjectNames, _ time: UnixTime) { (self.names, self.time) = (names, time) }

    /// Splits `bucket/key` at its first slash. Returns nil if there is none.
    public init?(joined: ByteString) {
        guard let slash = joined.bytes.firstIndex(of: ByteString.slash) else { return nil }
        self.init(
            bucket: ByteString(joined.bytes[..<slash]), key: ByteString(joined.bytes[(slash + 1)...]))
    }

    /// The bucket.
    public var bucket: ByteString { names.bucket }
    /// The key. Built on each call for a digest.
    public var key: ByteString { names.series?.key(at: time) ?? names.key }
    /// Length of the key in bytes.
    public var keyLength: Int { names.series?.keyLength ?? names.key.count }

    /// The series and end time of a digest's key, or nil for any other key.
    var digest: (series: DigestKeySeries, endTime: UnixTime)? { names.series.map { ($0, time) } }

    /// The end time in a digest's key, or nil for any other key.
    public var endTime: UnixTime? { names.series == nil ? nil : time }

    /// The parsed key of a digest, or nil for any other key.
    public var digestKey: DigestObjectKey? { names.series.map { $0.objectKey(at: time) } }

    /// Returns the digest in the same bucket and series with this key, or nil if the key isn't in the series.
    func sibling(key: Span<UInt8>) -> S3Location? {
        time(inKey: key).map { S3Location(names, $0) }
    }

    /// Returns the time in a digest's key of the same series, or nil if the key isn't in the series.
    func time(inKey key: Span<UInt8>) -> UnixTime? { names.series?.endTime(inKey: key) }

    /// Whether this is a digest's, and the last six components of its key are those of `path`.
    func isEnd(of path: ByteString) -> Bool {
        names.series.map { $0.endTime(atEndOf: path.bytes.span) == time } ?? false
    }

    /// Returns the digest in the same bucket and series that ends at `time`. This location must be a digest's.
    func sibling(at time: UnixTime) -> S3Location { S3Location(names, time) }

    /// The location without the time: equal for all digests of a series, and unique for any other object.
    public struct Family: Hashable, Sendable {
        fileprivate let names: ObjectNames

        /// Compares bucket and series, or bucket and key.
        public static func == (left: Family, right: Family) -> Bool {
            left.names === right.names || left.names == right.names
        }

        /// Hashes bucket and series, or bucket and key.
        public func hash(into hasher: inout Hasher) { hasher.combine(names.hash) }
    }

    /// The location without the time.
    public var family: Family { Family(names: names) }

    /// Whether both are digests of one series. True is certain; false isn't, because only shared storage is compared.
    public func isOfSeries(of other: S3Location) -> Bool { names === other.names && names.series != nil }

    /// Whether this is the digest of `series` that ends at `time`. True is certain; false isn't, because only shared storage
    /// is compared.
    func isOfSeries(_ series: DigestKeySeries, at time: UnixTime) -> Bool {
        names.series === series && self.time == time
    }

    /// Whether the bucket's name follows AWS's rules.
    var hasValidBucket: Bool { names.hasValidBucket }

    /// Whether both are digests of one series in the same day folder. True is certain; false isn't.
    public func isOfSeriesAndDay(of other: S3Location) -> Bool {
        isOfSeries(of: other) && time.seconds / UnixTime.day == other.time.seconds / UnixTime.day
            && time.seconds >= 0 && other.time.seconds >= 0
    }

    /// `bucket/key`, the form that CloudTrail signs.
    public var joined: ByteString {
        let key = key
        var bytes = [UInt8]()
        bytes.reserveCapacity(bucket.count + 1 + key.count)
        bytes.append(contentsOf: bucket.bytes)
        bytes.append(ByteString.slash)
        bytes.append(contentsOf: key.bytes)
        return ByteString(bytes)
    }

    /// Compares bucket and key.
    public static func == (left: S3Location, right: S3Location) -> Bool {
        left.time == right.time && (left.names === right.names || left.names == right.names)
    }

    /// Hashes bucket and key.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(names.hash)
        hasher.combine(time)
    }

    /// Orders by bucket, then by key. The shortcut gives the same order, because keys of one series differ only in
    /// their time.
    public static func < (left: S3Location, right: S3Location) -> Bool {
        if left.names === right.names, left.names.series != nil { return left.time < right.time }
        return left.bucket != right.bucket ? left.bucket < right.bucket : left.key < right.key
    }

    /// The address `s3://BUCKET/KEY`.
    public var description: String { "s3://\(bucket)/\(key)" }
}

/// The names of one object, or of all digests of a series. Keeps the hash value, because objects are looked up many
/// times.
private final class ObjectNames: Sendable {
    let bucket: ByteString
    /// Empty for a series.
    let key: ByteString
    let series: DigestKeySeries?
    let hash: Int
    /// Whether the bucket's name follows AWS's rules. Known for a series; for other objects it is seldom asked.
    private let isSeriesBucketValid: Bool
    var hasValidBucket: Bool { isSeriesBucketValid || AWSIdentifier.isBucketName(bucket.bytes[...]) }

    init(_ bucket: ByteString, _ key: ByteString) {
        self.bucket = bucket
        self.key = key
        series = nil
        isSeriesBucketValid = false
        hash = Self.hash(bucket, key)
    }

    init(_ bucket: ByteString, _ series: DigestKeySeries) {
        self.bucket = bucket
        self.series = series
        isSeriesBucketValid = AWSIdentifier.isBucketName(bucket.bytes[...])
        key = ByteString()
        hash = Self.hash(bucket, ByteString(series.head + series.nameHead + series.nameTail))
    }

    private static func hash(_ bucket: ByteString, _ key: ByteString) -> Int {
        var hasher = Hasher()
        hasher.combine(bucket.count)
        hasher.combine(bucket)
        hasher.combine(key)
        return hasher.finalize()
    }

    static func == (left: ObjectNames, right: ObjectNames) -> Bool {
        guard left.hash == right.hash, left.bucket == right.bucket else { return false }
        return switch (left.series, right.series) {
        case (nil, nil): left.key == right.key
        case (let own?, let other?): own == other
        default: false
        }
    }
}
