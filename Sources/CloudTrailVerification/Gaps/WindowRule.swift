internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// A window that meets no verified digest of any chain: what time is there instead (TIME-28).
struct WindowRule {
    let policy: VerificationPolicy
    /// From the oldest start to the newest end of the verified digests of each chain that the filters let through.
    let spans: [(chain: ChainID, interval: Interval)]

    /// The time between each hourly chain and the window. It belongs to the window, or to what a state requires.
    func findings() -> [Finding] {
        spans.compactMap { chain, span in
            guard chain.kind == .standard else { return nil }
            func gap(_ cause: CoverageGap, _ from: UnixTime, _ to: UnixTime) -> Finding {
                Finding(.coverageGap(cause), FindingSubject(chain: chain, from: from, to: to))
            }
            if let from = policy.from, span.to < from { return gap(.windowEnds, span.to, policy.to ?? from) }
            if let to = policy.to, to < span.from { return gap(.windowBegins, policy.from ?? to, span.from) }
            return nil
        }
    }

    /// From the oldest start to the newest end of all, if none meets the window.
    var present: Interval? {
        let isMet = spans.contains { policy.includes(start: $0.interval.from, end: $0.interval.to) }
        guard !isMet, let from = spans.map(\.interval.from).min(), let to = spans.map(\.interval.to).max() else {
            return nil
        }
        return Interval(from: from, to: to)
    }
}
