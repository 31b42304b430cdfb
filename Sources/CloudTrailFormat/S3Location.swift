public import Primitives

/// A bucket and an object key, as bytes.
///
/// Thousands of digests of one chain differ in their time only, so the key of a digest is kept as its series and that time.
/// Every key has one form only: equal locations compare and hash alike however they were made.
public struct S3Location: Hashable, Comparable, Sendable, CustomStringConvertible {
    private let names: ObjectNames
    /// End time in the key of a digest; no time in any other.
    private let time: UnixTime

    public init(bucket: ByteString, key: ByteString) { self.init(bucket: bucket, key: key, like: nil) }

    /// The same, sharing what `neighbour` holds if both are of one series, and `chain` if the key is of that.
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

    /// Splits `bucket/key` at its first slash; nil where there is none.
    public init?(joined: ByteString) {
        guard let slash = joined.bytes.firstIndex(of: ByteString.slash) else { return nil }
        self.init(
            bucket: ByteString(joined.bytes[..<slash]), key: ByteString(joined.bytes[(slash + 1)...]))
    }

    public var bucket: ByteString { names.bucket }
    /// Put together anew each time for a digest.
    public var key: ByteString { names.series?.key(at: time) ?? names.key }
    /// Bytes of the key.
    public var keyLength: Int { names.series?.keyLength ?? names.key.count }

    /// The series of the digest's key and the end time in it; nil for any other key.
    var digest: (series: DigestKeySeries, endTime: UnixTime)? { names.series.map { ($0, time) } }

    /// The end time in the key of a digest.
    public var endTime: UnixTime? { names.series == nil ? nil : time }

    /// The key taken apart if it is a digest's.
    public var digestKey: DigestObjectKey? { names.series.map { $0.objectKey(at: time) } }

    /// The digest of the same bucket and series that has this key; nil if there is none.
    func sibling(key: Span<UInt8>) -> S3Location? {
        names.series.flatMap { $0.endTime(inKey: key) }.map { S3Location(names, $0) }
    }

    /// What the digests of one series share, and what other objects have for themselves: the location without the time.
    public struct Family: Hashable, Sendable {
        fileprivate let names: ObjectNames

        public static func == (left: Family, right: Family) -> Bool {
            left.names === right.names || left.names == right.names
        }

        public func hash(into hasher: inout Hasher) { hasher.combine(names.hash) }
    }

    public var family: Family { Family(names: names) }

    /// Whether both are digests of one series. True is certain.
    public func isOfSeries(of other: S3Location) -> Bool { names === other.names && names.series != nil }

    /// Whether both are digests of one series and lie in the folder of one day. True is certain.
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

    public static func == (left: S3Location, right: S3Location) -> Bool {
        left.time == right.time && (left.names === right.names || left.names == right.names)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(names.hash)
        hasher.combine(time)
    }

    public static func < (left: S3Location, right: S3Location) -> Bool {
        if left.names === right.names, left.names.series != nil { return left.time < right.time }
        return left.bucket != right.bucket ? left.bucket < right.bucket : left.key < right.key
    }

    public var description: String { "s3://\(bucket)/\(key)" }
}

/// The names of one object, or of all digests of a series, with their hash value: an object is looked up many times.
private final class ObjectNames: Sendable {
    let bucket: ByteString
    /// Empty for a series.
    let key: ByteString
    let series: DigestKeySeries?
    let hash: Int

    init(_ bucket: ByteString, _ key: ByteString) {
        self.bucket = bucket
        self.key = key
        series = nil
        hash = Self.hash(bucket, key)
    }

    init(_ bucket: ByteString, _ series: DigestKeySeries) {
        self.bucket = bucket
        self.series = series
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
