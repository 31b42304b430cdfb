public import TrailSealFormat
public import TrailSealPrimitives

/// What a run is asked: the window, the filters and the allowances. Nothing in a policy can weaken a proof.
public struct VerificationPolicy: Sendable {
    /// Why a policy is refused.
    public enum Failure: Error, Hashable, Sendable {
        /// `--to` isn't after `--from`.
        case emptyWindow
        /// The code can't be allowed. Only codes with the verdict `unverified` can, except `unaccounted` (ALLOW-2).
        case notAllowable(FindingCode)
    }

    /// An `--allow` option: findings of one code, all or some of them, count as notes.
    public struct Allowance: Hashable, Sendable {
        /// Which findings of the code are allowed.
        public enum Selector: Hashable, Sendable {
            /// All of them.
            case all
            /// Those of an account, Region and trail. Nil means any (ALLOW-3).
            case chain(accountID: ByteString?, region: ByteString?, trail: ByteString?)
            /// Those in a half-open interval (ALLOW-13).
            case interval(from: UnixTime, to: UnixTime)
            /// Those of an account, Region and trail, in a half-open interval (ALLOW-14).
            case joined(accountID: ByteString?, region: ByteString?, trail: ByteString?, from: UnixTime, to: UnixTime)
        }

        /// The code that is allowed.
        public let code: FindingCode
        /// Which findings of the code are allowed.
        public let selector: Selector

        /// Creates an allowance.
        public init(code: FindingCode, selector: Selector = .all) {
            self.code = code
            self.selector = selector
        }
    }

    /// Start of the window. Nil if none was given.
    public let from: UnixTime?
    /// End of the window, exclusive. Nil if none was given.
    public let to: UnixTime?
    /// The accounts of `--account`. Empty means all.
    public let accounts: [ByteString]
    /// The Regions of `--region`. Empty means all.
    public let regions: [ByteString]
    /// The trails of `--trail`, as names or ARNs (`TrailSelector`). Empty means all.
    public let trails: [ByteString]
    /// The allowances, in the order of the command line.
    public let allowances: [Allowance]
    /// How old the newest verified digest of each chain may be (TIME-23). Nil if nothing is asked.
    public var freshness: Freshness?

    /// The greatest age that `--max-age` accepts. The current time is an argument, because a run reads no clock.
    public struct Freshness: Hashable, Sendable {
        /// The time from which the age counts back.
        public let now: UnixTime
        /// The greatest age, in seconds.
        public let maximumAge: Int64

        /// Creates a limit on age.
        public init(now: UnixTime, maximumAge: Int64) {
            self.now = now
            self.maximumAge = maximumAge
        }
    }

    /// How long the archive keeps digests, in seconds, counted back from the newest verified digest of a chain. If a
    /// known digest is younger than that and gone from the beginning of its chain, somebody removed it (STATE-8). Nil
    /// if a missing beginning accuses nobody. Only used with `known`.
    public var retention: Int64?

    /// What earlier runs verified, chain by chain. Nil if the run has no state.
    public var known: [KnownChain]?

    /// Which log files were copied (SCOPE-8, SCOPE-9).
    public var copiedLogs = CopiedLogs.all

    /// Whether `--full` asks for logs to be read that earlier runs verified (STATE-4).
    public var isFull = false

    /// Which accounts this run judges (SHARD-1). Nil if it judges all.
    public var shard: AccountShard?

    /// What trail descriptions say about the trails' digest files. Empty if none was given.
    public var deliveries: [TrailDelivery] = []

    /// The longest time, in seconds, by which the ends of two Regions of a trail may differ before that counts as a gap
    /// (TIME-16). It is also how long after a digest's end it may be signed (KEY-3).
    public static let deliveryTolerance: Int64 = 6 * UnixTime.hour

    /// Creates a policy. Throws a `Failure` if the window is empty, or if a code can't be allowed.
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

    /// Whether the interval from `start` to `end` meets the window.
    func includes(start: UnixTime, end: UnixTime) -> Bool {
        (to.map { start < $0 } ?? true) && (from.map { end > $0 } ?? true)
    }

    /// Whether a time lies in the window.
    func includes(_ time: UnixTime) -> Bool {
        (to.map { time < $0 } ?? true) && (from.map { time >= $0 } ?? true)
    }

    /// Whether the filters include a chain, and the shard includes its account.
    func includes(_ chain: ChainID) -> Bool { admits(chain) && (shard?.includes(chain.accountID) ?? true) }

    /// Whether the filters include a chain, whatever the shard.
    func admits(_ chain: ChainID) -> Bool {
        includes(account: chain.accountID, region: chain.region) && trails.asksFor(chain)
    }

    /// Whether the filters include an account and Region. Nil is included, because it may be any.
    func includes(account: ByteString?, region: ByteString?) -> Bool {
        (accounts.isEmpty || (account.map { accounts.contains($0) } ?? true))
            && (regions.isEmpty || (region.map { regions.contains($0) } ?? true))
    }
}

extension VerificationPolicy.Allowance {
    /// Whether the allowance covers `finding`: code, account, Region and trail, and the whole of its interval or its
    /// time.
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
