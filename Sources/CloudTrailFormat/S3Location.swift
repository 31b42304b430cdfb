public import Primitives

/// A bucket and an object key, as bytes.
public struct S3Location: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var bucket: ByteString { names.bucket }
    public var key: ByteString { names.key }

    private let names: ObjectNames

    public init(bucket: ByteString, key: ByteString) { names = ObjectNames(bucket, key) }

    /// Splits `bucket/key` at its first slash; nil where there is none.
    public init?(joined: ByteString) {
        guard let slash = joined.bytes.firstIndex(of: ByteString.slash) else { return nil }
        self.init(
            bucket: ByteString(joined.bytes[..<slash]), key: ByteString(joined.bytes[(slash + 1)...]))
    }

    /// `bucket/key`, the form that CloudTrail signs.
    public var joined: ByteString {
        var bytes = [UInt8]()
        bytes.reserveCapacity(bucket.count + 1 + key.count)
        bytes.append(contentsOf: bucket.bytes)
        bytes.append(ByteString.slash)
        bytes.append(contentsOf: key.bytes)
        return ByteString(bytes)
    }

    public static func == (left: S3Location, right: S3Location) -> Bool {
        left.names === right.names || left.names == right.names
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(names.hash) }

    public static func < (left: S3Location, right: S3Location) -> Bool {
        left.bucket != right.bucket ? left.bucket < right.bucket : left.key < right.key
    }

    public var description: String { "s3://\(bucket)/\(key)" }
}

/// The names of one object, with their hash value: an object is looked up many times.
private final class ObjectNames: Sendable {
    let bucket: ByteString
    let key: ByteString
    let hash: Int

    init(_ bucket: ByteString, _ key: ByteString) {
        self.bucket = bucket
        self.key = key
        var hasher = Hasher()
        hasher.combine(bucket.count)
        hasher.combine(bucket)
        hasher.combine(key)
        hash = hasher.finalize()
    }

    static func == (left: ObjectNames, right: ObjectNames) -> Bool {
        left.hash == right.hash && left.bucket == right.bucket && left.key == right.key
    }
}
