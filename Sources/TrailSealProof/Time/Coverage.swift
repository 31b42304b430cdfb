internal import TrailSealFormat
public import TrailSealPrimitives

/// The time that verified hourly digests of one chain cover. Nothing else covers time (TIME-1, TIME-5, TIME-26).
public struct Coverage: Sendable {
    /// The covered time, sorted and without overlaps.
    public let intervals: [Interval]
    /// Joins the intervals of the hourly digests in `proved`.
    public init(_ proved: [ProvedDigest]) {
        var (joined, spans) = ([Interval](), [Interval]())
        spans.reserveCapacity(proved.count)
        for digest in proved where digest.chain.kind == .standard { spans.append(digest.interval) }
        for next in spans.sorted() {
            if let last = joined.last, next.from <= last.to {
                joined[joined.count - 1] = Interval(from: last.from, to: max(last.to, next.to))
            } else {
                joined.append(next)
            }
        }
        intervals = joined
    }

    /// Returns the parts of `required` that neither verified digests nor `excused` intervals cover, in order.
    public func uncovered(_ required: Interval, except excused: [Interval] = []) -> [Interval] {
        required.subtracting(intervals + excused)
    }
}
