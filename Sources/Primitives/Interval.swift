/// A half-open stretch of time: `from` is in it, `to` is not.
public struct Interval: Hashable, Comparable, Sendable {
    public let from: UnixTime
    public let to: UnixTime

    public init(from: UnixTime, to: UnixTime) {
        self.from = from
        self.to = to
    }

    /// Whether the two share any time.
    public func meets(_ other: Interval) -> Bool { from < other.to && to > other.from }

    public func contains(_ time: UnixTime) -> Bool { from <= time && time < to }

    public func contains(_ other: Interval) -> Bool { from <= other.from && other.to <= to }

    public static func < (left: Interval, right: Interval) -> Bool {
        left.from != right.from ? left.from < right.from : left.to < right.to
    }
}
