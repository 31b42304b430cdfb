internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds chains that lie wholly outside the window, if the window meets no verified digest at all (TIME-28).
struct WindowRule {
    let policy: VerificationPolicy
    /// For each chain that the filters include, the time from the oldest start to the newest end of its verified
    /// digests.
    let spans: [(chain: ChainID, interval: Interval)]

    /// The gap between each standard chain and the window.
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

    /// The time from the oldest start to the newest end of all chains. Nil if one of them meets the window.
    var present: Interval? {
        let isMet = spans.contains { policy.includes(start: $0.interval.from, end: $0.interval.to) }
        guard !isMet, let from = spans.map(\.interval.from).min(), let to = spans.map(\.interval.to).max() else {
            return nil
        }
        return Interval(from: from, to: to)
    }
}
