internal import TrailSealFormat
internal import TrailSealPrimitives

/// What is judged, and which findings are allowed. Nothing in a scope can weaken a proof.
public struct Scope: Hashable, Sendable {
    /// Which log files were copied. An absent log file that wasn't copied isn't missing.
    public enum CopiedLogs: Hashable, Sendable {
        /// All log files.
        case all
        /// Those from this time on.
        case from(Timestamp)
        /// None: only digest files were copied.
        case none
    }

    /// A code whose unverified findings count as notes, for one chain or all.
    public struct Allowance: Hashable, Sendable {
        /// The code.
        public var code: FindingCode
        /// The account. Nil stands for any.
        public var accountID: String?
        /// The Region. Nil stands for any.
        public var region: String?
        /// The name of the trail. Nil stands for any.
        public var trail: String?
        /// The time in which the finding must lie. Nil stands for any.
        public var interval: Period?

        /// Creates an allowance. Without selectors it allows every finding of the code.
        public init(
            _ code: FindingCode, accountID: String? = nil, region: String? = nil, trail: String? = nil,
            interval: Period? = nil
        ) {
            self.code = code
            self.accountID = accountID
            self.region = region
            self.trail = trail
            self.interval = interval
        }
    }

    /// The start of the window. Nil if it has none.
    public var start: Timestamp?
    /// The end of the window, exclusive. Nil if it has none.
    public var end: Timestamp?
    /// The accounts, twelve digits each. Empty means all.
    public var accounts: [String]
    /// The Regions. Empty means all.
    public var regions: [String]
    /// The trails, by name or ARN. Empty means all.
    public var trails: [String]
    /// What is allowed.
    public var allowances: [Allowance]
    /// Which log files were copied.
    public var copiedLogs: CopiedLogs

    /// Creates a scope. Without arguments it is the whole archive. What is wrong with it is thrown by the run
    /// (``TrailSealError/invalidScope(_:)``).
    public init(
        from start: Timestamp? = nil, to end: Timestamp? = nil, accounts: [String] = [], regions: [String] = [],
        trails: [String] = [], allowances: [Allowance] = [], copiedLogs: CopiedLogs = .all
    ) {
        self.start = start
        self.end = end
        self.accounts = accounts
        self.regions = regions
        self.trails = trails
        self.allowances = allowances
        self.copiedLogs = copiedLogs
    }
}

extension Scope.Allowance {
    /// The allowance as `--allow` takes it.
    var text: String {
        let parts = [accountID, region, trail]
        let chain = parts.contains { $0 != nil } ? parts.map { $0 ?? "*" }.joined(separator: "/") : nil
        let selector = [chain, interval.map { "\($0.start)/\($0.end)" }].compactMap(\.self).joined(separator: "@")
        return EscapedText.string(of: code.rawValue + (selector.isEmpty ? "" : "=" + selector))
    }
}

extension Scope {
    /// What is wrong with the filters, in one line. Nil if nothing is.
    var fault: String? {
        func isAccount(_ text: String) -> Bool {
            text.utf8.count == 12 && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        if let other = accounts.first(where: { !isAccount($0) }) {
            return "the account \(EscapedText.string(of: other)) hasn't twelve digits"
        }
        if let other = trails.first(where: { TrailSelector(ByteString($0)) == nil }) {
            return "the trail \(EscapedText.string(of: other)) is neither a name nor the ARN of a trail"
        }
        if let other = allowances.lazy.compactMap(\.interval).first(where: { $0.end <= $0.start }) {
            return "the end \(other.end) of an allowance isn't after its start"
        }
        return nil
    }
}
