import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealVerification

/// Hours of a chain that a state knows.
enum KnownChains {
    static let chain = ChainID(
        organizationID: nil, accountID: "111122223333", region: "us-east-1", trail: "management",
        homeRegion: "us-east-1", kind: .standard)

    static func hour(_ number: Int) -> UnixTime { UnixTime(seconds: 1_790_812_800 + Int64(number) * UnixTime.hour) }

    static func interval(_ from: Int, _ to: Int) -> Interval { Interval(from: hour(from), to: hour(to)) }

    private static let hashes = (0..<128).compactMap { SHA256Digest(repeatElement(UInt8($0), count: 32)) }

    /// A hash that differs for each digest.
    static func hash(_ number: Int) -> SHA256Digest { hashes[number] }

    /// The digest that ends at an hour. Version 1 of the state file doesn't have its start.
    static func digest(
        endingAt end: Int, knowsStart: Bool = true, bucket: ByteString = "logs", signature: [UInt8]? = nil
    ) -> KnownDigest {
        let key = DigestObjectKey(prefix: "", chain: chain, endTime: hour(end))
        return KnownDigest(
            location: S3Location(bucket: bucket, key: key.text), hash: hash(end),
            start: knowsStart ? hour(end - 1) : nil, end: hour(end), signature: signature)
    }

    /// One digest for each hour in `range`.
    static func segment(_ range: Range<Int>) -> KnownSegment {
        KnownSegment(
            first: digest(endingAt: range.lowerBound + 1), last: digest(endingAt: range.upperBound), count: range.count)
    }

    static func chain(_ ranges: Range<Int>...) -> KnownChain {
        let segments = ranges.map(segment)
        return KnownChain(
            chain: chain, segments: segments, verifiedThrough: hour(ranges.last?.upperBound ?? 0),
            since: hour(ranges.first?.lowerBound ?? 0))
    }

    /// What version 1 of the state file knows about the hours in `range`.
    static func firstVersion(_ range: Range<Int>) -> KnownChain {
        let last = digest(endingAt: range.upperBound, knowsStart: false)
        return KnownChain(
            chain: chain, segments: [KnownSegment(first: nil, last: last, count: range.count)],
            verifiedThrough: hour(range.upperBound), since: hour(range.lowerBound))
    }
}
