internal import TrailSealFormat
package import TrailSealPrimitives
internal import TrailSealProof

/// A stretch of time whose records the verified digests of one chain hold. All these records were read.
package struct RecordedSpan: Hashable, Sendable {
    /// The start.
    package internal(set) var from: UnixTime
    /// The end, exclusive.
    package internal(set) var to: UnixTime
    /// Whether it begins with a starting digest. The chain recorded nothing before.
    package internal(set) var isStart: Bool

    /// Creates a span.
    package init(from: UnixTime, to: UnixTime, isStart: Bool) {
        self.from = from
        self.to = to
        self.isStart = isStart
    }
}

/// Finds the time of each chain whose records a consumer of logs got: the intervals of verified standard digests, without those that
/// list a log that wasn't read, or isn't verified.
struct RecordedTime {
    /// The spans of each chain, joined, in order.
    let spans: [ChainID: [RecordedSpan]]

    init(_ dispositions: Dispositions) {
        let proved = dispositions.proved.proved
        var isLacking = Array(repeating: false, count: proved.count)
        for log in dispositions.candidates.listed.logs {
            if case .verified? = dispositions.logs[log.number], dispositions.scope.includes(log, proved) { continue }
            for digest in log.digests where isLacking.indices.contains(digest) { isLacking[digest] = true }
        }
        var found: [ChainID: [RecordedSpan]] = [:]
        for (digest, lacks) in zip(proved, isLacking)
        where !lacks && digest.chain.kind == .standard && dispositions.scope.includes(digest.chain) {
            let isStart = digest.statement.document.previous == nil
            found[digest.chain, default: []].append(
                RecordedSpan(from: digest.interval.from, to: digest.interval.to, isStart: isStart))
        }
        spans = found.mapValues { RecordedSpan.joined($0) }
    }
}

extension RecordedSpan {
    /// Joins spans that overlap by at least `overlap` seconds, and drops those that lie in another. In the result, both starts and ends
    /// are in order.
    package static func joined(_ spans: [RecordedSpan], overlap: Int64 = 0) -> [RecordedSpan] {
        var joined: [RecordedSpan] = []
        for next in spans.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if let last = joined.last, next.to <= last.to || next.from + overlap <= last.to {
                joined[joined.count - 1].to = max(last.to, next.to)
            } else {
                joined.append(next)
            }
        }
        return joined
    }

    /// Returns what remains of joined spans without `others`, in order. Both are passed once.
    package static func subtracting(_ others: [Interval], from spans: [RecordedSpan]) -> [RecordedSpan] {
        var left: [RecordedSpan] = []
        var rest = Coverage.joined(others)[...]
        for span in spans {
            rest = rest.drop { $0.to <= span.from }
            let own = Interval(from: span.from, to: span.to)
            left += own.subtracting(Array(rest.prefix { $0.from < span.to })).map {
                RecordedSpan(from: $0.from, to: $0.to, isStart: span.isStart && $0.from == span.from)
            }
        }
        return left
    }
}
