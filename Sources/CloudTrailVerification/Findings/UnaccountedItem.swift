public import Primitives

/// The first thing that did not balance when the run counted again.
public enum UnaccountedItem: Hashable, Sendable {
    /// No chain of this account, Region and trail has a verified digest; nil means any (ACCOUNT-0).
    case combination(account: ByteString?, region: ByteString?, trail: ByteString?)
    /// The chain must be covered for the interval of the subject, and it isn't (ACCOUNT-2).
    case requiredTime
    /// The listed log of the subject has no disposition, or more than one (ACCOUNT-3).
    case logDisposition
    /// The file of the subject has no bin, or its bin isn't shown to be right (ACCOUNT-4).
    case fileBin
    /// The walk saw another number of files than the bins hold (ACCOUNT-4).
    case fileCount(walked: Int, entered: Int)
    /// An excuse that nothing needs, or that its allowance doesn't cover (ACCOUNT-6). The code that is allowed, if known.
    case excuse(code: FindingCode? = nil)
    /// Nothing that is asked for was proved (VERDICT-5).
    case nothingVerified
}
