public import CloudTrailFormat
public import Primitives

/// What the user asked: window, filters, allowances, and what earlier runs verified. Trusted (QUESTION-3).
public struct Question: Sendable {
    /// Beginning and end of the window; nil means open.
    public var from: UnixTime?
    public var to: UnixTime?
    /// Empty means any.
    public var accounts: [ByteString] = []
    public var regions: [ByteString] = []
    public var trails: [ByteString] = []
    public var allowances: [Allowance] = []
    /// Until when earlier runs verified each chain.
    public var known: [ChainID: UnixTime] = [:]
    /// Whether a later run goes on from this one: a state is given, be it a new one.
    public var hasState = false
    /// Whether everything is read all the same.
    public var isFull = false
    /// Logs before this time were not copied (SCOPE-8). Later than all logs means that none was (SCOPE-9).
    public var logsFrom: UnixTime?
    /// Paths that the command line names (FILE-18).
    public var namedPaths: Set<ByteString> = []
    /// Which accounts are this run's; nil means all.
    public var shard: AccountShard?
    /// Whether combinations of filter values are asked of the whole, of which this is one account.
    public var isPart = false

    public init() {}

    /// What the user lets pass, of one code.
    public struct Allowance: Hashable, Sendable {
        public let code: Excuse.Code
        /// Nil means any.
        public let account: ByteString?
        public let region: ByteString?
        public let trail: ByteString?
        /// Nil means any time.
        public let interval: Interval?

        public init(
            _ code: Excuse.Code, account: ByteString? = nil, region: ByteString? = nil, trail: ByteString? = nil,
            interval: Interval? = nil
        ) {
            (self.code, self.interval) = (code, interval)
            (self.account, self.region, self.trail) = (account, region, trail)
        }

        /// Whether it speaks of this account, Region and trail. What is not known is not selected by a value.
        func selects(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> Bool {
            (self.account == nil || self.account == account) && (self.region == nil || self.region == region)
                && (self.trail == nil || self.trail == trail)
        }
    }

    /// Whether filters and shard let a chain through. A window never takes a chain out (TIME-3).
    func includes(_ chain: ChainID) -> Bool {
        includes(account: chain.accountID, region: chain.region) && trails.asksFor(chain)
    }

    /// What is not known is let through: it may be in scope.
    func includes(account: ByteString?, region: ByteString?) -> Bool {
        (accounts.isEmpty || account.map { accounts.contains($0) } ?? true)
            && (regions.isEmpty || region.map { regions.contains($0) } ?? true)
            && (account == nil || shard?.includes(account) ?? true)
    }

    /// Whether an interval meets the window, which begins where earlier runs of a chain ended, if that is before (SCOPE-4).
    func includes(_ interval: Interval, of chain: ChainID? = nil) -> Bool {
        let through = isFull ? nil : chain.flatMap { known[$0] }
        return (chain.map(includes) ?? true) && (to.map { interval.from < $0 } ?? true)
            && (from.map { interval.to > min($0, through ?? $0) } ?? true)
    }

    func includes(_ time: UnixTime) -> Bool { includes(Interval(from: time, to: time + 1)) }

    /// Whether the user says that logs of this time were not copied.
    func leavesOut(_ time: UnixTime?) -> Bool {
        guard let logsFrom, let time else { return false }
        return time < logsFrom
    }
}
