internal import TrailSealPrimitives

/// A point in time in whole seconds, UTC. CloudTrail's digest files and object keys have no finer times.
///
/// ```swift
/// let start = try Timestamp("2026-10-01T00:00:00Z")
/// let end = Timestamp(secondsSince1970: Int64(Date.now.timeIntervalSince1970))
/// ```
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int64

    /// Creates a time from seconds since 1970-01-01T00:00:00Z. A time outside the years 1 to 9999 becomes the nearest
    /// one in them.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = min(max(secondsSince1970, Self.range.lowerBound), Self.range.upperBound)
    }

    /// The years 1 to 9999, which ISO 8601 can write with four digits.
    private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    /// Reads an ISO 8601 time with an offset, such as `2026-10-01T00:00:00Z` or `2026-10-01T02:00:00+02:00`. Throws
    /// ``TrailSealError/invalidScope(_:)`` for any other text, so that a wrong time never means no limit.
    public init(_ text: String) throws(TrailSealError) {
        guard let time = UnixTime(iso8601: Array(text.utf8)[...]) else {
            throw .invalidScope("\(EscapedText.string(of: text)) isn't an ISO 8601 time, such as 2026-10-01T00:00:00Z")
        }
        self.init(secondsSince1970: time.seconds)
    }

    /// Orders times from early to late.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.secondsSince1970 < right.secondsSince1970 }
}

extension Timestamp: CustomStringConvertible {
    /// The time as `2026-10-01T00:00:00Z`.
    public var description: String { UnixTime(seconds: secondsSince1970).iso8601 }
}

/// A half-open interval of time.
public struct Period: Hashable, Sendable {
    /// The start.
    public let start: Timestamp
    /// The end, exclusive.
    public let end: Timestamp

    /// Creates an interval.
    public init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }
}
