internal import CloudTrailFormat
internal import Primitives

/// From when to when the verified digests of a standard chain reach.
struct VerifiedReach: Sendable {
    let chain: ChainID
    let start: UnixTime
    let end: UnixTime
    /// Whether nothing older is expected: its oldest digest is a starting one, or an earlier run judged what is older.
    let begins: Bool
    /// Time that allowed findings give up.
    let excused: [TimeSpan]

    /// Compares the chains of each trail, which CloudTrail writes in step: what is more than the tolerance shorter than
    /// another, on a side where no window gives the end, is `unaccounted` unless it is excused.
    static func unaccounted(_ reaches: [VerifiedReach], _ policy: VerificationPolicy) -> [Finding] {
        Dictionary(grouping: reaches) { SiblingChains.Trail($0.chain) }.values.flatMap { siblings -> [Finding] in
            guard siblings.count > 1, let start = siblings.map(\.start).min(), let end = siblings.map(\.end).max()
            else { return [] }
            return siblings.compactMap { reach in
                var required: [TimeSpan] = []
                let tolerance = VerificationPolicy.deliveryTolerance
                if policy.from == nil, !reach.begins, reach.start.interval(since: start) > tolerance {
                    required.append(TimeSpan(from: start, to: reach.start))
                }
                if policy.to == nil, end.interval(since: reach.end) > tolerance {
                    required.append(TimeSpan(from: reach.end, to: end))
                }
                let rest = required.flatMap { $0.subtracting(reach.excused) }
                guard let first = rest.first else { return nil }
                return Finding(
                    .unaccounted(.timeOfSibling),
                    FindingSubject(chain: reach.chain, from: first.from, to: first.to))
            }
        }
    }
}
