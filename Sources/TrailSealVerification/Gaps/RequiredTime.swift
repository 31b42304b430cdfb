internal import TrailSealFormat
internal import TrailSealPrimitives

/// The time that a chain must cover, and what decides its ends (TIME-2, STATE-3).
struct RequiredTime {
    /// Nil if the chain must cover no time.
    let interval: Interval?
    let ends: AccountingSummary.Ends

    /// Computes the required time: the window, or else the chain's own ends. With a state it begins no later than the
    /// checkpoint and reaches at least the checkpoint.
    init(_ line: ChainLine, _ scope: RunScope) {
        let policy = scope.policy
        let through = policy.known?.first { scope.line(of: $0.chain) == scope.line(of: line.chain) }
            .map(\.verifiedThrough)
        let own = (line.start ?? line.unproved.first?.hour.from, line.end ?? line.unproved.last?.hour.to)
        let checkpoint = through.map { min($0, line.end ?? $0) }
        let begin = policy.from ?? (policy.isFull ? own.0 : nil)
        ends = AccountingSummary.Ends(
            from: Self.beginning(policy.from, begin, checkpoint), to: policy.to == nil ? .archive : .window)
        guard let from = [begin, checkpoint].compactMap(\.self).min() ?? own.0,
            let newest = policy.to ?? own.1 ?? through
        else {
            interval = nil
            return
        }
        let to = max(newest, through ?? newest)
        interval = from < to ? Interval(from: from, to: to) : nil
    }

    private static func beginning(
        _ window: UnixTime?, _ begin: UnixTime?, _ checkpoint: UnixTime?
    ) -> AccountingSummary.End {
        if let checkpoint, begin.map({ $0 > checkpoint }) ?? true { return .state }
        return window == nil ? .archive : .window
    }
}
