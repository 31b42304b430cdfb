public import Primitives

/// Neighbouring digest files of one chain with one verdict: `count` of them, equally long, from `from` to `to`.
public struct DigestSpan: Hashable, Sendable {
    public var from: UnixTime
    public var to: UnixTime
    public var count: Int
    public var verdict: Verdict

    public init(from: UnixTime, to: UnixTime, count: Int, verdict: Verdict) {
        self.from = from
        self.to = to
        self.count = count
        self.verdict = verdict
    }

    /// Adds the next digest file of a chain to its spans.
    static func add(_ next: DigestSpan, to spans: inout [DigestSpan]) {
        if let last = spans.last, last.verdict == next.verdict, last.to == next.from,
            next.to.interval(since: next.from) == last.to.interval(since: last.from) / Int64(last.count)
        {
            spans[spans.count - 1].to = next.to
            spans[spans.count - 1].count += 1
        } else {
            spans.append(next)
        }
    }
}
