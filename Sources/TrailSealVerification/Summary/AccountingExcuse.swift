public import TrailSealFormat
public import TrailSealPrimitives

extension AccountingSummary {
    /// One allowance used for one item (ACCOUNT-6).
    public struct Excuse: Hashable, Sendable {
        /// The code that is allowed.
        public let code: FindingCode
        /// Position in `VerificationPolicy.allowances`, from 0.
        public let allowance: Int
        /// What is excused.
        public let item: Item

        /// Creates an excuse.
        public init(_ code: FindingCode, allowance: Int, _ item: Item) {
            self.code = code
            self.allowance = allowance
            self.item = item
        }
    }

    /// What is excused.
    public enum Item: Hashable, Sendable {
        /// An unproved digest file. Paths are as the user would give them.
        case digest(path: ByteString)
        /// Time that a chain doesn't cover.
        case time(ChainID, TimeSpan)
        /// A combination of filter values without a chain.
        case combination(Combination)
        /// A listed log.
        case log(S3Location)
        /// Another file, or an obstacle.
        case path(ByteString)
    }

    /// A combination of values of `--account`, `--region` and `--trail`. Nil means any.
    public struct Combination: Hashable, Sendable {
        /// The account.
        public let accountID: ByteString?
        /// The Region.
        public let region: ByteString?
        /// The trail.
        public let trail: ByteString?

        /// Creates a combination.
        public init(accountID: ByteString?, region: ByteString?, trail: ByteString?) {
            self.accountID = accountID
            self.region = region
            self.trail = trail
        }
    }
}
