public import TrailSealPrimitives

/// A run of digest files of one chain that follow each other without a gap, are equally long and have one verdict.
public struct DigestSpan: Hashable, Sendable {
    /// The start of the first digest's interval.
    public var from: UnixTime
    /// The end of the last digest's interval.
    public var to: UnixTime
    /// Number of digest files. At least 1.
    public var count: Int
    /// The verdict on each of the digest files.
    public var verdict: Verdict

    /// Creates a span.
    public init(from: UnixTime, to: UnixTime, count: Int, verdict: Verdict) {
        self.from = from
        self.to = to
        self.count = count
        self.verdict = verdict
    }

    /// Appends the next digest file of a chain, and extends the last span if the file continues it.
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
