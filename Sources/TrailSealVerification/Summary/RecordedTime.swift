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
        spans = found.mapValues(RecordedSpan.joined)
    }
}

extension RecordedSpan {
    /// Returns what remains of the span without `others`, in order.
    package func subtracting(_ others: [Interval]) -> [RecordedSpan] {
        Interval(from: from, to: to).subtracting(others).map {
            RecordedSpan(from: $0.from, to: $0.to, isStart: isStart && $0.from == from)
        }
    }

    /// Joins spans that meet or overlap. The result is in order.
    package static func joined(_ spans: [RecordedSpan]) -> [RecordedSpan] {
        var joined: [RecordedSpan] = []
        for next in spans.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if let last = joined.last, next.from <= last.to {
                joined[joined.count - 1].to = max(last.to, next.to)
            } else {
                joined.append(next)
            }
        }
        return joined
    }
}
