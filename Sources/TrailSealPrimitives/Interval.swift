/// A half-open interval of time: it includes `from` and excludes `to`.
public struct Interval: Hashable, Comparable, Sendable {
    /// The first second of the interval.
    public let from: UnixTime
    /// The first second after the interval.
    public let to: UnixTime

    /// Creates an interval. The order of the two times isn't checked.
    public init(from: UnixTime, to: UnixTime) {
        self.from = from
        self.to = to
    }

    /// Whether the two intervals overlap.
    public func meets(_ other: Interval) -> Bool { from < other.to && to > other.from }

    /// Whether `time` lies in the interval.
    public func contains(_ time: UnixTime) -> Bool { from <= time && time < to }

    /// Whether all of `other` lies in the interval.
    public func contains(_ other: Interval) -> Bool { from <= other.from && other.to <= to }

    /// Orders by start, then by end.
    public static func < (left: Interval, right: Interval) -> Bool {
        left.from != right.from ? left.from < right.from : left.to < right.to
    }

    /// Returns what remains of the interval without `others`, in order.
    public func subtracting(_ others: [Interval]) -> [Interval] {
        var left: [Interval] = []
        var start = from
        for other in others.sorted() where other.to > start && other.from < to {
            if other.from > start { left.append(Interval(from: start, to: other.from)) }
            start = max(start, other.to)
        }
        if start < to { left.append(Interval(from: start, to: to)) }
        return left
    }
}
