public import Primitives

/// A digest object of which somebody saved an answer, whether a file stands for it or not (TIME-24).
public struct SignedObject: Sendable {
    /// Nil if the answer does not name it.
    public let bucket: ByteString?
    /// The key, or as much of its end as was saved; a folder of answers may put more before it.
    public let path: ByteString
    /// The chain that its name shows.
    public let chain: ChainID
    /// The end time in its name.
    public let endTime: UnixTime
    private let check: @Sendable () -> Bool

    /// Nil unless the last component of `path` is a digest's name. If its chain is `known`, that is shared. `holdsSignature`
    /// may read the answer.
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

    /// Whether the answer holds a signature. An error message that was saved names nothing (INPUT-4).
    public var holdsSignature: Bool { check() }

    /// Whether it may be the object `location`. A path that was cut, or that has more before it, agrees as far as both say
    /// something.
    public func mayBe(_ location: S3Location) -> Bool {
        guard bucket == nil || bucket == location.bucket else { return false }
        let own = path.components
        let other = location.key.components
        let common = min(own.count, other.count, PathMapping.agreementMinimum)
        return own.suffix(common).elementsEqual(other.suffix(common)) { $0.elementsEqual($1) }
    }

    /// Folders of the date, and the name: the end of a key in which digests of one chain differ.
    private static let ownComponents = 4

    /// Whether its path is the bucket of `location` and a key that differs from that of `location` in date and name only:
    /// such an answer names its bucket.
    public func isLaidOut(like location: S3Location) -> Bool {
        let own = path.components
        let other = location.key.components
        guard own.count > other.count, other.count > Self.ownComponents else { return false }
        let tail = own.suffix(other.count + 1)
        return (tail.first?.elementsEqual(location.bucket.bytes) ?? false)
            && zip(tail.dropFirst(), other).prefix(other.count - Self.ownComponents).allSatisfy { $0.elementsEqual($1) }
    }
}
