public import TrailSealPrimitives

/// A digest object for which an answer was saved, whether or not the digest file is present (TIME-24).
public struct SignedObject: Sendable {
    /// The bucket, or nil if the answer doesn't name it.
    public let bucket: ByteString?
    /// The key, or as much of its end as was saved. A folder of answers may add components before it.
    public let path: ByteString
    /// What its name says.
    public let name: DigestName
    private let check: @Sendable () -> Bool

    /// Creates an object. Returns nil unless the last component of `path` is a digest's name.
    public init?(bucket: ByteString?, path: ByteString, holdsSignature: @escaping @Sendable () -> Bool) {
        guard let name = DigestName(whole: path.name) else { return nil }
        self.init(bucket: bucket, path: path, name, holdsSignature: holdsSignature)
    }

    /// Creates an object. `name` is what the last component of `path` says. `holdsSignature` is called later and may read
    /// the answer.
    public init(
        bucket: ByteString?, path: ByteString, _ name: DigestName, holdsSignature: @escaping @Sendable () -> Bool
    ) {
        self.bucket = bucket
        self.path = path
        self.name = name
        check = holdsSignature
    }

    /// The chain in its name.
    public var chain: ChainID { name.chain }
    /// The chain that its key declares, with the organization. If only the end of the key was saved, the chain in its name.
    public var declaredChain: ChainID { DigestObjectKey(path)?.chain ?? chain }
    /// The end time in its name.
    public var endTime: UnixTime { name.endTime }
    /// The hour before the end time in its name.
    public var hour: Interval { name.hour }

    /// Whether the answer has a signature. A saved error message names nothing (INPUT-4).
    public var holdsSignature: Bool { check() }

    /// Whether this may be the object `location`: the buckets agree, if the answer names one, the path shows no other
    /// organization, and the last components of both keys agree (six of them, or as many as there are).
    public func mayBe(_ location: S3Location) -> Bool {
        guard bucket == nil || bucket == location.bucket else { return false }
        // Mostly both are the same, which needs no key.
        let isSameEnd = location.isEnd(of: path)
        if isSameEnd, path.count == location.keyLength { return true }
        if ShownOrganization(path).contradicts(location.digestKey?.chain.organizationID) { return false }
        if isSameEnd { return true }
        let key = location.key
        let common = min(path.componentCount, key.componentCount, PathMapping.agreementMinimum)
        return PathMapping.agreement(path.bytes, key.bytes).map { $0.components >= common } ?? (common == 0)
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
