public import Primitives

/// A bucket and an object key, as bytes.
public struct S3Location: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let bucket: ByteString
    public let key: ByteString

    public init(bucket: ByteString, key: ByteString) {
        self.bucket = bucket
        self.key = key
    }

    /// Splits `bucket/key` at its first slash; nil where there is none.
    public init?(joined: ByteString) {
        guard let slash = joined.bytes.firstIndex(of: ByteString.slash) else { return nil }
        bucket = ByteString(joined.bytes[..<slash])
        key = ByteString(joined.bytes[(slash + 1)...])
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

    public static func < (left: S3Location, right: S3Location) -> Bool {
        left.bucket != right.bucket ? left.bucket < right.bucket : left.key < right.key
    }

    public var description: String { "s3://\(bucket)/\(key)" }
}
