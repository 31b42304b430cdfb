public import CloudTrailFormat
public import Primitives

extension AccountingSummary {
    /// One allowance, used for one item (ACCOUNT-6).
    public struct Excuse: Hashable, Sendable {
        public let code: FindingCode
        /// Position in `VerificationPolicy.allowances`, from 0.
        public let allowance: Int
        public let item: Item

        public init(_ code: FindingCode, allowance: Int, _ item: Item) {
            self.code = code
            self.allowance = allowance
            self.item = item
        }
    }

    /// What is excused.
    public enum Item: Hashable, Sendable {
        /// A digest file that nothing proves. Paths are as the user would name them.
        case digest(path: ByteString)
        /// Time that a chain doesn't cover.
        case time(ChainID, TimeSpan)
        /// Filter values for which there is no chain.
        case combination(Combination)
        /// A listed log.
        case log(S3Location)
        /// Another file, or something that couldn't be looked at.
        case path(ByteString)
    }

    /// Values of the filters `--account`, `--region` and `--trail`; nil means any.
    public struct Combination: Hashable, Sendable {
        public let accountID: ByteString?
        public let region: ByteString?
        public let trail: ByteString?

        public init(accountID: ByteString?, region: ByteString?, trail: ByteString?) {
            self.accountID = accountID
            self.region = region
            self.trail = trail
        }
    }
}
