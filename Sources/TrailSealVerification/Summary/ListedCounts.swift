extension AccountingSummary {
    /// The number of logs that verified digests list in scope, and the number with each disposition (ACCOUNT-3). A log
    /// is one bucket and key and has one disposition.
    public struct ListedCounts: Hashable, Sendable {
        /// Distinct pairs of bucket and key.
        public var listed = 0
        /// Logs with the recorded hash.
        public var verified = 0
        /// Logs that differ from the record.
        public var invalid = 0
        /// Absent logs.
        public var missing = 0
        /// Logs without a proof.
        public var unverified = 0
        /// Logs of a bucket or a day that isn't in the copy, whether that is allowed or not (ALLOW-11).
        public var outsideCopy = 0
        /// Logs that an earlier run verified and this run didn't read (STATE-4).
        public var verifiedEarlier = 0
        /// Absent logs that the user says weren't copied (SCOPE-8, SCOPE-9).
        public var notAskedFor = 0
        /// Unverified logs that an allowance excuses.
        public var excused = 0

        /// Creates counts of zero.
        public init() {}
    }

    /// The disposition of a listed log. The raw value is its name in reports.
    public enum ListedBin: String, Hashable, Sendable, CaseIterable {
        /// The counts of `ListedCounts`.
        case verified, invalid, missing, unverified, outsideCopy, verifiedEarlier, notAskedFor, excused
    }
}

extension AccountingSummary.ListedCounts: BinnedCounts {
    /// The name of the total in reports.
    package static let totalName = "listed"

    /// The number of listed logs.
    package var total: Int {
        get { listed }
        set { listed = newValue }
    }

    /// The count of a disposition.
    package static func member(_ bin: AccountingSummary.ListedBin) -> WritableKeyPath<Self, Int> {
        switch bin {
        case .verified: \.verified
        case .invalid: \.invalid
        case .missing: \.missing
        case .unverified: \.unverified
        case .outsideCopy: \.outsideCopy
        case .verifiedEarlier: \.verifiedEarlier
        case .notAskedFor: \.notAskedFor
        case .excused: \.excused
        }
    }

    /// Number of logs with a bad disposition. None is left if the accounting balances.
    package var bad: Int { invalid.addingClamped(missing).addingClamped(unverified) }
}
