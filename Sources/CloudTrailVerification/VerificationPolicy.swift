public import CloudTrailFormat
public import Primitives

/// What a run is asked: the window, the filters, and what the user allows. Nothing here can make a proof weaker.
public struct VerificationPolicy: Sendable {
    /// Why a policy cannot be.
    public enum Failure: Error, Hashable, Sendable {
        /// `--to` is not after `--from`.
        case emptyWindow
        /// Only codes whose verdict is `unverified` may be allowed, and of those not `unaccounted`.
        case notAllowable(FindingCode)
    }

    /// Findings of one code, or some of them, that become notes.
    public struct Allowance: Hashable, Sendable {
        public enum Selector: Hashable, Sendable {
            case all
            /// Nil stands for any.
            case chain(accountID: ByteString?, region: ByteString?, trail: ByteString?)
            /// Half-open.
            case interval(from: UnixTime, to: UnixTime)
            /// Both: the chains, and of them the interval (ALLOW-14).
            case joined(accountID: ByteString?, region: ByteString?, trail: ByteString?, from: UnixTime, to: UnixTime)
        }

        public let code: FindingCode
        public let selector: Selector

        public init(code: FindingCode, selector: Selector = .all) {
            self.code = code
            self.selector = selector
        }
    }

    /// Beginning of the window; nil where none was given.
    public let from: UnixTime?
    /// End of the window, exclusive; nil where none was given.
    public let to: UnixTime?
    /// Empty means all.
    public let accounts: [ByteString]
    public let regions: [ByteString]
    /// Names or ARNs (`TrailSelector`).
    public let trails: [ByteString]
    public let allowances: [Allowance]
    /// How old the newest verified digest of a chain may be, and when that is; nil where nobody asks.
    public var freshness: Freshness?

    /// An age that is asked for. The time is an argument: nothing here reads a clock.
    public struct Freshness: Hashable, Sendable {
        public let now: UnixTime
        /// In seconds.
        public let maximumAge: Int64

        public init(now: UnixTime, maximumAge: Int64) {
            self.now = now
            self.maximumAge = maximumAge
        }
    }

    /// How long the archive keeps digests, in seconds, counted back from the newest verified digest of a chain. A known
    /// digest that is younger and gone from the beginning of its chain was taken away (STATE-8). Nil if a missing
    /// beginning accuses nobody. It needs `known`.
    public var retention: Int64?

    /// What earlier runs verified, chain by chain; nil where nobody asks.
    public var known: [KnownChain]?

    /// Which log files were copied (SCOPE-8, SCOPE-9).
    public var copiedLogs = CopiedLogs.all

    /// Whether everything is read all the same (STATE-4).
    public var isFull = false

    /// Which accounts are this run's; nil where all are.
    public var shard: AccountShard?

    /// What a trail description says of the trails' digests; empty where none was given.
    public var deliveries: [TrailDelivery] = []

    /// Longest time by which two regions of one trail may differ at their ends before it counts as a gap, in seconds;
    /// also how long after a digest's end it may be signed: rules TIME-16 and KEY-3.
    public static let deliveryTolerance: Int64 = 6 * UnixTime.hour

    public init(
        from: UnixTime? = nil, to: UnixTime? = nil, accounts: [ByteString] = [], regions: [ByteString] = [],
        trails: [ByteString] = [], allowances: [Allowance] = []
    ) throws(Failure) {
        if let from, let to, to <= from { throw .emptyWindow }
        if let other = allowances.first(where: { !$0.code.isAllowable }) { throw .notAllowable(other.code) }
        self.from = from
        self.to = to
        self.accounts = accounts
        self.regions = regions
        self.trails = trails
        self.allowances = allowances
    }

    /// Whether something that lasts from `start` to `end` touches the window.
    func includes(start: UnixTime, end: UnixTime) -> Bool {
        (to.map { start < $0 } ?? true) && (from.map { end > $0 } ?? true)
    }

    /// Whether a moment lies in the window.
    func includes(_ time: UnixTime) -> Bool {
        (to.map { time < $0 } ?? true) && (from.map { time >= $0 } ?? true)
    }

    /// Whether the filters let a chain through, and it is of this run's shard.
    func includes(_ chain: ChainID) -> Bool { admits(chain) && (shard?.includes(chain.accountID) ?? true) }

    /// The same for all shards together.
    func admits(_ chain: ChainID) -> Bool {
        includes(account: chain.accountID, region: chain.region) && trails.asksFor(chain)
    }

    /// Whether the filters let an account and region through. What is not known is let through: it may be theirs.
    func includes(account: ByteString?, region: ByteString?) -> Bool {
        (accounts.isEmpty || (account.map { accounts.contains($0) } ?? true))
            && (regions.isEmpty || (region.map { regions.contains($0) } ?? true))
    }
}

extension VerificationPolicy.Allowance {
    /// Whether it speaks of `finding`.
    func selects(_ finding: Finding) -> Bool {
        guard finding.code == code else { return false }
        func isOf(_ account: ByteString?, _ region: ByteString?, _ trail: ByteString?) -> Bool {
            let matches = { (wanted: ByteString?, value: ByteString?) in wanted == nil || wanted == value }
            return matches(account, finding.chain?.accountID ?? finding.subject.accountID)
                && matches(region, finding.chain?.region ?? finding.subject.region)
                && matches(trail, finding.chain?.trail)
        }
        func isIn(_ from: UnixTime, _ to: UnixTime) -> Bool {
            if let start = finding.from, let end = finding.to { return from <= start && end <= to }
            guard let time = finding.subject.time else { return false }
            return from <= time && time < to
        }
        return switch selector {
        case .all: true
        case .chain(let account, let region, let trail): isOf(account, region, trail)
        case .interval(let from, let to): isIn(from, to)
        case .joined(let account, let region, let trail, let from, let to):
            isOf(account, region, trail) && isIn(from, to)
        }
    }
}
