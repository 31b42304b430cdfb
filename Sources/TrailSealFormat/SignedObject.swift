public import TrailSealPrimitives

/// A digest object for which an answer was saved, whether or not the digest file is present (TIME-24).
public struct SignedObject: Sendable {
    /// The bucket, or nil if the answer doesn't name it.
    public let bucket: ByteString?
    /// The key, or as much of its end as was saved. A folder of answers may add components before it.
    public let path: ByteString
    /// The chain in its name.
    public let chain: ChainID
    /// The end time in its name.
    public let endTime: UnixTime
    private let check: @Sendable () -> Bool

    /// Creates an object. Returns nil unless the last component of `path` is a digest's name. Uses `known` if that is
    /// the chain, to save memory. `holdsSignature` is called later and may read the answer.
    public init?(
        bucket: ByteString?, path: ByteString, like known: ChainID? = nil,
        holdsSignature: @escaping @Sendable () -> Bool
    ) {
        guard let name = DigestFileName(anyRegion: path.splitAtLastSlash.name) else { return nil }
        self.bucket = bucket
        self.path = path
        chain = name.chain(like: known)
        endTime = name.endTime
        check = holdsSignature
    }

    /// The hour before the end time in its name.
    public var hour: Interval { Interval(from: endTime - UnixTime.hour, to: endTime) }

    /// Whether the answer has a signature. A saved error message names nothing (INPUT-4).
    public var holdsSignature: Bool { check() }

    /// Whether this may be the object `location`: the buckets agree, if the answer names one, and the last components
    /// of both keys agree (six of them, or as many as there are).
    public func mayBe(_ location: S3Location) -> Bool {
        guard bucket == nil || bucket == location.bucket else { return false }
        let own = path.components
        let other = location.key.components
        let common = min(own.count, other.count, PathMapping.agreementMinimum)
        return own.suffix(common).elementsEqual(other.suffix(common)) { $0.elementsEqual($1) }
    }

    /// The year, month, day and name: the components in which keys of one chain differ.
    private static let ownComponents = 4

    /// Whether the path is the bucket of `location` followed by a key that differs from that of `location` only in
    /// date and name. Such an answer names its bucket.
    public func isLaidOut(like location: S3Location) -> Bool {
        let own = path.components
        let other = location.key.components
        guard own.count > other.count, other.count > Self.ownComponents else { return false }
        let tail = own.suffix(other.count + 1)
        return (tail.first?.elementsEqual(location.bucket.bytes) ?? false)
            && zip(tail.dropFirst(), other).prefix(other.count - Self.ownComponents).allSatisfy { $0.elementsEqual($1) }
    }
}
