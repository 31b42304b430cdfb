public import TrailSealFormat
public import TrailSealPrimitives

/// What the user asked: window, filters, allowances, and what earlier runs verified. Trusted.
public struct Question: Sendable {
    /// Start of the window (inclusive), or nil.
    public var from: UnixTime?
    /// End of the window (exclusive), or nil.
    public var to: UnixTime?
    /// Accounts in scope. Empty means all.
    public var accounts: [ByteString] = []
    /// Regions in scope. Empty means all.
    public var regions: [ByteString] = []
    /// Names or ARNs of the trails in scope. Empty means all.
    public var trails: [ByteString] = []
    /// What the user lets pass.
    public var allowances: [Allowance] = []
    /// The time up to which earlier runs verified each chain.
    public var known: [ChainID: UnixTime] = [:]
    /// Whether a state is given, even a new one, so that a later run continues from this one.
    public var hasState = false
    /// Whether everything is read again.
    public var isFull = false
    /// Logs before this time weren't copied (SCOPE-8). A time after all logs means that none were (SCOPE-9).
    public var logsFrom: UnixTime?
    /// Paths that the command line names (FILE-18).
    public var namedPaths: Set<ByteString> = []
    /// The accounts of this run, or nil for all.
    public var shard: AccountShard?
    /// Whether this is one account of a larger run, which checks the filter combinations itself.
    public var isPart = false
    /// Creates a question without a window, filters or allowances.
    public init() {}
    /// Findings of one code that the user lets pass.
    public struct Allowance: Hashable, Sendable {
        /// The code of the findings.
        public let code: Excuse.Code
        /// The account, or nil for any.
        public let account: ByteString?
        /// The Region, or nil for any.
        public let region: ByteString?
        /// The trail, or nil for any.
        public let trail: ByteString?
        /// The interval, or nil for any time.
        public let interval: Interval?
        /// Creates an allowance.
        public init(
            _ code: Excuse.Code, account: ByteString? = nil, region: ByteString? = nil, trail: ByteString? = nil,
            interval: Interval? = nil
        ) {
            (self.code, self.interval) = (code, interval)
            (self.account, self.region, self.trail) = (account, region, trail)
        }

        /// Whether it applies to this account, Region and trail. An unknown one (nil) matches only any.
        func selects(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> Bool {
            (self.account == nil || self.account == account) && (self.region == nil || self.region == region)
                && (self.trail == nil || self.trail == trail)
        }
    }

    /// Whether filters and shard include a chain. A window never excludes one (TIME-3).
    func includes(_ chain: ChainID) -> Bool {
        includes(account: chain.accountID, region: chain.region) && trails.asksFor(chain)
    }

    /// Whether filters and shard include an account and Region. An unknown one (nil) may be in scope.
    func includes(account: ByteString?, region: ByteString?) -> Bool {
        (accounts.isEmpty || account.map { accounts.contains($0) } ?? true)
            && (regions.isEmpty || region.map { regions.contains($0) } ?? true)
            && (account == nil || shard?.includes(account) ?? true)
    }

    /// Whether an interval meets the window (SCOPE-4). An earlier run of `chain` that ended before it widens the window.
    func includes(_ interval: Interval, of chain: ChainID? = nil) -> Bool {
        let through = isFull ? nil : chain.flatMap { known[$0] }
        return (chain.map(includes) ?? true) && (to.map { interval.from < $0 } ?? true)
            && (from.map { interval.to > min($0, through ?? $0) } ?? true)
    }

    func includes(_ time: UnixTime) -> Bool { includes(Interval(from: time, to: time + 1)) }
    /// Whether the user says that logs of this time weren't copied.
    func leavesOut(_ time: UnixTime?) -> Bool {
        guard let logsFrom, let time else { return false }
        return time < logsFrom
    }
}
