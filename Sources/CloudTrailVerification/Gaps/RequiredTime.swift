internal import CloudTrailFormat
internal import Primitives

/// The time that a chain has to cover (TIME-2, STATE-3), and what says where it begins and ends.
struct RequiredTime {
    /// Nil if there is none.
    let interval: Interval?
    let ends: AccountingSummary.Ends

    /// The window, or the chain's own ends; from the end of an earlier run on, which it has to reach.
    init(_ line: ChainLine, _ policy: VerificationPolicy) {
        let through = policy.known?.first {
            $0.chain.withoutOrganization == line.chain.withoutOrganization
        }
        .map(\.verifiedThrough)
        let own = (line.start ?? line.unproved.first?.hour.from, line.end ?? line.unproved.last?.hour.to)
        let checkpoint = policy.isFull ? nil : through.map { min($0, line.end ?? $0) }
        ends = AccountingSummary.Ends(
            from: Self.beginning(policy.from, checkpoint), to: policy.to == nil ? .archive : .window)
        guard let from = [policy.from, checkpoint].compactMap(\.self).min() ?? own.0,
            let newest = policy.to ?? own.1 ?? through
        else {
            interval = nil
            return
        }
        let to = max(newest, through ?? newest)
        interval = from < to ? Interval(from: from, to: to) : nil
    }

    private static func beginning(_ from: UnixTime?, _ checkpoint: UnixTime?) -> AccountingSummary.End {
        guard let checkpoint else { return from == nil ? .archive : .window }
        return from.map { $0 <= checkpoint } ?? false ? .window : .state
    }
}
