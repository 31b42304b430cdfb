extension AccountingSummary {
    /// How many logs verified digests list in scope, and what became of them (ACCOUNT-3). Each log, one bucket and key,
    /// has one disposition.
    public struct ListedCounts: Hashable, Sendable {
        /// Distinct pairs of bucket and key.
        public var listed = 0
        public var verified = 0
        public var invalid = 0
        public var missing = 0
        public var unverified = 0
        /// Logs of a bucket or a day that isn't in the copy, whether that is allowed or not (ALLOW-11).
        public var outsideCopy = 0
        /// Logs that an earlier run verified and this one didn't read (STATE-4).
        public var verifiedEarlier = 0
        /// Absent logs that the user says weren't copied (SCOPE-8, SCOPE-9).
        public var notAskedFor = 0
        public var excused = 0

        public init() {}
    }

    /// What became of a listed log. The raw value is its name in reports.
    public enum ListedBin: String, Hashable, Sendable, CaseIterable {
        case verified, invalid, missing, unverified, outsideCopy, verifiedEarlier, notAskedFor, excused
    }
}

extension AccountingSummary.ListedCounts: BinnedCounts {
    package static let totalName = "listed"

    package var total: Int {
        get { listed }
        set { listed = newValue }
    }

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

    /// Logs that only an excuse makes good.
    package var bad: Int { invalid.addingClamped(missing).addingClamped(unverified) }
}
